import "server-only";
import type { Actor } from "@/lib/actor/actor";
import { dayIn } from "@/lib/format/day";
import { AppError } from "@/lib/platform/errors";
import type { AuthorizeInput, RequestDto } from "@/lib/requests/schema";
import { changeRequest, type OnRequest } from "@/lib/requests/write";

/**
 * Records what proved that an agent or a parent may ask for the requester, and the day on which a member saw it (GDPR
 * Art. 12(2); 11 CCR § 7063: the signed permission of the consumer). Nothing is searched before.
 * @throws AppError conflict when the requester asks themselves; validation_error for a day in the future
 */
export const authorizeAgent = (actor: Actor, input: OnRequest & AuthorizeInput): Promise<RequestDto> =>
  changeRequest(actor, input, "authorized", (request, _tx, now) => {
    const { proof, seenOn } = input;
    if (seenOn > dayIn(request.timeZone, now))
      throw new AppError("validation_error", "The day is in the future.", {
        fields: [{ field: "seen_on", message: "is in the future" }],
      });
    return {
      changes: { agentProvenAt: now, agentProvenBy: actor.id, agentProofSeenOn: new Date(seenOn) },
      reasons: { authority: proof },
      event: { type: "request.agent-verified", metadata: { role: request.agentRole ?? "agent", seenOn } },
    };
  });

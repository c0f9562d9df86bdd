import "server-only";
import type { Actor } from "@/lib/actor/actor";
import { AppError } from "@/lib/platform/errors";
import { lockRequest } from "@/lib/requests/load";
import type { RequestDto } from "@/lib/requests/schema";
import { changeRequest, type OnRequest } from "@/lib/requests/write";

/** Merges a request into another one of the same person, which continues with the earlier clock. */
export const joinRequest = (actor: Actor, input: OnRequest & { into: string }): Promise<RequestDto> =>
  changeRequest(actor, input, null, async (request, tx, now) => {
    const into = await lockRequest(tx, actor, input.into);
    if (into.pk === request.pk || into.status !== "open")
      throw new AppError("conflict", "A request can only be merged into another open request.");
    if (request.receivedAt < into.receivedAt)
      throw new AppError("conflict", "Merge the later request into the earlier one.");
    return {
      changes: { status: "joined", closedAt: now, joinedIntoPk: into.pk },
      event: { type: "request.closed", metadata: { status: "joined", joinedInto: into.id } },
    };
  });

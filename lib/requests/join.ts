import "server-only";
import type { Actor } from "@/lib/actor/actor";
import { AppError } from "@/lib/platform/errors";
import { calculatedClock, lockRequest } from "@/lib/requests/load";
import { unrefused } from "@/lib/requests/refusal";
import type { RequestDto } from "@/lib/requests/schema";
import { changeRequest, type OnRequest } from "@/lib/requests/write";
import { currentSettings } from "@/lib/settings/load";

/**
 * Merges a request into another one of the same person, which continues with its own clock.
 * @throws AppError conflict when the other request is closed, was received later, or is due later: the person would
 * wait for longer than the law lets them
 */
export const joinRequest = (actor: Actor, input: OnRequest & { into: string }): Promise<RequestDto> =>
  changeRequest(actor, input, null, async (request, tx, now) => {
    const into = await lockRequest(tx, actor, input.into);
    if (into.pk === request.pk || into.status !== "open")
      throw new AppError("conflict", "A request can only be merged into another open request.");
    if (request.receivedAt < into.receivedAt)
      throw new AppError("conflict", "Merge the later request into the earlier one.");
    const settings = await currentSettings(actor);
    const [own, other] = [request, into].map((each) => calculatedClock(each, settings, now).dueOn);
    if (own && other && own < other)
      throw new AppError(
        "conflict",
        "The other request is due later than this one, so this one cannot be merged into it.",
      );
    return {
      changes: { ...unrefused, status: "joined", closedAt: now, joinedIntoPk: into.pk },
      event: { type: "request.closed", metadata: { status: "joined", joinedInto: into.id } },
    };
  });

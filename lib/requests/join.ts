import "server-only";
import type { Actor } from "@/lib/actor/actor";
import { AppError } from "@/lib/platform/errors";
import { calculatedClock, lockRequest, type OwnRequest } from "@/lib/requests/load";
import { unrefused } from "@/lib/requests/refusal";
import type { RequestDto } from "@/lib/requests/schema";
import { changeRequest, type OnRequest } from "@/lib/requests/write";
import { currentSettings } from "@/lib/settings/load";

/** Whether a request means every session that another one means. */
const covers = (one: OwnRequest, other: OwnRequest) =>
  (!one.dataFrom || (other.dataFrom !== null && one.dataFrom <= other.dataFrom)) &&
  (!one.dataTo || (other.dataTo !== null && one.dataTo >= other.dataTo));

/** Returns why the answer to a request would not answer another one, or null when it would. */
function whyNotAnswered(request: OwnRequest, by: OwnRequest): string | null {
  const isSame = request.kind === by.kind && request.jurisdiction === by.jurisdiction;
  if (!isSame || request.agentRole !== by.agentRole)
    return "The other request must be of the same type and law, and made by the same kind of person.";
  if (!covers(by, request)) return "The other request is limited to days that leave out some of these.";
  return by.deliveredAt || by.erasedAt ? "The other request has already been answered." : null;
}

/**
 * Merges a request into another one of the same person, which asks for the same and continues with its own clock.
 * @throws AppError conflict when the other request is closed, asks for something else or for less, has been answered,
 * was received later, or is due later: the person would wait for longer than the law lets them
 */
export const joinRequest = (actor: Actor, input: OnRequest & { into: string }): Promise<RequestDto> =>
  changeRequest(actor, input, null, async (request, tx, now) => {
    const into = await lockRequest(tx, actor, input.into);
    if (into.pk === request.pk || into.status !== "open")
      throw new AppError("conflict", "A request can only be merged into another open request.");
    const refusal = whyNotAnswered(request, into);
    if (refusal) throw new AppError("conflict", refusal);
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

import "server-only";
import type { Actor } from "@/lib/actor/actor";
import type { LaterInput } from "@/lib/contract/parts";
import { whyLinked } from "@/lib/delivery/policy";
import { finishRedaction } from "@/lib/erasure/columns";
import type { Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { belowRequest, scopeOf } from "@/lib/platform/scope";
import { endPackage, type OwnRequest } from "@/lib/requests/load";
import type { RequestDto } from "@/lib/requests/schema";
import { type Change, changeRequest, type OnRequest } from "@/lib/requests/write";

const accepted = (request: OwnRequest) => ({ ...belowRequest(request), state: "accepted" as const });

/**
 * Divides an answer: the next package leaves some accepted sessions out, and its letter names them and the reason. The
 * clock runs on for the rest. An empty list makes it the whole answer again. A package that was built ends, because it
 * contains something else, and so does the second approval, which was of another answer.
 * @throws AppError conflict before the answer is reviewed, after it was delivered, and while a download link can deliver
 * it; not_found for a session that was not accepted; validation_error when nothing is left for the next answer
 */
export async function postponeSessions(actor: Actor, input: OnRequest & LaterInput): Promise<RequestDto> {
  let ended: string | null = null;
  const shown = await changeRequest(actor, input, "packaged", async (request, tx, now) => {
    const refusal = whyLinked(await tx.deliveryLink.findMany({ where: belowRequest(request) }), now);
    if (refusal) throw new AppError("conflict", refusal);
    const matches = await tx.requestMatch.findMany({
      where: accepted(request),
      select: { pk: true, session: { select: { id: true } } },
    });
    const wanted = new Set(input.sessionIds);
    const later = matches.filter(({ session }) => wanted.has(session.id));
    if (later.length < wanted.size)
      throw new AppError("not_found", "A session was not accepted for this request.");
    if (later.length > 0 && later.length === matches.length)
      throw new AppError("validation_error", "Answer at least one session now.", {
        fields: [{ field: "session_ids", message: "must leave at least one session" }],
      });
    ended = await endPackage(tx, actor, request);
    await tx.requestMatch.updateMany({ where: accepted(request), data: { isLater: false } });
    await tx.requestMatch.updateMany({
      where: { ...scopeOf(request), pk: { in: later.map(({ pk }) => pk) } },
      data: { isLater: true },
    });
    return {
      changes: { approvedAt: null, approvedBy: null },
      ...(input.reason && { reasons: { later: input.reason } }),
      event: {
        type: "request.answer-divided",
        metadata: { later: later.length, now: matches.length - later.length },
      },
    };
  });
  if (ended) await finishRedaction(ended);
  return shown;
}

/**
 * Ends a part when it is delivered: the next package contains everything.
 * @returns how many sessions were left out; 0 when the answer was the whole one
 */
export async function endPart(tx: Transaction, request: OwnRequest): Promise<number> {
  const { count } = await tx.requestMatch.updateMany({
    where: { ...accepted(request), isLater: true },
    data: { isLater: false },
  });
  return count;
}

/**
 * Makes a divided answer whole again, because its sessions are decided or reviewed anew.
 * @returns the texts to be sealed: none of the reason is left
 */
export async function undivide(tx: Transaction, request: OwnRequest): Promise<Pick<Change, "reasons">> {
  const { count } = await tx.requestMatch.updateMany({
    where: { ...belowRequest(request), isLater: true },
    data: { isLater: false },
  });
  return count > 0 ? { reasons: { later: "" } } : {};
}

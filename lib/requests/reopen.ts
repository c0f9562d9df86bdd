import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { finishRedaction } from "@/lib/erasure/columns";
import type { Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { Prisma } from "@/lib/platform/generated/client";
import { belowRequest } from "@/lib/platform/scope";
import { undivide } from "@/lib/requests/later";
import { endPackage, type OwnRequest } from "@/lib/requests/load";
import { unrefused } from "@/lib/requests/refusal";
import type { RequestDto } from "@/lib/requests/schema";
import { changeRequest, type OnRequest } from "@/lib/requests/write";

/** What a completed request does anew after it is opened again. What was done is in the audit log. */
const unanswered = {
  reviewedAt: null,
  reviewedBy: null,
  approvedAt: null,
  approvedBy: null,
  deliveredAt: null,
  deliveredVia: null,
  partDeliveredAt: null,
  openedAt: null,
  outcome: null,
  concludedAt: null,
  concludedBy: null,
};

/** Lets a request act again on sessions that it left unchanged, or no longer restricts. */
async function freeMatches(tx: Transaction, request: OwnRequest): Promise<void> {
  await tx.requestMatch.updateMany({
    where: {
      ...belowRequest(request),
      OR: [{ act: "unchanged" }, { act: "restricted", liftedAt: { not: null } }],
    },
    data: { act: null, actedAt: null, liftedAt: null },
  });
}

/**
 * Opens a closed request again, with a reason: one that was closed as a duplicate, refused or withdrawn goes on where it
 * was, and restricts again what it no longer restricts; the answer to a completed one is reviewed and given anew. Its law, receipt and extension stay.
 * @throws AppError conflict when it is open, or data has been erased for it: that is a new request
 */
export async function reopenRequest(
  actor: Actor,
  input: OnRequest & { reason: string },
): Promise<RequestDto> {
  authorize(actor, "requests:work");
  let ended: string | null = null;
  const shown = await changeRequest(actor, input, "closed", async (request, tx, now) => {
    if (request.erasedAt)
      throw new AppError("conflict", "Too late: data has been erased. Create a new request.");
    const wasCompleted = request.status === "completed";
    const restrictsAgain = request.kind === "restriction" && request.liftedAt !== null;
    if (wasCompleted) ended = await endPackage(tx, actor, request);
    const undivided = wasCompleted ? await undivide(tx, request) : {};
    if (wasCompleted || restrictsAgain) await freeMatches(tx, request);
    return {
      changes: {
        status: "open",
        closedAt: null,
        closedClock: Prisma.DbNull,
        joinedIntoPk: null,
        ...unrefused,
        reopenedAt: now,
        ...(wasCompleted && unanswered),
        ...((wasCompleted || restrictsAgain) && { actedAt: null, liftedAt: null }),
      },
      reasons: { ...undivided.reasons, reopening: input.reason },
      event: { type: "request.reopened", metadata: { was: request.status } },
    };
  });
  if (ended) await finishRedaction(ended);
  return shown;
}

import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { finishRedaction } from "@/lib/erasure/columns";
import { recordEvent } from "@/lib/events/record";
import type { Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { belowRequest } from "@/lib/platform/scope";
import { undivide } from "@/lib/requests/later";
import { endPackage, type OwnRequest, writableRequestCipher } from "@/lib/requests/load";
import { wantsCorrection, wantsRestriction, whyNotReopen } from "@/lib/requests/policy";
import { pendingActs } from "@/lib/requests/rectify";
import type { MatchesInput, MatchInput, RequestDto, TellInput } from "@/lib/requests/schema";
import { type Change, changeRequest, type OnRequest } from "@/lib/requests/write";

/**
 * Accepts a found session as the requester's, or excludes it with a reason. If the request has been reviewed, this
 * revokes the review, because the reviewed answer would change.
 * @throws AppError conflict after something has been delivered or erased; not_found for a session that was not found
 */
export const decideMatch = (actor: Actor, input: OnRequest & MatchInput): Promise<RequestDto> =>
  reopening(actor, input, async (request, tx, now) => {
    if (input.state === "excluded" && !input.reason)
      throw new AppError("validation_error", "Enter a reason for excluding the session.", {
        fields: [{ field: "reason", message: "must be given" }],
      });
    const match = await tx.requestMatch.findFirst({
      where: { ...belowRequest(request), session: { id: input.sessionId } },
    });
    if (!match) throw new AppError("not_found", "This session was not found for this request.");
    if (match.act)
      throw new AppError("conflict", "Too late: this request has already restricted or changed the session.");
    const cipher = input.reason ? await writableRequestCipher(actor, request) : undefined;
    const about = `${request.id}/${input.sessionId}`;
    await tx.requestMatch.update({
      where: { scoped: { ...inScope(actor), pk: match.pk } },
      data: {
        state: input.state,
        decidedBy: actor.id,
        decidedAt: now,
        sealed: cipher && input.reason ? cipher.seal("requestMatch", about, { reason: input.reason }) : null,
      },
      select: { pk: true },
    });
    return {
      changes: {},
      event: {
        type: "request.match-decided",
        metadata: { sessionId: input.sessionId, state: input.state },
      },
    };
  });

/**
 * Accepts several found sessions at once, or makes accepted ones undecided again. Sessions in another state stay as
 * they are.
 * @throws AppError like {@link decideMatch}
 */
export const decideMatches = (actor: Actor, input: OnRequest & MatchesInput): Promise<RequestDto> =>
  reopening(actor, input, async (request, tx, now) => {
    const isTaken = input.state === "accepted";
    const decided = await tx.requestMatch.findMany({
      where: {
        ...belowRequest(request),
        state: isTaken ? "proposed" : "accepted",
        act: null,
        session: { id: { in: input.sessionIds } },
      },
      select: { pk: true, session: { select: { id: true } } },
    });
    if (decided.length === 0)
      throw new AppError("not_found", "None of these sessions needs a decision for this request.");
    await tx.requestMatch.updateMany({
      where: { ...inScope(actor), pk: { in: decided.map(({ pk }) => pk) } },
      data: {
        state: input.state,
        decidedBy: isTaken ? actor.id : null,
        decidedAt: isTaken ? now : null,
        sealed: null,
      },
    });
    const [first, ...others] = decided.map(({ session }) => ({
      type: "request.match-decided" as const,
      metadata: { sessionId: session.id, state: input.state },
    }));
    for (const each of others)
      await recordEvent(tx, actor, { ...each, resource: { type: "request", id: request.id } });
    return first ? { event: first } : null;
  });

/** Marks the found sessions as reviewed. If none waits for its restriction or correction, that is done too. */
export const reviewRequest = (actor: Actor, input: OnRequest): Promise<RequestDto> =>
  changeRequest(actor, input, "reviewed", async (request, tx, now) => {
    const acts = wantsRestriction(request.kind) || wantsCorrection(request.kind);
    const isActedOn = acts && (await pendingActs(tx, request)) === 0;
    return {
      changes: { reviewedAt: now, reviewedBy: actor.id, actedAt: isActedOn ? now : null },
      event: { type: "request.reviewed", metadata: {} },
    };
  });

/**
 * Records the approval by a second person, where the organization requires it (four-eyes principle).
 * @throws AppError forbidden for the reviewer
 */
export const approveRequest = (actor: Actor, input: Required<OnRequest>): Promise<RequestDto> =>
  changeRequest(actor, input, "approved", (request, _tx, now) => {
    if (request.reviewedBy === actor.id)
      throw new AppError("forbidden", "You reviewed this request. Another person must approve it.");
    return {
      changes: { approvedAt: now, approvedBy: actor.id },
      event: { type: "request.approved", metadata: {} },
    };
  });

/** The columns of a request after its review has been revoked. */
const unreviewed = {
  reviewedAt: null,
  reviewedBy: null,
  approvedAt: null,
  approvedBy: null,
  actedAt: null,
};

/**
 * Revokes the review, and with it the approval and the built package; links to the package stop working.
 * @throws AppError conflict when nothing was reviewed, or something has been delivered or erased
 */
export const takeBackReview = (actor: Actor, input: OnRequest): Promise<RequestDto> =>
  reopening(actor, input, async (request) => {
    if (!request.reviewedAt) throw new AppError("conflict", "This request has not been reviewed.");
    return null;
  });

/**
 * Chooses whether the answer discloses open reviews. By default it does not; disclosing them needs a reason. Decided
 * reviews are always disclosed.
 * @throws AppError conflict after something has been delivered or erased
 */
export const tellOpenReviews = (actor: Actor, input: OnRequest & TellInput): Promise<RequestDto> =>
  reopening(actor, input, async () => {
    if (input.isTold && !input.reason)
      throw new AppError("validation_error", "Enter a reason for disclosing an open review.", {
        fields: [{ field: "reason", message: "must be given" }],
      });
    return {
      changes: { tellsOpenReviews: input.isTold },
      ...(input.reason && { reasons: { telling: input.reason } }),
      event: { type: "request.open-reviews", metadata: { told: input.isTold } },
    };
  });

/**
 * Makes a change that revokes the review, and makes a divided answer whole again, unless something has been delivered
 * or erased since the request was last opened. A null change only revokes the review.
 */
async function reopening(
  actor: Actor,
  input: OnRequest,
  change: (request: OwnRequest, tx: Transaction, now: Date) => Promise<Change | null>,
): Promise<RequestDto> {
  let ended: string | null = null;
  const takenBack = { type: "request.review-taken-back", metadata: {} } as const;
  const shown = await changeRequest(actor, input, null, async (request, tx, now) => {
    const own = belowRequest(request);
    const since = { gt: request.reopenedAt ?? new Date(0) };
    const links = await tx.deliveryLink.findMany({
      where: { ...own, OR: [{ packageId: request.package?.id ?? "" }, { openedAt: since }] },
    });
    const acted = await tx.requestMatch.count({ where: { ...own, act: { not: null }, actedAt: since } });
    const refusal = whyNotReopen(request, acted > 0, links);
    if (refusal) throw new AppError("conflict", refusal);
    const made = await change(request, tx, now);
    const { reasons: undivided } = await undivide(tx, request);
    const reasons = { ...made?.reasons, ...undivided };
    const said = Object.keys(reasons).length > 0 ? { reasons } : {};
    if (!request.reviewedAt) return { ...(made ?? { event: takenBack }), ...said };
    ended = await endPackage(tx, actor, request);
    if (!made) return { changes: unreviewed, event: takenBack, ...said };
    await recordEvent(tx, actor, { ...takenBack, resource: { type: "request", id: request.id } });
    return { ...made, ...said, changes: { ...made.changes, ...unreviewed } };
  });
  if (ended) await finishRedaction(ended);
  return shown;
}

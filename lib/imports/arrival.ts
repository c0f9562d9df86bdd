import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import type { OwnCase } from "@/lib/cases/load";
import { claimMinutes, type Decision } from "@/lib/cases/policy";
import { wakeOn } from "@/lib/cases/release";
import { routeByRules } from "@/lib/cases/routing";
import type { CaseCloser } from "@/lib/events/cases";
import { recordEvent } from "@/lib/events/record";
import type { Transaction } from "@/lib/platform/db";
import { newId } from "@/lib/platform/id";
import { isFinal } from "@/lib/records/holder";
import type { CaseFacts } from "@/lib/settings/policy";
import { queueWebhooks, type Subject } from "@/lib/webhooks/write";

/** What an import says about the review of its session. */
export type Arrival = {
  sessionPk: bigint;
  session: Subject;
  needsReview: boolean;
  /** When it entered review. */
  since: Date;
  facts: CaseFacts;
  /** What was decided elsewhere than in the case, and by whom. */
  outcome: Decision | null;
  by: CaseCloser;
  /** The source's case. */
  reviewCase: ArrivedCase | null;
  isDemo: boolean;
  hasNewDocument: boolean;
  /** Keeps a case of our own that nobody has worked on: it was told of. An import writes its case anew. */
  keepsCase?: boolean;
};

type ArrivedCase = Pick<
  OwnCase,
  | "organizationPk"
  | "environment"
  | "id"
  | "status"
  | "decision"
  | "assignedTo"
  | "createdAt"
  | "claimedAt"
  | "enteredReviewAt"
  | "decidedAt"
> & { sealed: Uint8Array<ArrayBuffer> };

/**
 * Settles the case of an imported session: the source's own case, or a new one where the result needs review and the
 * source has none. A case with work done here stays as it is until the source decides.
 * @returns the id of the case whose watchers must be told, if any
 */
export async function settleArrivedCase(
  tx: Transaction,
  actor: Actor,
  arrival: Arrival,
): Promise<string | null> {
  const { sessionPk } = arrival;
  const here = await tx.reviewCase.findUnique({ where: { ofSession: { ...inScope(actor), sessionPk } } });
  if (!here) return openCase(tx, actor, arrival);
  if (here.version === 1 && !arrival.keepsCase) {
    await tx.reviewCase.delete({
      where: { scoped: { ...inScope(actor), pk: here.pk } },
      select: { pk: true },
    });
    return openCase(tx, actor, arrival);
  }
  if (arrival.outcome && !isFinal(here.status)) {
    await tx.reviewCase.update({
      where: { scoped: { ...inScope(actor), pk: here.pk } },
      data: { ...closed(arrival.outcome, new Date()), version: { increment: 1 } },
      select: { pk: true },
    });
    await recordEvent(tx, actor, {
      type: "case.closed",
      metadata: { decision: arrival.outcome, by: arrival.by },
      resource: { type: "case", id: here.id },
    });
    return here.id;
  }
  return arrival.hasNewDocument ? wakeOn(tx, actor, sessionPk, "document_added") : null;
}

/** The columns of a case that nobody here decided. */
const closed = (decision: Decision, decidedAt: Date) => ({
  status: decision,
  decision,
  decidedAt,
  assignedTo: null,
  claimedAt: null,
  claimExpiresAt: null,
  snoozedUntil: null,
  snoozeEvent: null,
  escalatedTo: null,
});

async function openCase(tx: Transaction, actor: Actor, arrival: Arrival): Promise<string | null> {
  const { sessionPk, reviewCase, facts, needsReview, since, isDemo } = arrival;
  if (reviewCase) {
    const routed = isFinal(reviewCase.status) ? {} : await routeByRules(actor, facts, tx);
    const data = { ...reviewCase, ...routed, ...returning(reviewCase), sessionPk };
    await tx.reviewCase.create({ data, select: { pk: true } });
    return reviewCase.id;
  }
  if (!needsReview) return null;
  const routed = await routeByRules(actor, facts, tx);
  const id = newId("rvc");
  const own = { ...inScope(actor), ...routed, sessionPk, id, isDemo, status: "open" as const };
  const data = { ...own, createdAt: new Date(), enteredReviewAt: since };
  await tx.reviewCase.create({ data, select: { pk: true } });
  if (!isDemo)
    await queueWebhooks(tx, actor, ["session.requires-review", "case.created"], arrival.session, {
      caseId: id,
    });
  await recordEvent(tx, actor, {
    type: "case.created",
    metadata: { queue: routed.queue, isDemo },
    resource: { type: "case", id },
  });
  return id;
}

/** A claim made elsewhere expires like a claim made here. */
function returning(found: ArrivedCase) {
  if (found.status !== "in_review" || (found.assignedTo && !found.claimedAt)) return {};
  const from = found.claimedAt ?? found.enteredReviewAt ?? found.createdAt;
  return { claimExpiresAt: new Date(from.getTime() + claimMinutes * 60_000) };
}

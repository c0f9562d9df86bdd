import "server-only";
import { type Actor, authorize, can, inScope } from "@/lib/actor/actor";
import { showCase } from "@/lib/cases/dto";
import { allowed, assertVersion, type OwnCase, openCase, sessionRedacted } from "@/lib/cases/load";
import { insertNote } from "@/lib/cases/notes";
import { type CaseAction, type Decision, moveCase } from "@/lib/cases/policy";
import type { CaseDto, RejectionReasonCode } from "@/lib/cases/schema";
import { type LockedCase, lockToDecide, stateBefore } from "@/lib/decisions/load";
import { snapshotDesk } from "@/lib/decisions/read";
import type { SnapshotDesk } from "@/lib/decisions/schema";
import { applyOutcome, decisionHold } from "@/lib/decisions/undo";
import { recordEvent } from "@/lib/events/record";
import { counted } from "@/lib/format/number";
import { blockIdentifiers } from "@/lib/lists/blocklist";
import type { Blockable } from "@/lib/lists/schema";
import { actingReviewer, type WorkingMember } from "@/lib/members/load";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/id";
import { type Sampler, sampleDecision, samplerOf } from "@/lib/quality/write";
import { isFinal } from "@/lib/records/holder";
import { announceCases } from "@/lib/records/live";
import type { Settings } from "@/lib/settings/load";
import type { RecordCipher } from "@/lib/vault/cipher";
import { queueWebhooks } from "@/lib/webhooks/write";

export type DecideInput = {
  caseId: string;
  reviewerId?: string;
  notes?: string;
  rejectionReason?: string;
  rejectionReasonCode?: RejectionReasonCode;
  addToBlocklist?: boolean | readonly Blockable[];
  version?: number;
};

export const approveCase = (actor: Actor, input: DecideInput) => decideCase(actor, input, "approved");
export const rejectCase = (actor: Actor, input: DecideInput) => decideCase(actor, input, "rejected");

/**
 * Approves or rejects. With dual review, the first decision is a recommendation and a different person decides; if
 * they disagree, the case goes to a lead. The reviewer's screen is sealed with the decision. Its webhook waits for
 * ten seconds, in which the decision can be undone.
 * @throws AppError conflict when another member has claimed the case, has decided it, or changed it since `version`
 */
export async function decideCase(actor: Actor, input: DecideInput, decision: Decision): Promise<CaseDto> {
  authorize(actor, "cases:decide");
  const acting = actingReviewer(actor, input.reviewerId);
  // A case that is hidden from the actor is refused first, whichever of the two is found out sooner.
  acting.catch(() => undefined);
  const looked = await openCase(actor, input.caseId, "work");
  const reviewer = await acting;
  const { settings, cipher } = looked.session;
  const action = {
    kind: "decide",
    decision,
    dualReview: settings.review.dualReview,
    caller: actor.id,
    mustHold: actor.kind === "person",
  } as const;
  // Refuses before the costly work; the rules are checked again under the lock.
  allowed(moveCase(looked, action, reviewer, new Date()));
  if (cipher.isDestroyed) throw sessionRedacted();
  const { desk, names } = await snapshotDesk(actor, looked);
  const sampler = await samplerOf(actor, settings.review);
  const deciding = { input, decision, action, reviewer, settings, cipher, desk, sampler };
  const decided = await db.$transaction((tx) => decide(tx, actor, deciding), { timeout: 20_000 });
  announceCases(actor, [decided.id]);
  return showCase(actor, decided, { names, settings });
}

type Deciding = {
  input: DecideInput;
  decision: Decision;
  action: Extract<CaseAction, { kind: "decide" }>;
  reviewer: WorkingMember;
  settings: Settings;
  cipher: RecordCipher;
  /** What is on the reviewer's screen. */
  desk: SnapshotDesk;
  sampler: Sampler;
};

/** Decides under the lock of the case: writes every change, the snapshot and the event. */
async function decide(tx: Transaction, actor: Actor, deciding: Deciding) {
  const { input, decision, action, reviewer, settings, cipher } = deciding;
  const found = await lockToDecide(tx, actor, input.caseId);
  assertVersion(found, input.version);
  const now = new Date();
  const changes = allowed(moveCase(found, action, reviewer, now));
  if (decision === "approved") refuseOpenHits(found, settings.review);
  const isFinalNow = isFinal(changes.status as OwnCase["status"]);
  const before = stateBefore(found, cipher);
  const blocked = isFinalNow && decision === "rejected" ? await block(tx, actor, found, cipher, input) : [];
  if (input.notes) await insertNote(tx, actor, found, cipher, reviewer.name, input.notes);
  const row = await tx.reviewCase.update({
    where: { scoped: { ...inScope(actor), pk: found.pk } },
    data: {
      ...changes,
      ...(isFinalNow && { decidedAt: now, decidedBy: reviewer.id, resubmitAskedAt: null }),
      version: { increment: 1 },
    },
  });
  const { rejectionReason: reason, rejectionReasonCode: reasonCode } = input;
  const madeIdentity = isFinalNow
    ? await applyOutcome(tx, actor, { found, cipher, decision, reason, reasonCode, now })
    : null;
  const type = eventOf(row.status, decision);
  // Two reviewers disagree: the case is escalated to the leads, and can be undone like a decision.
  if (type === "case.disputed")
    await queueWebhooks(tx, actor, ["case.escalated"], found.session, {
      caseId: found.id,
      until: decisionHold(now),
    });
  const made = { isFinalNow, now, before, blocked, madeIdentity };
  const snapshotId = await keepSnapshot(tx, actor, found, deciding, made);
  await recordEvent(tx, actor, {
    type,
    metadata: {
      reviewerId: reviewer.id,
      decision,
      reasonCode: reasonCode ?? null,
      snapshotId,
      blocklisted: blocked.map(({ kind }) => kind),
    },
    resource: { type: "case", id: found.id },
  });
  return { ...row, session: found.session };
}

type Made = {
  isFinalNow: boolean;
  now: Date;
  before: ReturnType<typeof stateBefore>;
  blocked: readonly { id: string }[];
  madeIdentity: string | null;
};

/**
 * Seals the reviewer's screen and what an undo restores, and draws whether the decision is sampled.
 * @returns the id of the snapshot
 */
async function keepSnapshot(
  tx: Transaction,
  actor: Actor,
  found: LockedCase,
  { input, decision, reviewer, settings, cipher, desk, sampler }: Deciding,
  { isFinalNow, now, before, blocked, madeIdentity }: Made,
): Promise<string> {
  const id = newId("dec");
  const rejection = { reasonCode: input.rejectionReasonCode, addToBlocklist: input.addToBlocklist };
  const { pk: snapshotPk } = await tx.decisionSnapshot.create({
    data: {
      ...inScope(actor),
      casePk: found.pk,
      sessionPk: found.sessionPk,
      id,
      decision,
      isFinal: isFinalNow,
      decidedBy: reviewer.id,
      decidedAt: now,
      claimedAt: found.claimedAt,
      settingsVersion: settings.review.version,
      before: { ...before.columns, blocked: blocked.map((entry) => entry.id), madeIdentity },
      sealed: cipher.seal("snapshot", id, {
        desk,
        notes: input.notes,
        rejectionReason: input.rejectionReason,
        ...(decision === "rejected" && { rejection }),
        before: before.sealed,
      }),
    },
    select: { pk: true },
  });
  const sampled = { casePk: found.pk, snapshotPk, firstReviewer: reviewer.id, firstOutcome: decision };
  if (isFinalNow && sampler(id)) await sampleDecision(tx, { ...inScope(actor), ...sampled, createdAt: now });
  return id;
}

/**
 * Refuses an approval while a screening hit is open, if the organization's settings say so.
 * @throws AppError conflict
 */
function refuseOpenHits(
  { session: { screening } }: LockedCase,
  settings: { approvalNeedsHits: boolean },
): void {
  if (!settings.approvalNeedsHits) return;
  const open = screening.flatMap(({ hits }) => hits).length;
  if (open > 0)
    throw new AppError(
      "conflict",
      `${counted(open, "screening hit")} ${open === 1 ? "is" : "are"} open. Resolve ${open === 1 ? "it" : "them"} before you approve.`,
    );
}

function eventOf(status: OwnCase["status"], decision: Decision) {
  if (isFinal(status)) return decision === "approved" ? "case.approved" : "case.rejected";
  return status === "escalated" ? "case.disputed" : "case.recommended";
}

const block = (tx: Transaction, actor: Actor, found: OwnCase, cipher: RecordCipher, input: DecideInput) =>
  input.addToBlocklist
    ? blockIdentifiers(tx, actor, found.session, cipher, {
        kinds: input.addToBlocklist === true ? undefined : input.addToBlocklist,
        reasonCode: input.rejectionReasonCode,
      })
    : [];

/**
 * Closes the case automatically after a correction or an override, when the actor may decide it.
 * @returns null when the actor may not decide this case, or another member was faster: then the case stays as it is
 */
export async function decideWherePossible(
  actor: Actor,
  input: DecideInput,
  decision: "approved" | "rejected",
): Promise<CaseDto | null> {
  if (!can(actor, "cases:decide") || (actor.kind !== "person" && !input.reviewerId)) return null;
  try {
    return await decideCase(actor, input, decision);
  } catch (error) {
    if (error instanceof AppError && (error.code === "conflict" || error.code === "forbidden")) return null;
    throw error;
  }
}

import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { isBlindTo } from "@/lib/cases/dto";
import { lockRows, openCase } from "@/lib/cases/load";
import type { Before } from "@/lib/decisions/schema";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { Prisma } from "@/lib/platform/generated/client";
import { scopeOf } from "@/lib/platform/scope";
import { requireReach, sessionFacts } from "@/lib/records/open";
import { identityColumns } from "@/lib/sessions/identities";
import type { RecordCipher } from "@/lib/vault/cipher";

/** The columns that a decision changes or checks, in addition to the case. */
const decidedSession = {
  ...sessionFacts,
  terminalAt: true,
  tokenExpiresAt: true,
  result: true,
  identity: { select: identityColumns },
  screening: {
    select: { hits: { where: { isDismissed: false, isConfirmed: false }, select: { pk: true } } },
  },
} as const satisfies Prisma.SessionSelect;

/** Locks a case as `lockCase` does, and loads everything that a decision checks and changes in one statement. */
export async function lockToDecide(tx: Transaction, actor: Actor, id: string) {
  await lockRows(tx, actor, id);
  const found = await tx.reviewCase.findUniqueOrThrow({
    where: { organizationPk_environment_id: { ...inScope(actor), id } },
    relationLoadStrategy: "join",
    include: { session: { select: decidedSession } },
  });
  await requireReach(actor, "work", found.session, "Case");
  return found;
}
export type LockedCase = Awaited<ReturnType<typeof lockToDecide>>;

/** What an undo restores: columns in clear, texts sealed. */
export function stateBefore(
  found: LockedCase,
  cipher: RecordCipher,
): { columns: Omit<Before, "blocked">; sealed: { rejectionReason: string | null | undefined } } {
  const { session } = found;
  const { terminalAt, result, identity } = session;
  const { status, decision, firstDecision, firstReviewer, firstCaller } = found;
  const { secondReviewer, isDisputed, escalatedTo, resubmissions, resubmitAskedAt } = found;
  return {
    columns: {
      reviewCase: {
        ...{ status, decision, firstDecision, firstReviewer, firstCaller },
        ...{ secondReviewer, isDisputed, escalatedTo, resubmissions },
        resubmitAskedAt: resubmitAskedAt?.toISOString() ?? null,
      },
      session: {
        status: session.status,
        resultStatus: session.resultStatus,
        terminalAt: terminalAt?.toISOString() ?? null,
        tokenExpiresAt: session.tokenExpiresAt?.toISOString() ?? null,
      },
      result: result && {
        status: result.status,
        processingMode: result.processingMode,
        rejectionReasonCode: result.rejectionReasonCode,
      },
      identity: identity && {
        status: identity.status,
        lastVerifiedAt: identity.lastVerifiedAt?.toISOString() ?? null,
        firstVerifiedAt: identity.firstVerifiedAt?.toISOString() ?? null,
        updatedAt: identity.updatedAt.toISOString(),
      },
    },
    sealed: {
      rejectionReason: result ? cipher.open("result", session.id, result.sealed)?.rejectionReason : undefined,
    },
  };
}

/**
 * Opens a case and one decision on it, for reading.
 * @throws AppError not_found for a decision of another case; conflict for a first decision that the actor, as the second
 *   reviewer, must not know yet
 */
export async function openDecision(actor: Actor, input: { caseId: string; snapshotId: string }) {
  const found = await openCase(actor, input.caseId, "read");
  const row = input.snapshotId.includes("\0")
    ? null
    : await db.decisionSnapshot.findFirst({
        where: { ...scopeOf(found), casePk: found.pk, id: input.snapshotId },
      });
  if (!row) throw new AppError("not_found", "Decision not found.");
  if (!row.isFinal && isBlindTo(actor, found, found.session.settings.review))
    throw new AppError("conflict", "The first decision is shown after you have made yours.");
  return { found, row };
}

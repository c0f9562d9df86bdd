import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import type { sessionRow } from "@/lib/imports/rows";
import type { Transaction } from "@/lib/platform/db";
import { belowSession, keyOf, type Scope } from "@/lib/platform/scope";

/** Records that a case has got what its reviewer asked the applicant for: it waits no longer. */
export async function answerRequest(
  tx: Transaction,
  actor: Actor,
  { pk, id }: { pk: bigint; id: string },
  { attempt, wakes }: { attempt: number; wakes: boolean },
): Promise<void> {
  await tx.reviewCase.update({
    where: { scoped: { ...inScope(actor), pk } },
    data: {
      resubmitAskedAt: null,
      ...(wakes && { snoozedUntil: null, snoozeEvent: null }),
      version: { increment: 1 },
    },
    select: { pk: true },
  });
  await recordEvent(tx, actor, {
    type: "case.resubmitted",
    metadata: { attempt },
    resource: { type: "case", id },
  });
}

type Row = ReturnType<typeof sessionRow>;

/**
 * Changes the row of a session whose applicant was asked for other pictures. New pictures, or a further attempt, are
 * the answer: the session is what its source says, one attempt further. Anything else that the source sends leaves the
 * session with the applicant, because the source may not know that they were asked.
 */
export async function resubmitted(
  tx: Transaction,
  actor: Actor,
  session: Scope & { pk: bigint },
  row: Row,
  hasNewDocument: boolean,
): Promise<Row> {
  const waiting = await tx.reviewCase.findFirst({
    where: { ...belowSession(session), resubmitAskedAt: { not: null } },
    select: { pk: true, id: true },
  });
  if (!waiting) return row;
  const before = await tx.session.findUniqueOrThrow({
    where: keyOf(session),
    select: { processingAttempts: true, tokenExpiresAt: true },
  });
  const attempts = before.processingAttempts ?? 1;
  const isAnswered = hasNewDocument || (row.processingAttempts ?? 0) > attempts || row.terminalAt !== null;
  if (!isAnswered) return { ...row, status: "pending", tokenExpiresAt: before.tokenExpiresAt };
  const attempt = Math.max(row.processingAttempts ?? 0, attempts + 1);
  // A new document wakes the case like any other snoozed one.
  await answerRequest(tx, actor, waiting, { attempt, wakes: !hasNewDocument });
  return { ...row, processingAttempts: attempt };
}

import "server-only";
import type { db, Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { Prisma } from "@/lib/platform/generated/client";
import { type Scope, sameScope, scopeSql } from "@/lib/platform/scope";

/**
 * The condition that the review case of session `s` is open. What it is about is needed to decide it, and may be the
 * evidence of a fraud: an erasure waits (GDPR Art. 17(3)(e)), and nobody is left with a case of which nothing is left.
 */
export const isUndecided = Prisma.sql`EXISTS (SELECT 1 FROM review_cases k WHERE ${sameScope("k", "s")} AND k.session_pk = s.pk
  AND k.status NOT IN ('approved', 'rejected'))`;

/** Which of these sessions have an open case. */
export async function undecidedAmong(
  tx: Transaction | typeof db,
  scope: Scope,
  sessionPks: readonly bigint[],
): Promise<Set<bigint>> {
  const rows = await tx.$queryRaw<{ pk: bigint }[]>`
    SELECT s.pk FROM sessions s WHERE ${scopeSql(scope, "s")} AND s.pk = ANY(${[...sessionPks]}::bigint[]) AND ${isUndecided}`;
  return new Set(rows.map(({ pk }) => pk));
}

/**
 * Refuses an erasure while the session's case is open.
 * @throws AppError conflict
 */
export async function refuseUndecided(tx: Transaction, session: Scope & { pk: bigint }): Promise<void> {
  if ((await undecidedAmong(tx, session, [session.pk])).size > 0)
    throw new AppError("conflict", "The case of this session is open. Decide the case first.");
}

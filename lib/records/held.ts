import "server-only";
import type { db, Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { Prisma } from "@/lib/platform/generated/client";
import { type Scope, sameScope, scopeSql } from "@/lib/platform/scope";

/** The holds that stand on session `s`: on itself, on its identity, or on a request that it was accepted for. */
const standing = Prisma.sql`FROM holds h LEFT JOIN identities i ON ${sameScope("i", "h")} AND i.pk = h.identity_pk
  WHERE ${sameScope("h", "s")} AND h.released_at IS NULL
    AND (h.session_pk = s.pk OR i.pk = s.identity_pk OR i.external_ref = s.external_ref
      OR EXISTS (SELECT 1 FROM request_matches m
        WHERE ${sameScope("m", "h")} AND m.request_pk = h.request_pk AND m.session_pk = s.pk AND m.state = 'accepted'))`;

/** The condition that a hold stands on session `s`. */
export const isHeld = Prisma.sql`EXISTS (SELECT 1 ${standing})`;

/** The matters of the holds that stand on sessions, one for each that is held. */
export async function holdsOn(
  tx: Transaction | typeof db,
  scope: Scope,
  sessionPks: readonly bigint[],
): Promise<Map<bigint, string>> {
  const rows = await tx.$queryRaw<{ pk: bigint; reason: string }[]>`
    SELECT s.pk, h.reason FROM sessions s
    JOIN LATERAL (SELECT h.reason ${standing} ORDER BY h.pk LIMIT 1) h ON true
    WHERE ${scopeSql(scope, "s")} AND s.pk = ANY(${[...sessionPks]}::bigint[])`;
  return new Map(rows.map(({ pk, reason }) => [pk, reason]));
}

/** A hold that stands on one of some sessions. */
export async function holdOnAny(
  tx: Transaction,
  scope: Scope,
  sessionPks: readonly bigint[],
): Promise<string | undefined> {
  const [hold] = await tx.$queryRaw<{ id: string }[]>`
    SELECT h.id FROM sessions s JOIN LATERAL (SELECT h.id ${standing} ORDER BY h.pk LIMIT 1) h ON true
    WHERE ${scopeSql(scope, "s")} AND s.pk = ANY(${[...sessionPks]}::bigint[]) LIMIT 1`;
  return hold?.id;
}

/**
 * The refusal names the hold and not its matter: whoever may erase is not for that reason to read whom a dispute or a
 * report of a suspicion is about.
 * @throws AppError conflict while a hold stands on the session: nothing may erase it
 */
export async function refuseHeld(tx: Transaction, session: Scope & { pk: bigint }): Promise<void> {
  const hold = await holdOnAny(tx, session, [session.pk]);
  if (hold)
    throw new AppError("conflict", `A legal hold (${hold}) stands on this session. Release it first.`);
}

import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { ownIdentityOf } from "@/lib/identities/load";
import type { Transaction } from "@/lib/platform/db";
import { Prisma } from "@/lib/platform/generated/client";
import { scopeSql } from "@/lib/platform/scope";
import { requireSession } from "@/lib/records/open";
import { ownRequestOf } from "@/lib/requests/load";

/** The record that a hold is placed on, by its id. */
export type HeldInput = { sessionId: string } | { identityId: string } | { requestId: string };

/** The record under a hold: its name, where the row has one, and the sessions that the hold covers. */
export type Held = {
  type: "session" | "identity" | "request";
  id: string;
  column: { sessionPk: bigint } | { identityPk: bigint } | { requestPk: bigint };
  /** The row that is locked while a hold is placed. */
  row: Prisma.Sql;
  /** The condition on sessions `s` that the hold covers. */
  keeps: Prisma.Sql;
};

/** @throws AppError not_found */
export async function ownHeldOf(actor: Actor, input: HeldInput): Promise<Held> {
  const own = scopeSql(inScope(actor));
  const scope = scopeSql(inScope(actor), "s");
  if ("sessionId" in input) {
    const { pk, id } = await requireSession(actor, input.sessionId, "hold");
    const row = Prisma.sql`sessions WHERE ${own} AND pk = ${pk}`;
    return {
      type: "session",
      id,
      column: { sessionPk: pk },
      row,
      keeps: Prisma.sql`${scope} AND s.pk = ${pk}`,
    };
  }
  if ("identityId" in input) {
    const { pk, id, externalRef } = await ownIdentityOf(actor, input.identityId);
    const keeps = Prisma.sql`${scope} AND (s.identity_pk = ${pk} OR s.external_ref = ${externalRef})`;
    const row = Prisma.sql`identities WHERE ${own} AND pk = ${pk}`;
    return { type: "identity", id, column: { identityPk: pk }, row, keeps };
  }
  const { pk, id } = await ownRequestOf(actor, input.requestId);
  const accepted = Prisma.sql`SELECT session_pk FROM request_matches WHERE ${own} AND request_pk = ${pk} AND state = 'accepted'`;
  const row = Prisma.sql`requests WHERE ${own} AND pk = ${pk}`;
  return {
    type: "request",
    id,
    column: { requestPk: pk },
    row,
    keeps: Prisma.sql`${scope} AND s.pk IN (${accepted})`,
  };
}

/**
 * Locks the sessions that a hold will cover, so that an erasure which has begun ends before the hold is active.
 * @returns how many sessions these are, and how many of them are not erased
 */
export async function lockKept(
  tx: Transaction,
  { row, keeps }: Held,
): Promise<{ sessions: number; left: number }> {
  await tx.$queryRaw`SELECT 1 FROM ${row} FOR UPDATE`;
  const rows = await tx.$queryRaw<{ isErased: boolean }[]>`
    SELECT s.retention_status = 'redacted' AS "isErased" FROM sessions s WHERE ${keeps} ORDER BY s.pk FOR UPDATE`;
  return { sessions: rows.length, left: rows.filter(({ isErased }) => !isErased).length };
}

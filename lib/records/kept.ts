import "server-only";
import { dayOrNull } from "@/lib/format/day";
import type { db, Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { Prisma } from "@/lib/platform/generated/client";
import { type Scope, sameScope, scopeSql } from "@/lib/platform/scope";

/**
 * The condition that a request has restricted the processing of a session and nobody has lifted that. No day ends it:
 * the person is told first (GDPR Art. 18(3)). An objection that is upheld keeps nothing from the erasure that it leads to.
 * @param alias of the session
 */
export const isRestrictedByRequest = (alias: "s" | "t"): Prisma.Sql =>
  Prisma.sql`EXISTS (SELECT 1 FROM request_matches r
  WHERE ${sameScope("r", alias)} AND r.session_pk = ${Prisma.raw(alias)}.pk AND r.act = 'restricted' AND r.lifted_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM requests q WHERE ${sameScope("q", "r")} AND q.pk = r.request_pk
      AND q.kind = 'objection' AND q.outcome = 'upheld' AND q.status IN ('open', 'completed')))`;

/**
 * The condition that the last day on which a law keeps a session has not passed where its organization is; null where
 * that day is not known.
 * @param alias of the session
 */
export const isKeptToday = (alias: "s" | "t"): Prisma.Sql => {
  const of = Prisma.raw(alias);
  return Prisma.sql`${of}.restricted_until_on >= today_of(${of}.organization_pk)`;
};

/**
 * The condition that a law or a request still keeps a session from an erasure. A day that is not known has not passed.
 * @param alias of the session
 */
export const isKept = (alias: "s" | "t"): Prisma.Sql =>
  Prisma.sql`(${Prisma.raw(alias)}.is_restricted AND (coalesce(${isKeptToday(alias)}, true) OR ${isRestrictedByRequest(alias)}))`;

/** {@link isKept} and {@link isRestrictedByRequest} of session `s`, as columns. */
export const keptColumns = Prisma.sql`${isKept("s")} AS "isKept", ${isRestrictedByRequest("s")} AS "isAsked"`;

/** Which of the sessions a request has restricted without that having been lifted. */
export async function restrictedByRequest(
  tx: Transaction | typeof db,
  scope: Scope,
  sessionPks: readonly bigint[],
): Promise<Set<bigint>> {
  const rows = await tx.$queryRaw<{ pk: bigint }[]>`
    SELECT s.pk FROM sessions s WHERE ${scopeSql(scope, "s")} AND s.pk = ANY(${[...sessionPks]}::bigint[]) AND ${isRestrictedByRequest("s")}`;
  return new Set(rows.map(({ pk }) => pk));
}

export type Restricted = {
  /** A law or a request keeps it today. */
  isKept: boolean;
  /** A request has restricted it, and nobody has lifted that. */
  isAsked: boolean;
  restrictedUntilOn: Date | null;
};

/** @throws AppError conflict when a law keeps the session and nobody has said why it goes all the same */
export function refuseRestricted(session: Restricted, reason: string | undefined): void {
  if (reason || !session.isKept) return;
  const until = dayOrNull(session.restrictedUntilOn);
  throw new AppError(
    "conflict",
    until && !session.isAsked
      ? `A law keeps this session until ${until}; it goes by itself then. Give a reason for erasing it.`
      : "The processing of this session is restricted. Give a reason for erasing it.",
    { fields: [{ field: "reason", message: "is required for a restricted session" }] },
  );
}

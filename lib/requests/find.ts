import "server-only";
import { type Actor, inScope } from "@/lib/auth/actor";
import type { Transaction } from "@/lib/platform/db";
import { Prisma } from "@/lib/platform/generated/client";
import type { Sought } from "@/lib/privacy/blind-index";
import { isMetSql, soughtSql } from "@/lib/privacy/meeting";

export type Found = { sessionPk: bigint; reasons: string[] };

/**
 * Sessions that may be about a person, with what agrees: by blind index, by the customer's reference, and every
 * other session of an identity that one of those belongs to. Nothing is decrypted.
 */
export async function findSessions(
  tx: Transaction,
  actor: Actor,
  digests: readonly Sought[],
  externalRef: string | undefined,
): Promise<Found[]> {
  const { organizationPk, environment } = inScope(actor);
  const scope = Prisma.sql`organization_pk = ${organizationPk} AND environment = ${environment}::"Environment"`;
  const ways: Prisma.Sql[] = [];
  if (digests.length > 0)
    ways.push(Prisma.sql`SELECT b.session_pk, b.kind::text AS reason
      FROM ${soughtSql(digests)} JOIN blind_indexes b ON ${isMetSql} WHERE ${scope}`);
  if (externalRef)
    ways.push(Prisma.sql`SELECT pk AS session_pk, 'external_ref' AS reason FROM sessions
      WHERE ${scope} AND external_ref = ${externalRef}`);
  if (ways.length === 0) return [];
  return tx.$queryRaw<Found[]>`
    WITH direct AS (${Prisma.join(ways, " UNION ")}),
    family AS (
      SELECT DISTINCT s.pk AS session_pk, 'identity' AS reason FROM sessions s
      WHERE s.identity_pk IN (SELECT identity_pk FROM sessions JOIN direct ON pk = session_pk)
        AND s.pk NOT IN (SELECT session_pk FROM direct))
    SELECT session_pk AS "sessionPk", array_agg(DISTINCT reason ORDER BY reason) AS reasons
    FROM (SELECT * FROM direct UNION ALL SELECT * FROM family) every_way GROUP BY session_pk`;
}

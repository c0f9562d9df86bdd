import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { addDays, dayOf, startOfDay } from "@/lib/format/day";
import type { Transaction } from "@/lib/platform/db";
import { Prisma } from "@/lib/platform/generated/client";
import type { MatchReason } from "@/lib/platform/generated/enums";
import { belowRequest, scopeOf, scopeSql } from "@/lib/platform/scope";
import { type OwnRequest, writableRequestCipher } from "@/lib/requests/load";
import type { RequestDto } from "@/lib/requests/schema";
import { changeRequest, type OnRequest } from "@/lib/requests/write";
import type { Sought } from "@/lib/vault/blind-index";
import { findableRequester, soughtLike } from "@/lib/vault/blind-index";
import { isMetSql, soughtSql } from "@/lib/vault/meeting";

export type Found = { sessionPk: bigint; reasons: MatchReason[] };

/**
 * Finds sessions that may be about a person, with the matching attributes: by blind index, by the customer's
 * reference, and all other sessions of the same identity. Nothing is decrypted.
 */
export async function findSessions(
  tx: Transaction,
  actor: Actor,
  digests: readonly Sought[],
  externalRef: string | undefined,
): Promise<Found[]> {
  const scope = scopeSql(inScope(actor));
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
      WHERE ${scope}
        AND s.identity_pk IN (SELECT identity_pk FROM sessions JOIN direct ON pk = session_pk WHERE ${scope})
        AND s.pk NOT IN (SELECT session_pk FROM direct))
    SELECT session_pk AS "sessionPk", array_agg(DISTINCT reason ORDER BY reason)::text[] AS reasons
    FROM (SELECT * FROM direct UNION ALL SELECT * FROM family) every_way GROUP BY session_pk`;
}

/** Keeps the sessions of the days that the requester means (11 CCR § 7024(h)). */
async function withinRange(tx: Transaction, request: OwnRequest, found: Found[]): Promise<Found[]> {
  const { timeZone, dataFrom, dataTo } = request;
  if (!dataFrom && !dataTo) return found;
  const rows = await tx.session.findMany({
    where: {
      ...scopeOf(request),
      pk: { in: found.map(({ sessionPk }) => sessionPk) },
      createdAt: {
        ...(dataFrom && { gte: startOfDay(timeZone, dayOf(dataFrom)) }),
        ...(dataTo && { lt: startOfDay(timeZone, addDays(dayOf(dataTo), 1)) }),
      },
    },
    select: { pk: true },
  });
  const kept = new Set(rows.map(({ pk }) => pk));
  return found.filter(({ sessionPk }) => kept.has(sessionPk));
}

/** Searches for the requester's sessions. Earlier decisions are kept. Nothing is decrypted. */
export const searchRequest = (actor: Actor, input: OnRequest): Promise<RequestDto> =>
  changeRequest(actor, input, "found", async (request, tx, now) => {
    const cipher = await writableRequestCipher(actor, request);
    const { requester } = cipher.open("request", request.id, request.sealed) ?? { requester: {} };
    const digests = await soughtLike(actor.scope.organizationId, findableRequester(requester));
    const every = await findSessions(tx, actor, digests, requester.externalRef);
    const found = await withinRange(tx, request, every);
    await tx.requestMatch.createMany({
      data: found.map(({ sessionPk, reasons }) => ({ ...belowRequest(request), sessionPk, reasons })),
      skipDuplicates: true,
    });
    return {
      changes: { searchedAt: now },
      event: { type: "request.searched", metadata: { proposed: found.length } },
    };
  });

import "server-only";
import { type Actor, authorize, can, inScope } from "@/lib/actor/actor";
import { memberNames } from "@/lib/members/load";
import { db } from "@/lib/platform/db";
import { Prisma } from "@/lib/platform/generated/client";
import { scopeSql } from "@/lib/platform/scope";
import { isHeld } from "@/lib/records/held";
import { isUndecided } from "@/lib/records/undecided";
import { type OutcomeCount, toRedactionDto } from "@/lib/redactions/dto";
import { type OwnRedaction, ownRedactionOf, targetSql } from "@/lib/redactions/load";
import type {
  BulkRedactionDto,
  RedactionForecast,
  RedactionItems,
  RedactionItemsQuery,
  RedactionTarget,
} from "@/lib/redactions/schema";

const shownFirst = 20;
const mostListed = 100;

/** Counts what a bulk redaction would do now. */
export async function forecastRedaction(actor: Actor, input: RedactionTarget): Promise<RedactionForecast> {
  authorize(actor, "privacy:redact");
  const scope = inScope(actor);
  const target = await targetSql(actor, input);
  const kept = await targetSql(actor, input, "kept");
  const [counted] = await db.$queryRaw<Omit<RedactionForecast, "sessionIds">[]>`
    SELECT count(*)::int AS total, count(*) FILTER (WHERE s.retention_status = 'redacted')::int AS "alreadyRedacted",
      count(*) FILTER (WHERE s.retention_status <> 'redacted' AND ${isHeld})::int AS held,
      count(*) FILTER (WHERE s.retention_status <> 'redacted' AND NOT ${isHeld} AND ${isUndecided})::int AS undecided,
      (SELECT count(*)::int FROM (${kept}) k) AS kept,
      (SELECT count(*)::int FROM documents d WHERE ${scopeSql(scope, "d")} AND d.blob_key IS NOT NULL AND d.session_pk IN (${target})) AS documents
    FROM sessions s WHERE ${scopeSql(scope, "s")} AND s.pk IN (${target})`;
  const first = await db.$queryRaw<{ id: string }[]>(
    Prisma.sql`SELECT s.id FROM sessions s WHERE ${scopeSql(scope, "s")} AND s.pk IN (${target})
      ORDER BY s.created_at DESC, s.id DESC LIMIT ${shownFirst}`,
  );
  const none = { total: 0, alreadyRedacted: 0, held: 0, undecided: 0, kept: 0, documents: 0 };
  return { ...(counted ?? none), sessionIds: first.map(({ id }) => id) };
}

/** Lists the newest 100 bulk redactions. */
export async function listRedactions(actor: Actor): Promise<{ data: BulkRedactionDto[] }> {
  authorize(actor, "redactions:read");
  const rows = await db.redaction.findMany({
    where: inScope(actor),
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: mostListed,
  });
  return { data: await describeRedactions(actor, rows) };
}

/**
 * Returns the progress of a bulk redaction.
 * @throws AppError not_found
 */
export async function getRedaction(actor: Actor, input: { redactionId: string }): Promise<BulkRedactionDto> {
  authorize(actor, "redactions:read");
  return describeRedaction(actor, await ownRedactionOf(actor, input.redactionId));
}

/** Lists the outcome of each session, by its id. */
export async function listRedactionItems(
  actor: Actor,
  input: RedactionItemsQuery & { redactionId: string },
): Promise<RedactionItems> {
  authorize(actor, "redactions:read");
  const { pk } = await ownRedactionOf(actor, input.redactionId);
  const rows = await db.redactionItem.findMany({
    where: {
      ...inScope(actor),
      redactionPk: pk,
      ...(input.outcome && { outcome: input.outcome }),
      session: {
        ...(input.after && { id: { gt: input.after.replaceAll("\0", "") } }),
        ...(!can(actor, "sessions:read-restricted") && { isRestricted: false }),
      },
    },
    orderBy: { session: { id: "asc" } },
    take: input.limit + 1,
    select: { outcome: true, documentsRemoved: true, session: { select: { id: true } } },
  });
  return {
    data: rows.slice(0, input.limit).map(({ session, ...row }) => ({ sessionId: session.id, ...row })),
    hasMore: rows.length > input.limit,
  };
}

/** {@link getRedaction} for a loaded row, by an actor that has been authorized. */
async function describeRedaction(actor: Actor, row: OwnRedaction): Promise<BulkRedactionDto> {
  const [dto] = await describeRedactions(actor, [row]);
  if (!dto) throw new Error("unreachable");
  return dto;
}

async function describeRedactions(actor: Actor, rows: readonly OwnRedaction[]): Promise<BulkRedactionDto[]> {
  if (rows.length === 0) return [];
  const [counted, names] = await Promise.all([
    db.$queryRaw<(OutcomeCount & { pk: bigint })[]>`
      SELECT redaction_pk AS pk, outcome::text AS outcome, count(*)::int AS count, sum(documents_removed)::int AS documents
      FROM redaction_items WHERE ${scopeSql(inScope(actor))} AND redaction_pk = ANY(${rows.map(({ pk }) => pk)}::bigint[]) GROUP BY 1, 2`,
    memberNames(actor),
  ]);
  return rows.map((row) =>
    toRedactionDto(
      row,
      counted.filter(({ pk }) => pk === row.pk),
      names.get(row.requestedBy) ?? row.requestedBy,
    ),
  );
}

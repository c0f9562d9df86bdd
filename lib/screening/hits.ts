import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { decodeCursor, paginationOf } from "@/lib/contract/cursor";
import { recordLook } from "@/lib/events/looks";
import { daysAgo } from "@/lib/format/day";
import { instant, instantOrNull } from "@/lib/format/instant";
import { memberNames } from "@/lib/members/load";
import { db } from "@/lib/platform/db";
import { Prisma } from "@/lib/platform/generated/client";
import { distinctSql, type Keyset, pageSql, totalSql } from "@/lib/platform/keyset";
import { type Scope, sameScope, scopeSql } from "@/lib/platform/scope";
import { pastDamage, unreadable } from "@/lib/records/damage";
import { holderOf, isFinal } from "@/lib/records/holder";
import { type Listed, openListed } from "@/lib/records/open";
import { viewSubject } from "@/lib/records/view";
import { type HitRow, toContrastDtos, toHistoryDto, toHitDto } from "@/lib/screening/dto";
import type { HitListQuery, HitPage, HitRowDto, HitState } from "@/lib/screening/schema";
import { viewSettings } from "@/lib/settings/load";

const states: Record<HitState, Prisma.Sql> = {
  open: Prisma.sql`NOT t.is_dismissed AND NOT t.is_confirmed
    AND (c.status IS NULL OR c.status NOT IN ('approved', 'rejected') OR t.arrived_at IS NOT NULL)`,
  match: Prisma.sql`NOT t.is_dismissed AND t.is_confirmed`,
  not_a_match: Prisma.sql`t.is_dismissed AND NOT t.is_confirmed`,
};

const anyOf = (column: Prisma.Sql, values: readonly string[] | undefined) =>
  values && values.length > 0 ? [Prisma.sql`${column} = ANY (${[...values]})`] : [];

/** Finds hits by the exact id of their session, case or check, or by the session's external reference. */
function searchWhere(actor: Actor, text: string | undefined): Prisma.Sql[] {
  if (!text) return [];
  if (text.includes("\0")) return [Prisma.sql`false`];
  const scope = scopeSql(inScope(actor));
  return [
    Prisma.sql`k.session_pk IN (SELECT pk FROM sessions WHERE ${scope} AND id = ${text}
      UNION ALL (SELECT pk FROM sessions WHERE ${scope} AND external_ref = ${text} LIMIT 500)
      UNION ALL SELECT session_pk FROM review_cases WHERE ${scope} AND id = ${text}
      UNION ALL SELECT session_pk FROM screening_checks WHERE ${scope} AND id = ${text})`,
  ];
}

/** Hits of restricted and of redacted sessions are on no list; the index begins with what says so. */
const hitKeyset = (actor: Actor, query: HitListQuery, now: Date): Keyset => ({
  from: Prisma.sql`screening_hits t
    JOIN screening_checks k ON ${sameScope("k", "t")} AND k.pk = t.check_pk
    JOIN sessions s ON ${sameScope("s", "k")} AND s.pk = k.session_pk
    LEFT JOIN review_cases c ON ${sameScope("c", "s")} AND c.session_pk = s.pk`,
  order: Prisma.sql`t`,
  by: { column: Prisma.sql`t.created_at`, ascending: query.sort === "oldest" },
  where: [
    scopeSql(inScope(actor), "t"),
    Prisma.sql`t.is_listed`,
    ...(query.state ? [states[query.state]] : []),
    ...anyOf(Prisma.sql`k.check_type`, query.kind),
    ...anyOf(Prisma.sql`k.provider`, query.source),
    ...anyOf(Prisma.sql`s.country`, query.country),
    ...(query.olderThanDays ? [Prisma.sql`t.created_at <= ${daysAgo(query.olderThanDays, now)}`] : []),
    ...searchWhere(actor, query.q),
  ],
  after: query.pageAfter ? decodeCursor(query.pageAfter) : undefined,
  limit: query.pageSize ?? query.limit,
  offset: query.offset,
});

type WorklistRow = HitRow &
  Listed & {
    rowId: string;
    sealed: Uint8Array | null;
    resultSealed: Uint8Array | null;
    createdAt: Date;
    arrivedAt: Date | null;
    checkId: string;
    checkType: string;
    provider: string | null;
    country: string | null;
    caseId: string | null;
    caseStatus: HitRowDto["caseStatus"];
    assignedTo: string | null;
    claimExpiresAt: Date | null;
  };

const rowsSql = (scope: Scope, pks: Prisma.Sql, ascending: boolean) => Prisma.sql`
  SELECT h.id AS "rowId", h.position, h.match_score AS "matchScore", h.is_dismissed AS "isDismissed",
    h.is_confirmed AS "isConfirmed", h.resolved_by AS "resolvedBy", h.sealed, h.created_at AS "createdAt",
    h.arrived_at AS "arrivedAt",
    k.id AS "checkId", k.check_type AS "checkType", k.provider,
    s.id, s.country, s.data_key_id::text AS "dataKeyId", s.document_type AS "documentType",
    s.terminal_at AS "terminalAt", s.retention_status::text AS "retentionStatus", s.is_restricted AS "isRestricted",
    r.sealed AS "resultSealed", c.id AS "caseId", c.status::text AS "caseStatus", c.assigned_to AS "assignedTo",
    c.claim_expires_at AS "claimExpiresAt"
  FROM (${pks}) page
  JOIN screening_hits h ON ${scopeSql(scope, "h")} AND h.pk = page.pk
  JOIN screening_checks k ON ${sameScope("k", "h")} AND k.pk = h.check_pk
  JOIN sessions s ON ${sameScope("s", "k")} AND s.pk = k.session_pk
  LEFT JOIN results r ON ${sameScope("r", "s")} AND r.session_pk = s.pk
  LEFT JOIN review_cases c ON ${sameScope("c", "s")} AND c.session_pk = s.pk
  ORDER BY page.at ${ascending ? Prisma.sql`ASC` : Prisma.sql`DESC`}, page.id ${ascending ? Prisma.sql`ASC` : Prisma.sql`DESC`}`;

/** Returns a page of screening hits across all sessions, by default the oldest first. */
export async function listHits(actor: Actor, query: HitListQuery): Promise<HitPage> {
  authorize(actor, "results:read");
  const now = new Date();
  const keyset = hitKeyset(actor, query, now);
  const [found, [counted], names] = await Promise.all([
    db.$queryRaw<WorklistRow[]>(rowsSql(inScope(actor), pageSql(keyset), query.sort === "oldest")),
    db.$queryRaw<{ total: number }[]>(totalSql(keyset)),
    memberNames(actor),
  ]);
  const rows = found.slice(0, keyset.limit);
  const last = rows.at(-1);
  const data = await describeHits(actor, rows, { names, now });
  if (actor.kind === "api_key" && data.length > 0)
    await recordLook(actor, {
      about: "hits",
      event: { type: "pii.read", metadata: { what: "list of hits", fields: [] } },
    });
  return {
    data,
    pagination: paginationOf(
      keyset,
      found.length,
      counted?.total ?? 0,
      last && { createdAt: last.createdAt, id: last.rowId },
    ),
  };
}

type About = { names: ReadonlyMap<string, string>; now: Date };

async function describeHits(actor: Actor, rows: readonly WorklistRow[], about: About): Promise<HitRowDto[]> {
  const opened = await openListed(actor, rows, await viewSettings(actor));
  const damage = pastDamage(actor);
  const described = rows.map((row) => {
    const { shown, view, isExpired } = opened(row.id);
    const cipher = damage.past(shown);
    const sealed = cipher.open("screeningHit", row.rowId, row.sealed);
    const data = cipher.open("result", row.id, row.resultSealed)?.extractedData;
    const hit = toHitDto(view, row, sealed);
    const subject = actor.kind === "person" ? viewSubject(view, data) : null;
    return {
      hit,
      id: row.rowId,
      subject: damage.isDamaged(row.id) ? unreadable : subject,
      isGone: isExpired,
      contrasts: toContrastDtos(view, data, sealed, hit),
      history: toHistoryDto(view, sealed, about.names),
      ...factsOf(actor, row, about),
    };
  });
  await damage.tell();
  return described;
}

/** What a row says without anything being opened. */
function factsOf(actor: Actor, row: WorklistRow, { names, now }: About) {
  const holder = row.caseStatus && !isFinal(row.caseStatus) ? holderOf(row, now) : null;
  return {
    checkId: row.checkId,
    state: row.isDismissed ? "not_a_match" : row.isConfirmed ? "match" : "open",
    kind: row.checkType,
    source: row.provider,
    createdAt: instant(row.createdAt),
    arrivedAt: instantOrNull(row.arrivedAt),
    sessionId: row.id,
    country: row.country,
    caseId: row.caseId,
    caseStatus: row.caseStatus,
    holder: holder && (names.get(holder) ?? holder),
    isMine: holder === actor.id,
  } as const;
}

const mostValues = 200;

/** Returns the values for each filter of the worklist: all that occur in this environment, up to 200 of each. */
export async function listHitFilterValues(
  actor: Actor,
): Promise<{ kinds: string[]; sources: string[]; countries: string[] }> {
  authorize(actor, "results:read");
  const scope = scopeSql(inScope(actor), "t");
  const distinct = async (table: Prisma.Sql, column: Prisma.Sql, where: Prisma.Sql) => {
    const found = await db.$queryRaw<{ value: string }[]>(distinctSql(table, column, where, mostValues));
    return found.map(({ value }) => value);
  };
  const checks = Prisma.sql`screening_checks`;
  const [kinds, sources, countries] = await Promise.all([
    distinct(checks, Prisma.sql`check_type`, scope),
    distinct(checks, Prisma.sql`provider`, scope),
    distinct(Prisma.sql`sessions`, Prisma.sql`country`, Prisma.sql`${scope} AND NOT t.is_restricted`),
  ]);
  return { kinds, sources, countries };
}

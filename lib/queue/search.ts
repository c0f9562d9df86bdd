import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { type CaseRow, saidOf, toCaseDto } from "@/lib/cases/dto";
import { tabStatuses } from "@/lib/cases/policy";
import { decodeCursor, paginationOf } from "@/lib/contract/cursor";
import { memberNames } from "@/lib/members/load";
import { db } from "@/lib/platform/db";
import { Prisma } from "@/lib/platform/generated/client";
import { distinctSql, type Keyset, pageSql, totalSql } from "@/lib/platform/keyset";
import { onReplica } from "@/lib/platform/replicas";
import { type Scope, sameScope, scopeSql } from "@/lib/platform/scope";
import type { CaseListQuery, CasePage, QueueRowDto } from "@/lib/queue/schema";
import { getTabCounts } from "@/lib/queue/tab-counts";
import { pastDamage, unreadable } from "@/lib/records/damage";
import { sessionsByNumber } from "@/lib/records/number-search";
import { openListed } from "@/lib/records/open";
import { viewSubject } from "@/lib/records/view";
import { currentSettings, type Settings } from "@/lib/settings/load";

const is = (column: string, value: string | undefined) =>
  value === undefined
    ? []
    : [value.includes("\0") ? Prisma.sql`false` : Prisma.sql`${Prisma.raw(column)} = ${value}`];

/** Translates the query of a case list into SQL conditions. */
async function caseKeyset(
  actor: Actor,
  query: CaseListQuery,
  settings: Settings,
  now: Date,
): Promise<Keyset> {
  const isUnassigned = query.tab === "unassigned" && !query.status;
  const statuses = query.status ?? (query.tab ? tabStatuses[query.tab] : undefined);
  const status = (value: string) => Prisma.sql`t.status = ${value}::"CaseStatus"`;
  const isMine = query.tab === "mine";
  const several = !isMine && statuses && statuses.length > 1 ? statuses : undefined;
  return {
    from: Prisma.sql`review_cases t`,
    order: Prisma.sql`t`,
    by: {
      column: isUnassigned ? Prisma.sql`t.claimable_at` : Prisma.sql`t.queued_at`,
      ascending: query.sort === "oldest",
    },
    where: [
      scopeSql(inScope(actor), "t"),
      Prisma.sql`NOT t.is_restricted`,
      ...(isUnassigned ? [Prisma.sql`t.claimable_at IS NOT NULL`] : []),
      ...(isMine ? [Prisma.sql`t.assigned_to = ${actor.id}`] : []),
      ...(statuses && !several && !isUnassigned
        ? [Prisma.sql`(${Prisma.join(statuses.map(status), " OR ")})`]
        : []),
      ...is("t.assigned_to", query.assignedTo),
      ...is("t.queue", query.queue),
      ...(query.priority
        ? [Prisma.sql`t.priority::text = ANY (${query.priority as readonly string[] as string[]})`]
        : []),
      ...(query.tag ? [Prisma.sql`${query.tag} = ANY (t.tags)`] : []),
      ...slaWhere(query, settings, now),
      ...is("t.decided_by", query.decidedBy),
      ...decidedWhere(query),
      ...(await searchWhere(actor, query.q)),
    ],
    anyOf: several ? { values: several, condition: status } : undefined,
    after: query.pageAfter ? decodeCursor(query.pageAfter) : undefined,
    limit: query.pageSize ?? query.limit,
    offset: query.offset,
  };
}

function slaWhere({ sla }: CaseListQuery, settings: Settings, now: Date): Prisma.Sql[] {
  const since = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
  const [warn, breach] = [since(settings.review.slaWarnMinutes), since(settings.review.slaBreachMinutes)];
  if (sla === "overdue") return [Prisma.sql`t.queued_at <= ${breach}`];
  if (sla === "approaching") return [Prisma.sql`t.queued_at <= ${warn} AND t.queued_at > ${breach}`];
  return sla === "on_track" ? [Prisma.sql`t.queued_at > ${warn}`] : [];
}

function decidedWhere({ decidedFrom, decidedTo, firstOpinion }: CaseListQuery): Prisma.Sql[] {
  return [
    ...(decidedFrom ? [Prisma.sql`t.decided_at >= ${new Date(decidedFrom)}`] : []),
    ...(decidedTo ? [Prisma.sql`t.decided_at < ${new Date(decidedTo)}`] : []),
    ...(firstOpinion ? [Prisma.sql`t.first_decision IS NOT NULL`] : []),
    ...(firstOpinion === "overturned" ? [Prisma.sql`t.decision <> t.first_decision`] : []),
  ];
}

/** Matches a case id, a session id or external_ref, or the exact document number through its blind index. */
async function searchWhere(actor: Actor, text: string | undefined): Promise<Prisma.Sql[]> {
  if (!text) return [];
  if (text.includes("\0")) return [Prisma.sql`false`];
  const scope = scopeSql(inScope(actor));
  const found = [
    Prisma.sql`SELECT pk FROM sessions WHERE ${scope} AND id = ${text}`,
    Prisma.sql`(SELECT pk FROM sessions WHERE ${scope} AND external_ref = ${text} LIMIT 500)`,
  ];
  const byNumber = await sessionsByNumber(actor, text);
  if (byNumber.length > 0) found.push(Prisma.sql`SELECT pk FROM unnest(${byNumber}::bigint[]) found(pk)`);
  return [Prisma.sql`(t.id = ${text} OR t.session_pk IN (${Prisma.join(found, " UNION ALL ")}))`];
}

type QueueRow = CaseRow & {
  pk: bigint;
  sessionId: string;
  riskScore: number | null;
  riskLevel: QueueRowDto["riskLevel"];
  documentType: string | null;
  country: string | null;
  signals: string[];
  dataKeyId: string | null;
  isRestricted: boolean;
  terminalAt: Date | null;
  retentionStatus: string;
  resultSealed: Uint8Array | null;
};

/** The columns of a case `c` for {@link CaseRow}. */
export const caseColumns = Prisma.sql`c.id, c.status::text AS status, c.decision::text AS decision, c.assigned_to AS "assignedTo",
    c.priority::text AS priority, coalesce(c.tags, '{}') AS tags, c.queue, c.created_at AS "createdAt",
    c.claimed_at AS "claimedAt", c.claim_expires_at AS "claimExpiresAt", c.entered_review_at AS "enteredReviewAt",
    c.queued_at AS "queuedAt", c.decided_at AS "decidedAt", c.decided_by AS "decidedBy",
    c.first_decision::text AS "firstDecision", c.first_reviewer AS "firstReviewer", c.is_disputed AS "isDisputed",
    c.escalated_to AS "escalatedTo", c.snoozed_until AS "snoozedUntil", c.snooze_event AS "snoozeEvent",
    c.is_demo AS "isDemo", c.resubmit_asked_at AS "resubmitAskedAt", c.version,
    c.session_pk AS "sessionPk", c.sealed`;

const rowsSql = (scope: Scope, pks: Prisma.Sql, ascending: boolean) => Prisma.sql`
  SELECT c.pk, ${caseColumns}, s.id AS "sessionId", s.risk_score AS "riskScore",
    s.risk_level::text AS "riskLevel", s.document_type AS "documentType", s.country,
    s.data_key_id::text AS "dataKeyId", s.terminal_at AS "terminalAt", s.retention_status::text AS "retentionStatus",
    s.is_restricted AS "isRestricted", r.sealed AS "resultSealed",
    ARRAY(SELECT f.signal_type FROM fraud_signals f WHERE ${sameScope("f", "s")} AND f.session_pk = s.pk
      ORDER BY f.risk_score DESC NULLS LAST, f.position LIMIT 3) AS signals
  FROM (${pks}) page
  JOIN review_cases c ON ${scopeSql(scope, "c")} AND c.pk = page.pk
  JOIN sessions s ON ${sameScope("s", "c")} AND s.pk = c.session_pk
  LEFT JOIN results r ON ${sameScope("r", "s")} AND r.session_pk = s.pk
  ORDER BY page.at ${ascending ? Prisma.sql`ASC` : Prisma.sql`DESC`}, c.id ${ascending ? Prisma.sql`ASC` : Prisma.sql`DESC`}`;

const mostQueues = 50;

/** Returns the names of the queues that contain cases, at most 50. */
export async function listQueues(actor: Actor): Promise<string[]> {
  authorize(actor, "cases:read");
  return onReplica(actor, async () => {
    const scope = scopeSql(inScope(actor), "t");
    const found = await db.$queryRaw<{ value: string }[]>(
      distinctSql(Prisma.sql`review_cases`, Prisma.sql`queue`, scope, mostQueues),
    );
    return found.map(({ value }) => value);
  });
}

/** Returns a page of cases, by default oldest first, because the oldest case in a queue is the most urgent. */
export async function listCases(actor: Actor, query: CaseListQuery): Promise<CasePage> {
  authorize(actor, "cases:read");
  return onReplica(actor, async () => {
    const now = new Date();
    const settings = await currentSettings(actor);
    const keyset = await caseKeyset(actor, query, settings, now);
    const [found, names, total] = await Promise.all([
      db.$queryRaw<QueueRow[]>(rowsSql(inScope(actor), pageSql(keyset), query.sort === "oldest")),
      memberNames(actor),
      countCases(actor, query, keyset),
    ]);
    const rows = found.slice(0, keyset.limit);
    const last = rows.at(-1);
    const subjects = await subjectsOf(actor, rows, settings);
    const said = actor.kind === "api_key" ? await saidOf(actor, rows, settings) : undefined;
    return {
      data: rows.map((row) => ({
        ...toCaseDto(row, row.sessionId, { names, settings: settings.review, now, actor }),
        ...said?.(row.id),
        subject: subjects.get(row.pk) ?? null,
        riskScore: row.riskScore,
        riskLevel: row.riskLevel,
        signals: row.signals,
        documentType: row.documentType,
        country: row.country,
      })),
      pagination: paginationOf(
        keyset,
        found.length,
        total,
        last && { createdAt: last.queuedAt, id: last.id },
      ),
    };
  });
}

/** A tab without filters has a stored count; with filters the cases are counted. */
async function countCases(actor: Actor, query: CaseListQuery, keyset: Keyset): Promise<number> {
  const { tab: _, sort: __, limit, offset, pageAfter, pageSize, ...narrowing } = query;
  const isNarrowed = Object.values(narrowing).some((value) => value !== undefined && value !== "");
  if (query.tab && query.tab !== "mine" && !isNarrowed) {
    const counts = await getTabCounts(actor);
    return query.tab === "pending_second_review" ? counts.pendingSecondReview : counts[query.tab];
  }
  const [counted] = await db.$queryRaw<{ total: number }[]>(totalSql(keyset));
  return counted?.total ?? 0;
}

async function subjectsOf(
  actor: Actor,
  rows: readonly QueueRow[],
  settings: Settings,
): Promise<Map<bigint, string | null>> {
  if (actor.kind !== "person") return new Map();
  const opened = await openListed(
    actor,
    rows.map((row) => ({ ...row, id: row.sessionId })),
    settings,
  );
  const damage = pastDamage(actor);
  const subjects = new Map(
    rows.map((row) => {
      const { shown, view } = opened(row.sessionId);
      const result = damage.past(shown).open("result", row.sessionId, row.resultSealed);
      const subject = viewSubject(view, result?.extractedData);
      return [row.pk, damage.isDamaged(row.sessionId) ? unreadable : subject];
    }),
  );
  await damage.tell();
  return subjects;
}

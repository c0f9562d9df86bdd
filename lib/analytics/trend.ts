import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import type {
  CheckBreakdownDto,
  ConversionDto,
  DaysQuery,
  FunnelDto,
  GroupedDto,
  ProcessingTimeDto,
  ReasonsDto,
  TrendDto,
} from "@/lib/analytics/schema";
import { dayOf, daysAfter, daysAgo, midnightOf } from "@/lib/format/day";
import { db } from "@/lib/platform/db";
import { Prisma } from "@/lib/platform/generated/client";
import { onReplica } from "@/lib/platform/replicas";
import { sameScope, scopeSql } from "@/lib/platform/scope";

const firstDay = (days: number) => daysAgo(days - 1, midnightOf(dayOf(new Date())));

/** Sessions `s` of the last days in UTC, today included: those that lists show, in one index range. */
const recentSql = (actor: Actor, days: number) =>
  Prisma.sql`${scopeSql(inScope(actor), "s")} AND NOT s.is_restricted AND s.created_at >= ${firstDay(days)}::timestamptz`;

const share = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

const outcomes = Prisma.sql`count(*)::int AS total,
  (count(*) FILTER (WHERE s.status = 'completed'))::int AS completed,
  (count(*) FILTER (WHERE s.status = 'failed'))::int AS failed,
  (count(*) FILTER (WHERE s.result_status = 'approved'))::int AS approved,
  (count(*) FILTER (WHERE s.result_status = 'rejected'))::int AS rejected`;
type Outcomes = { total: number; completed: number; failed: number; approved: number; rejected: number };

const none: Outcomes = { total: 0, completed: 0, failed: 0, approved: 0, rejected: 0 };

/** Counts the sessions of each day by what became of them; a day without sessions is there too. */
export async function getTrend(actor: Actor, { days }: DaysQuery): Promise<TrendDto> {
  authorize(actor, "analytics:read");
  return onReplica(actor, async () => {
    const rows = await db.$queryRaw<(Outcomes & { date: string })[]>`
    SELECT to_char(s.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS date, ${outcomes}
    FROM sessions s WHERE ${recentSql(actor, days)} GROUP BY 1`;
    const known = new Map(rows.map((row) => [row.date, row]));
    const data = Array.from({ length: days }, (_, at) => {
      const date = dayOf(daysAfter(firstDay(days), at));
      return { ...none, ...known.get(date), date };
    });
    return { days, data };
  });
}

const submitted = Prisma.sql`s.status IN ('processing', 'awaiting_external', 'under_review', 'completed', 'failed')
  OR s.result_status IS NOT NULL`;

type Steps = { created: number; submitted: number; completed: number; approved: number };

async function stepsOf(actor: Actor, days: number): Promise<Steps> {
  const [row] = await db.$queryRaw<Steps[]>`
    SELECT count(*)::int AS created, (count(*) FILTER (WHERE ${submitted}))::int AS submitted,
      (count(*) FILTER (WHERE s.status = 'completed'))::int AS completed,
      (count(*) FILTER (WHERE s.status = 'completed' AND s.result_status = 'approved'))::int AS approved
    FROM sessions s WHERE ${recentSql(actor, days)}`;
  return row ?? { created: 0, submitted: 0, completed: 0, approved: 0 };
}

/** Says how far the sessions of the last days came. A session is counted at each step that it has reached. */
export async function getFunnel(actor: Actor, { days }: DaysQuery): Promise<FunnelDto> {
  authorize(actor, "analytics:read");
  return onReplica(actor, async () => {
    const steps = await stepsOf(actor, days);
    const stages = ["created", "submitted", "completed", "approved"] as const;
    return {
      days,
      data: stages.map((stage) => ({ stage, count: steps[stage], rate: share(steps[stage], steps.created) })),
    };
  });
}

/** Says which share of the sessions of the last days was completed and approved. */
export async function getConversion(actor: Actor, { days }: DaysQuery): Promise<ConversionDto> {
  authorize(actor, "analytics:read");
  return onReplica(actor, async () => {
    const { created, completed, approved } = await stepsOf(actor, days);
    return {
      days,
      created,
      completed,
      approved,
      conversionRate: share(completed, created),
      approvalRate: share(approved, completed),
    };
  });
}

const mostGroups = 50;

async function grouped(actor: Actor, { days }: DaysQuery, column: Prisma.Sql): Promise<GroupedDto> {
  authorize(actor, "analytics:read");
  const rows = await db.$queryRaw<(Outcomes & { key: string | null })[]>`
    SELECT ${column} AS key, ${outcomes} FROM sessions s WHERE ${recentSql(actor, days)}
    GROUP BY 1 ORDER BY total DESC, 1 NULLS LAST LIMIT ${mostGroups}`;
  return {
    days,
    data: rows.map((row) => ({ ...row, approvalRate: share(row.approved, row.approved + row.rejected) })),
  };
}

/** Counts the sessions of the last days by country, the 50 most frequent ones. */
export const getByCountry = (actor: Actor, query: DaysQuery) => grouped(actor, query, Prisma.sql`s.country`);

/** Counts the sessions of the last days by the type of their document, the 50 most frequent ones. */
export const getByDocumentType = (actor: Actor, query: DaysQuery) =>
  grouped(actor, query, Prisma.sql`s.document_type`);

/** Counts the reasons of rejected sessions of the last days, the most frequent first. */
export async function getRejectionReasons(actor: Actor, { days }: DaysQuery): Promise<ReasonsDto> {
  authorize(actor, "analytics:read");
  return onReplica(actor, async () => {
    const data = await db.$queryRaw<{ reasonCode: string | null; count: number }[]>`
    SELECT r.rejection_reason_code::text AS "reasonCode", count(*)::int AS count FROM sessions s
    JOIN results r ON ${sameScope("r", "s")} AND r.session_pk = s.pk
    WHERE ${recentSql(actor, days)} AND s.result_status = 'rejected'
    GROUP BY 1 ORDER BY 2 DESC, 1 NULLS LAST LIMIT ${mostGroups}`;
    const rejected = data.reduce((sum, { count }) => sum + count, 0);
    return { days, data: data.map((each) => ({ ...each, share: share(each.count, rejected) })) };
  });
}

/** Says how long the ended sessions of the last days took, from their creation to their end. */
export async function getProcessingTime(actor: Actor, { days }: DaysQuery): Promise<ProcessingTimeDto> {
  authorize(actor, "analytics:read");
  return onReplica(actor, async () => {
    const took = Prisma.sql`extract(epoch FROM s.terminal_at - s.created_at)`;
    const [row] = await db.$queryRaw<Omit<ProcessingTimeDto, "days">[]>`
    SELECT count(*)::int AS measured, avg(${took})::float8 AS "averageSeconds",
      (percentile_cont(0.5) WITHIN GROUP (ORDER BY ${took}))::float8 AS "p50Seconds",
      (percentile_cont(0.9) WITHIN GROUP (ORDER BY ${took}))::float8 AS "p90Seconds"
    FROM sessions s WHERE ${recentSql(actor, days)} AND s.status = 'completed' AND s.terminal_at >= s.created_at`;
    return { days, ...(row ?? { measured: 0, averageSeconds: null, p50Seconds: null, p90Seconds: null }) };
  });
}

type Attempts = {
  policy: string;
  passed: number;
  failed: number;
  error: number;
  skipped: number;
  other: number;
};

/** Counts the outcomes of each check in the sessions of the last days; the latest attempt of each counts. */
export async function getCheckBreakdown(actor: Actor, { days }: DaysQuery): Promise<CheckBreakdownDto> {
  authorize(actor, "analytics:read");
  return onReplica(actor, async () => {
    const counted = (status: string) => Prisma.sql`(count(*) FILTER (WHERE k.status::text = ${status}))::int`;
    const rows = await db.$queryRaw<Attempts[]>`
    SELECT k.policy, ${counted("passed")} AS passed, ${counted("failed")} AS failed, ${counted("error")} AS error,
      ${counted("skipped")} AS skipped,
      (count(*) FILTER (WHERE k.status IN ('pending', 'requires_retry')))::int AS other
    FROM sessions s JOIN checks k ON ${sameScope("k", "s")} AND k.session_pk = s.pk
    WHERE ${recentSql(actor, days)} AND NOT EXISTS (SELECT 1 FROM checks later
      WHERE ${sameScope("later", "k")} AND later.session_pk = k.session_pk AND later.policy = k.policy
        AND later.attempt > k.attempt)
    GROUP BY 1 ORDER BY 1 LIMIT ${mostGroups}`;
    return {
      days,
      data: rows.map((row) => ({ ...row, passRate: share(row.passed, row.passed + row.failed) })),
    };
  });
}

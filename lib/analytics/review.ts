import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import type { ReviewOverviewDto } from "@/lib/analytics/schema";
import { ageMinutes, tabStatuses } from "@/lib/cases/policy";
import { daysAgo } from "@/lib/format/day";
import { instant, instantOrNull } from "@/lib/format/instant";
import { memberNames } from "@/lib/members/load";
import { db } from "@/lib/platform/db";
import { Prisma } from "@/lib/platform/generated/client";
import { countedUpTo, distinctSql } from "@/lib/platform/keyset";
import { onReplica } from "@/lib/platform/replicas";
import { scopeSql } from "@/lib/platform/scope";
import { currentSettings, type Settings } from "@/lib/settings/load";

const days = 30;
const mostQueues = 50;
/** Decisions that the rates look at, the newest. */
const mostDecisions = 10_000;
const hours = 24;

/** How review is going, for leads: every number with the query that lists what it counts. */
export async function getReviewOverview(actor: Actor): Promise<ReviewOverviewDto> {
  authorize(actor, "analytics:review");
  return onReplica(actor, async () => {
    const [settings, now] = [await currentSettings(actor), new Date()];
    const from = daysAgo(days, now);
    const [queues, working, decisionsPerHour, decided] = await Promise.all([
      queueAges(actor, settings, now),
      whoWorks(actor),
      perHour(actor, now),
      decisions(actor, from),
    ]);
    const since = { status: "approved,rejected", decided_from: instant(from) };
    return {
      queues,
      working,
      decisionsPerHour,
      dualReview: {
        decided: linked(decided.reviewedTwice, { ...since, first_opinion: "any" }),
        overturned: linked(decided.overturned, { ...since, first_opinion: "overturned" }),
        rate: decided.reviewedTwice > 0 ? decided.overturned / decided.reviewedTwice : null,
      },
      claimToDecision: {
        p50Minutes: decided.p50,
        p90Minutes: decided.p90,
        measured: decided.timed,
        decisions: linked(decided.cases, since),
      },
      days,
      isBounded: decided.cases >= mostDecisions,
    };
  });
}

const toQuery = (filters: Record<string, string>) => new URLSearchParams(filters).toString();
const linked = (count: number, filters: Record<string, string>) => ({ count, query: toQuery(filters) });

/** Condition on alias `c`. */
function inEnvironment(actor: Actor): Prisma.Sql {
  return scopeSql(inScope(actor), "c");
}

const statusIn = (statuses: readonly string[]) =>
  Prisma.sql`c.status IN (${Prisma.join(statuses.map((status) => Prisma.sql`${status}::"CaseStatus"`))})`;

type QueueAge = { queue: string; oldest: Date | null; late: number; warned: number; fresh: number };

/** Every queue that holds something. Each count stops at 10 000, so that a flood costs no more than that. */
async function queueAges(actor: Actor, settings: Settings, now: Date): Promise<ReviewOverviewDto["queues"]> {
  const scope = scopeSql(inScope(actor), "t");
  const names = distinctSql(Prisma.sql`review_cases`, Prisma.sql`queue`, scope, mostQueues);
  const since = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
  const [warn, breach] = [since(settings.review.slaWarnMinutes), since(settings.review.slaBreachMinutes)];
  const open = Prisma.sql`${inEnvironment(actor)} AND c.queue = q.value AND ${statusIn(tabStatuses.all)}`;
  const count = (when: Prisma.Sql) => Prisma.sql`(SELECT count(*)::int FROM
    (SELECT 1 FROM review_cases c WHERE ${open} AND ${when} LIMIT ${countedUpTo}) counted)`;
  const rows = await db.$queryRaw<QueueAge[]>`
    SELECT q.value AS queue, (SELECT min(c.queued_at) FROM review_cases c WHERE ${open}) AS oldest,
      ${count(Prisma.sql`c.queued_at <= ${breach}`)} AS late,
      ${count(Prisma.sql`c.queued_at > ${breach} AND c.queued_at <= ${warn}`)} AS warned,
      ${count(Prisma.sql`c.queued_at > ${warn}`)} AS fresh
    FROM (${names}) q`;
  return rows.flatMap(({ queue, oldest, late, warned, fresh }) => {
    if (!oldest) return [];
    const of = (total: number, sla: string) => linked(total, { tab: "all", queue, sla });
    return [
      {
        queue,
        oldestMinutes: ageMinutes({ queuedAt: oldest, decidedAt: null }, now),
        onTrack: of(fresh, "on_track"),
        approaching: of(warned, "approaching"),
        overdue: of(late, "overdue"),
      },
    ];
  });
}

type Holding = { memberId: string; held: number; oldest: Date | null };

/** Whoever holds something, the most first. A claim that has lapsed is nobody's. */
async function whoWorks(actor: Actor): Promise<ReviewOverviewDto["working"]> {
  const [rows, names] = await Promise.all([
    db.$queryRaw<Holding[]>`
      SELECT c.assigned_to AS "memberId", count(*)::int AS held, min(c.claimed_at) AS oldest FROM review_cases c
      WHERE ${inEnvironment(actor)} AND ${statusIn(tabStatuses.mine)} AND c.assigned_to IS NOT NULL
        AND (c.claim_expires_at IS NULL OR c.claim_expires_at > now())
      GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 200`,
    memberNames(actor),
  ]);
  return rows.map(({ memberId, held, oldest }) => ({
    memberId,
    name: names.get(memberId) ?? memberId,
    held: linked(held, { status: tabStatuses.mine.join(","), assigned_to: memberId }),
    oldestClaimAt: instantOrNull(oldest),
  }));
}

/** Decisions in each of the last 24 hours, oldest first; the last one is still going on. */
async function perHour(actor: Actor, now: Date): Promise<ReviewOverviewDto["decisionsPerHour"]> {
  const hourMs = 3_600_000;
  const first = Math.floor(now.getTime() / hourMs) * hourMs - (hours - 1) * hourMs;
  const rows = await db.$queryRaw<{ hour: Date; count: number }[]>`
    SELECT date_trunc('hour', c.decided_at) AS hour, count(*)::int AS count FROM review_cases c
    WHERE ${inEnvironment(actor)} AND c.decided_at >= ${new Date(first)} GROUP BY 1`;
  return Array.from({ length: hours }, (_, at) => {
    const [hour, end] = [new Date(first + at * hourMs), new Date(first + (at + 1) * hourMs)];
    const found = rows.find((row) => row.hour.getTime() === hour.getTime());
    const decided = { decided_from: instant(hour), decided_to: instant(end) };
    return {
      hour: instant(hour),
      ...linked(found?.count ?? 0, { status: "approved,rejected", ...decided }),
    };
  });
}

type Decided = {
  cases: number;
  reviewedTwice: number;
  overturned: number;
  timed: number;
  p50: number | null;
  p90: number | null;
};

async function decisions(actor: Actor, from: Date): Promise<Decided> {
  const [row] = await db.$queryRaw<Decided[]>`
    WITH newest AS (
      SELECT c.pk, c.decision, c.first_decision FROM review_cases c
      WHERE ${inEnvironment(actor)} AND c.decided_at >= ${from} ORDER BY c.decided_at DESC LIMIT ${mostDecisions}
    ), timed AS (
      SELECT extract(epoch FROM s.decided_at - s.claimed_at) / 60 AS minutes
      FROM newest JOIN decision_snapshots s ON ${scopeSql(inScope(actor), "s")} AND s.case_pk = newest.pk
      WHERE s.is_final AND s.undone_at IS NULL AND s.claimed_at IS NOT NULL
    )
    SELECT (SELECT count(*)::int FROM newest) AS cases,
      (SELECT count(*)::int FROM newest WHERE first_decision IS NOT NULL) AS "reviewedTwice",
      (SELECT count(*)::int FROM newest WHERE decision <> first_decision) AS overturned,
      (SELECT count(*)::int FROM timed) AS timed,
      (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY minutes)::float8 FROM timed) AS p50,
      (SELECT percentile_cont(0.9) WITHIN GROUP (ORDER BY minutes)::float8 FROM timed) AS p90`;
  if (!row) throw new Error("an aggregate answers one row");
  return row;
}

import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import type { OverviewDto, OwnDay } from "@/lib/analytics/schema";
import { tabStatuses } from "@/lib/cases/policy";
import { dayOf, daysAfter, daysAgo, midnightOf, startOfDay, todayIn } from "@/lib/format/day";
import { instant, instantOrNull } from "@/lib/format/instant";
import { db } from "@/lib/platform/db";
import { Prisma } from "@/lib/platform/generated/client";
import { onReplica } from "@/lib/platform/replicas";
import { sameScope, scopeSql } from "@/lib/platform/scope";
import { currentSettings } from "@/lib/settings/load";

type Counted = { key: string; count: number };

/** The first numbers of the Overview over the last days, today included, in UTC days: of what lists show. */
export async function getOverview(actor: Actor, input: { days: number }): Promise<OverviewDto> {
  authorize(actor, "analytics:read");
  return onReplica(actor, async () => {
    const from = daysAgo(input.days - 1, midnight());
    const recent = Prisma.sql`${scopeSql(inScope(actor), "s")}
    AND NOT s.is_restricted AND s.created_at >= ${from}::timestamptz`;
    const countBy = (column: Prisma.Sql, join = Prisma.empty, limit = 20) => db.$queryRaw<Counted[]>`
    SELECT ${column}::text AS key, count(*)::int AS count FROM sessions s ${join}
    WHERE ${recent} AND ${column} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${limit}`;
    const [perDay, byStatus, byResult, byCountry, byReason, byRiskLevel, cases, speed, month] =
      await Promise.all([
        countBy(Prisma.sql`to_char(s.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD')`, Prisma.empty, 90),
        countBy(Prisma.sql`s.status`),
        countBy(Prisma.sql`s.result_status`),
        countBy(Prisma.sql`s.country`, Prisma.empty, 10),
        countBy(
          Prisma.sql`r.rejection_reason_code`,
          Prisma.sql`JOIN results r ON ${sameScope("r", "s")} AND r.session_pk = s.pk`,
          10,
        ),
        countBy(Prisma.sql`s.risk_level`),
        caseCounts(actor),
        decisionSpeed(recent),
        monthOf(actor),
      ]);
    const of = (counts: readonly Counted[], key: string) =>
      counts.find((entry) => entry.key === key)?.count ?? 0;
    const decided = of(byResult, "approved") + of(byResult, "rejected");
    return {
      days: input.days,
      sessions: perDay.reduce((sum, { count }) => sum + count, 0),
      completed: of(byStatus, "completed"),
      underReview: of(byStatus, "under_review"),
      openCases: cases.open,
      overdueCases: cases.overdue,
      approvalRate: decided > 0 ? of(byResult, "approved") / decided : null,
      medianDecisionMinutes: speed,
      perDay: Array.from({ length: input.days }, (_, at) => {
        const day = dayOf(daysAfter(from, at));
        return { day, count: of(perDay, day) };
      }),
      byResult,
      byStatus,
      byCountry,
      byReason,
      byRiskLevel,
      ...month,
    };
  });
}

type Month = Pick<
  OverviewDto,
  | "totalSessionsThisMonth"
  | "completedThisMonth"
  | "failedThisMonth"
  | "avgCompletionSeconds"
  | "sessionsLast_7d"
  | "sessionsPrev_7d"
  | "sessionsWowDelta"
>;

/** The contract's figures of this month and of the last two weeks, in one index range. */
async function monthOf(actor: Actor): Promise<Month> {
  const first = midnightOf(`${dayOf(new Date()).slice(0, 8)}01`);
  const [week, before] = [daysAgo(6, midnight()), daysAgo(13, midnight())];
  const from = new Date(Math.min(first.getTime(), before.getTime()));
  const isNow = Prisma.sql`s.created_at >= ${first}::timestamptz`;
  const [row] = await db.$queryRaw<Omit<Month, "sessionsWowDelta">[]>`
    SELECT (count(*) FILTER (WHERE ${isNow}))::int AS "totalSessionsThisMonth",
      (count(*) FILTER (WHERE ${isNow} AND s.status = 'completed'))::int AS "completedThisMonth",
      (count(*) FILTER (WHERE ${isNow} AND s.status = 'failed'))::int AS "failedThisMonth",
      (avg(extract(epoch FROM s.terminal_at - s.created_at)) FILTER (WHERE ${isNow} AND s.status = 'completed'
        AND s.terminal_at >= s.created_at))::float8 AS "avgCompletionSeconds",
      (count(*) FILTER (WHERE s.created_at >= ${week}::timestamptz))::int AS "sessionsLast_7d",
      (count(*) FILTER (WHERE s.created_at >= ${before}::timestamptz AND s.created_at < ${week}::timestamptz))::int
        AS "sessionsPrev_7d"
    FROM sessions s WHERE ${scopeSql(inScope(actor), "s")} AND NOT s.is_restricted AND s.created_at >= ${from}::timestamptz`;
  if (!row) throw new Error("An aggregate has a row.");
  const { sessionsLast_7d, sessionsPrev_7d } = row;
  const sessionsWowDelta = sessionsPrev_7d > 0 ? (sessionsLast_7d - sessionsPrev_7d) / sessionsPrev_7d : null;
  return { ...row, sessionsWowDelta };
}

const midnight = () => midnightOf(dayOf(new Date()));

/** Above this number unassigned cases are not counted further. */
const mostWaiting = 1_000;

/** What the actor holds, what waits for anyone, and what they decided today, on the organization's day. */
export async function getOwnDay(actor: Actor): Promise<OwnDay> {
  authorize(actor, "analytics:read");
  const { organization, review } = await currentSettings(actor);
  const { timeZone } = organization;
  const from = startOfDay(timeZone, todayIn(timeZone));
  const now = Date.now();
  const [warn, breach] = [review.slaWarnMinutes, review.slaBreachMinutes].map(
    (minutes) => new Date(now - minutes * 60_000),
  ) as [Date, Date];
  const where = { ...inScope(actor), isRestricted: false };
  const mine = { ...where, assignedTo: actor.id, status: { in: [...tabStatuses.mine] } };
  const waiting = (queuedAt: { lte: Date; gt?: Date }) =>
    db.reviewCase.count({ where: { ...where, claimableAt: { not: null }, queuedAt }, take: mostWaiting });
  const [claimed, claimedOverdue, lapsing, overdue, approaching, decided] = await Promise.all([
    db.reviewCase.count({ where: mine }),
    db.reviewCase.count({ where: { ...mine, queuedAt: { lte: breach } } }),
    db.reviewCase.aggregate({
      where: { ...mine, claimExpiresAt: { gt: new Date(now) } },
      _min: { claimExpiresAt: true },
    }),
    waiting({ lte: breach }),
    waiting({ lte: warn, gt: breach }),
    db.reviewCase.groupBy({
      by: ["status"],
      where: { ...where, decidedBy: actor.id, decidedAt: { gte: from } },
      _count: true,
    }),
  ]);
  const of = (status: "approved" | "rejected") => decided.find((each) => each.status === status)?._count ?? 0;
  return {
    memberId: actor.id,
    claimed,
    claimedOverdue,
    lapsesAt: instantOrNull(lapsing._min.claimExpiresAt),
    overdue,
    approaching,
    most: mostWaiting,
    approved: of("approved"),
    rejected: of("rejected"),
    today: { from: instant(from), timeZone },
  };
}

/** Cases nobody has decided, and those of them older than the contract's 24 hours. */
async function caseCounts(actor: Actor): Promise<{ open: number; overdue: number }> {
  const where = {
    ...inScope(actor),
    isRestricted: false,
    status: { notIn: ["approved" as const, "rejected" as const] },
  };
  const [open, overdue] = await Promise.all([
    db.reviewCase.count({ where }),
    db.reviewCase.count({ where: { ...where, enteredReviewAt: { lt: daysAgo(1) } } }),
  ]);
  return { open, overdue };
}

async function decisionSpeed(recent: Prisma.Sql): Promise<number | null> {
  const [row] = await db.$queryRaw<{ minutes: number | null }[]>`
    SELECT (percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM c.decided_at - c.entered_review_at)) / 60)::float8 AS minutes
    FROM sessions s JOIN review_cases c ON ${sameScope("c", "s")} AND c.session_pk = s.pk
    WHERE ${recent} AND c.decided_at >= c.entered_review_at`;
  return row?.minutes ?? null;
}

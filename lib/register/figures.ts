import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { addDays, startOfDay, todayIn } from "@/lib/format/day";
import { db } from "@/lib/platform/db";
import { Prisma } from "@/lib/platform/generated/client";
import { onReplica } from "@/lib/platform/replicas";
import { scopeSql } from "@/lib/platform/scope";
import { type RefusalGround, refusalGrounds } from "@/lib/refusals/schema";
import type { FiguresDto, FiguresQuery } from "@/lib/register/schema";
import { requestKinds } from "@/lib/requests/schema";
import { currentSettings } from "@/lib/settings/load";

type Counts = FiguresDto["total"];

/**
 * Counts the requests that were received in a range of days, as a data protection authority asks: how many, how many
 * closed in time, extended or refused, and how long they took. A request that is paused is not late.
 * @param query.from, query.to both included; by default the year that ends today
 */
export async function requestFigures(actor: Actor, query: FiguresQuery): Promise<FiguresDto> {
  authorize(actor, "requests:read");
  return onReplica(actor, async () => {
    const { timeZone } = (await currentSettings(actor)).organization;
    const today = todayIn(timeZone);
    const to = query.to ?? (query.from && query.from > today ? query.from : today);
    const from = query.from ?? addDays(to, -364);
    /** The day of an instant where the clock of the request runs. */
    const dayOf = (column: string) => Prisma.sql`(${Prisma.raw(column)} AT TIME ZONE t.time_zone)::date`;
    const isAnswered = Prisma.sql`t.status IN ('completed', 'refused')`;
    const of = (status: string) =>
      Prisma.sql`count(*) FILTER (WHERE t.status = ${status}::"RequestStatus")::int`;
    const within = Prisma.sql`${scopeSql(inScope(actor), "t")} AND t.received_at >= ${startOfDay(timeZone, from)}
    AND t.received_at < ${startOfDay(timeZone, addDays(to, 1))}`;
    const counts = await db.$queryRaw<(Counts & { kind: string | null })[]>`
    SELECT t.kind::text AS kind, count(*)::int AS received, ${of("open")} AS open,
      count(*) FILTER (WHERE t.status = 'open' AND t.due_on < ${today}::date AND NOT EXISTS (
        SELECT 1 FROM request_pauses p WHERE ${scopeSql(inScope(actor), "p")} AND p.request_pk = t.pk
          AND p.until IS NULL))::int AS late,
      ${of("completed")} AS completed, ${of("refused")} AS refused, ${of("withdrawn")} AS withdrawn, ${of("joined")} AS joined,
      count(*) FILTER (WHERE t.extended_at IS NOT NULL)::int AS extended,
      count(*) FILTER (WHERE t.fee_asked_at IS NOT NULL)::int AS "feesAsked",
      count(*) FILTER (WHERE ${isAnswered})::int AS answered,
      count(*) FILTER (WHERE ${isAnswered} AND ${dayOf("t.closed_at")} <= t.due_on)::int AS "inTime",
      percentile_cont(0.5) WITHIN GROUP (ORDER BY ${dayOf("t.closed_at")} - ${dayOf("t.received_at")})
        FILTER (WHERE ${isAnswered}) AS "medianDays"
    FROM requests t WHERE ${within}
    GROUP BY GROUPING SETS ((), (t.kind))`;
    const refusals = await db.$queryRaw<{ ground: RefusalGround | null; count: number }[]>`
    SELECT t.refusal_ground::text AS ground, count(*)::int AS count
    FROM requests t WHERE ${within} AND t.status = 'refused' GROUP BY 1`;
    const none: Counts = {
      ...{ received: 0, open: 0, late: 0, completed: 0, refused: 0, withdrawn: 0, joined: 0 },
      ...{ extended: 0, feesAsked: 0, answered: 0, inTime: 0, medianDays: null },
    };
    const countsOf = (wanted: string | null): Counts => {
      const found = counts.find(({ kind }) => kind === wanted);
      if (!found) return none;
      const { kind: _, ...rest } = found;
      return rest;
    };
    return {
      days: { from, to, timeZone },
      total: countsOf(null),
      refusals: [...refusalGrounds, null].flatMap(
        (ground) => refusals.find((each) => each.ground === ground) ?? [],
      ),
      kinds: requestKinds.map((kind) => ({ kind, ...countsOf(kind) })).filter(({ received }) => received > 0),
    };
  });
}

import "server-only";
import { type Actor, can, inScope } from "@/lib/actor/actor";
import { addDays, startOfDay } from "@/lib/format/day";
import { actTypes, lookTypes } from "@/lib/involvement/policy";
import { db } from "@/lib/platform/db";
import { Prisma } from "@/lib/platform/generated/client";
import { sameScope, scopeSql } from "@/lib/platform/scope";
import type { Days } from "@/lib/quality/load";

/** More events of one person on one case are not listed. */
const mostEvents = 2_000;

const decisionTypes = [
  ...["case.approved", "case.rejected", "case.recommended", "case.disputed"],
  "case.resubmission-requested",
];

/** When the log of an environment begins: older events are past AUDIT_RETENTION_DAYS. */
export async function logBegins(actor: Actor): Promise<Date | null> {
  const pruned = await db.auditEvent.findFirst({
    where: { ...inScope(actor), type: "audit.pruned" },
    select: { id: true },
  });
  if (!pruned) return null;
  const oldest = await db.auditEvent.findFirst({
    where: inScope(actor),
    orderBy: { createdAt: "asc" },
    select: { createdAt: true },
  });
  return oldest?.createdAt ?? null;
}

type Decided = { caseId: string; sessionId: string; snapshotId: string; decidedBy: string; decidedAt: Date };

/** The event that recorded a decision, and what its person did on case and session until then, in order. */
export async function eventsBefore(actor: Actor, decided: Decided) {
  const onCase = { resourceType: "case", resourceId: decided.caseId };
  const onSession = { resourceType: "session", resourceId: decided.sessionId };
  const [recorded, events] = await Promise.all([
    db.auditEvent.findFirst({
      where: {
        ...inScope(actor),
        ...onCase,
        type: { in: decisionTypes },
        metadata: { path: ["snapshotId"], equals: decided.snapshotId },
      },
      select: { actorKind: true },
    }),
    db.auditEvent.findMany({
      where: {
        ...inScope(actor),
        OR: [onCase, onSession],
        actorId: decided.decidedBy,
        type: { in: [...lookTypes, ...Object.keys(actTypes)] },
        createdAt: { lte: decided.decidedAt },
      },
      orderBy: { sequence: "asc" },
      take: mostEvents,
      select: { createdAt: true, type: true, metadata: true },
    }),
  ]);
  return { recorded, events };
}

/** Whether the log has an event of these types by the person who decided, until the decision. */
const did = (types: readonly string[]) => Prisma.sql`EXISTS (
  SELECT 1 FROM audit_events e WHERE ${sameScope("e", "d")} AND e.actor_id = d.decided_by
    AND (e.resource_type, e.resource_id) IN (('case', c.id), ('session', s.id))
    AND e.created_at <= d.decided_at AND e.type IN (${Prisma.join([...types])}))`;

/** The final decisions of some days that were not undone, each with what the log says of its person's part. */
const decisions = (actor: Actor, { from, to, timeZone }: Days) => Prisma.sql`
  SELECT d.pk, d.id, d.decided_by, d.decided_at, d.decision::text AS decision, c.id AS case_id, c.created_at AS since,
    s.is_restricted, EXTRACT(EPOCH FROM d.decided_at - d.claimed_at)::float AS held,
    EXISTS (SELECT 1 FROM audit_events e WHERE ${sameScope("e", "d")} AND e.resource_type = 'case'
      AND e.resource_id = c.id AND e.type IN ('case.approved', 'case.rejected')
      AND e.metadata ->> 'snapshotId' = d.id AND e.actor_kind = 'api_key') AS by_api,
    EXISTS (SELECT 1 FROM documents i WHERE ${sameScope("i", "d")} AND i.session_pk = d.session_pk
      AND i.blob_key IS NOT NULL) AS has_images,
    ${did(["case.opened"])} AS opened, ${did(["document.viewed"])} AS saw, ${did(Object.keys(actTypes))} AS acted
  FROM decision_snapshots d
  JOIN review_cases c ON ${sameScope("c", "d")} AND c.pk = d.case_pk
  JOIN sessions s ON ${sameScope("s", "d")} AND s.pk = d.session_pk
  WHERE ${scopeSql(inScope(actor), "d")} AND d.is_final AND d.undone_at IS NULL
    AND d.decided_at >= ${startOfDay(timeZone, from)} AND d.decided_at < ${startOfDay(timeZone, addDays(to, 1))}`;

export type PersonRow = {
  memberId: string;
  decisions: number;
  byApi: number;
  opened: number;
  withImages: number;
  sawImages: number;
  acted: number;
  medianHeldSeconds: number | null;
  tenthHeldSeconds: number | null;
};
export type UnseenRow = {
  caseId: string;
  id: string;
  decidedBy: string;
  decision: "approved" | "rejected";
  decidedAt: Date;
  held: number | null;
};
type Found = {
  people: PersonRow[] | null;
  unseen: (Omit<UnseenRow, "decidedAt"> & { decidedAt: string })[] | null;
  notCounted: number;
};

const mostUnseen = 100;

/** A member who may still take the second look of a decision is not told what was decided. */
const blind = (actor: Actor) =>
  can(actor, "quality:look")
    ? Prisma.sql`AND NOT EXISTS (SELECT 1 FROM second_looks l WHERE ${scopeSql(inScope(actor), "l")}
        AND l.snapshot_pk = d.pk AND l.given_at IS NULL)`
    : Prisma.empty;

/**
 * Counts the decisions of some days by person, and finds the newest before which no image was on the person's screen.
 * None of a restricted session is named.
 * @param logSince decisions on cases from before are counted apart, because the log does not show all of them
 */
export async function countDecisions(actor: Actor, days: Days, logSince: Date | null): Promise<Found> {
  const since = logSince ?? new Date(0);
  const [found] = await db.$queryRaw<[Found]>`
    WITH all_of AS (${decisions(actor, days)}), d AS (SELECT * FROM all_of WHERE since >= ${since})
    SELECT (SELECT count(*)::int FROM all_of WHERE since < ${since}) AS "notCounted",
      (SELECT json_agg(p ORDER BY p.decisions DESC, p."memberId") FROM (
        SELECT decided_by AS "memberId", count(*)::int AS decisions,
          (count(*) FILTER (WHERE by_api))::int AS "byApi",
          (count(*) FILTER (WHERE opened AND NOT by_api))::int AS opened,
          (count(*) FILTER (WHERE has_images AND NOT by_api))::int AS "withImages",
          (count(*) FILTER (WHERE has_images AND saw AND NOT by_api))::int AS "sawImages",
          (count(*) FILTER (WHERE acted AND NOT by_api))::int AS acted,
          round(percentile_cont(0.5) WITHIN GROUP (ORDER BY held) FILTER (WHERE NOT by_api))::int AS "medianHeldSeconds",
          round(percentile_cont(0.1) WITHIN GROUP (ORDER BY held) FILTER (WHERE NOT by_api))::int AS "tenthHeldSeconds"
        FROM d GROUP BY decided_by) p) AS people,
      (SELECT json_agg(u ORDER BY u."decidedAt" DESC) FROM (
        SELECT case_id AS "caseId", id, decided_by AS "decidedBy", decision, decided_at AS "decidedAt", held
        FROM d WHERE has_images AND NOT saw AND NOT by_api AND NOT is_restricted ${blind(actor)}
        ORDER BY decided_at DESC, pk DESC LIMIT ${mostUnseen}) u) AS unseen`;
  return found;
}

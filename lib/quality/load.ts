import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { type Decision, undoSeconds } from "@/lib/cases/policy";
import { addDays, startOfDay, todayIn } from "@/lib/format/day";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { Prisma } from "@/lib/platform/generated/client";
import { sameScope, scopeSql } from "@/lib/platform/scope";
import { lookMinutes, shownDays } from "@/lib/quality/policy";
import type { QualityQuery } from "@/lib/quality/schema";

export type LookRow = {
  pk: bigint;
  id: string;
  createdAt: Date;
  takenBy: string | null;
  takenAt: Date | null;
  givenAt: Date | null;
  firstOutcome: Decision;
  caseId: string;
  sessionId: string;
  dataKeyId: string | null;
  documentType: string | null;
  country: string | null;
  hasActed: boolean;
};

/** The part of a session's record that a second look reads, as its events name it. */
export const lookPart = "second look";

/**
 * Whether the log has an act of the member on a case or session, or a look at it. What the browser fetched ahead was
 * not on the screen. Second looks do not count: not the taking, not the evidence, nor images after the taking.
 */
const eventOf = ({ id }: Actor, type: "case" | "session", resource: "c" | "s") => Prisma.sql`EXISTS (
  SELECT 1 FROM audit_events e WHERE ${sameScope("e", "l")} AND e.resource_type = ${type}
    AND e.resource_id = ${Prisma.raw(resource)}.id AND e.actor_id = ${id}
    AND e.type NOT LIKE '%.fetched-ahead' AND e.type NOT IN ('second-look.taken', 'second-look.released')
    AND NOT (e.type = 'pii.read' AND e.metadata ->> 'what' = ${lookPart})
    AND NOT (e.type IN ('document.viewed', 'document.fetched') AND EXISTS (
      SELECT 1 FROM audit_events t WHERE ${sameScope("t", "l")} AND t.resource_type = 'case' AND t.resource_id = c.id
        AND t.actor_id = ${id} AND t.type = 'second-look.taken' AND t.sequence < e.sequence)))`;

/** Whether the member is not blind: they made a decision on the case, worked on it, or looked at it. */
const hasActed = (actor: Actor) => Prisma.sql`(coalesce(${actor.id} IN (l.first_reviewer,
    c.first_reviewer, c.second_reviewer, c.decided_by), false)
  OR EXISTS (SELECT 1 FROM decision_snapshots d WHERE ${sameScope("d", "l")}
    AND d.case_pk = l.case_pk AND d.decided_by = ${actor.id})
  OR ${eventOf(actor, "case", "c")} OR ${eventOf(actor, "session", "s")})`;

/** Second looks as `l`, with case, session and the windows of the session's document type. */
export const looksSql = Prisma.sql`second_looks l JOIN review_cases c ON ${sameScope("c", "l")} AND c.pk = l.case_pk
  JOIN sessions s ON ${sameScope("s", "c")} AND s.pk = c.session_pk
  LEFT JOIN retention_settings w ON ${sameScope("w", "s")}
  LEFT JOIN retention_overrides o ON ${sameScope("o", "s")} AND o.document_type = s.document_type`;

/** Whether a session may be looked at: it is not restricted, and `isSensitiveDataExpired` is false of it. */
export const isPossible = Prisma.sql`(NOT s.is_restricted AND s.retention_status = 'active'
  AND coalesce(s.terminal_at > now() - make_interval(days => CASE WHEN o.document_type IS NULL
    THEN w.sensitive_data_retention_days ELSE o.sensitive_data_retention_days END), true))`;

const columns = Prisma.sql`l.pk, l.id, l.created_at AS "createdAt", l.taken_by AS "takenBy", l.taken_at AS "takenAt",
  l.given_at AS "givenAt", l.first_outcome::text AS "firstOutcome", c.id AS "caseId", s.id AS "sessionId",
  s.data_key_id::text AS "dataKeyId", s.document_type AS "documentType", s.country`;

/** A decision that can still be undone is not looked at. */
const isSettled = () => Prisma.sql`l.created_at < ${new Date(Date.now() - undoSeconds * 1000)}`;

const lapse = () => new Date(Date.now() - lookMinutes * 60_000);

/** Whether a second look that was taken at a time can be taken by another member. */
export const hasLapsed = (takenAt: Date | null) => takenAt === null || takenAt < lapse();

/** The days of decisions, both included, in the organization's time zone. */
export type Days = { from: string; to: string; timeZone: string };

/** The days that are asked for: by default the newest, and none to come. */
export function daysOf({ from, to }: QualityQuery, timeZone: string): Days {
  const today = todayIn(timeZone);
  const last = to && to < today ? to : today;
  const first = from && from > last ? last : from;
  return { from: first ?? addDays(last, 1 - shownDays), to: last, timeZone };
}

/** Sampled decisions of some days that can no longer be undone. */
export const sampledIn = (actor: Actor, { from, to, timeZone }: Days) => Prisma.sql`
  ${scopeSql(inScope(actor), "l")} AND l.created_at >= ${startOfDay(timeZone, from)}
    AND l.created_at < ${startOfDay(timeZone, addDays(to, 1))} AND ${isSettled()}`;

/** The oldest sampled decisions whose second look the actor can take or has taken. */
export const waitingRows = (actor: Actor, days: Days, limit: number): Promise<LookRow[]> => db.$queryRaw<
  LookRow[]
>`
  SELECT ${columns}, false AS "hasActed" FROM ${looksSql}
  WHERE ${sampledIn(actor, days)} AND l.given_at IS NULL AND ${isPossible}
    AND (l.taken_by IS NULL OR l.taken_by = ${actor.id} OR l.taken_at < ${lapse()}) AND NOT ${hasActed(actor)}
  ORDER BY l.created_at, l.pk LIMIT ${limit}`;

/** What is said of an unknown second look, and of one that is closed to the caller. */
export const lookNotFound = () => new AppError("not_found", "Second look not found.");

/**
 * Finds a second look by its id.
 * @throws AppError not_found, alike for an unknown id, one of another organization or environment, a decision that can
 * still be undone, and a session that may not be looked at any more
 */
export async function findLook(
  actor: Actor,
  lookId: string,
  tx: Pick<Transaction, "$queryRaw"> = db,
): Promise<LookRow> {
  if (lookId.includes("\0")) throw lookNotFound();
  const [row] = await tx.$queryRaw<LookRow[]>`
    SELECT ${columns}, ${hasActed(actor)} AS "hasActed" FROM ${looksSql}
    WHERE ${scopeSql(inScope(actor), "l")} AND l.id = ${lookId} AND ${isSettled()} AND ${isPossible}`;
  if (!row) throw lookNotFound();
  return row;
}

/**
 * {@link findLook} for a change: locks the session until the transaction ends, so that a second caller sees the first
 * change, and no session is restricted or redacted meanwhile.
 */
export async function lockLook(tx: Transaction, actor: Actor, lookId: string): Promise<LookRow> {
  if (lookId.includes("\0")) throw lookNotFound();
  await tx.$queryRaw`
    SELECT 1 FROM sessions s WHERE ${scopeSql(inScope(actor), "s")} AND s.pk = (
      SELECT c.session_pk FROM second_looks l JOIN review_cases c ON ${sameScope("c", "l")} AND c.pk = l.case_pk
      WHERE ${scopeSql(inScope(actor), "l")} AND l.id = ${lookId}) FOR UPDATE`;
  return findLook(actor, lookId, tx);
}

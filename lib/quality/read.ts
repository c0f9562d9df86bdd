import "server-only";
import { type Actor, authorize, can, inScope } from "@/lib/actor/actor";
import { readDesk } from "@/lib/cases/desk";
import { ownCaseOf } from "@/lib/cases/load";
import { shownFields } from "@/lib/cases/opening";
import type { Decision } from "@/lib/cases/policy";
import { checkRows, showChecks } from "@/lib/checks/read";
import { recordRead } from "@/lib/events/looks";
import { instant } from "@/lib/format/instant";
import { memberNames } from "@/lib/members/load";
import { db } from "@/lib/platform/db";
import { Prisma } from "@/lib/platform/generated/client";
import { belowSession } from "@/lib/platform/scope";
import {
  type Days,
  daysOf,
  findLook,
  hasLapsed,
  isPossible,
  lookNotFound,
  lookPart,
  looksSql,
  sampledIn,
  waitingRows,
} from "@/lib/quality/load";
import { agreementOf, lookMinutes } from "@/lib/quality/policy";
import {
  type LookDto,
  type LookNoteDto,
  lookDto,
  type QualityDto,
  type QualityQuery,
} from "@/lib/quality/schema";
import { type OpenSession, openBehind } from "@/lib/records/open";
import type { HitDto } from "@/lib/screening/schema";
import { currentSettings } from "@/lib/settings/load";

/** The waiting decisions that are counted, and those that are listed. */
const [mostCounted, mostShown] = [1_000, 50];

/**
 * Returns what waits for a second look of the actor, and how far second looks agree with the decisions of some days:
 * with the actor's own ones, or with everybody's for leads and admins.
 */
export async function getQuality(actor: Actor, query: QualityQuery): Promise<QualityDto> {
  authorize(actor, "quality:read");
  const { review, organization } = await currentSettings(actor);
  const days = daysOf(query, organization.timeZone);
  const [names, sample, waiting, reviewers, different] = await Promise.all([
    memberNames(actor),
    sampleOf(actor, days),
    can(actor, "quality:look") ? waitingRows(actor, days, mostCounted + 1) : [],
    pairsOf(actor, days),
    can(actor, "quality:read-all") ? disagreements(actor, days) : [],
  ]);
  const nameOf = (id: string) => names.get(id) ?? "a removed member";
  return {
    percent: review.secondLookPercent,
    days,
    ...sample,
    waiting: waiting.slice(0, mostShown).map(({ id, createdAt, documentType, country, takenBy }) => ({
      id,
      decidedAt: instant(createdAt),
      documentType,
      country,
      isMine: takenBy === actor.id,
    })),
    waitingCount: Math.min(waiting.length, mostCounted),
    waitingIsCapped: waiting.length > mostCounted,
    reviewers: reviewers.map(({ memberId, aa, ar, ra, rr }) => ({
      memberId,
      name: nameOf(memberId),
      ...agreementOf({
        approved: { approved: aa, rejected: ar },
        rejected: { approved: ra, rejected: rr },
      }),
    })),
    disagreements: different.map((row) => ({
      ...row,
      decidedBy: nameOf(row.decidedBy),
      lookedBy: nameOf(row.lookedBy),
      recordedAt: instant(row.recordedAt),
    })),
  };
}

/** Counts the sample: all of it, what was looked at, and what can no longer be. */
async function sampleOf(
  actor: Actor,
  days: Days,
): Promise<Pick<QualityDto, "sampled" | "looked" | "noLongerPossible">> {
  const [counts] = await db.$queryRaw<[Pick<QualityDto, "sampled" | "looked" | "noLongerPossible">]>`
    SELECT count(*)::int AS sampled, count(l.given_at)::int AS looked,
      (count(*) FILTER (WHERE l.given_at IS NULL AND NOT ${isPossible}))::int AS "noLongerPossible"
    FROM ${looksSql} WHERE ${sampledIn(actor, days)}`;
  return counts;
}

type PairRow = { memberId: string; aa: number; ar: number; ra: number; rr: number };

/** Counts the pairs of outcomes by the member who decided. */
function pairsOf(actor: Actor, days: Days): Promise<PairRow[]> {
  const whose = can(actor, "quality:read-all")
    ? Prisma.empty
    : Prisma.sql`AND l.first_reviewer = ${actor.id}`;
  const count = (first: Decision, second: Decision) => Prisma.sql`(count(*) FILTER (
    WHERE l.first_outcome = ${first}::"CaseDecision" AND l.outcome = ${second}::"CaseDecision"))::int`;
  return db.$queryRaw<PairRow[]>`
    SELECT l.first_reviewer AS "memberId", ${count("approved", "approved")} AS aa,
      ${count("approved", "rejected")} AS ar, ${count("rejected", "approved")} AS ra,
      ${count("rejected", "rejected")} AS rr
    FROM second_looks l WHERE ${sampledIn(actor, days)} AND l.given_at IS NOT NULL ${whose}
    GROUP BY 1 ORDER BY count(*) DESC, 1`;
}

type Disagreement = Omit<QualityDto["disagreements"][number], "recordedAt"> & { recordedAt: Date };

/** The newest second looks with another outcome; none of a restricted session. */
const disagreements = (actor: Actor, days: Days): Promise<Disagreement[]> => db.$queryRaw<Disagreement[]>`
  SELECT l.id, c.id AS "caseId", l.first_reviewer AS "decidedBy", l.first_outcome::text AS decision,
    l.taken_by AS "lookedBy", l.outcome::text AS outcome, l.reason_code AS "reasonCode", l.given_at AS "recordedAt",
    l.sealed IS NOT NULL AND ${isPossible} AS "hasNote"
  FROM ${looksSql} WHERE ${sampledIn(actor, days)} AND l.given_at IS NOT NULL AND l.outcome <> l.first_outcome
    AND NOT s.is_restricted ORDER BY l.given_at DESC, l.pk DESC LIMIT 100`;

/**
 * Returns the evidence of a decision to the member who has taken its second look: values as a reviewer sees them, and
 * nothing of what anybody made of them. The log records the read, whether values are masked or not.
 * @throws AppError not_found also for a second look that the actor has not taken, has recorded, or took too long ago
 */
export async function getLook(actor: Actor, { lookId }: { lookId: string }): Promise<LookDto> {
  authorize(actor, "quality:look");
  const { takenBy, takenAt, givenAt, caseId } = await findLook(actor, lookId);
  if (takenBy !== actor.id || !takenAt || givenAt || hasLapsed(takenAt)) throw lookNotFound();
  const found = await ownCaseOf(actor, caseId, "read");
  const session = await openBehind(actor, found.session, "read", { what: "Second look", isHolder: true });
  const [{ desk }, checks] = await Promise.all([
    readDesk(actor, { ...found, session }),
    machineChecks(session),
  ]);
  await recordRead(actor, session, lookPart, desk.isOpen ? shownFields(desk.fields, undefined) : []);
  const lapsesAt = instant(new Date(takenAt.getTime() + lookMinutes * 60_000));
  // The schema drops everything else: status, decision, notes, names.
  return lookDto.parse({ ...desk, id: lookId, lapsesAt, checks, screening: desk.screening.map(unresolved) });
}

/** The checks as they ran, without the attempts that members have added as overrides. */
async function machineChecks(session: OpenSession): Promise<LookDto["checks"]> {
  const rows = await db.check.findMany({ where: belowSession(session), ...checkRows });
  const isOverride = ({ policy, attempt, sealed }: (typeof rows)[number]) => {
    const details = session.shown.open("check", `${policy}/${attempt}`, sealed)?.details;
    return (
      typeof details === "object" && details !== null && "override" in details && details.override === true
    );
  };
  return showChecks(
    session,
    rows.filter((row) => !isOverride(row)),
  );
}

/** A screening check whose hits are as they came. */
const unresolved = <T extends { hits: readonly HitDto[] }>(check: T) => ({
  ...check,
  hits: check.hits.map(({ unreadFields, ...hit }) => ({
    ...hit,
    isDismissed: false,
    isConfirmed: false,
    dismissedReason: null,
    reasonCode: null,
    resolvedBy: null,
    ...(unreadFields && {
      unreadFields: unreadFields.filter((field) => field !== "dismissed_reason" && field !== "reason_code"),
    }),
  })),
});

/**
 * Returns the note of a recorded second look to a member who reads everybody's figures, and records the read.
 * @throws AppError not_found also for a second look without a note, and as `ownCaseOf`
 */
export async function getLookNote(actor: Actor, { lookId }: { lookId: string }): Promise<LookNoteDto> {
  authorize(actor, "quality:read-all");
  authorize(actor, "pii:mask");
  const row = lookId.includes("\0")
    ? null
    : await db.secondLook.findUnique({
        where: { organizationPk_environment_id: { ...inScope(actor), id: lookId } },
        select: { sealed: true, case: { select: { id: true } } },
      });
  if (!row?.sealed) throw lookNotFound();
  const found = await ownCaseOf(actor, row.case.id, "read");
  const session = await openBehind(actor, found.session, "read", { what: "Second look" });
  const note = session.shown.open("secondLook", lookId, row.sealed)?.note;
  if (note === undefined) throw lookNotFound();
  await recordRead(actor, session, "note of a second look");
  return { id: lookId, note };
}

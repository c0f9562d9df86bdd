import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { type CaseRow, saidOf, toCaseDto } from "@/lib/cases/dto";
import { claimMinutes } from "@/lib/cases/policy";
import { returnLapsed } from "@/lib/cases/release";
import type { CaseDto } from "@/lib/cases/schema";
import { eventRow, markDone } from "@/lib/events/record";
import { exactUtc } from "@/lib/format/date";
import { actingReviewer, memberNames, type WorkingMember } from "@/lib/members/load";
import { askDirectly, db, type Transaction } from "@/lib/platform/db";
import { prepared } from "@/lib/platform/db-client";
import { AppError } from "@/lib/platform/errors";
import { Prisma } from "@/lib/platform/generated/client";
import { sameScope, scopeSql } from "@/lib/platform/scope";
import { caseColumns } from "@/lib/queue/search";
import { announceCases } from "@/lib/records/live";
import { currentSettings } from "@/lib/settings/load";

export type NextInput = {
  reviewerId?: string;
  tab: "unassigned" | "pending_second_review" | "escalated";
  ahead: boolean;
  /** Returns the reviewer's oldest undecided case instead of a new one, if there is one. */
  ownFirst?: boolean;
  /** Ids of cases to skip. */
  except?: readonly string[];
};

/**
 * Claims the oldest case that the member may claim. Simultaneous calls never get the same case.
 * @returns null when there is none
 * @throws AppError forbidden for an escalated case unless the member is a lead; conflict when the member is away or
 * has as many cases as their limit
 */
export async function nextCase(actor: Actor, input: NextInput): Promise<CaseDto | null> {
  authorize(actor, "cases:claim");
  const reviewer = await actingReviewer(actor, input.reviewerId);
  if (input.tab === "escalated" && !reviewer.mayTakeEscalations)
    throw new AppError("forbidden", "Only a lead can claim an escalated case.");
  if (reviewer.awayUntil && reviewer.awayUntil > new Date())
    throw new AppError(
      "conflict",
      `You are away until ${exactUtc(reviewer.awayUntil)}. A lead can change this in Settings.`,
    );
  const taken =
    (input.ownFirst ? await takeOwn(actor, reviewer, input) : null) ??
    (await takeOldest(actor, reviewer, input));
  if (!taken) return null;
  announceCases(actor, [taken.id]);
  // A case without a first reviewer or escalation refers to one member only, the claimer, so the query for names is
  // skipped.
  const isFresh = !taken.firstReviewer && !taken.escalatedTo;
  const names = isFresh ? new Map([[reviewer.id, reviewer.name]]) : await memberNames(actor);
  const told = toCaseDto(taken, taken.sessionId, { names, settings: taken, now: new Date(), actor });
  if (actor.kind === "person" || taken.sealed === null) return told;
  return { ...told, ...(await saidOf(actor, [taken], await currentSettings(actor)))(taken.id) };
}

type Taken = CaseRow & {
  sessionId: string;
  slaWarnMinutes: number;
  slaBreachMinutes: number;
  blindSecondReview: boolean;
};

async function takeOldest(actor: Actor, reviewer: WorkingMember, input: NextInput): Promise<Taken | null> {
  const take = () => {
    if (reviewer.capacity !== null) return withinCapacity();
    // A call with an Idempotency-Key is marked as done in the same transaction.
    if (actor.request.call) return db.$transaction((tx) => claimOldest(actor, reviewer, input, tx));
    return claimOldest(actor, reviewer, input);
  };
  const withinCapacity = () =>
    db.$transaction(async (tx) => {
      // The lock makes a member's own calls wait for each other; otherwise two at once could both count one below the
      // limit.
      await tx.$queryRaw`SELECT 1 FROM members WHERE id = ${reviewer.id} FOR UPDATE`;
      const held = await tx.reviewCase.count({
        where: { ...inScope(actor), assignedTo: reviewer.id, decidedAt: null, isRestricted: false },
      });
      if (held >= (reviewer.capacity ?? 0))
        throw new AppError(
          "conflict",
          `You hold ${held} cases, which is your limit. Decide or release a case first.`,
        );
      return claimOldest(actor, reviewer, input, tx);
    });
  const taken = await take();
  if (taken) return taken;
  // Claims that expired since the last sweep are released and may be claimed too.
  return (await returnLapsed(inScope(actor))) > 0 ? take() : null;
}

async function claimOldest(
  actor: Actor,
  reviewer: WorkingMember,
  input: NextInput,
  tx?: Pick<Transaction, "$queryRaw" | "$executeRaw">,
): Promise<Taken | null> {
  if (input.tab !== "unassigned") return claimFirst(tx, actor, reviewer, input, waiting(reviewer, input.tab));
  if (reviewer.queues.length === 0) return claimFirst(tx, actor, reviewer, input, anyQueue);
  for (const queue of await queuesByAge(tx ?? db, actor, reviewer.queues)) {
    const taken = await claimFirst(tx, actor, reviewer, input, oneQueue(queue));
    if (taken) return taken;
  }
  return null;
}

/** The status that a claimed case has in each tab. */
const heldIn = {
  unassigned: "in_review",
  pending_second_review: "pending_second_review",
  escalated: "escalated",
} as const;

/**
 * Renews the claim of the reviewer's oldest claimed or assigned case of a tab. It counts towards the capacity
 * already.
 */
function takeOwn(actor: Actor, reviewer: WorkingMember, input: NextInput): Promise<Taken | null> {
  if (actor.request.call) return db.$transaction((tx) => renewOwn(tx, actor, reviewer, input));
  return renewOwn(undefined, actor, reviewer, input);
}

async function renewOwn(
  tx: Pick<Transaction, "$queryRaw" | "$executeRaw"> | undefined,
  actor: Actor,
  { id }: WorkingMember,
  input: NextInput,
): Promise<Taken | null> {
  const scope = inScope(actor);
  const now = new Date();
  const until = new Date(now.getTime() + claimMinutes * 60_000);
  const [own] = await (tx ?? db).$queryRaw<Taken[]>`
    WITH oldest AS (
      SELECT pk FROM review_cases WHERE ${scopeSql(scope)}
        AND assigned_to = ${id} AND status = ${heldIn[input.tab]}::"CaseStatus" AND snoozed_until IS NULL
        AND NOT is_restricted AND (claim_expires_at IS NULL OR claim_expires_at > ${now})
        AND id <> ALL(${[...(input.except ?? [])]}::text[])
      ORDER BY queued_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
    ), held AS (
      UPDATE review_cases c SET claim_expires_at = ${until} FROM oldest
        WHERE ${scopeSql(scope, "c")} AND c.pk = oldest.pk RETURNING c.*
    )
    ${takenSql(Prisma.sql`held`)}`;
  if (tx && own) await markDone(tx, actor, { type: "case", id: own.id });
  return own ?? null;
}

type Waiting = { where: Prisma.Sql; by: Prisma.Sql };

const anyQueue: Waiting = { where: Prisma.sql`claimable_at IS NOT NULL`, by: Prisma.sql`claimable_at` };
const oneQueue = (queue: string): Waiting => ({
  where: Prisma.sql`claimable_at IS NOT NULL AND queue = ${queue}`,
  by: Prisma.sql`claimable_at`,
});

/** The unassigned cases of a tab that this member may claim; `whyNotTake` has the same rules. */
const waiting = ({ id }: WorkingMember, tab: "pending_second_review" | "escalated"): Waiting => ({
  where: Prisma.sql`status = ${tab}::"CaseStatus" AND assigned_to IS NULL AND snoozed_until IS NULL AND NOT is_restricted
    AND (${tab} = 'escalated' OR first_reviewer IS DISTINCT FROM ${id})
    AND NOT (is_disputed AND ${id} IN (coalesce(first_reviewer, ''), coalesce(second_reviewer, '')))`,
  by: Prisma.sql`queued_at`,
});

/** Returns the member's queues that have claimable cases, the queue with the oldest case first. */
async function queuesByAge(
  tx: Pick<typeof db, "$queryRaw">,
  actor: Actor,
  queues: readonly string[],
): Promise<string[]> {
  const found = await tx.$queryRaw<{ queue: string }[]>`
    SELECT q.queue FROM unnest(${queues as string[]}::text[]) q(queue), LATERAL (
      SELECT c.claimable_at AS at FROM review_cases c WHERE ${scopeSql(inScope(actor), "c")}
        AND c.queue = q.queue AND c.claimable_at IS NOT NULL
      ORDER BY c.claimable_at, c.id LIMIT 1) oldest ORDER BY oldest.at`;
  return found.map(({ queue }) => queue);
}

const passedOver = (ids: readonly string[]) =>
  ids.length > 0 ? Prisma.sql`AND id <> ALL(${[...ids]}::text[])` : Prisma.empty;

/** Selects a case just claimed by a part of the same statement, with the settings that its DTO needs. */
const takenSql = (part: Prisma.Sql) => Prisma.sql`
  SELECT ${caseColumns}, s.id AS "sessionId", coalesce(t.sla_warn_minutes, 240) AS "slaWarnMinutes",
    coalesce(t.sla_breach_minutes, 1440) AS "slaBreachMinutes",
    coalesce(t.blind_second_review, true) AS "blindSecondReview"
  FROM ${part} c JOIN sessions s ON ${sameScope("s", "c")} AND s.pk = c.session_pk
  LEFT JOIN review_settings t ON ${sameScope("t", "c")}`;

/** Selects, claims and records in one statement, so that a kill leaves all of it or nothing. */
async function claimFirst(
  tx: Pick<Transaction, "$queryRaw" | "$executeRaw"> | undefined,
  actor: Actor,
  reviewer: WorkingMember,
  { ahead, except = [] }: NextInput,
  { where, by }: Waiting,
): Promise<Taken | null> {
  const scope = inScope(actor);
  const now = new Date();
  const until = new Date(now.getTime() + claimMinutes * 60_000);
  const event = eventRow(actor, {
    type: "case.claimed",
    metadata: { reviewerId: reviewer.id, how: ahead ? "ahead" : "next" },
  });
  const claim = Prisma.sql`${Prisma.raw(prepared)}
    WITH oldest AS (
      SELECT pk FROM review_cases WHERE ${scopeSql(scope)}
        AND ${where} ${passedOver(except)} ORDER BY ${by}, id LIMIT 1 FOR UPDATE SKIP LOCKED
    ), claimed AS (
      UPDATE review_cases c SET
        status = CASE c.status WHEN 'open' THEN 'in_review'::"CaseStatus" ELSE c.status END,
        assigned_to = ${reviewer.id}, claimed_at = CASE WHEN ${ahead} THEN NULL ELSE ${now}::timestamptz END,
        claim_expires_at = ${until}, version = c.version + 1
      FROM oldest
        WHERE ${scopeSql(scope, "c")} AND c.pk = oldest.pk RETURNING c.*
    ), recorded AS (
      INSERT INTO audit_events (id, organization_pk, environment, type, actor_kind, actor_id, actor_name,
          resource_type, resource_id, metadata, ip_address, request_method, request_path)
        SELECT ${event.id}, ${scope.organizationPk}, ${scope.environment}::"Environment", ${event.type}, ${event.actorKind},
          ${event.actorId}, ${event.actorName}, 'case', claimed.id, ${JSON.stringify(event.metadata)}::jsonb,
          ${event.ipAddress}, ${event.requestMethod}, ${event.requestPath} FROM claimed
    )
    ${takenSql(Prisma.sql`claimed`)}`;
  const [taken] = await (tx ? tx.$queryRaw<Taken[]>(claim) : askDirectly<Taken>(claim));
  if (tx && taken) await markDone(tx, actor, { type: "case", id: taken.id });
  return taken ?? null;
}

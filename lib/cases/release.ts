import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import type { Permission } from "@/lib/actor/permissions";
import type { snoozeEvents } from "@/lib/cases/schema";
import { recordEvent, recordScopedEvents } from "@/lib/events/record";
import { db, type Transaction } from "@/lib/platform/db";
import { Prisma } from "@/lib/platform/generated/client";
import { acrossOrganizations, isServedSql, sameScope, scopeSql } from "@/lib/platform/scope";
import { announceScope } from "@/lib/records/live";

type Scope = ReturnType<typeof inScope>;
type Returned = Scope & { id: string; was: string | null };

const batch = 200;

/**
 * Releases expired claims in batches. Several processes may do this at once.
 * @returns how many claims it released
 */
export async function returnLapsed(scope?: Scope): Promise<number> {
  return inBatches(
    (tx) => tx.$queryRaw<Returned[]>`
      WITH ${scope ? Prisma.empty : acrossOrganizations("cases.release")} due AS (
        SELECT organization_pk, environment, pk, assigned_to FROM review_cases l WHERE claim_expires_at <= now() AND NOT is_restricted AND ${within(scope)}
          AND ${isServedSql("l")}
          LIMIT ${batch} FOR UPDATE SKIP LOCKED
      )
      UPDATE review_cases c SET assigned_to = NULL, claimed_at = NULL, claim_expires_at = NULL, version = c.version + 1,
        status = CASE c.status WHEN 'in_review' THEN 'open'::"CaseStatus" ELSE c.status END
      FROM due WHERE ${sameScope("c", "due")} AND c.pk = due.pk
      RETURNING c.organization_pk AS "organizationPk", c.environment::text AS environment, c.id, due.assigned_to AS was`,
    "case.claim-lapsed",
  );
}

/**
 * Takes from a member every open case that their permissions no longer allow, in both environments: claimed and
 * assigned cases return to the queue, and an escalation to them goes to all leads. The caller announces the cases after
 * the transaction.
 * @param may what the member may do from now on
 */
export async function releaseAllOf(
  tx: Transaction,
  { organizationPk, id }: { organizationPk: bigint; id: string },
  may: ReadonlySet<Permission>,
): Promise<Returned[]> {
  const returned = Prisma.sql`organization_pk AS "organizationPk", environment::text AS environment, id, ${id} AS was`;
  const claimed = may.has("cases:claim")
    ? []
    : await tx.$queryRaw<Returned[]>`
        UPDATE review_cases SET assigned_to = NULL, claimed_at = NULL, claim_expires_at = NULL, version = version + 1,
          status = CASE status WHEN 'in_review' THEN 'open'::"CaseStatus" ELSE status END
        WHERE organization_pk = ${organizationPk} AND assigned_to = ${id} AND decided_at IS NULL RETURNING ${returned}`;
  const escalated = may.has("cases:take-escalations")
    ? []
    : await tx.$queryRaw<Returned[]>`
        UPDATE review_cases SET escalated_to = NULL, version = version + 1
        WHERE organization_pk = ${organizationPk} AND escalated_to = ${id} AND decided_at IS NULL RETURNING ${returned}`;
  await recordScopedEvents(
    tx,
    "members.release",
    claimed.map(({ organizationPk: pk, environment, id: caseId }) => ({
      scope: { organizationPk: pk, environment },
      event: { type: "case.released", metadata: { reviewerId: id }, resource: { type: "case", id: caseId } },
    })),
  );
  return [...claimed, ...escalated];
}

/** Wakes cases whose snooze has ended. @returns how many */
export async function wakeSnoozed(): Promise<number> {
  return inBatches(
    (tx) => tx.$queryRaw<Returned[]>`
      WITH ${acrossOrganizations("cases.release")} due AS (
        SELECT organization_pk, environment, pk FROM review_cases l
        WHERE snoozed_until <= now() AND NOT is_restricted AND ${isServedSql("l")} LIMIT ${batch} FOR UPDATE SKIP LOCKED)
      UPDATE review_cases c SET snoozed_until = NULL, snooze_event = NULL, version = c.version + 1
      FROM due WHERE ${sameScope("c", "due")} AND c.pk = due.pk
      RETURNING c.organization_pk AS "organizationPk", c.environment::text AS environment, c.id, NULL AS was`,
    "case.woken",
  );
}

/**
 * Ends the snooze of a session's case that waited for this event.
 * @returns the id of the case, if there was one
 */
export async function wakeOn(
  tx: Pick<Transaction, "reviewCase" | "$executeRaw">,
  actor: Actor,
  sessionPk: bigint,
  event: (typeof snoozeEvents)[number],
): Promise<string | null> {
  const where = { ...inScope(actor), sessionPk, snoozeEvent: event, snoozedUntil: { not: null } };
  const [woken] = await tx.reviewCase.updateManyAndReturn({
    where,
    data: { snoozedUntil: null, snoozeEvent: null, version: { increment: 1 } },
    select: { id: true },
  });
  if (!woken) return null;
  await recordEvent(tx, actor, {
    type: "case.woken",
    metadata: {},
    resource: { type: "case", id: woken.id },
  });
  return woken.id;
}

const within = (scope: Scope | undefined) => (scope ? scopeSql(scope) : Prisma.sql`true`);

type Raw = Pick<typeof db, "$queryRaw">;

async function inBatches(
  run: (tx: Raw) => Promise<Returned[]>,
  type: "case.claim-lapsed" | "case.woken",
): Promise<number> {
  let total = 0;
  for (;;) {
    const returned = await db.$transaction(async (tx) => {
      const rows = await run(tx);
      await recordScopedEvents(
        tx,
        "cases.return",
        rows.map(({ organizationPk, environment, id, was }) => ({
          scope: { organizationPk, environment },
          event: { type, metadata: was ? { reviewerId: was } : {}, resource: { type: "case" as const, id } },
        })),
      );
      return rows;
    });
    for (const row of returned) announceScope(row, [row.id]);
    total += returned.length;
    if (returned.length < batch) return total;
  }
}

import "server-only";
import { createHmac } from "node:crypto";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import type { Decision } from "@/lib/cases/policy";
import { recordEvent } from "@/lib/events/record";
import type { AuditEventInput } from "@/lib/events/types";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { Prisma } from "@/lib/platform/generated/client";
import { newId } from "@/lib/platform/id";
import { purposeKey } from "@/lib/platform/keys";
import { type Scope, scopeOf } from "@/lib/platform/scope";
import { hasLapsed, type LookRow, lockLook } from "@/lib/quality/load";
import { isSampled } from "@/lib/quality/policy";
import type { LookInput, RecordedDto } from "@/lib/quality/schema";
import { cipherOf } from "@/lib/records/open";

/** Tells of the id of a decision whether it is sampled. Made before a transaction, because a key may have to be read. */
export type Sampler = (snapshotId: string) => boolean;

/** Returns the sampler of an organization. */
export async function samplerOf(
  actor: Actor,
  { secondLookPercent: percent }: { secondLookPercent: number },
): Promise<Sampler> {
  if (percent === 0) return () => false;
  const key = await purposeKey(actor.scope.organizationId, "second-look");
  return (id) => isSampled(createHmac("sha256", key).update(id).digest(), percent);
}

type Sampled = Scope & {
  casePk: bigint;
  snapshotPk: bigint;
  firstReviewer: string;
  firstOutcome: Decision;
  createdAt: Date;
};

/** Puts a final decision among those that a second member looks at. */
export async function sampleDecision(tx: Transaction, data: Sampled): Promise<void> {
  await tx.secondLook.create({ data: { ...data, id: newId("slk") }, select: { pk: true } });
}

/** Takes an undone decision out of the sample. */
export async function unsample(tx: Transaction, snapshot: Scope & { pk: bigint }): Promise<void> {
  await tx.secondLook.deleteMany({ where: { ...scopeOf(snapshot), snapshotPk: snapshot.pk } });
}

const conflict = (detail: string) => new AppError("conflict", detail);

type Named = { lookId: string };
type Change = { data: Prisma.SecondLookUncheckedUpdateInput; event: AuditEventInput };

/** Changes a second look under its lock, and records the change. */
async function changeLook(
  actor: Actor,
  lookId: string,
  decide: (row: LookRow, tx: Transaction) => Promise<Change> | Change,
): Promise<LookRow> {
  return db.$transaction(async (tx) => {
    const row = await lockLook(tx, actor, lookId);
    if (row.givenAt) throw conflict("This second look has been recorded.");
    const { data, event } = await decide(row, tx);
    await tx.secondLook.update({
      where: { scoped: { ...inScope(actor), pk: row.pk } },
      data,
      select: { pk: true },
    });
    await recordEvent(tx, actor, { ...event, resource: { type: "case", id: row.caseId } });
    return row;
  });
}

/** Refuses a member who knows what was decided. */
function refuseSighted({ hasActed }: LookRow): void {
  if (hasActed) throw conflict("You have worked on this case or opened it. Another member must look at it.");
}

function refuseOthers({ takenBy }: LookRow, actor: Actor): void {
  if (takenBy !== actor.id) throw conflict("You have not taken this second look, or another member has.");
}

/**
 * Takes a second look for half an hour; for the member who has taken it, for another one.
 * @throws AppError not_found as `findLook`; conflict for a member who has worked on the case or seen it, while another
 * member has taken it, and once it is recorded
 */
export async function takeLook(actor: Actor, { lookId }: Named): Promise<{ id: string }> {
  authorize(actor, "quality:look");
  await changeLook(actor, lookId, (row) => {
    refuseSighted(row);
    if (row.takenBy !== actor.id && !hasLapsed(row.takenAt))
      throw conflict("Another member has taken this second look.");
    return {
      data: { takenBy: actor.id, takenAt: new Date() },
      event: { type: "second-look.taken", metadata: { lookId } },
    };
  });
  return { id: lookId };
}

/**
 * Releases a second look that the actor has taken, so that another member can take it at once.
 * @throws AppError not_found as `findLook`; conflict when the actor has not taken it, and once it is recorded
 */
export async function releaseLook(actor: Actor, { lookId }: Named): Promise<{ id: string }> {
  authorize(actor, "quality:look");
  await changeLook(actor, lookId, (row) => {
    refuseOthers(row, actor);
    return {
      data: { takenBy: null, takenAt: null },
      event: { type: "second-look.released", metadata: { lookId } },
    };
  });
  return { id: lookId };
}

/**
 * Records the outcome of a second look. Session, case and decision stay as they are.
 * @returns whether the decision had the same outcome
 * @throws AppError not_found as `findLook`; conflict when it is recorded already, the actor has not taken it, or has
 * opened the case meanwhile
 */
export async function recordOutcome(
  actor: Actor,
  { lookId, ...input }: LookInput & Named,
): Promise<RecordedDto> {
  authorize(actor, "quality:look");
  const { outcome, note } = input;
  const reasonCode = input.outcome === "rejected" ? input.reasonCode : null;
  const row = await changeLook(actor, lookId, async (found) => {
    refuseOthers(found, actor);
    refuseSighted(found);
    const agrees = outcome === found.firstOutcome;
    const cipher = await cipherOf(actor, "session", { id: found.sessionId, dataKeyId: found.dataKeyId });
    const sealed = note ? cipher.seal("secondLook", lookId, { note }) : null;
    return {
      data: { outcome, reasonCode, givenAt: new Date(), sealed },
      event: { type: "second-look.recorded", metadata: { lookId, outcome, reasonCode, agrees } },
    };
  });
  return { id: lookId, agrees: outcome === row.firstOutcome };
}

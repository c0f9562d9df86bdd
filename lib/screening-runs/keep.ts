import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import { tellLateHits } from "@/lib/imports/late-hits";
import type { Transaction } from "@/lib/platform/db";
import { newId } from "@/lib/platform/id";
import { keyOf } from "@/lib/platform/scope";
import type { SessionFacts } from "@/lib/records/open";
import { lockCheck } from "@/lib/screening/write";
import { type Outcome, sealedCheck } from "@/lib/screening-runs/compare";
import { entryKey } from "@/lib/screening-runs/hits";
import type { CheckType, Subject } from "@/lib/screening-runs/subject";
import { nameOf } from "@/lib/screening-runs/subjects";
import type { RecordCipher } from "@/lib/vault/cipher";
import { queueWebhooks } from "@/lib/webhooks/write";

type Making = {
  session: SessionFacts & { identity: { id: string } | null };
  cipher: RecordCipher;
  row: {
    externalRef: string | null;
    checkType: CheckType;
    batchId: string | null;
    monitoringEnabled: boolean;
  };
  outcome: Outcome;
  subject: Subject;
};

/** Keeps a comparison as a check of a locked session, with its hits, its webhook and its event. @returns its id */
export async function insertCheck(
  tx: Transaction,
  actor: Actor,
  { session, cipher, row, outcome, subject }: Making,
): Promise<string> {
  const [id, now] = [newId("schk"), new Date()];
  const { hits, reason } = outcome;
  const highest = hits[0]?.match_score ?? null;
  const status = reason ? "error" : hits.length > 0 ? "hit" : "clear";
  const { pk: checkPk } = await tx.screeningCheck.create({
    data: {
      ...inScope(actor),
      ...row,
      id,
      status,
      sessionPk: session.pk,
      hasMatch: hits.length > 0,
      hitCount: hits.length,
      highestScore: highest,
      provider: reason === "no_source" ? null : "aml_screening",
      identityRef: session.identity?.id ?? null,
      isRunHere: true,
      seenLists: outcome.seen,
      lastCheckedAt: now,
      createdAt: now,
      sealed: cipher.seal(
        "screeningCheck",
        id,
        sealedCheck(outcome, subject, { count: hits.length, highest }),
      ),
    },
    select: { pk: true },
  });
  await insertHits(tx, actor, { session, cipher, check: { pk: checkPk, id }, from: 0 }, hits);
  const check = { id, checkType: row.checkType, status, hasMatch: hits.length > 0 };
  await queueWebhooks(tx, actor, ["screening.completed"], session, { check });
  await recordEvent(tx, actor, {
    type: "screening.check-run",
    metadata: { checkId: id, checkType: row.checkType, status, hits: hits.length, isRerun: false },
    resource: { type: "session", id: session.id },
  });
  return id;
}

type Facts = Pick<SessionFacts, "pk" | "id" | "externalRef" | "status" | "resultStatus">;
type Place = { session: Facts; cipher: RecordCipher; check: { pk: bigint; id: string }; from: number };

/** Writes hits of a check after those that it has, and tells of them when the session was decided before. */
async function insertHits(
  tx: Transaction,
  actor: Actor,
  { session, cipher, check, from }: Place,
  hits: Outcome["hits"],
): Promise<void> {
  const { status, resultStatus } = session;
  const isDecided = status === "completed" && (resultStatus === "approved" || resultStatus === "rejected");
  const arrivedAt = isDecided ? new Date() : null;
  await tx.screeningHit.createMany({
    data: hits.map((hit, at) => ({
      ...inScope(actor),
      checkPk: check.pk,
      position: from + at,
      matchScore: hit.match_score,
      arrivedAt,
      sealed: cipher.seal("screeningHit", `${check.id}/${from + at}`, { hit }),
    })),
  });
  if (isDecided)
    await tellLateHits(
      tx,
      actor,
      session,
      hits.map(() => ({ isDismissed: false })),
    );
}

type LockedCheck = Awaited<ReturnType<typeof lockCheck>>;
type Again = {
  session: NonNullable<LockedCheck["session"]>;
  cipher: RecordCipher;
  outcome: Outcome;
  subject: Subject;
};

/**
 * Adds what a further comparison found to a locked check. Hits that it has stay with what was decided on them, also
 * those whose entry is no longer listed; new ones are added.
 */
export async function addToCheck(
  tx: Transaction,
  actor: Actor,
  check: LockedCheck,
  { session, cipher, outcome, subject }: Again,
): Promise<void> {
  const known = new Set(
    check.hits.map((hit) =>
      entryKey(cipher.open("screeningHit", `${check.id}/${hit.position}`, hit.sealed)?.hit ?? {}),
    ),
  );
  const fresh = outcome.hits.filter((hit) => !known.has(entryKey(hit)));
  const from = Math.max(-1, ...check.hits.map(({ position }) => position)) + 1;
  await insertHits(tx, actor, { session, cipher, check, from }, fresh);
  const told = stateOf(check, outcome, fresh);
  await tx.screeningCheck.update({
    where: keyOf(check),
    data: {
      status: told.status,
      hasMatch: told.count > 0,
      hitCount: told.count,
      highestScore: told.highest,
      lastCheckedAt: new Date(),
      seenLists: outcome.seen,
      sealed: cipher.seal("screeningCheck", check.id, sealedCheck(outcome, subject, told)),
    },
    select: { pk: true },
  });
  const event = { id: check.id, checkType: check.checkType, status: told.status, hasMatch: told.count > 0 };
  await queueWebhooks(tx, actor, ["screening.completed"], session, { check: event });
  const metadata = { checkId: check.id, checkType: check.checkType, status: told.status, hits: fresh.length };
  await recordEvent(tx, actor, {
    type: "screening.check-run",
    metadata: { ...metadata, isRerun: true },
    resource: { type: "session", id: session.id },
  });
}

/** The state of a check from the hits that are not dismissed. */
function stateOf({ hits }: LockedCheck, { reason }: Outcome, fresh: Outcome["hits"]) {
  const scores = [
    ...hits.filter(({ isDismissed }) => !isDismissed).map(({ matchScore }) => matchScore ?? 0),
    ...fresh.map(({ match_score }) => match_score),
  ];
  const status = scores.length > 0 ? "hit" : reason ? "error" : "clear";
  return { status, count: scores.length, highest: scores.length > 0 ? Math.max(...scores) : null };
}

/** What was found when a name of a session's person was compared. */
export type Screened = { checkType: CheckType; subject: Subject; outcome: Outcome };

/** Of so many checks of a session one is looked for that has compared the name before. */
const mostLookedAt = 100;

/**
 * Keeps comparisons of the person of a locked session: in the check that has compared the name before, so that what was
 * decided on its hits stays, or in a new one. An entry that several names are similar to is a hit of the first.
 * @returns the ids of the checks, in the order of the comparisons
 */
export async function keepScreened(
  tx: Transaction,
  actor: Actor,
  { session, cipher }: Pick<Making, "session" | "cipher">,
  screened: readonly Screened[],
): Promise<string[]> {
  if (screened.length === 0) return [];
  const held = await tx.screeningCheck.findMany({
    where: { ...inScope(actor), sessionPk: session.pk, isRunHere: true, redactedAt: null },
    orderBy: { pk: "asc" },
    take: mostLookedAt,
    select: { id: true, checkType: true, sealed: true },
  });
  const nameIn = ({ id, sealed }: (typeof held)[number]) =>
    nameOf((cipher.open("screeningCheck", id, sealed)?.extra?.subject ?? {}) as Subject);
  const told = new Set<string>();
  const kept: string[] = [];
  for (const { checkType, subject, outcome } of screened) {
    const hits = outcome.hits.filter((hit) => !told.has(`${checkType} ${entryKey(hit)}`));
    for (const hit of hits) told.add(`${checkType} ${entryKey(hit)}`);
    const found = { ...outcome, hits };
    const before = held.find((each) => each.checkType === checkType && nameIn(each) === nameOf(subject));
    const check = before && (await lockCheck(tx, actor, before.id));
    if (check?.session)
      await addToCheck(tx, actor, check, { session: check.session, cipher, outcome: found, subject });
    const row = { externalRef: session.externalRef, checkType, batchId: null, monitoringEnabled: false };
    const id = check?.session
      ? check.id
      : await insertCheck(tx, actor, { session, cipher, row, outcome: found, subject });
    kept.push(id);
  }
  return kept;
}

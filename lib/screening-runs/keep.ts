import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import { tellLateHits } from "@/lib/imports/late-hits";
import type { Transaction } from "@/lib/platform/db";
import { newId } from "@/lib/platform/id";
import { keyOf } from "@/lib/platform/scope";
import type { SessionFacts } from "@/lib/records/open";
import { checksRunHere } from "@/lib/screening/load";
import { stateOf } from "@/lib/screening/policy";
import { lockCheck } from "@/lib/screening/write";
import type { Outcome } from "@/lib/screening-runs/compare";
import { type Divided, divide, sealedResult, undivided } from "@/lib/screening-runs/elsewhere";
import type { CheckType, Subject } from "@/lib/screening-runs/subject";
import { nameOf, subjectIn } from "@/lib/screening-runs/subjects";
import type { RecordCipher } from "@/lib/vault/cipher";
import type { Sealed } from "@/lib/vault/sealed";
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
  /** What of it is to be kept; all of it where a caller has asked for a check of its own. */
  divided?: Divided;
  extra: Sealed["screeningCheck"]["extra"];
};

/** Keeps a comparison as a check of a locked session, with its hits, its webhook and its event. @returns its id */
export async function insertCheck(
  tx: Transaction,
  actor: Actor,
  { session, cipher, row, outcome, divided = undivided(outcome), extra }: Making,
): Promise<string> {
  const [id, now] = [newId("schk"), new Date()];
  const { fresh, openElsewhere } = divided;
  const scores = fresh.map(({ match_score }) => match_score);
  const state = stateOf(scores, openElsewhere, outcome.reason);
  const { pk: checkPk } = await tx.screeningCheck.create({
    data: {
      ...inScope(actor),
      ...row,
      ...state,
      id,
      sessionPk: session.pk,
      provider: outcome.reason === "no_source" ? null : "aml_screening",
      identityRef: session.identity?.id ?? null,
      isRunHere: true,
      seenLists: outcome.seen,
      lastCheckedAt: now,
      createdAt: now,
      sealed: cipher.seal("screeningCheck", id, { result: sealedResult(outcome, state, divided), extra }),
    },
    select: { pk: true },
  });
  await insertHits(tx, actor, { session, cipher, check: { pk: checkPk, id }, from: 0 }, fresh);
  const { status, hasMatch } = state;
  const check = { id, checkType: row.checkType, status, hasMatch };
  await queueWebhooks(tx, actor, ["screening.completed"], session, { check });
  await recordEvent(tx, actor, {
    type: "screening.check-run",
    metadata: { checkId: id, checkType: row.checkType, status, hits: fresh.length, isRerun: false },
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
 * those whose entry is no longer listed; new ones are added. Whom a caller named stays as it was named.
 */
export async function addToCheck(
  tx: Transaction,
  actor: Actor,
  check: LockedCheck,
  { session, cipher, outcome, subject }: Again,
): Promise<void> {
  const { checkType, hits } = check;
  const held = cipher.open("screeningCheck", check.id, check.sealed);
  const divided = await divide(tx, { session, cipher, checkType }, outcome, { check, held });
  const { fresh, openElsewhere } = divided;
  const from = Math.max(-1, ...hits.map(({ position }) => position)) + 1;
  await insertHits(tx, actor, { session, cipher, check, from }, fresh);
  const scores = [
    ...hits.filter(({ isDismissed }) => !isDismissed).map(({ matchScore }) => matchScore),
    ...fresh.map(({ match_score }) => match_score),
  ];
  const state = stateOf(scores, openElsewhere, outcome.reason);
  const extra = isOfSession(held) ? { ...held?.extra, subject } : held?.extra;
  await tx.screeningCheck.update({
    where: keyOf(check),
    data: {
      ...state,
      lastCheckedAt: new Date(),
      seenLists: outcome.seen,
      sealed: cipher.seal("screeningCheck", check.id, {
        result: sealedResult(outcome, state, divided),
        extra,
      }),
    },
    select: { pk: true },
  });
  const { status, hasMatch } = state;
  const event = { id: check.id, checkType, status, hasMatch };
  await queueWebhooks(tx, actor, ["screening.completed"], session, { check: event });
  const metadata = { checkId: check.id, checkType, status, hits: fresh.length };
  await recordEvent(tx, actor, {
    type: "screening.check-run",
    metadata: { ...metadata, isRerun: true },
    resource: { type: "session", id: session.id },
  });
}

/** The person as the session names them, in its words of today; a caller's own words are no such thing. */
const ofSession = (subject: Subject) => ({ subject, subject_from: "session" });
const isOfSession = (held: Sealed["screeningCheck"] | null): boolean =>
  held?.extra?.subject_from === "session";

/** What was found when a name of a session's person was compared. */
export type Screened = { checkType: CheckType; subject: Subject; outcome: Outcome };

/**
 * Keeps comparisons of the person of a locked session: in the check that has compared the name before, so that what was
 * decided on its hits stays, or in a new one. An entry that several names are similar to is a hit of one check, and the
 * others say so.
 * @returns the ids of the checks, in the order of the comparisons
 */
export async function keepScreened(
  tx: Transaction,
  actor: Actor,
  { session, cipher }: Pick<Making, "session" | "cipher">,
  screened: readonly Screened[],
): Promise<string[]> {
  if (screened.length === 0) return [];
  const lenient = cipher.pastDamage(() => undefined);
  const before = new Map<string, string>();
  for (const { id, checkType, sealed } of await checksRunHere(tx, session)) {
    const place = `${checkType} ${nameOf(subjectIn(lenient.open("screeningCheck", id, sealed)))}`;
    if (!before.has(place)) before.set(place, id);
  }
  const kept: string[] = [];
  for (const { checkType, subject, outcome } of screened) {
    const id = before.get(`${checkType} ${nameOf(subject)}`);
    const check = id ? await lockCheck(tx, actor, id) : null;
    if (check?.session) {
      await addToCheck(tx, actor, check, { session: check.session, cipher, outcome, subject });
      kept.push(check.id);
      continue;
    }
    const divided = await divide(tx, { session, cipher, checkType }, outcome);
    const row = { externalRef: session.externalRef, checkType, batchId: null, monitoringEnabled: false };
    const extra = ofSession(subject);
    kept.push(await insertCheck(tx, actor, { session, cipher, row, outcome, divided, extra }));
  }
  return kept;
}

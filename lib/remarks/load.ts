import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import type { Bundle } from "@/lib/contract/bundle";
import { instantOrNull } from "@/lib/format/instant";
import { db } from "@/lib/platform/db";
import { log } from "@/lib/platform/log";
import { belowRequest, belowSession } from "@/lib/platform/scope";
import { readStoredOrNull } from "@/lib/platform/stored-or-null";
import { cipherOf, type OpenSession, openSession } from "@/lib/records/open";
import { type Marks, remarkOf } from "@/lib/remarks/policy";
import { storedMark } from "@/lib/remarks/schema";
import type { OwnRequest } from "@/lib/requests/load";
import { exportBundle } from "@/lib/sessions/export";
import { currentSettings } from "@/lib/settings/load";
import type { TellDamage } from "@/lib/vault/cipher";
import { openCustomFields } from "@/lib/vault/custom-fields";

/** The name of a mark, unique among all requests; it binds the sealed bytes to their row. */
export const aboutMark = (request: OwnRequest, sessionId: string, remark: string) =>
  `${request.id}/${sessionId}/${remark}`;

/** If a mark cannot be opened or read, it is unknown what it hides, so the whole remark is omitted. */
const everything = { text: "", isSuspicion: true };

/** Returns the marks of one session's remarks, by remark. */
export async function marksOf(actor: Actor, request: OwnRequest, sessionId: string): Promise<Marks> {
  const [cipher, rows] = await Promise.all([
    cipherOf(actor, "request", request),
    db.requestMark.findMany({ where: { ...belowRequest(request), session: { id: sessionId } } }),
  ]);
  return new Map(
    rows.flatMap(({ sealed, ...row }) => {
      const remark = remarkOf(row);
      const mark = cipher
        .pastDamage(() => log.error({ dataRequestId: request.id, sessionId }, "a mark does not open"))
        .open("requestMark", aboutMark(request, sessionId, remark), sealed);
      const read = mark && readStoredOrNull(storedMark, mark, "request_marks.sealed");
      return sealed ? [[remark, read ?? everything] as const] : [];
    }),
  );
}

/** Returns the ids of the sessions that the answer is about. */
export const acceptedSessions = (request: OwnRequest) =>
  db.requestMatch.findMany({
    where: { ...belowRequest(request), state: "accepted", session: { retentionStatus: { not: "redacted" } } },
    select: { session: { select: { id: true } } },
    orderBy: { session: { createdAt: "asc" } },
  });

/** Returns the keys and tags that the settings of the actor's environment mark as suspicion material. */
export async function suspicionNames(actor: Actor) {
  const { suspicionKeys: keys, suspicionTags: tags } = (await currentSettings(actor)).requests;
  return { keys, tags };
}

/**
 * Removes remarks made after the review from a bundle. Nobody has reviewed them, so they are not part of the answer.
 */
export async function asReviewed(actor: Actor, bundle: Bundle, request: OwnRequest): Promise<Bundle> {
  const { reviewedAt } = request;
  if (!reviewedAt) return bundle;
  const notes = bundle.case_notes?.filter(
    ({ created_at: at }) => !at || new Date(at).getTime() <= reviewedAt.getTime(),
  );
  if (!bundle.review_case) return { ...bundle, case_notes: notes };
  const {
    escalation_reason: _,
    snooze_reason: __,
    ...unsaid
  } = bundle.review_case as Record<string, unknown>;
  const isLater = await isRemarkedAfter(actor, bundle.review_case.id, reviewedAt);
  return {
    ...bundle,
    case_notes: notes,
    review_case: isLater ? (unsaid as Bundle["review_case"]) : bundle.review_case,
  };
}

/** Returns whether a case was escalated or snoozed after a time. The case stores only the last reason. */
async function isRemarkedAfter(actor: Actor, caseId: string, time: Date): Promise<boolean> {
  const found = await db.auditEvent.findFirst({
    where: {
      ...inScope(actor),
      resourceType: "case",
      resourceId: caseId,
      type: { in: ["case.escalated", "case.snoozed"] },
      createdAt: { gt: time },
    },
    select: { sequence: true },
  });
  return found !== null;
}

/**
 * Returns the export of a session with the notes of second looks. To an answer they are notes like those of the case:
 * they are read, marked and withheld as such.
 * @param tell called for each row that cannot be opened; without it such a row is an error
 */
export async function answerBundle(actor: Actor, session: OpenSession, tell?: TellDamage): Promise<Bundle> {
  const bundle = await exportBundle(actor, session, tell);
  const cipher = tell ? session.cipher.pastDamage(tell) : session.cipher;
  const looks = await db.secondLook.findMany({
    where: { ...inScope(actor), case: belowSession(session), sealed: { not: null }, givenAt: { not: null } },
    select: { id: true, givenAt: true, sealed: true },
    orderBy: { pk: "asc" },
  });
  const notes = looks.map(({ id, givenAt, sealed }) => ({
    note_id: id,
    author: null,
    content: cipher.open("secondLook", id, sealed)?.note ?? null,
    created_at: instantOrNull(givenAt),
  }));
  return notes.length === 0 ? bundle : { ...bundle, case_notes: [...(bundle.case_notes ?? []), ...notes] };
}

/**
 * Returns the export of a session as it was reviewed for a request.
 * @param tell called for each row that cannot be opened; without it such a row is an error
 */
export const reviewedBundle = async (
  actor: Actor,
  request: OwnRequest,
  sessionId: string,
  tell?: TellDamage,
): Promise<Bundle> => {
  const session = await openSession(actor, sessionId, "answer");
  return asReviewed(actor, await answerBundle(actor, session, tell), request);
};

/**
 * Returns what the customer has stored with the identity of a session: its own, or that of its external reference.
 * @param tell called if it cannot be opened
 * @returns null for none, and if it cannot be opened
 */
export async function identityFieldsOf(
  actor: Actor,
  { identityPk, externalRef, id }: OpenSession,
  tell?: TellDamage,
): Promise<Record<string, unknown> | null> {
  const known = identityPk ? { pk: identityPk } : externalRef ? { externalRef } : null;
  if (!known) return null;
  const found = await db.identity.findFirst({
    where: { ...inScope(actor), ...known, sealed: { not: null } },
    select: { id: true, sealed: true },
  });
  if (!found) return null;
  const fields = await openCustomFields(actor.scope.organizationId, found.id, found.sealed);
  if (!fields) tell?.("identityCustomFields", id);
  return fields;
}

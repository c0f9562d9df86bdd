import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import type { Bundle } from "@/lib/contract/bundle";
import { db } from "@/lib/platform/db";
import { log } from "@/lib/platform/log";
import { belowRequest } from "@/lib/platform/scope";
import { cipherOf, openSession } from "@/lib/records/open";
import { type Marks, remarkOf } from "@/lib/remarks/policy";
import type { OwnRequest } from "@/lib/requests/load";
import { exportBundle } from "@/lib/sessions/export";
import { currentSettings } from "@/lib/settings/load";
import type { TellDamage } from "@/lib/vault/cipher";

/** What names a mark among those of all requests. */
export const aboutMark = (request: OwnRequest, sessionId: string, remark: string) =>
  `${request.id}/${sessionId}/${remark}`;

/** Of a mark that does not open nobody knows what it hides, so nothing of its remark leaves. */
const everything = { text: "", isSuspicion: true };

/** What was marked of one session's remarks, by remark. */
export async function marksOf(actor: Actor, request: OwnRequest, sessionId: string): Promise<Marks> {
  const [cipher, rows] = await Promise.all([
    cipherOf(actor, "request", request),
    db.requestMark.findMany({ where: { ...belowRequest(request), session: { id: sessionId } } }),
  ]);
  return new Map(
    rows.flatMap(({ sealed, ...row }) => {
      const remark = remarkOf(row);
      const mark = cipher
        .pastDamage(() => log.error({ requestId: request.id, sessionId }, "a mark does not open"))
        .open("requestMark", aboutMark(request, sessionId, remark), sealed);
      return sealed ? [[remark, mark ?? everything] as const] : [];
    }),
  );
}

/** The sessions that an answer is made of. */
export const acceptedSessions = (request: OwnRequest) =>
  db.requestMatch.findMany({
    where: { ...belowRequest(request), state: "accepted", session: { retentionStatus: { not: "redacted" } } },
    select: { session: { select: { id: true } } },
    orderBy: { session: { createdAt: "asc" } },
  });

/** What is named as matter of a suspicion report where the actor is. */
export async function suspicionNames(actor: Actor) {
  const { suspicionKeys: keys, suspicionTags: tags } = (await currentSettings(actor)).requests;
  return { keys, tags };
}

/**
 * A bundle without the remarks that were made after the review: nobody has looked at them, so they are no part of the
 * answer.
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

/** Whether somebody escalated a case or put it aside after a time; the case keeps the last reason alone. */
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
 * The export of a session as it was reviewed for a request.
 * @param tell told of each row that does not open; without it such a row is an error
 */
export const reviewedBundle = async (
  actor: Actor,
  request: OwnRequest,
  sessionId: string,
  tell?: TellDamage,
): Promise<Bundle> => {
  const session = await openSession(actor, sessionId, "answer");
  return asReviewed(actor, await exportBundle(actor, session, tell), request);
};

import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/platform/db";
import { openRow } from "@/lib/privacy/seal";
import type { Marks, Remark } from "@/lib/remarks/answer";
import type { OwnRequest } from "@/lib/requests/own";
import type { Bundle } from "@/lib/sessions/bundle";
import { dataKeyOf } from "@/lib/sessions/own";
import { currentSettings } from "@/lib/settings/current";

/** What names a mark among those of all requests. */
export const aboutMark = (request: OwnRequest, sessionId: string, remark: string) =>
  `${request.id}/${sessionId}/${remark}`;

/** What was marked of one session's remarks, by remark. */
export async function marksOf(actor: Actor, request: OwnRequest, sessionId: string): Promise<Marks> {
  const [key, rows] = await Promise.all([
    dataKeyOf(actor, request),
    db.requestMark.findMany({ where: { requestPk: request.pk, session: { id: sessionId } } }),
  ]);
  return new Map(
    rows.flatMap(({ remark, sealed }) => {
      const mark = openRow(key, "requestMark", aboutMark(request, sessionId, remark), sealed);
      return mark ? [[remark, mark] as const] : [];
    }),
  );
}

/** The sessions that an answer is made of. */
export const acceptedSessions = (request: OwnRequest) =>
  db.requestMatch.findMany({
    where: { requestPk: request.pk, state: "accepted", session: { retentionStatus: { not: "redacted" } } },
    select: { session: { select: { id: true } } },
    orderBy: { session: { createdAt: "asc" } },
  });

/** What is named as matter of a suspicion report where the actor is. */
export async function suspicionNames(actor: Actor) {
  const { suspicionKeys: keys, suspicionTags: tags } = await currentSettings(actor);
  return { keys, tags };
}

/** Whether a remark was there to be looked at when the request was reviewed; a later one is no part of the answer. */
export const isReviewed = ({ createdAt }: Pick<Remark, "createdAt">, { reviewedAt }: OwnRequest): boolean =>
  !reviewedAt || !createdAt || new Date(createdAt) <= reviewedAt;

/** A bundle without the notes that were written after the review. */
export const asReviewed = (bundle: Bundle, request: OwnRequest): Bundle => ({
  ...bundle,
  case_notes: bundle.case_notes?.filter((note) =>
    isReviewed({ createdAt: note.created_at ?? null }, request),
  ),
});

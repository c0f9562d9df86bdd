import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { db } from "@/lib/platform/db";

/** The subject of an event, with the type and id that the log uses. */
export type Resource = { type: string; id: string };

const mostSessions = 200;

/**
 * Lists the resources that events about a session or an identity can name. For a session: itself and its case. For an
 * identity: itself, those merged into it, and its newest 200 sessions with their cases. An id outside the actor's scope gives an empty list.
 */
export async function resourcesAbout(actor: Actor, id: string): Promise<Resource[]> {
  const scope = inScope(actor);
  const identity = await db.identity.findFirst({
    where: { ...scope, id },
    include: { merged: { orderBy: { mergedAt: "desc" }, take: mostSessions, select: { id: true } } },
  });
  const sessions = await db.session.findMany({
    where: identity
      ? {
          ...scope,
          OR: [{ identityPk: identity.pk }, { externalRef: identity.externalRef, identityPk: null }],
        }
      : { ...scope, id },
    orderBy: { createdAt: "desc" },
    take: mostSessions,
    select: { id: true, reviewCase: { select: { id: true } } },
  });
  return [
    ...(identity ? [identity, ...identity.merged].map((each) => ({ type: "identity", id: each.id })) : []),
    ...sessions.flatMap((session) => [
      { type: "session", id: session.id },
      ...(session.reviewCase ? [{ type: "case", id: session.reviewCase.id }] : []),
    ]),
  ];
}

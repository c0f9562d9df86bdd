import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { db } from "@/lib/platform/db";

/** What an event can be about, as the log names it. */
export type Resource = { type: string; id: string };

const mostSessions = 200;

/**
 * Everything that events about a session or an identity can name: the session with its case; of an identity, itself
 * and its newest 200 sessions with theirs. An id of somebody else names nothing.
 */
export async function resourcesAbout(actor: Actor, id: string): Promise<Resource[]> {
  const scope = inScope(actor);
  const identity = await db.identity.findFirst({ where: { ...scope, id } });
  const sessions = await db.session.findMany({
    where: identity
      ? { ...scope, OR: [{ identityPk: identity.pk }, { externalRef: identity.externalRef }] }
      : { ...scope, id },
    orderBy: { createdAt: "desc" },
    take: mostSessions,
    select: { id: true, reviewCase: { select: { id: true } } },
  });
  return [
    ...(identity ? [{ type: "identity", id: identity.id }] : []),
    ...sessions.flatMap((session) => [
      { type: "session", id: session.id },
      ...(session.reviewCase ? [{ type: "case", id: session.reviewCase.id }] : []),
    ]),
  ];
}

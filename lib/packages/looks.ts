import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { db } from "@/lib/platform/db";
import { suspicionNames } from "@/lib/remarks/load";

/**
 * Events of a member or a key that looked at data. Data loaded in advance and never shown (`*.fetched-ahead`) is not
 * listed. Neither is a claim, because the look that follows it has its own event.
 */
const looks = [
  "document.viewed",
  "document.fetched",
  "pii.read",
  "pii.revealed",
  "case.opened",
  "case.brief-sent",
  "api.session.export",
];
const mostLooks = 10_000;

/**
 * Lists who looked at a session, when and for what. Numbers distinguish members without naming them (CJEU C-579/21).
 */
export async function whoLooked(actor: Actor, sessionId: string) {
  const found = await db.session.findFirst({
    where: { ...inScope(actor), id: sessionId },
    select: { reviewCase: { select: { id: true } }, identity: { select: { id: true } } },
  });
  const events = await db.auditEvent.findMany({
    where: {
      ...inScope(actor),
      type: { in: looks },
      // For people, document.viewed records the look; the browser's download of the image is not a second one.
      NOT: { type: "document.fetched", actorKind: "person" },
      OR: [
        { resourceType: "session", resourceId: sessionId },
        ...(found?.reviewCase ? [{ resourceType: "case", resourceId: found.reviewCase.id }] : []),
        ...(found?.identity ? [{ resourceType: "identity", resourceId: found.identity.id }] : []),
      ],
    },
    orderBy: { sequence: "asc" },
    take: mostLooks,
  });
  const { keys } = await suspicionNames(actor);
  const unsaid = new Set(keys.map((name) => name.toLowerCase()));
  const letters = new Map<string, string>();
  return events.map(({ actorId, actorKind, type, createdAt, metadata }) => {
    const known =
      letters.get(actorId) ?? `${actorKind === "person" ? "Member" : "System"} ${letters.size + 1}`;
    letters.set(actorId, known);
    return {
      at: createdAt.toISOString(),
      who: known,
      what: type,
      ...lookedAt(metadata, unsaid),
      ...sentTo(type, metadata),
    };
  });
}

/**
 * Returns the fields, parts and documents that were looked at, without those that settings keep secret. Other
 * metadata may name staff and is left out.
 */
function lookedAt(metadata: unknown, unsaid: ReadonlySet<string>): Record<string, unknown> {
  const {
    fields,
    what,
    docType,
    docTypes = docType && [docType],
  } = (metadata ?? {}) as Record<string, unknown>;
  const part = what ? { part: what } : {};
  if (!Array.isArray(fields)) return { ...part, fields, docTypes };
  const isSaid = (name: unknown) => !unsaid.has(String(name).split(".").at(-1)?.toLowerCase() ?? "");
  return { ...part, fields: fields.filter(isSaid), docTypes };
}

/** Where what was looked at was sent (GDPR Art. 15(1)(c)). */
function sentTo(type: string, metadata: unknown): Record<string, unknown> {
  if (type !== "case.brief-sent") return {};
  const { host, model } = (metadata ?? {}) as Record<string, unknown>;
  return { recipient: host, model };
}

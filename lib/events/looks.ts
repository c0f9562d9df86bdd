import "server-only";
import type { Actor } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import type { AuditEventInput } from "@/lib/events/types";
import { db } from "@/lib/platform/db";

/** Repeated reads within this time count as one. */
const sameLookMs = 60_000;

type Kept = { countersignLooks?: Map<string, Promise<unknown>> };
const kept = globalThis as typeof globalThis & Kept;

/**
 * Records a read of personal data, once a minute for each caller, session and part, because programs read repeatedly.
 * The caller gets its answer after the event is written.
 * @param look `about` distinguishes parts of one session
 */
export async function recordLook(
  actor: Actor,
  { about, event }: { about: string; event: AuditEventInput },
): Promise<void> {
  kept.countersignLooks ??= new Map();
  const looks = kept.countersignLooks;
  const { organizationPk, environment } = actor.scope;
  const name = JSON.stringify([
    organizationPk.toString(),
    environment,
    actor.id,
    event.type,
    event.resource,
    about,
  ]);
  const known = looks.get(name);
  if (known) return void (await known);
  const written = recordEvent(db, actor, event);
  looks.set(name, written);
  setTimeout(() => looks.delete(name), sameLookMs).unref();
  // The write failed, so the next read tries again.
  written.catch(() => looks.delete(name));
  await written;
}

/**
 * Records that an API key has read values of a session, or a person something that is not masked, as a note is.
 * Reading masked values is no event, nor what a job reads: a job has events of its own.
 * @param what which part of the session, as `who-looked.json` of an answer names it
 */
export const recordRead = (actor: Actor, session: { id: string }, what: string, fields: string[] = []) =>
  recordPart(actor, { type: "session", id: session.id }, what, fields);

/** {@link recordRead} for what is known of an identity across its sessions. */
export const recordIdentityRead = (actor: Actor, identity: { id: string }, what: string) =>
  recordPart(actor, { type: "identity", id: identity.id }, what, []);

async function recordPart(
  actor: Actor,
  resource: { type: "session" | "identity"; id: string },
  what: string,
  fields: string[],
): Promise<void> {
  if (actor.kind !== "person" && actor.kind !== "api_key") return;
  await recordLook(actor, {
    about: `${what} ${fields.join()}`,
    event: { type: "pii.read", metadata: { what, fields }, resource },
  });
}

import "server-only";
import { z } from "zod";
import { type Actor, inScope } from "@/lib/actor/actor";
import { db } from "@/lib/platform/db";
import { listen, notify } from "@/lib/platform/notify";
import { type Scope, scopeOf } from "@/lib/platform/scope";
import { sayFailure } from "@/lib/platform/unavailable";

const channel = "cases";
/** Changes within this time are announced together, so that a burst of claims is one message. */
const gatherMs = 200;
const mostIds = 100;

const message = z.object({ scope: z.string(), ids: z.array(z.string()) });

type Changed = { scope: Scope; ids: Set<string> };
type Kept = { countersignChangedCases?: Map<string, Changed>; countersignTelling?: Promise<void> };
const kept = globalThis as typeof globalThis & Kept;

const nameOf = ({ organizationPk, environment }: Scope) => `${organizationPk}/${environment}`;

/** Announces to everybody who watches these cases that they have changed. Called after the commit. */
export const announceCases = (actor: Actor, ids: readonly string[]): void =>
  announceScope(inScope(actor), ids);

/** {@link announceCases} for work that has no actor. */
export function announceScope(scope: Scope, ids: readonly string[]): void {
  kept.countersignChangedCases ??= new Map();
  const changed = kept.countersignChangedCases;
  if (changed.size === 0) setTimeout(() => void tellCases(), gatherMs).unref();
  const name = nameOf(scope);
  const known = changed.get(name) ?? { scope, ids: new Set() };
  for (const id of ids) known.ids.add(id);
  changed.set(name, known);
}

/** Sends pending announcements. A process waits for this before it ends or changes its database. */
export function tellCases(): Promise<void> {
  kept.countersignTelling = Promise.resolve(kept.countersignTelling).then(tell);
  return kept.countersignTelling;
}

async function tell(): Promise<void> {
  const changed = kept.countersignChangedCases ?? new Map<string, Changed>();
  kept.countersignChangedCases = new Map();
  for (const [name, { scope, ids }] of changed) {
    const told = ids.size > mostIds ? [] : [...ids];
    await namable(scope, told)
      .then((named) => notify(channel, JSON.stringify({ scope: name, ids: named })))
      .catch((error) => sayFailure(error, "a change of cases was not told"));
  }
}

/** Restricted cases are announced without their id. */
async function namable(scope: Scope, ids: readonly string[]): Promise<string[]> {
  const restricted = await db.reviewCase.count({
    where: { ...scopeOf(scope), id: { in: [...ids] }, isRestricted: true },
  });
  return restricted > 0 ? [] : [...ids];
}

/**
 * Calls back with the ids of cases that changed in the actor's environment; with none after many changes, or when
 * messages may have been missed.
 * @returns a function that stops watching
 */
export function watchCases(actor: Actor, onChange: (ids: readonly string[]) => void): () => void {
  const own = nameOf(inScope(actor));
  return listen(channel, {
    onGap: () => onChange([]),
    onMessage(payload) {
      const { scope, ids } = message.parse(JSON.parse(payload));
      if (scope === own) onChange(ids);
    },
  });
}

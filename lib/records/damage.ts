import "server-only";
import type { Actor } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import { db } from "@/lib/platform/db";
import { log } from "@/lib/platform/log";
import type { RecordCipher } from "@/lib/vault/cipher";

/** Stands in a list for a value that is there and does not open; an empty place would say that there is none. */
export const unreadable = "unreadable";

const mostTold = 10_000;
/** What this process has told of already: a list is read every few seconds. */
const told = new Set<string>();

type Damaged = { kind: string; id: string };

/**
 * Opens the rows of a list past those whose authentication fails, so that one damaged row does not take the list away.
 * That it fails at all is an alarm: somebody changed the database, or a disk did (NIST SP 800-38D, 5.2.2).
 * @returns `past`, a cipher that goes past them; `isDamaged` for the id of a row; and `tell`, which writes the log and one
 * event for each new one
 */
export function pastDamage(actor: Actor): {
  past: (cipher: RecordCipher) => RecordCipher;
  isDamaged: (rowId: string) => boolean;
  tell: () => Promise<void>;
} {
  const found: Damaged[] = [];
  return {
    past: (cipher) => cipher.pastDamage((kind, id) => void found.push({ kind, id })),
    isDamaged: (rowId) => found.some(({ id }) => id === rowId),
    tell: () => tell(actor, found),
  };
}

async function tell(actor: Actor, found: readonly Damaged[]): Promise<void> {
  for (const { kind, id } of found) {
    const name = `${actor.scope.organizationId} ${actor.scope.environment} ${kind} ${id}`;
    if (told.has(name)) continue;
    if (told.size >= mostTold) told.clear();
    told.add(name);
    log.error({ kind, id }, "a stored value does not open: it was changed or damaged");
    await recordEvent(db, actor, { type: "record.damaged", metadata: { kind, id } });
  }
}

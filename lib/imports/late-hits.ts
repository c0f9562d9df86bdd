import "server-only";
import type { Actor } from "@/lib/actor/actor";
import type { Bundle } from "@/lib/contract/bundle";
import { recordEvent } from "@/lib/events/record";
import type { Transaction } from "@/lib/platform/db";
import { belowSession, keyOf, type Scope, scopeOf } from "@/lib/platform/scope";
import type { RecordCipher } from "@/lib/vault/cipher";
import { queueWebhooks, type Subject } from "@/lib/webhooks/write";

type GivenHit = NonNullable<NonNullable<Bundle["screening"]>[number]["hits"]>[number];

/** What was known of the hits of a session before a later import. */
export type HeldHits = {
  /** The session was decided: a hit that was not known arrives after the decision. */
  isDecided: boolean;
  /** When each known hit arrived, by its names; null for one that came before the decision. */
  known: ReadonlyMap<string, Date | null>;
};

/** A hit by the id that the source gives it; without one by what it says. */
function nameOf(checkType: string, hit: Record<string, unknown>): string {
  const { id, name, list_name, birthdate } = hit;
  const isNamed = typeof id === "string" && id !== "";
  return JSON.stringify([checkType, isNamed ? id : [name ?? null, list_name ?? null, birthdate ?? null]]);
}

/** Reads the hits of a session before an import replaces them. */
export async function heldHits(
  tx: Transaction,
  session: Scope & { pk: bigint },
  cipher: RecordCipher,
): Promise<HeldHits> {
  const { status, resultStatus } = await tx.session.findUniqueOrThrow({
    where: keyOf(session),
    select: { status: true, resultStatus: true },
  });
  const hits = await tx.screeningHit.findMany({
    where: { ...scopeOf(session), check: belowSession(session) },
    select: {
      position: true,
      arrivedAt: true,
      sealed: true,
      check: { select: { id: true, checkType: true } },
    },
  });
  // What cannot be read is replaced by the import: its name is unknown then.
  const readable = cipher.pastDamage(() => undefined);
  const known = hits.map(({ position, arrivedAt, sealed, check }): [string, Date | null] => {
    const held = readable.open("screeningHit", `${check.id}/${position}`, sealed);
    return [nameOf(check.checkType, held?.hit ?? {}), arrivedAt];
  });
  const isDecided = status === "completed" && (resultStatus === "approved" || resultStatus === "rejected");
  return { isDecided, known: new Map(known) };
}

/** When a hit of an import arrived after the decision; null for one that did not. */
export function arrivalOf(
  held: HeldHits | undefined,
  checkType: string,
  hit: GivenHit,
  now: Date,
): Date | null {
  if (!held) return null;
  const known = held.known.get(nameOf(checkType, hit));
  return known === undefined ? (held.isDecided ? now : null) : known;
}

/** Records hits that came after the decision, and tells of those that the source has not dismissed. */
export async function tellLateHits(
  tx: Transaction,
  actor: Actor,
  session: Subject,
  late: readonly { isDismissed: boolean }[],
): Promise<void> {
  if (late.length === 0) return;
  const newHits = late.filter(({ isDismissed }) => !isDismissed).length;
  if (newHits > 0) await queueWebhooks(tx, actor, ["screening.monitoring.new_hits"], session, { newHits });
  await recordEvent(tx, actor, {
    type: "screening.hits-arrived",
    metadata: { hits: late.length },
    resource: { type: "session", id: session.id },
  });
}

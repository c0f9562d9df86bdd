import "server-only";
import { isDeepStrictEqual } from "node:util";
import { type Actor, inScope } from "@/lib/actor/actor";
import { rematch } from "@/lib/corrections/blocklist";
import { recordEvent } from "@/lib/events/record";
import { ageAt } from "@/lib/format/age";
import type { BlocklistMatch } from "@/lib/lists/blocklist";
import type { Transaction } from "@/lib/platform/db";
import { belowSession } from "@/lib/platform/scope";
import type { SessionFacts } from "@/lib/records/open";
import { blindIndexesOf } from "@/lib/vault/blind-index";
import type { RecordCipher } from "@/lib/vault/cipher";
import { findableOfRows } from "@/lib/vault/reindex";
import type { Sealed } from "@/lib/vault/sealed";

/** A result with its opened values, and the fields to change, in the contract's spelling. */
export type Correction = {
  cipher: RecordCipher;
  result: { pk: bigint; createdAt: Date };
  held: Sealed["result"];
  given: Record<string, unknown>;
  now: Date;
};

export type Corrected = {
  extractedData: Sealed["result"]["extractedData"];
  /** The fields that changed; empty when the result already had these values. */
  changed: string[];
  /** The match of a corrected document number on the blocklist. */
  match: BlocklistMatch | null;
};

/**
 * Corrects the extracted data of a session: seals it again, keeps the first extracted values, and makes the session
 * findable by the new ones. The audit log names the fields and no value.
 */
export async function correctHeld(
  tx: Transaction,
  actor: Actor,
  session: SessionFacts,
  { cipher, result, held, given, now }: Correction,
): Promise<Corrected> {
  const after = corrections(held, given);
  const { extractedData, uncorrected, changed } = after;
  if (changed.length === 0) return { extractedData, changed, match: null };
  const extractedAge = ageAfter(held, after, result.createdAt);
  await tx.result.update({
    where: { scoped: { ...inScope(actor), pk: result.pk } },
    data: {
      sealed: cipher.seal("result", session.id, { ...held, extractedData, extractedAge, uncorrected }),
    },
    select: { pk: true },
  });
  await reindex(tx, actor, session, cipher);
  const match = changed.includes("document_number") ? await rematch(tx, actor, session, cipher) : null;
  await tx.session.update({
    where: { scoped: { ...inScope(actor), pk: session.pk } },
    data: { updatedAt: now },
    select: { pk: true },
  });
  await recordEvent(tx, actor, {
    type: "result.pii-corrected",
    metadata: { fields: changed },
    resource: { type: "session", id: session.id },
  });
  return { extractedData, changed, match };
}

/** Applies a correction to a result. Of each field, only the first extracted value is kept. */
function corrections(held: Sealed["result"], given: Record<string, unknown>) {
  const before: Record<string, unknown> = held.extractedData;
  const uncorrected = { ...held.uncorrected };
  const changed = Object.keys(given).filter((field) => !isDeepStrictEqual(before[field], given[field]));
  for (const field of changed) {
    if (!(field in uncorrected)) uncorrected[field] = before[field] ?? null;
    else if (isDeepStrictEqual(uncorrected[field], given[field])) delete uncorrected[field];
  }
  return {
    changed,
    uncorrected,
    extractedData: { ...before, ...given } as Sealed["result"]["extractedData"],
  };
}

/**
 * The age in whole years at the time of the result, from the corrected date of birth, where the source derived its
 * age from the first one.
 */
function ageAfter(
  held: Sealed["result"],
  { changed, extractedData }: ReturnType<typeof corrections>,
  at: Date,
): number | null | undefined {
  const { date_of_birth: born } = extractedData;
  if (typeof held.extractedAge !== "number" || !born || !changed.includes("date_of_birth"))
    return held.extractedAge;
  return Math.max(0, ageAt(born, at));
}

/** The extracted fields that a session is found by. */
const correctable = ["document_number", "name_and_birth_date", "address"] as const;

async function reindex(
  tx: Transaction,
  actor: Actor,
  session: SessionFacts,
  cipher: RecordCipher,
): Promise<void> {
  const findable = await findableOfRows(tx, session, cipher);
  const indexes = await blindIndexesOf(actor.scope.organizationId, findable);
  await tx.blindIndex.deleteMany({ where: { ...belowSession(session), kind: { in: [...correctable] } } });
  await tx.blindIndex.createMany({
    data: indexes
      .filter(({ kind }) => (correctable as readonly string[]).includes(kind))
      .map((index) => ({ ...index, ...inScope(actor), sessionPk: session.pk })),
  });
}

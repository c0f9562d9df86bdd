import "server-only";
import { counted } from "@/lib/format/number";
import type { Transaction } from "@/lib/platform/db";
import type { Scope } from "@/lib/platform/scope";
import { comparedOf, type EntryElsewhere } from "@/lib/screening/dto";
import { checksRunHere, hitsOfChecks, openAmong } from "@/lib/screening/load";
import { type CheckState, entryKey } from "@/lib/screening/policy";
import type { Outcome } from "@/lib/screening-runs/compare";
import type { RecordCipher } from "@/lib/vault/cipher";
import type { Sealed } from "@/lib/vault/sealed";

/** What a comparison found, beside what the session has: an entry is a hit of one of its checks. */
export type Divided = {
  /** Entries of which no check of the session has a hit. */
  fresh: Outcome["hits"];
  /** Entries that are hits of other checks, where they are decided. */
  elsewhere: EntryElsewhere[];
  /** How many of these are not dismissed there. */
  openElsewhere: number;
};

/** Of a comparison that stands by itself, whatever the session has. */
export const undivided = ({ hits }: Outcome): Divided => ({ fresh: hits, elsewhere: [], openElsewhere: 0 });

type Beside = { session: Scope & { pk: bigint }; cipher: RecordCipher; checkType: string };
type Own = { pk: bigint; id: string; hits: readonly { position: number; sealed: Uint8Array | null }[] };

/**
 * Divides what was found for a name of a locked session. What was decided on an entry then stays, whichever name it was
 * found for, and whichever check has it.
 * @param own the check that has compared the name before, and what it holds
 */
export async function divide(
  tx: Transaction,
  { session, cipher, checkType }: Beside,
  { hits }: Outcome,
  own?: { check: Own; held: Sealed["screeningCheck"] | null },
): Promise<Divided> {
  const ownKeys = new Set(
    own?.check.hits.map(({ position, sealed }) =>
      entryKey(cipher.open("screeningHit", `${own.check.id}/${position}`, sealed)?.hit ?? {}),
    ),
  );
  const found = hits.filter((hit) => !ownKeys.has(entryKey(hit)));
  const before = own ? comparedOf(own.held).hits_elsewhere : [];
  if (found.length + before.length === 0) return { fresh: [], elsewhere: [], openElsewhere: 0 };
  const checks = await checksRunHere(tx, session, checkType);
  const others = checks.filter(({ pk }) => pk !== own?.check.pk);
  // A row that cannot be read is no reason to compare nobody any more; its entry is found anew.
  const held = await hitsOfChecks(
    tx,
    others,
    cipher.pastDamage(() => undefined),
  );
  const placeOf = new Map(held.map(({ key, checkId }) => [key, checkId]));
  const fresh = found.filter((hit) => !placeOf.has(entryKey(hit)));
  const elsewhere = new Map<string, EntryElsewhere>();
  for (const hit of [...before, ...found]) {
    const check = placeOf.get(entryKey(hit));
    if (check) elsewhere.set(entryKey(hit), entryOf(hit, check));
  }
  const entries = [...elsewhere.values()];
  return { fresh, elsewhere: entries, openElsewhere: openAmong(entries, held, null) };
}

const entryOf = (
  { name, birthdate, list_id, list_name, reference }: Record<string, unknown>,
  check: string,
) => ({
  ...{ check_id: check, name, birthdate, list_id, list_name, reference },
});

/** What a check says of entries that are decided in another one. */
function detailOf(elsewhere: readonly EntryElsewhere[]): string | null {
  if (elsewhere.length === 0) return null;
  const checks = [...new Set(elsewhere.map(({ check_id }) => check_id))];
  const where = checks.length === 1 ? "another check" : "other checks";
  return `The name is similar to ${counted(elsewhere.length, "entry", "entries")} decided as hits of ${where} of this session: ${checks.join(", ")}.`;
}

/** What is sealed with a check as its result: what was compared, and what was found. */
export const sealedResult = (
  { reason, detail, lists, isCapped }: Outcome,
  { hitCount, highestScore }: CheckState,
  { elsewhere }: Divided,
): Record<string, unknown> => ({
  match_count: hitCount,
  highest_score: highestScore,
  reason,
  detail: detail ?? detailOf(elsewhere),
  is_capped: isCapped,
  matched_against: lists,
  ...(elsewhere.length > 0 && { hits_elsewhere: elsewhere }),
});

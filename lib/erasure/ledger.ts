import "server-only";
import path from "node:path";
import { z } from "zod";
import { environments } from "@/lib/actor/actor";
import {
  appendToChain,
  BrokenChainError,
  type ChainMark,
  chainStart,
  proveMark,
  readChain,
} from "@/lib/platform/chained-file";
import { db, type Transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { StartError } from "@/lib/platform/errors";
import { forgetKeysMarks, readKeysMark, writeKeysMark } from "@/lib/platform/keys-mark";
import { places } from "@/lib/platform/places";

/** One erasure: ids and a time, and nothing that identifies a person. */
const ledgerEntry = z.strictObject({
  kind: z.string(),
  id: z.string().nullable(),
  data_key: z.uuid(),
  organization: z.string().nullable(),
  environment: z.enum(environments).nullable(),
  at: z.string(),
});
export type LedgerEntry = z.infer<typeof ledgerEntry>;

/** The name of our own file among the places of marks. */
const ownPlace = "file";

export const ledgerFile = () => env().ERASURE_LEDGER_FILE ?? path.join(env().dataDir, "erasures.jsonl");

/** What to do about a ledger that does not match this database. */
const remedy =
  "Put the ledger of this installation back: without it nobody knows who was erased since the backup. Where it is lost for good, “npm run ledger -- --accept” goes on with what is sound of it (docs/operations.md).";

/**
 * Runs `work`, and explains a damaged ledger.
 * @throws StartError when the ledger is damaged, cut off, or from another installation
 */
export async function refusingDamage<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof BrokenChainError)) throw cause;
    throw new StartError(`The erasure ledger ${ledgerFile()}: ${cause.message}. ${remedy}`, { cause });
  }
}

type MarkRow = { lines: number; bytes: bigint; hash: string };
const toMark = (row: MarkRow | null | undefined): ChainMark =>
  row ? { lines: row.lines, bytes: Number(row.bytes), hash: row.hash } : chainStart;

export const readMark = async (place = ownPlace): Promise<ChainMark> =>
  toMark(await db.ledgerMark.findUnique({ where: { place } }));

/** Reads and locks the mark until the transaction ends, so that only one process writes. */
async function lockMark(tx: Transaction): Promise<ChainMark> {
  await tx.$executeRaw`INSERT INTO ledger_marks (place, lines, bytes, hash) VALUES (${ownPlace}, 0, 0, '') ON CONFLICT DO NOTHING`;
  const [row] = await tx.$queryRaw<MarkRow[]>`
    SELECT lines, bytes, hash FROM ledger_marks WHERE place = ${ownPlace} FOR UPDATE`;
  return toMark(row);
}

/** Stores how far the main database or a place is; a mark never moves back. */
export async function writeMark(
  tx: Pick<Transaction, "$executeRaw">,
  { lines, bytes, hash }: ChainMark,
  place = ownPlace,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO ledger_marks (place, lines, bytes, hash) VALUES (${place}, ${lines}, ${bytes}, ${hash})
    ON CONFLICT (place) DO UPDATE SET lines = EXCLUDED.lines, bytes = EXCLUDED.bytes, hash = EXCLUDED.hash,
      updated_at = now() WHERE ledger_marks.lines < EXCLUDED.lines`;
}

/**
 * Writes erasures into the ledger, and returns when the disk has them: from then on no backup brings back what they
 * name. Called after the rows are committed and before the key is destroyed. The mark moves only over lines of its
 * own: what a crash left between is for the replay.
 * @throws StartError when the ledger is not the one this database knows; nothing may be destroyed then
 */
export async function recordErasures(erasures: readonly Omit<LedgerEntry, "at">[]): Promise<void> {
  const at = new Date().toISOString();
  const entries = erasures.map((erasure) => ledgerEntry.parse({ ...erasure, at }));
  await db.$transaction(
    async (tx) => {
      const from = await lockMark(tx);
      const { before, after } = await refusingDamage(() => appendToChain(ledgerFile(), from, entries));
      if (before.lines === from.lines) await writeMark(tx, after);
    },
    { timeout: 60_000 },
  );
}

export type LedgerBatch = { entries: LedgerEntry[]; lines: string[]; after: ChainMark };

/**
 * Reads the ledger after a mark.
 * @throws BrokenChainError when the mark was made of another ledger
 */
export async function* readLedger(from: ChainMark, most?: number): AsyncGenerator<LedgerBatch> {
  for await (const { entries, ...rest } of readChain(ledgerFile(), from, most))
    yield { entries: entries.map((entry) => ledgerEntry.parse(entry)), ...rest };
}

/**
 * Returns the place up to which both databases have done everything. Each stores its own mark, so that a restored
 * backup shows its age.
 * @throws BrokenChainError when the ledger lacks lines that one of them has seen
 */
export async function commonMark(): Promise<ChainMark> {
  const main = await readMark();
  const keys = (await readKeysMark(ownPlace)) ?? chainStart;
  await proveMark(ledgerFile(), main);
  await proveMark(ledgerFile(), keys);
  return main.lines < keys.lines ? main : keys;
}

/** Deletes all marks, for a ledger that is accepted as it is. */
export async function forgetMarks(): Promise<void> {
  await db.ledgerMark.deleteMany();
  await forgetKeysMarks();
}

/** Stores that both databases have done everything before a place. */
export async function markDone(after: ChainMark): Promise<void> {
  await writeMark(db, after);
  await writeKeysMark(ownPlace, after);
}

/** Returns which of these keys were destroyed according to the ledger. Reads the whole ledger. */
export async function erasedKeys(ids: readonly string[]): Promise<Set<string>> {
  const wanted = new Set(ids);
  const found = new Set<string>();
  for await (const { entries } of readLedger(chainStart))
    for (const { data_key } of entries) if (wanted.has(data_key)) found.add(data_key);
  return found;
}

/**
 * Verifies every line of the ledger, and that both databases know it.
 * @returns the number of lines
 */
export async function verifyLedger(): Promise<number> {
  let lines = 0;
  for await (const { after } of readLedger(chainStart)) lines = after.lines;
  await commonMark();
  return lines;
}

const numbered = (number: number) => String(number).padStart(12, "0");

/**
 * Copies new lines to every bucket that audit checkpoints go to, some at a time, as objects that nobody can delete
 * before their day: put together in the order of their names, each line once, they are the ledger again, also when a restored mark
 * made some lines go twice.
 * @returns how many lines were copied
 */
export async function copyLedger(): Promise<number> {
  let copied = 0;
  for (const place of places().filter(({ name }) => name === "s3")) {
    const from = await readMark(place.name);
    for await (const { lines, after } of readLedger(from)) {
      const first = after.lines - lines.length + 1;
      await place.put(`erasures/${numbered(first)}-${numbered(after.lines)}.jsonl`, `${lines.join("\n")}\n`);
      await writeMark(db, after, place.name);
      copied += lines.length;
    }
  }
  return copied;
}

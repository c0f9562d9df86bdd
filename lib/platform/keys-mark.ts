import "server-only";
import type { ChainMark } from "@/lib/platform/chained-file";
import { keysPool } from "@/lib/platform/keys";

/**
 * Returns the keys database's position in a chained file. The keys database itself stores it, so that a restored
 * backup has its own old position.
 * @returns null while nothing is stored
 */
export async function readKeysMark(place: string): Promise<ChainMark | null> {
  const { rows } = await keysPool().query<{ lines: number; bytes: string; hash: string }>(
    "SELECT lines, bytes, hash FROM ledger_marks WHERE place = $1",
    [place],
  );
  const [row] = rows;
  return row ? { ...row, bytes: Number(row.bytes) } : null;
}

/** Stores the keys database's position in a chained file; it never goes back. */
export async function writeKeysMark(place: string, { lines, bytes, hash }: ChainMark): Promise<void> {
  await keysPool().query(
    `INSERT INTO ledger_marks (place, lines, bytes, hash) VALUES ($1, $2, $3, $4)
     ON CONFLICT (place) DO UPDATE SET lines = $2, bytes = $3, hash = $4, updated_at = now()
       WHERE ledger_marks.lines < $2`,
    [place, lines, bytes, hash],
  );
}

/** Forgets every position, so that the files are read from the beginning again. */
export async function forgetKeysMarks(): Promise<void> {
  await keysPool().query("DELETE FROM ledger_marks");
}

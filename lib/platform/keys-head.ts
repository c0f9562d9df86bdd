import "server-only";
import { keysPool } from "@/lib/platform/keys";

/** The end of a signed chain: its last link, and whether the main database is known to contain it. */
export type ChainHead = {
  number: number;
  hash: string;
  statement: string;
  signature: Buffer;
  isSettled: boolean;
};

const columns = `number, hash, statement, signature, is_settled AS "isSettled"`;

/** Returns the end of a chain in the keys database; null while there is none. */
export async function readHead(name: string): Promise<ChainHead | null> {
  const { rows } = await keysPool().query<ChainHead>(`SELECT ${columns} FROM chain_heads WHERE name = $1`, [
    name,
  ]);
  return rows[0] ?? null;
}

/** Returns the names of all stored chains with a prefix. */
export async function headNames(prefix: string): Promise<string[]> {
  const { rows } = await keysPool().query<{ name: string }>(
    "SELECT name FROM chain_heads WHERE starts_with(name, $1) ORDER BY name",
    [prefix],
  );
  return rows.map(({ name }) => name);
}

/**
 * Stores a chain's new end, if the stored end is the one that the caller has seen.
 * @param before the hash of that end; null where none is stored
 * @returns whether it was stored
 */
export async function moveHead(name: string, before: string | null, head: ChainHead): Promise<boolean> {
  const values = [name, head.number, head.hash, head.statement, head.signature, head.isSettled];
  const { rowCount } =
    before === null
      ? await keysPool().query(
          `INSERT INTO chain_heads (name, number, hash, statement, signature, is_settled)
           VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
          values,
        )
      : await keysPool().query(
          `UPDATE chain_heads SET number = $2, hash = $3, statement = $4, signature = $5, is_settled = $6, updated_at = now()
           WHERE name = $1 AND hash = $7`,
          [...values, before],
        );
  return rowCount === 1;
}

/** Notes that the main database contains the chain up to its end. */
export async function settleHead(name: string, hash: string): Promise<void> {
  await keysPool().query("UPDATE chain_heads SET is_settled = true WHERE name = $1 AND hash = $2", [
    name,
    hash,
  ]);
}

/** Forgets a chain's end, so that the next end is accepted as it is. */
export async function forgetHead(name: string): Promise<void> {
  await keysPool().query("DELETE FROM chain_heads WHERE name = $1", [name]);
}

/** Returns how far a process has come, by its name; null while nothing is stored. */
export async function readMark(name: string): Promise<bigint | null> {
  const { rows } = await keysPool().query<{ value: string }>("SELECT value FROM marks WHERE name = $1", [
    name,
  ]);
  return rows[0] ? BigInt(rows[0].value) : null;
}

/** Stores how far a process has come. The value never decreases, unless `mayGoBack` is set. */
export async function writeMark(name: string, value: bigint, mayGoBack = false): Promise<void> {
  await keysPool().query(
    `INSERT INTO marks (name, value) VALUES ($1, $2)
     ON CONFLICT (name) DO UPDATE SET value = $2, updated_at = now() WHERE marks.value < $2 OR $3`,
    [name, value, mayGoBack],
  );
}

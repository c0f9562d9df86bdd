import { withClient } from "@/lib/platform/connect";
import { StartError } from "@/lib/platform/errors";

/** How many numbers a cell draws before it would reach those of the next one. */
export const cellNumbers = 1_000_000_000_000n;

/**
 * Lets a cell other than 0 draw its numbers from its own range, so that rows keep their numbers when their organization
 * moves to another cell. Done at the first start, before there is an organization.
 * @param url the main database, migrated
 * @throws StartError when the databases were made for another number in CELL
 */
export async function beginNumbers(url: string, cell: number): Promise<void> {
  const first = BigInt(cell) * cellNumbers;
  await withClient(url, async (client) => {
    const { rows } = await client.query<{ drawn: string; isUsed: boolean }>(
      `SELECT /* every organization: databases.match */ (SELECT last_value FROM organizations_pk_seq) AS drawn,
         EXISTS (SELECT 1 FROM organizations) AS "isUsed"`,
    );
    const drawn = BigInt(rows[0]?.drawn ?? 0);
    if (drawn >= first && drawn < first + cellNumbers) return;
    if (rows[0]?.isUsed || drawn > first)
      throw new StartError(
        `The main database was made for cell ${drawn / cellNumbers}, and CELL is ${cell}; set CELL to the number with which the databases were made.`,
      );
    await client.query(
      `SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, greatest(coalesce(last_value, 1), $1::bigint))
       FROM pg_sequences WHERE schemaname = 'public'`,
      [String(first)],
    );
  });
}

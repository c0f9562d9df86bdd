import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { withClient } from "@/lib/platform/connect";

/** Bytes of each table, with its indexes and the values that are stored apart. */
export type Sizes = ReadonlyMap<string, number>;

/** Returns the sizes of a database's tables after a VACUUM, which frees what deleted rows have left. */
export async function sizesOf(url: string): Promise<Sizes> {
  return withClient(url, async (client) => {
    await client.query("VACUUM ANALYZE");
    const { rows } = await client.query<{ name: string; bytes: string }>(
      `SELECT c.relname AS name, pg_total_relation_size(c.oid) AS bytes FROM pg_class c
       JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind = 'r'`,
    );
    return new Map(rows.map(({ name, bytes }) => [name, Number(bytes)]));
  });
}

/** Returns how much a table has grown, in bytes. */
export const grownBy = (before: Sizes, after: Sizes, name: string): number =>
  (after.get(name) ?? 0) - (before.get(name) ?? 0);

/** Returns the bytes of all files below a folder. */
export function bytesBelow(folder: string): number {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(path.join(entry.parentPath, entry.name)).size, 0);
}

/** Returns the clock ticks of a processor that a PostgreSQL and all its processes have used, also those that ended. */
export function ticksOfPostgres(first: number): number {
  const statOf = (pid: string) => {
    try {
      const text = readFileSync(`/proc/${pid}/stat`, "utf8");
      return text.slice(text.lastIndexOf(")") + 2).split(" ");
    } catch {
      // The process has ended since it was listed.
      return [];
    }
  };
  const own = statOf(String(first));
  const ended = Number(own[13] ?? 0) + Number(own[14] ?? 0);
  const running = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(statOf)
    .filter((stat) => stat[1] === String(first))
    .reduce((sum, stat) => sum + Number(stat[11]) + Number(stat[12]), 0);
  return ended + running + Number(own[11] ?? 0) + Number(own[12] ?? 0);
}

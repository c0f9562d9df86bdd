import type pg from "pg";
import { connectMs, newClient, saidBy, withClient, withoutPassword } from "@/lib/platform/connect";
import { forJobs } from "@/lib/platform/deadlines";
import { StartError } from "@/lib/platform/errors";
import { PooledClient } from "@/lib/platform/pool";

/** How often two connections are compared: others who use the pooler meanwhile may hide that it shares. */
const tries = 5;

const pidOf = async (client: pg.Client): Promise<number> =>
  (await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid")).rows[0]?.pid ?? 0;

/**
 * The identity of a database: of its server, shared by all its standbys, and of the database there.
 * @returns null where the host does not tell it
 */
export async function identityOf(client: pg.Client): Promise<string | null> {
  const asked = client.query<{ id: string }>(
    `SELECT (SELECT system_identifier FROM pg_control_system()) || '/' || oid AS id
     FROM pg_database WHERE datname = current_database()`,
  );
  // Some hosts forbid the query (42501) or lack the function (42883).
  const { rows } = await asked.catch((error: { code?: string }) => {
    if (["42501", "42883"].includes(error.code ?? "")) return { rows: [] };
    throw error;
  });
  return rows[0]?.id ?? null;
}

/** The server of an {@link identityOf}. */
export const serverOf = (identity: string): string => identity.split("/")[0] ?? "";

/**
 * Returns what stands at an address. A pooler introduces itself with a process id of its own invention (protocol
 * message BackendKeyData), so a server is recognized by one statement.
 */
export const isPooler = (url: string): Promise<boolean> =>
  withClient(url, async (client) => {
    const { processID } = client as unknown as { processID: number | null };
    return (await pidOf(client)) !== processID;
  });

/** Returns whether a pooler gives a connection another session after each transaction. */
async function isSharing(url: string): Promise<boolean> {
  return withClient(url, (first) =>
    withClient(url, async (second) => {
      for (let at = 0; at < tries; at++) {
        const pid = await pidOf(first);
        await second.query("BEGIN");
        // It waits in vain where the pooler has a single session, which the transaction occupies.
        const isTaken = (await pidOf(second)) === pid;
        const isOther = !isTaken && (await pidOf(first)) !== pid;
        await second.query("ROLLBACK");
        if (isTaken || isOther) return true;
      }
      return false;
    }),
  );
}

/**
 * Proves that an address leads to sessions that last, and that take the settings with which they are opened.
 * @param variable the name of the setting that is to name such an address
 * @throws StartError in one sentence
 */
export async function proveDirect(url: string, variable: string): Promise<void> {
  const shown = withoutPassword(url);
  const advice = `name the server itself in ${variable}, for listening, locks, migrations and background work`;
  if (!(await isPooler(url))) return;
  if (await isSharing(url))
    throw new StartError(`A pooler at ${shown} changes the session with each transaction; ${advice}.`);
  const client = newClient({ connectionString: url, ...forJobs, query_timeout: connectMs });
  try {
    await client.connect();
    const { rows } = await client.query<{ lock: string }>("SELECT current_setting('lock_timeout') AS lock");
    if (rows[0]?.lock !== "1min")
      throw new StartError(`A pooler at ${shown} leaves out the settings of a session; ${advice}.`);
  } catch (cause) {
    if (cause instanceof StartError) throw cause;
    throw new StartError(
      `A pooler at ${shown} refuses the settings of a session (${saidBy(cause)}); ${advice}.`,
      { cause },
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * Proves that what goes through a pooler reaches the same database as the direct address, and reads and writes times
 * in UTC as the program does.
 * @throws StartError in one sentence
 */
export async function provePooled(url: string, direct: string): Promise<void> {
  const shown = withoutPassword(url);
  const client = new PooledClient({ connectionString: url, connectionTimeoutMillis: connectMs });
  client.on("error", () => undefined);
  try {
    await client.connect().catch((cause: unknown) => {
      throw new StartError(`The pooler at ${shown} cannot be used: ${saidBy(cause)}.`, { cause });
    });
    const identity = await withClient(direct, identityOf);
    // Where the host tells neither, nothing can be compared.
    if ((await identityOf(client)) !== identity)
      throw new StartError(
        `${shown} and ${withoutPassword(direct)} lead to two databases; name the server behind the pooler.`,
      );
    const { rows } = await client.query<{ zone: string }>("SELECT current_setting('TimeZone') AS zone");
    if (!/^(Etc\/)?UTC$/.test(rows[0]?.zone ?? ""))
      throw new StartError(
        `The pooler at ${shown} does not pass on the time zone; ALTER DATABASE … SET timezone = 'UTC'.`,
      );
  } finally {
    await client.end().catch(() => undefined);
  }
}

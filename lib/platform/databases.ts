import path from "node:path";
import type pg from "pg";
import { type BlobStore, blobs } from "@/lib/platform/blobs";
import { beginNumbers } from "@/lib/platform/cell-numbers";
import { connectMs, newClient, saidBy, withClient, withoutPassword } from "@/lib/platform/connect";
import { fitPools, type Spending } from "@/lib/platform/connections";
import type { Part } from "@/lib/platform/database-urls";
import { env, publishEnv } from "@/lib/platform/env";
import { StartError } from "@/lib/platform/errors";
import { type FoundReplica, findReplicas } from "@/lib/platform/find-replicas";
import { proveFolder } from "@/lib/platform/folder";
import { noKeys, proveInstallation } from "@/lib/platform/installation";
import { log } from "@/lib/platform/log";
import { applyMigrations, keysDatabase, mainDatabase } from "@/lib/platform/migrate";
import { isPooler, proveDirect, provePooled } from "@/lib/platform/pooler";
import { startPostgres } from "@/lib/platform/postgres";

export type OpenedDatabases = { connections: Spending; replicas: FoundReplica[]; close: () => Promise<void> };
type Opening = {
  /** Called with the problem when databases and images do not belong together, instead of refusing. */
  onStranger?: (problem: string) => void;
  /** Whether this process runs background jobs. */
  runsJobs?: boolean;
};

/**
 * Makes both databases ready for this process: starts the embedded PostgreSQL unless DATABASE_URL names a server,
 * creates missing databases, migrates, verifies that databases and images belong together, and publishes the two
 * connection strings to the rest of the process.
 * @returns how the connections are spent, the read replicas, and a function that releases the databases when the process ends
 * @throws StartError in one sentence
 */
export async function openDatabases({ onStranger, runsJobs = true }: Opening = {}): Promise<OpenedDatabases> {
  const { DATABASE_URL, KEYS_DATABASE_URL, dataDir } = env();
  await proveFolder(dataDir);
  await blobs().prove();
  const embedded = DATABASE_URL
    ? undefined
    : await startPostgres(path.join(dataDir, "database"), [], sayLost);
  const urls = { main: DATABASE_URL ?? embedded?.url("countersign") ?? "", keys: KEYS_DATABASE_URL ?? "" };
  urls.keys ||= siblingDatabase(urls.main);
  const direct = directOf(urls, Boolean(KEYS_DATABASE_URL));
  if (urls.main === urls.keys || direct.main === direct.keys)
    throw new StartError("KEYS_DATABASE_URL must name another database than DATABASE_URL.");
  const parts = { ...direct, blobs: blobs() };

  await refuseTypos(parts);
  await ensureDatabase(direct.main);
  await ensureDatabase(direct.keys);
  await proveDirect(direct.main, "DATABASE_DIRECT_URL");
  await proveDirect(direct.keys, "KEYS_DATABASE_DIRECT_URL");
  await applyMigrations(direct.main, mainDatabase);
  await applyMigrations(direct.keys, keysDatabase);
  await beginNumbers(direct.main, env().CELL);
  await proveInstallation(parts).catch((error) => {
    if (!onStranger || !(error instanceof StartError)) throw error;
    onStranger(error.message);
  });
  const pooled = await pooledOf(urls, direct);
  publishEnv({
    DATABASE_URL: urls.main,
    KEYS_DATABASE_URL: urls.keys,
    ...(direct.main !== urls.main && { DATABASE_DIRECT_URL: direct.main }),
    ...(direct.keys !== urls.keys && { KEYS_DATABASE_DIRECT_URL: direct.keys }),
    POOLED: pooled.join(","),
  });
  const connections = await fitPools({ runsJobs });
  const replicas = await findReplicas();
  return { connections, replicas, close: async () => embedded?.stop() };
}

type Urls = Record<Part, string>;

/** The servers themselves. A keys database that nobody names is beside the main one there too. */
function directOf(urls: Urls, isKeysNamed: boolean): Urls {
  const { DATABASE_DIRECT_URL, KEYS_DATABASE_DIRECT_URL } = env();
  const main = DATABASE_DIRECT_URL ?? urls.main;
  return { main, keys: KEYS_DATABASE_DIRECT_URL ?? (isKeysNamed ? urls.keys : siblingDatabase(main)) };
}

/** Returns the databases that are reached through a pooler, which leads to where the direct address does. */
async function pooledOf(urls: Urls, direct: Urls): Promise<Part[]> {
  const pooled: Part[] = [];
  for (const part of ["main", "keys"] as const) {
    if (urls[part] === direct[part] && !(await isPooler(urls[part]))) continue;
    await provePooled(urls[part], direct[part]);
    if (await isPooler(urls[part])) pooled.push(part);
  }
  return pooled;
}

const sayLost = (what: string, error?: unknown) => (error ? log.error({ err: error }, what) : log.warn(what));

function siblingDatabase(url: string): string {
  const sibling = new URL(url);
  sibling.pathname = `${sibling.pathname}_keys`;
  return sibling.toString();
}

const nameOf = (url: string) => decodeURIComponent(new URL(url).pathname.slice(1));

/**
 * Refuses a wrong database name before anything is created or migrated: the other parts have rows already, so the
 * missing one must exist elsewhere.
 */
async function refuseTypos({ main, keys, blobs }: { main: string; keys: string; blobs: BlobStore }) {
  const ofMain = await stateOf(main, ["installation", "audit_seals", "sessions"]);
  const ofKeys = await stateOf(keys, ["installation", "organization_keys"]);
  if (ofMain === "used" && (ofKeys === "missing" || ofKeys === "empty"))
    throw new StartError(noKeys(main, keys));
  if (ofMain !== "missing") return;
  if (ofKeys === "used")
    throw new StartError(
      `The main database “${nameOf(main)}” does not exist, and “${nameOf(keys)}” contains the keys of an installation; name its main database in DATABASE_URL, or restore it.`,
    );
  if (await blobs.readOwner())
    throw new StartError(
      `The main database “${nameOf(main)}” does not exist, and ${blobs.place} contains the images of an installation; name its main database in DATABASE_URL, or restore it.`,
    );
}

/**
 * Returns whether a database exists, and whether one of these tables has rows.
 * @throws StartError when the database cannot be reached or is read-only
 */
async function stateOf(url: string, tables: readonly string[]): Promise<"missing" | "empty" | "used"> {
  if (await isMissing(url)) return "missing";
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ isReplica: boolean; isReadOnly: boolean }>(
      `SELECT pg_is_in_recovery() AS "isReplica", current_setting('transaction_read_only') = 'on' AS "isReadOnly"`,
    );
    const [state] = rows;
    if (state?.isReplica)
      throw new StartError(
        `The database at ${withoutPassword(url)} is a read-only replica; name the primary.`,
      );
    if (state?.isReadOnly)
      throw new StartError(
        `The database at ${withoutPassword(url)} is read-only; switch off default_transaction_read_only.`,
      );
    for (const table of tables) if (await hasRows(client, table)) return "used";
    return "empty";
  });
}

async function hasRows(client: pg.Client, table: string): Promise<boolean> {
  const { rows } = await client.query<{ isThere: boolean }>(
    'SELECT to_regclass($1) IS NOT NULL AS "isThere"',
    [table],
  );
  if (!rows[0]?.isThere) return false;
  return (
    (
      await client.query(
        `SELECT /* every organization: databases.match */ 1 FROM ${client.escapeIdentifier(table)} LIMIT 1`,
      )
    ).rowCount === 1
  );
}

async function isMissing(url: string): Promise<boolean> {
  const client = newClient({ connectionString: url, connectionTimeoutMillis: connectMs });
  const isMissing = await client.connect().then(
    () => false,
    // Other errors are reported where the database is used.
    (error: { code?: string }) => error.code === "3D000",
  );
  await client.end().catch(() => undefined);
  return isMissing;
}

/**
 * Creates a database that does not exist.
 * @throws StartError when the server does not permit it
 */
async function ensureDatabase(url: string): Promise<void> {
  if (!(await isMissing(url))) return;
  const administrative = new URL(url);
  administrative.pathname = "/postgres";
  const refused = (cause: unknown) =>
    new StartError(
      `The database “${nameOf(url)}” does not exist and could not be created; create it yourself: ${saidBy(cause)}.`,
      { cause },
    );
  await withClient(administrative.toString(), (client) =>
    client.query(`CREATE DATABASE ${client.escapeIdentifier(nameOf(url))}`),
  ).catch((error: { code?: string }) => {
    // Another process was faster (42P04, 23505).
    if (!["42P04", "23505"].includes(error.code ?? "")) throw refused(error);
  });
}

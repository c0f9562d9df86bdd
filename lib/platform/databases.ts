import path from "node:path";
import pg from "pg";
import { env, publishEnv } from "@/lib/platform/env";
import { StartError } from "@/lib/platform/errors";
import { applyMigrations, keysDatabase, mainDatabase } from "@/lib/platform/migrate";
import { startPostgres } from "@/lib/platform/postgres";

/**
 * Makes both databases ready for this process: starts PostgreSQL of our own unless DATABASE_URL names another,
 * creates what is missing, migrates, and publishes the two connection strings to the rest of the process.
 * @returns how to let go of them when the process ends
 * @throws StartError in one sentence
 */
export async function openDatabases(): Promise<{ close: () => Promise<void> }> {
  const { DATABASE_URL, KEYS_DATABASE_URL, dataDir } = env();
  const embedded = DATABASE_URL ? undefined : await startPostgres(path.join(dataDir, "database"));
  const main = DATABASE_URL ?? embedded?.url("countersign") ?? "";
  const keys = KEYS_DATABASE_URL ?? siblingDatabase(main);
  if (main === keys) throw new StartError("KEYS_DATABASE_URL must name another database than DATABASE_URL.");

  await ensureDatabase(main);
  await ensureDatabase(keys);
  await applyMigrations(main, mainDatabase);
  await applyMigrations(keys, keysDatabase);
  publishEnv({ DATABASE_URL: main, KEYS_DATABASE_URL: keys });
  return { close: async () => embedded?.stop() };
}

function siblingDatabase(url: string): string {
  const sibling = new URL(url);
  sibling.pathname = `${sibling.pathname}_keys`;
  return sibling.toString();
}

/** Creates the database when the server is ours to create on; a missing right is said by the migration. */
async function ensureDatabase(url: string): Promise<void> {
  const name = decodeURIComponent(new URL(url).pathname.slice(1));
  const direct = new pg.Client({ connectionString: url });
  const missing = await direct.connect().then(
    () => false,
    (error: { code?: string }) => error.code === "3D000",
  );
  await direct.end().catch(() => undefined);
  if (!missing) return;

  const administrative = new URL(url);
  administrative.pathname = "/postgres";
  const client = new pg.Client({ connectionString: administrative.toString() });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } catch (error) {
    // 42P04 and 23505: another process was faster.
    if (!["42P04", "23505"].includes((error as { code?: string }).code ?? "")) {
      throw new StartError(`The database “${name}” does not exist and could not be created.`, {
        cause: error,
      });
    }
  } finally {
    await client.end();
  }
}

import { mkdirSync } from "node:fs";
import path from "node:path";
import type pg from "pg";
import type { TestProject } from "vitest/node";
import { newClient } from "@/lib/platform/connect";
import { applyMigrations, type DatabaseFolder, keysDatabase, mainDatabase } from "@/lib/platform/migrate";
import { startPostgres } from "@/lib/platform/postgres";
import { uncounted } from "@/test/test-db";

declare module "vitest" {
  interface ProvidedContext {
    /** A database of the server that tests run on, and the prefix of the names of this run's databases. */
    server: { url: string; prefix: string };
  }
}

/**
 * Settings of the test server. What a test writes need not survive a crash. The time zone is not UTC, so an instant that
 * is written or read without its offset fails.
 */
const flags = [
  "timezone=America/New_York",
  "fsync=off",
  "synchronous_commit=off",
  "full_page_writes=off",
  "max_connections=200",
  "shared_preload_libraries=pg_stat_statements",
  "pg_stat_statements.max=20000",
  "pg_stat_statements.track_utility=off",
];

/** Starts the server that database tests run on, or returns that of TEST_DATABASE_URL. */
export async function openServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return { url: given, stop: async () => undefined };
  const folder = path.resolve(".data/test");
  // If the tests run as root, PostgreSQL runs as another user, who must be able to enter the folder.
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const postgres = await startPostgres(
    path.join(folder, "database"),
    flags.map((flag) => `-c ${flag}`),
  );
  const url = postgres.url("postgres");
  await dropDatabases(url, isLeftOver);
  return { url, stop: postgres.stop };
}

type Opened = { url: string; prefix: string; close: () => Promise<void> };
const kept = globalThis as typeof globalThis & { countersignTestServer?: Promise<Opened> };

/** Opens the server for the run and creates the two templates that the databases of tests are cloned from. */
async function open(): Promise<Opened> {
  const { url, stop } = await openServer();
  const prefix = `countersign_test_${process.pid}_`;
  await makeTemplate(url, `${prefix}template_main`, mainDatabase);
  await makeTemplate(url, `${prefix}template_keys`, keysDatabase);
  await beginCounting(url);
  const close = async () => {
    await dropDatabases(url, (name) => name.startsWith(prefix));
    await stop();
  };
  return { url, prefix, close };
}

/** Vitest calls it once for each project with database tests; the projects share one server. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  kept.countersignTestServer ??= open();
  const { url, prefix, close } = await kept.countersignTestServer;
  project.provide("server", { url, prefix });
  return async () => {
    // Tests have ended in every project by now.
    const isOpen = kept.countersignTestServer !== undefined;
    delete kept.countersignTestServer;
    if (isOpen) await close();
  };
}

/**
 * Starts counting the program's statements, for the test that reads them after all others. If the server of
 * TEST_DATABASE_URL cannot count them, that test says so.
 */
async function beginCounting(url: string): Promise<void> {
  await onServer(url, async (client) => {
    await client.query("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
    await client.query("SELECT pg_stat_statements_reset()");
  }).catch((error: unknown) => {
    if (!process.env.TEST_DATABASE_URL) throw error;
  });
}

/** Runs work on a connection of its own, whose statements are not counted as the program's. */
export async function onServer<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = newClient({ connectionString: uncounted(url) });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function makeTemplate(server: string, name: string, folder: DatabaseFolder): Promise<void> {
  await onServer(server, (client) => client.query(`CREATE DATABASE ${name}`));
  const url = new URL(server);
  url.pathname = `/${name}`;
  await applyMigrations(uncounted(url.toString()), folder);
  await onServer(url.toString(), (client) =>
    client.query("INSERT INTO installation (id) VALUES ('00000000-0000-4000-8000-000000000000')"),
  );
  await onServer(server, async (client) => {
    await client.query(`ALTER DATABASE ${name} IS_TEMPLATE true ALLOW_CONNECTIONS false`);
    // PostgreSQL cannot clone a database that has connections.
    await client.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", [name]);
  });
}

/** Returns whether a killed run left this database behind: the name contains its process id. */
function isLeftOver(name: string): boolean {
  try {
    return !process.kill(Number(name.split("_")[2]), 0);
  } catch {
    return true;
  }
}

async function dropDatabases(server: string, isOurs: (name: string) => boolean): Promise<void> {
  await onServer(server, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      "SELECT datname FROM pg_database WHERE datname LIKE 'countersign\\_test\\_%'",
    );
    for (const { datname } of rows.filter((row) => isOurs(row.datname))) {
      await client.query(`ALTER DATABASE ${datname} IS_TEMPLATE false`);
      await client.query(`DROP DATABASE IF EXISTS ${datname} WITH (FORCE)`);
    }
  });
}

import "server-only";
import fs from "node:fs/promises";
import path from "node:path";
import { parseEnv } from "node:util";
import type pg from "pg";
import { type BlobStore, blobs } from "@/lib/platform/blobs";
import { connectMs, newClient } from "@/lib/platform/connect";
import { directUrlOf } from "@/lib/platform/database-urls";
import { openDatabases } from "@/lib/platform/databases";
import { closeDb } from "@/lib/platform/db";
import { env, publishEnv, settingNames } from "@/lib/platform/env";
import { StartError } from "@/lib/platform/errors";
import { closeKeys } from "@/lib/platform/keys";

/** One side of a move: connections to both databases of a cell, and its images. */
export type End = {
  cell: number;
  url: string;
  main: pg.Client;
  keys: pg.Client;
  blobs: BlobStore;
  /** Opens another connection to the main database, closed with the end. */
  another: () => Promise<pg.Client>;
  close: () => Promise<void>;
};

const sameLock = 6_071_990;

/** The two sides of a move. The settings of this process are those of `to`. */
export type Ends = { from: End; to: End; pk: string; id: string };

async function connected(url: string): Promise<pg.Client> {
  const client = newClient({
    connectionString: url,
    connectionTimeoutMillis: connectMs,
    keepAlive: true,
    application_name: "countersign-move",
    options:
      "-c timezone=UTC -c datestyle=ISO -c statement_timeout=0 -c idle_in_transaction_session_timeout=0",
  });
  await client.connect();
  return client;
}

/** Opens the cell that the settings of this process name. */
async function openEnd(): Promise<End> {
  const databases = await openDatabases({ runsJobs: false });
  const url = directUrlOf("main");
  const clients = [await connected(url), await connected(directUrlOf("keys"))];
  const [main, keys] = clients as [pg.Client, pg.Client];
  return {
    cell: env().CELL,
    url,
    main,
    keys,
    blobs: blobs(),
    another: async () => {
      const client = await connected(url);
      clients.push(client);
      return client;
    },
    close: async () => {
      await Promise.all(clients.map((client) => client.end().catch(() => undefined)));
      await databases.close();
    },
  };
}

/**
 * Reads the settings of a cell from a file like `.env`. What the file leaves out has its default, and not the value of
 * this process. A relative DATA_DIR is below the folder of the file.
 * @throws StartError when the file cannot be read
 */
export async function readSettings(file: string): Promise<Record<string, string>> {
  const text = await fs.readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw new StartError(`The settings of the other cell in ${file} cannot be read: ${cause.message}.`, {
      cause,
    });
  });
  const given = parseEnv(text);
  const settings = Object.fromEntries(settingNames.map((name) => [name, given[name] ?? ""]));
  return {
    ...settings,
    DATA_DIR: path.resolve(path.dirname(file), given.DATA_DIR || ".data"),
    NODE_ENV: env().NODE_ENV,
    LOG_LEVEL: env().LOG_LEVEL,
  };
}

/** While the organization arrives, the other cell refuses its writes, but not those of this process. */
function passingHolds(url: string): string {
  const passing = new URL(url);
  passing.searchParams.set("options", "-c countersign.moving=on -c timezone=UTC -c datestyle=ISO");
  return passing.toString();
}

/**
 * Opens the cell of this process and the one that a file describes. From then on, this process has the settings of
 * the other cell.
 * @throws StartError when one of them cannot be opened, or both are the same cell
 */
export async function openEnds(file: string): Promise<{ from: End; to: End }> {
  const settings = await readSettings(file);
  const from = await openEnd();
  try {
    await Promise.all([closeDb(), closeKeys()]);
    publishEnv(settings);
    const to = await openEnd();
    if (to.cell !== from.cell && !(await isSame(from.main, to.main))) {
      const DATABASE_URL = passingHolds(to.url);
      publishEnv({ DATABASE_URL, DATABASE_DIRECT_URL: DATABASE_URL });
      await closeDb();
      return { from, to };
    }
    await to.close();
    throw new StartError(
      `${file} describes cell ${to.cell}, and this is cell ${from.cell}; name another cell, with its own databases and its own number in CELL.`,
    );
  } catch (error) {
    await from.close();
    throw error;
  }
}

/** Two addresses may lead to one database. A lock that one connection has, no other can take in that database. */
async function isSame(one: pg.Client, other: pg.Client): Promise<boolean> {
  await one.query("SELECT pg_advisory_lock($1)", [sameLock]);
  const { rows } = await other.query<{ isFree: boolean }>('SELECT pg_try_advisory_lock($1) AS "isFree"', [
    sameLock,
  ]);
  if (rows[0]?.isFree) await other.query("SELECT pg_advisory_unlock($1)", [sameLock]);
  await one.query("SELECT pg_advisory_unlock($1)", [sameLock]);
  return !rows[0]?.isFree;
}

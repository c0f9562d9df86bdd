import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import type pg from "pg";
import { directUrlOf } from "@/lib/platform/database-urls";
import { type Connected, connect, disconnect, queryPool } from "@/lib/platform/db-client";
import { forJobs, forRequests } from "@/lib/platform/deadlines";
import { env } from "@/lib/platform/env";
import type { Prisma, PrismaClient } from "@/lib/platform/generated/client";
import { sharedConfig } from "@/lib/platform/pool";
import { isReading, readFrom, routed } from "@/lib/platform/replica-reads";

/**
 * Kinds of background work: short jobs, the sessions of sources, which may come in for hours, and what is done on a
 * promoted server before anything else may use it.
 */
type Background = "jobs" | "intake" | "catchUp";

type Kept = {
  countersignDb?: Connected;
  countersignBackgroundDbs?: Partial<Record<Background, Connected>>;
  countersignInBackground?: AsyncLocalStorage<Background>;
};
const kept = globalThis as typeof globalThis & Kept;

/** The number of connections for each kind of background work. It shares these few and never takes one from a request. */
export const ofBackground: Record<Background, number> = { jobs: 3, intake: 5, catchUp: 2 };

function connected(): Connected {
  const background = kept.countersignInBackground?.getStore();
  if (!background) {
    kept.countersignDb ??= connect(
      { ...sharedConfig("main", forRequests), max: env().DATABASE_POOL_SIZE },
      "the database",
      "the database",
    );
    return kept.countersignDb;
  }
  kept.countersignBackgroundDbs ??= {};
  kept.countersignBackgroundDbs[background] ??= connect(
    { connectionString: directUrlOf("main"), max: ofBackground[background], ...forJobs },
    "the database",
    background === "catchUp" ? undefined : "the database",
  );
  return kept.countersignBackgroundDbs[background];
}

/** Runs background work, with its own connections and longer deadlines. */
export function inBackground<T>(work: () => Promise<T>, kind: Background = "jobs"): Promise<T> {
  kept.countersignInBackground ??= new AsyncLocalStorage();
  return kept.countersignInBackground.run(kind, work);
}

/** Whether this work is done on a promoted server before anything else may use it. */
export const isCatchingUp = (): boolean => kept.countersignInBackground?.getStore() === "catchUp";

/** The connections to the primary that this work uses. */
export const mainPool = (): pg.Pool => connected().pool;

/**
 * The main database. There is one client per process and kind of work, which connects at its first query. Within
 * `onReplica`, what only reads goes to a replica.
 */
export const db: PrismaClient = new Proxy({} as PrismaClient, {
  get: (_, property) => routed(connected().client, property),
});

/**
 * Queries the client's pool directly, past Prisma, whose own CPU time is as long as that of a good statement. Only
 * for the few most frequent statements (docs/decisions/0021). The statement begins with `prepared`.
 * @returns rows as the driver reads them: instants as Date, bigint and numeric as text
 */
export async function askDirectly<Row extends object>(sql: Prisma.Sql): Promise<Row[]> {
  const primary = () => queryPool<Row>(connected().pool, sql);
  return isReading(sql.text) ? readFrom(({ pool }) => queryPool<Row>(pool, sql), primary) : primary();
}

/** The client inside `db.$transaction`. */
export type Transaction = Parameters<Parameters<PrismaClient["$transaction"]>[0]>[0];

/** Closes the connections, so that a process can end or change its database. */
export async function closeDb(): Promise<void> {
  const open = [kept.countersignDb, ...Object.values(kept.countersignBackgroundDbs ?? {})];
  delete kept.countersignDb;
  delete kept.countersignBackgroundDbs;
  for (const each of open) if (each) await disconnect(each);
}

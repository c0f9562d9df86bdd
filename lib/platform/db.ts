import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { createHash } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import type pg from "pg";
import { directUrlOf } from "@/lib/platform/database-urls";
import { connectMs, forJobs, forRequests } from "@/lib/platform/deadlines";
import { env } from "@/lib/platform/env";
import { type Prisma, PrismaClient } from "@/lib/platform/generated/client";
import { openPool, sharedConfig } from "@/lib/platform/pool";

/** The prefix of a frequent statement with constant text, which stays prepared on its connection. */
export const prepared = "/* prepared */";

function statementName({ sql }: { sql: string }): string {
  // A statement with an empty name is not kept.
  if (!sql.trimStart().startsWith(prepared)) return "";
  const known =
    statementNames.get(sql) ?? `kept_${createHash("sha256").update(sql).digest("hex").slice(0, 24)}`;
  statementNames.set(sql, known);
  return known;
}

/**
 * The name is derived from the text, because this module may be loaded twice in a process and both copies use the
 * same connections.
 */
const statementNames = new Map<string, string>();

type Connected = { pool: pg.Pool; client: PrismaClient };

function connect(config: pg.PoolConfig): Connected {
  const pool = openPool(config, "the database");
  const adapter = new PrismaPg(pool, { statementNameGenerator: statementName });
  // A transaction waits for a connection as long as any query does.
  const transactionOptions = { maxWait: connectMs };
  return { pool, client: new PrismaClient({ adapter, transactionOptions }) };
}

/** Kinds of background work: short jobs, and the sessions of sources, which may come in for hours. */
type Background = "jobs" | "intake";

type Kept = {
  countersignDb?: Connected;
  countersignBackgroundDbs?: Partial<Record<Background, Connected>>;
  countersignInBackground?: AsyncLocalStorage<Background>;
};
const kept = globalThis as typeof globalThis & Kept;

/** The number of connections for each kind of background work. It shares these few and never takes one from a request. */
export const ofBackground: Record<Background, number> = { jobs: 3, intake: 5 };

function connected(): Connected {
  const background = kept.countersignInBackground?.getStore();
  if (background) {
    kept.countersignBackgroundDbs ??= {};
    kept.countersignBackgroundDbs[background] ??= connect({
      connectionString: directUrlOf("main"),
      max: ofBackground[background],
      ...forJobs,
    });
    return kept.countersignBackgroundDbs[background];
  }
  kept.countersignDb ??= connect({ ...sharedConfig("main", forRequests), max: env().DATABASE_POOL_SIZE });
  return kept.countersignDb;
}

/** Runs background work, with its own connections and longer deadlines. */
export function inBackground<T>(work: () => Promise<T>, kind: Background = "jobs"): Promise<T> {
  kept.countersignInBackground ??= new AsyncLocalStorage();
  return kept.countersignInBackground.run(kind, work);
}

/** The main database. There is one client per process and kind of work, which connects at its first query. */
export const db: PrismaClient = new Proxy({} as PrismaClient, {
  get(_, property) {
    const { client } = connected();
    const value = Reflect.get(client, property);
    return typeof value === "function" ? value.bind(client) : value;
  },
});

/**
 * Queries the client's pool directly, past Prisma, whose own CPU time is as long as that of a good statement. Only
 * for the few most frequent statements (docs/decisions/0021). The statement begins with {@link prepared}.
 * @returns rows as the driver reads them: instants as Date, bigint and numeric as text
 */
export async function askDirectly<Row extends object>({ text, values }: Prisma.Sql): Promise<Row[]> {
  const { rows } = await connected().pool.query<Row>({ name: statementName({ sql: text }), text, values });
  return rows;
}

/** The client inside `db.$transaction`. */
export type Transaction = Parameters<Parameters<PrismaClient["$transaction"]>[0]>[0];

/** Closes the connections, so that a process can end or change its database. */
export async function closeDb(): Promise<void> {
  const open = [kept.countersignDb, ...Object.values(kept.countersignBackgroundDbs ?? {})];
  delete kept.countersignDb;
  delete kept.countersignBackgroundDbs;
  for (const each of open) {
    await each?.client.$disconnect();
    await each?.pool.end();
  }
}

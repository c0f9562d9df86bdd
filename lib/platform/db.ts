import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { env } from "@/lib/platform/env";
import { type Prisma, PrismaClient } from "@/lib/platform/generated/client";
import { log } from "@/lib/platform/log";

/** The adapter writes and reads instants without their offset, so the session must be in UTC whatever the server is in. */
const inUtc = "-c timezone=UTC";

/** Begins a statement that is worth keeping prepared on its connection: one text, asked again and again. */
export const prepared = "/* prepared */";

function statementName({ sql }: { sql: string }): string {
  // An empty name keeps nothing.
  if (!sql.trimStart().startsWith(prepared)) return "";
  const known = statementNames.get(sql) ?? `kept_${statementNames.size}`;
  statementNames.set(sql, known);
  return known;
}

const statementNames = new Map<string, string>();

type Connected = { pool: pg.Pool; client: PrismaClient };

function connect(): Connected {
  const { DATABASE_URL, DATABASE_POOL_SIZE } = env();
  const pool = new pg.Pool({ connectionString: DATABASE_URL ?? "", max: DATABASE_POOL_SIZE, options: inUtc });
  pool.on("error", (err) => log.warn({ err }, "a connection to the database was lost"));
  const adapter = new PrismaPg(pool, { statementNameGenerator: statementName });
  return { pool, client: new PrismaClient({ adapter }) };
}

const kept = globalThis as typeof globalThis & { countersignDb?: Connected };

function connected(): Connected {
  kept.countersignDb ??= connect();
  return kept.countersignDb;
}

/** The main database. One client per process; it connects at its first query. */
export const db: PrismaClient = new Proxy({} as PrismaClient, {
  get(_, property) {
    const { client } = connected();
    const value = Reflect.get(client, property);
    return typeof value === "function" ? value.bind(client) : value;
  },
});

/**
 * Asks on the client's connections but past the client, whose part is as long as that of a good statement: for the
 * one path that many walk at once (docs/decisions/0021). The statement begins with {@link prepared}.
 * @returns rows as the driver reads them: instants as Date, bigint and numeric as text
 */
export async function askDirectly<Row extends object>({ text, values }: Prisma.Sql): Promise<Row[]> {
  const { rows } = await connected().pool.query<Row>({ name: statementName({ sql: text }), text, values });
  return rows;
}

/** What an operation gets inside `db.$transaction`. */
export type Transaction = Parameters<Parameters<PrismaClient["$transaction"]>[0]>[0];

/** Lets go of the connections, so that a process can end or change its database. */
export async function closeDb(): Promise<void> {
  const open = kept.countersignDb;
  delete kept.countersignDb;
  await open?.client.$disconnect();
  await open?.pool.end();
}

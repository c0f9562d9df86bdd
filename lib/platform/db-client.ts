import "server-only";
import { createHash } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import type pg from "pg";
import { connectMs } from "@/lib/platform/deadlines";
import { type Prisma, PrismaClient } from "@/lib/platform/generated/client";
import { openPool } from "@/lib/platform/pool";
import type { Watched } from "@/lib/platform/timeline";

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

/** Connections, and Prisma's client on them. */
export type Connected = { pool: pg.Pool; client: PrismaClient };

/**
 * Opens connections that are made at the first query.
 * @param what names them in the message about a lost one
 * @param watched for connections that must lead to the primary, on the timeline that this process knows
 */
export function connect(config: pg.PoolConfig, what = "the database", watched?: Watched): Connected {
  const pool = openPool(config, what, watched);
  const adapter = new PrismaPg(pool, { statementNameGenerator: statementName });
  // A transaction waits for a connection as long as any query does.
  const transactionOptions = { maxWait: connectMs };
  return { pool, client: new PrismaClient({ adapter, transactionOptions }) };
}

/** Queries a pool past Prisma. @returns rows as the driver reads them */
export async function queryPool<Row extends object>(
  pool: pg.Pool,
  { text, values }: Prisma.Sql,
): Promise<Row[]> {
  return (await pool.query<Row>({ name: statementName({ sql: text }), text, values })).rows;
}

/** Closes connections. */
export async function disconnect({ client, pool }: Connected): Promise<void> {
  await client.$disconnect();
  await pool.end();
}

// Database access for what a test prepares and inspects. Its statements are not counted as the program's, which must all
// name the organization.
import { PrismaPg } from "@prisma/adapter-pg";
import type pg from "pg";
import { forJobs } from "@/lib/platform/deadlines";
import { env } from "@/lib/platform/env";
import { PrismaClient } from "@/lib/platform/generated/client";
import { openPool } from "@/lib/platform/pool";

const notCounted = "-c pg_stat_statements.track=none";
/** The application name of the tests' own connections. */
const named = "countersign-tests";

/** Returns the address of a database for a connection whose statements are not counted. */
export function uncounted(url: string): string {
  const address = new URL(url);
  address.searchParams.set("options", notCounted);
  return address.toString();
}

/** Connections by address, because some tests continue in another database. */
const connected = new Map<string, { pool: pg.Pool; client: PrismaClient }>();

function clientOf(url: string): PrismaClient {
  const known = connected.get(url);
  if (known) return known.client;
  const options = `${forJobs.options} ${notCounted}`;
  const pool = openPool(
    { ...forJobs, connectionString: url, max: 3, options, application_name: named },
    "the database",
  );
  const client = new PrismaClient({ adapter: new PrismaPg(pool) });
  connected.set(url, { pool, client });
  return client;
}

/** The main database, for tests. It connects at its first query. */
export const db: PrismaClient = new Proxy({} as PrismaClient, {
  get(_, property) {
    const client = clientOf(env().DATABASE_URL ?? "");
    const value = Reflect.get(client, property);
    return typeof value === "function" ? value.bind(client) : value;
  },
});

/** Closes the connections. */
export async function closeTestDb(): Promise<void> {
  const open = [...connected.values()];
  connected.clear();
  for (const { client, pool } of open) {
    await client.$disconnect();
    await pool.end();
  }
}

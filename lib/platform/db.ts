import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import { env } from "@/lib/platform/env";
import { PrismaClient } from "@/lib/platform/generated/client";

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

function connect(): PrismaClient {
  const { DATABASE_URL, DATABASE_POOL_SIZE } = env();
  const adapter = new PrismaPg(
    { connectionString: DATABASE_URL ?? "", max: DATABASE_POOL_SIZE, options: inUtc },
    { statementNameGenerator: statementName },
  );
  return new PrismaClient({ adapter });
}

const kept = globalThis as typeof globalThis & { countersignDb?: PrismaClient };

/** The main database. One client per process; it connects at its first query. */
export const db: PrismaClient = new Proxy({} as PrismaClient, {
  get(_, property) {
    kept.countersignDb ??= connect();
    const value = Reflect.get(kept.countersignDb, property);
    return typeof value === "function" ? value.bind(kept.countersignDb) : value;
  },
});

/** What an operation gets inside `db.$transaction`. */
export type Transaction = Parameters<Parameters<PrismaClient["$transaction"]>[0]>[0];

/** Lets go of the connections, so that a process can end or change its database. */
export async function closeDb(): Promise<void> {
  await kept.countersignDb?.$disconnect();
  delete kept.countersignDb;
}

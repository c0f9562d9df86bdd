import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import { env } from "@/lib/platform/env";
import { PrismaClient } from "@/lib/platform/generated/client";

/** The adapter writes and reads instants without their offset, so the session must be in UTC whatever the server is in. */
const inUtc = "-c timezone=UTC";

function connect(): PrismaClient {
  const { DATABASE_URL, DATABASE_POOL_SIZE } = env();
  const adapter = new PrismaPg({
    connectionString: DATABASE_URL ?? "",
    max: DATABASE_POOL_SIZE,
    options: inUtc,
  });
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

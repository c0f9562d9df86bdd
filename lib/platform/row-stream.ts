import type pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { newClient } from "@/lib/platform/connect";
import { directUrlOf } from "@/lib/platform/database-urls";
import { db, isCatchingUp } from "@/lib/platform/db";
import { forStreams } from "@/lib/platform/deadlines";
import { pointSql, readPoint } from "@/lib/platform/history-point";
import { hasReplicas, replicaAt } from "@/lib/platform/replicas";
import { admit } from "@/lib/platform/timeline";
import { isUnavailable, sayUnavailable } from "@/lib/platform/unavailable";

/** Runs work that streams or locks on its own connection to the main database or a replica, and always closes it. */
export async function withConnection<T>(
  work: (client: pg.Client) => Promise<T>,
  replicaUrl?: string,
): Promise<T> {
  const client = await openConnection(replicaUrl);
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The most milliseconds that long reading waits for a replica. */
const replicaPatienceMs = 10_000;

/**
 * Runs work that only reads, for long, on its own connection to a replica that shows everything committed until now.
 * Without such a replica, or if it fails, the work runs on the primary, from its beginning.
 */
export async function withReadConnection<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  if (!hasReplicas()) return withConnection(work);
  const [here] = await db.$queryRaw<{ point: string | null }[]>`SELECT ${pointSql} AS point`;
  const replica = here?.point && (await replicaAt(readPoint(here.point), replicaPatienceMs));
  if (!replica) return withConnection(work);
  try {
    return await withConnection(work, replica.url);
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    sayUnavailable(error, "a read replica failed; its work begins again on the primary");
    return withConnection(work);
  }
}

/** Opens a connection like {@link withConnection}, or one to a replica; the caller closes it. */
export async function openConnection(replicaUrl?: string): Promise<pg.Client> {
  const client = newClient({
    connectionString: replicaUrl ?? directUrlOf("main"),
    ...forStreams,
    options: "-c timezone=UTC -c datestyle=ISO",
  });
  try {
    await client.connect();
    if (!replicaUrl && !isCatchingUp()) await admit(client, "the database");
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}

/**
 * Yields the rows of a query as lines in PostgreSQL's COPY text format, in batches. Memory does not grow with the
 * result, and no objects are created for rows. Ends early when the caller stops.
 * @param select without parameters; COPY takes none
 */
export async function* copyRows(client: pg.Client, select: string): AsyncGenerator<string[]> {
  let rest = "";
  const decoder = new TextDecoder();
  for await (const chunk of client.query(copyTo(`COPY (${select}) TO STDOUT`))) {
    const lines = (rest + decoder.decode(chunk as Buffer, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    if (lines.length > 0) yield lines;
  }
}

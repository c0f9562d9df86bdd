import pg from "pg";
import { StartError } from "@/lib/platform/errors";

/** How long a server may take to let us in. */
export const connectMs = 5_000;

/** A connection string as it may be shown. */
export function withoutPassword(url: string): string {
  const shown = new URL(url);
  shown.password = "";
  return shown.toString();
}

/** What the driver says, also where it says nothing but that every address of a name failed. */
export function saidBy(error: unknown): string {
  const { message, code, errors } = error as { message?: string; code?: string; errors?: unknown[] };
  return message || (errors?.[0] ? saidBy(errors[0]) : code) || String(error);
}

/**
 * Does something over a connection of its own, while the program starts.
 * @throws StartError in one sentence when the database does not let us in
 */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: connectMs });
  // A lost connection is told by the query that needed it.
  client.on("error", () => undefined);
  try {
    await client.connect();
  } catch (cause) {
    await client.end().catch(() => undefined);
    throw new StartError(`The database at ${withoutPassword(url)} cannot be reached: ${saidBy(cause)}.`, {
      cause,
    });
  }
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

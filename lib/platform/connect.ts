import pg from "pg";
import { StartError } from "@/lib/platform/errors";

/** The time limit for connecting to a server. */
export const connectMs = 5_000;

/** Removes the password from a connection string, so that it can be shown. */
export function withoutPassword(url: string): string {
  const shown = new URL(url);
  shown.password = "";
  return shown.toString();
}

/**
 * Returns the message of a driver's error. If all addresses of a name failed, the message is in the first inner
 * error.
 */
export function saidBy(error: unknown): string {
  const { message, code, errors } = error as { message?: string; code?: string; errors?: unknown[] };
  return message || (errors?.[0] ? saidBy(errors[0]) : code) || String(error);
}

/**
 * Creates a connection; the caller opens and closes it. If the server ends the connection between two statements, the
 * driver emits an error that would end the process without a listener. The listener does nothing, because the next
 * statement fails with the loss.
 */
export function newClient(config: pg.ClientConfig): pg.Client {
  const client = new pg.Client(config);
  client.on("error", () => undefined);
  return client;
}

/**
 * Runs work on a connection of its own, while the program starts.
 * @throws StartError in one sentence when the connection fails
 */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = newClient({ connectionString: url, connectionTimeoutMillis: connectMs });
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

import "server-only";
import type pg from "pg";
import { newClient } from "@/lib/platform/connect";
import { directUrlOf } from "@/lib/platform/database-urls";
import { db } from "@/lib/platform/db";
import { forStreams } from "@/lib/platform/deadlines";
import { log } from "@/lib/platform/log";
import { sayUnavailable } from "@/lib/platform/unavailable";

type Listener = { onMessage: (payload: string) => void; onGap: () => void };
type Kept = {
  countersignListeners?: Map<string, Set<Listener>>;
  /** The single listening connection; null while it is lost. */
  countersignListening?: Promise<pg.Client | null>;
};
const kept = globalThis as typeof globalThis & Kept;

const retryMs = 1_000;

/**
 * Sends a message to every process of the installation. It is not part of a transaction: send it after the commit.
 */
export async function notify(channel: string, payload: string): Promise<void> {
  await db.$queryRaw`SELECT 1 FROM (SELECT pg_notify(${channel}, ${payload})) told`;
}

/**
 * Listens to a channel over this process's single listening connection. `onGap` runs whenever messages may have been
 * missed: when listening begins, also after a lost connection.
 * @returns a function that stops listening
 */
export function listen(channel: string, listener: Listener): () => void {
  kept.countersignListeners ??= new Map();
  const known = kept.countersignListeners.get(channel);
  const listeners = known ?? new Set();
  kept.countersignListeners.set(channel, listeners.add(listener));
  if (!kept.countersignListening) kept.countersignListening = connect();
  else if (!known)
    void kept.countersignListening.then(async (client) => {
      // After an error the connection is replaced, and all channels listen again.
      await (client && begin(client, channel))?.catch(() => client?.end());
    });
  return () => {
    listeners.delete(listener);
  };
}

async function begin(client: pg.Client, channel: string): Promise<void> {
  await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
  for (const { onGap } of kept.countersignListeners?.get(channel) ?? []) onGap();
}

async function connect(): Promise<pg.Client | null> {
  const client = newClient({
    connectionString: directUrlOf("main"),
    application_name: "countersign-live",
    ...forStreams,
  });
  let isOver = false;
  const again = (error?: Error) => {
    if (isOver) return;
    isOver = true;
    if (error) sayUnavailable(error, "the live connection was lost");
    client.end().catch(() => undefined);
    setTimeout(() => {
      kept.countersignListening = connect();
    }, retryMs).unref();
  };
  client.on("error", again);
  client.on("end", () => again());
  client.on("notification", ({ channel, payload }) => {
    for (const { onMessage } of kept.countersignListeners?.get(channel) ?? []) {
      try {
        onMessage(payload ?? "");
      } catch (error) {
        // Any database user can send a message. A bad one must not keep the others from their listeners.
        log.debug({ err: error, channel }, "a message was not understood");
      }
    }
  });
  try {
    await client.connect();
    for (const channel of kept.countersignListeners?.keys() ?? []) await begin(client, channel);
    return client;
  } catch (error) {
    again(error as Error);
    return null;
  }
}

import "server-only";
import pg from "pg";
import { db } from "@/lib/platform/db";
import { forStreams } from "@/lib/platform/deadlines";
import { env } from "@/lib/platform/env";
import { log } from "@/lib/platform/log";
import { sayUnavailable } from "@/lib/platform/unavailable";

type Listener = { onMessage: (payload: string) => void; onGap: () => void };
type Kept = {
  countersignListeners?: Map<string, Set<Listener>>;
  /** The one connection; null while there is none. */
  countersignListening?: Promise<pg.Client | null>;
};
const kept = globalThis as typeof globalThis & Kept;

const retryMs = 1_000;

/** Tells every process of the installation. Not part of a transaction: what is told has been committed. */
export async function notify(channel: string, payload: string): Promise<void> {
  await db.$queryRaw`SELECT 1 FROM (SELECT pg_notify(${channel}, ${payload})) told`;
}

/**
 * Listens to a channel over the one connection that this process keeps for it. `onGap` says that messages may have
 * been missed: whenever the listening has begun, for the first time or after a lost connection.
 * @returns how to stop
 */
export function listen(channel: string, listener: Listener): () => void {
  kept.countersignListeners ??= new Map();
  const known = kept.countersignListeners.get(channel);
  const listeners = known ?? new Set();
  kept.countersignListeners.set(channel, listeners.add(listener));
  if (!kept.countersignListening) kept.countersignListening = connect();
  else if (!known)
    void kept.countersignListening.then(async (client) => {
      // A connection that is lost is made again, for every channel.
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
  const client = new pg.Client({
    connectionString: env().DATABASE_URL,
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
        // Whoever may connect may send anything; it is not ours, and nobody else misses a message for it.
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

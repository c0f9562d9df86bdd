import "server-only";
import pg from "pg";
import { db } from "@/lib/platform/db";
import { forStreams } from "@/lib/platform/deadlines";
import { env } from "@/lib/platform/env";
import { log } from "@/lib/platform/log";
import { sayUnavailable } from "@/lib/platform/unavailable";

type Listener = { onMessage: (payload: string) => void; onGap: () => void };
type Kept = { countersignListeners?: Map<string, Set<Listener>>; countersignListening?: Promise<void> };
const kept = globalThis as typeof globalThis & Kept;

const retryMs = 1_000;

/** Tells every process of the installation. Not part of a transaction: what is told has been committed. */
export async function notify(channel: string, payload: string): Promise<void> {
  await db.$queryRaw`SELECT 1 FROM (SELECT pg_notify(${channel}, ${payload})) told`;
}

/**
 * Listens to a channel over the one connection that this process keeps for it. After a lost connection `onGap` says
 * that messages may have been missed.
 * @returns how to stop
 */
export function listen(channel: string, listener: Listener): () => void {
  kept.countersignListeners ??= new Map();
  const listeners = kept.countersignListeners.get(channel) ?? new Set();
  kept.countersignListeners.set(channel, listeners.add(listener));
  kept.countersignListening ??= connect();
  return () => {
    listeners.delete(listener);
  };
}

const everyListener = () => [...(kept.countersignListeners?.values() ?? [])].flatMap((set) => [...set]);

async function connect(isAgain = false): Promise<void> {
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
      kept.countersignListening = connect(true);
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
    for (const channel of kept.countersignListeners?.keys() ?? [])
      await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
    if (isAgain) for (const { onGap } of everyListener()) onGap();
  } catch (error) {
    again(error as Error);
  }
}

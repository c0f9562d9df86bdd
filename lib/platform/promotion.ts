import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { inBackground, mainPool } from "@/lib/platform/db";
import { forRequests } from "@/lib/platform/deadlines";
import { keysPool } from "@/lib/platform/keys";
import { log } from "@/lib/platform/log";
import { openPool, sharedConfig } from "@/lib/platform/pool";
import { onPrimary } from "@/lib/platform/replicas";
import {
  admit,
  forgetTimelines,
  isBehind,
  timelineOf,
  type Watched,
  watchTimelines,
} from "@/lib/platform/timeline";
import { sayUnavailable } from "@/lib/platform/unavailable";

/** Behind a pooler a connection outlives the server behind it, so the servers are asked now and then, and often while one is held back. */
const [everyMs, heldBackMs] = [5_000, 500];
const patienceMs = 3_000;

/** Connections that are asked alone, by the addresses that requests use. One for each database, whatever is held back. */
const openAskers = (): Map<Watched, pg.Pool> =>
  new Map(
    (["main", "keys"] as const).map((part) => {
      const name = part === "main" ? "the database" : "the keys database";
      const config = { ...sharedConfig(part, forRequests), max: 1, query_timeout: patienceMs };
      return [name, openPool({ ...config, connectionTimeoutMillis: patienceMs }, name)];
    }),
  );

/**
 * Watches for the promotion of a standby, which may lack the newest changes. Each new connection is asked for its
 * timeline, and no connection to a promoted server is used before `catchUp` has ended. A server that only reads is not
 * used at all.
 * @param catchUp runs on connections of its own, and must be harmless in several processes at once
 * @returns a function that stops the watch
 */
export async function watchPromotions(
  catchUp: () => Promise<unknown>,
): Promise<{ stop: () => Promise<void> }> {
  const askers = openAskers();
  const known = new Map<Watched, string>();
  for (const [name, pool] of askers) known.set(name, await timelineOf(pool));
  watchTimelines(known, (name) => {
    log.warn("a standby was promoted; erasures that it may lack are done again before anybody is answered");
    // Whoever found the promotion may have been reading a replica, which is not what is caught up with.
    return onPrimary(() => inBackground(() => caughtUp(name, catchUp), "catchUp"));
  });
  const stopping = new AbortController();
  const ended = ask(askers, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await ended;
      forgetTimelines();
      await Promise.all([...askers.values()].map((pool) => pool.end()));
    },
  };
}

/** Does the work on one server. @throws Error when the server changed meanwhile */
async function caughtUp(name: Watched, catchUp: () => Promise<unknown>): Promise<string> {
  const pool = name === "the database" ? mainPool() : keysPool();
  const before = await timelineOf(pool);
  await catchUp();
  const after = await timelineOf(pool);
  if (before !== after) throw new Error(`${name} was promoted again meanwhile.`);
  return after;
}

async function ask(askers: ReadonlyMap<Watched, pg.Pool>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    for (const [name, pool] of askers)
      await admit(pool, name).catch((error) => sayUnavailable(error, `asking ${name} for its timeline`));
    // A connection may hold its database back while this waits.
    for (let waited = 0; waited < everyMs && !signal.aborted && !isBehind(); waited += heldBackMs)
      await sleep(heldBackMs, undefined, { signal }).catch(() => undefined);
    if (isBehind()) await sleep(heldBackMs, undefined, { signal }).catch(() => undefined);
  }
}

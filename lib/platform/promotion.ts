import "server-only";
import { inBackground, mainPool } from "@/lib/platform/db";
import { keysPool } from "@/lib/platform/keys";
import { log } from "@/lib/platform/log";
import { startTicking } from "@/lib/platform/tick";
import { admit, forgetTimelines, timelineOf, type Watched, watchTimelines } from "@/lib/platform/timeline";

/** Behind a pooler a connection outlives the server behind it, so the servers are asked again now and then. */
const everySeconds = 5;

const pools = (): [Watched, ReturnType<typeof keysPool>][] => [
  ["the database", mainPool()],
  ["the keys database", keysPool()],
];

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
  const known = new Map<Watched, string>();
  for (const [name, pool] of pools()) known.set(name, await timelineOf(pool));
  watchTimelines(known, async () => {
    log.warn("a standby was promoted; erasures that it may lack are done again before anybody is answered");
    await inBackground(catchUp, "catchUp");
  });
  const ticking = startTicking({
    name: "databases.timeline",
    everySeconds,
    run: async () => {
      for (const [name, pool] of pools()) await admit(pool, name);
    },
  });
  return {
    async stop() {
      await ticking.stop();
      forgetTimelines();
    },
  };
}

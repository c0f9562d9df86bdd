import { setTimeout as sleep } from "node:timers/promises";

/** How often a session that waits makes sure that it is still its own. */
const askMs = 5_000;

/** What a session in work holds of the memory that all of them share. */
export type Hold = {
  /**
   * Adds what has come, and waits until there is room to go on.
   * @param goesOn is asked again and again while it waits; false ends the wait
   */
  hold: (bytes: number, goesOn?: () => Promise<boolean>) => Promise<void>;
  leave: () => void;
};

/**
 * Shares memory among the sessions that are in work, of all sources of a process. One that finds no room waits before it
 * fetches more. The one that began first never waits, so that one always goes on, whatever its size.
 * @param most bytes together, besides those of the session that began first
 */
export function newBudget(most: number): { enter: () => Hold; held: () => number } {
  const inside = new Set<object>();
  const waiting = new Set<() => void>();
  let total = 0;
  const isFirst = (mine: object) => inside.values().next().value === mine;
  function enter(): Hold {
    const mine = { bytes: 0 };
    inside.add(mine);
    return {
      async hold(bytes, goesOn = async () => true) {
        mine.bytes += bytes;
        total += bytes;
        while (total > most && !isFirst(mine) && (await goesOn())) {
          const isRoom = new Promise<void>((goOn) => {
            waiting.add(goOn);
          });
          await Promise.race([isRoom, sleep(askMs, undefined, { ref: false })]);
        }
      },
      leave() {
        if (!inside.delete(mine)) return;
        total -= mine.bytes;
        for (const goOn of waiting) goOn();
        waiting.clear();
      },
    };
  }
  return { enter, held: () => total };
}

/** The memory for sessions in work. A session of three photographs is about 15 MiB. */
export const memory = newBudget(256 * 1024 * 1024);

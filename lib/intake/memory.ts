/** What a session in work holds of the memory that all of them share. */
export type Hold = {
  /** Adds what has come, and waits until there is room to go on. */
  hold: (bytes: number) => Promise<void>;
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
      async hold(bytes) {
        mine.bytes += bytes;
        total += bytes;
        while (total > most && !isFirst(mine))
          await new Promise<void>((goOn) => {
            waiting.add(goOn);
          });
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

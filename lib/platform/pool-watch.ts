import { AsyncResource } from "node:async_hooks";
import type pg from "pg";
import { metrics } from "@/lib/platform/metrics";
import { tracing } from "@/lib/platform/tracing";

type Watched = { pool: pg.Pool; what: string };
const kept = globalThis as typeof globalThis & { countersignPools?: Set<Watched> };

type Connected = (error: Error | undefined, client: unknown, release: unknown) => void;

/** Counts the connections of a pool, and how long work waits for one. */
export function watchPool(pool: pg.Pool, what: string): void {
  kept.countersignPools ??= new Set();
  kept.countersignPools.add({ pool, what });
  const connect = pool.connect.bind(pool) as (...given: unknown[]) => unknown;
  pool.connect = ((done?: Connected) => {
    const stop = metrics()?.poolWaitSeconds.startTimer({ pool: what });
    if (!done) {
      const connected = connect() as Promise<unknown>;
      if (stop)
        connected.then(
          () => stop(),
          () => stop(),
        );
      return connected;
    }
    // The pool calls back from within the work that gave its connection back.
    const own = tracing() ? AsyncResource.bind(done) : done;
    return connect((...answer: Parameters<Connected>) => {
      stop?.();
      own(...answer);
    });
  }) as typeof pool.connect;
}

/** Returns the open connections, the free ones and the work that waits for one, for each kind of pool. */
export function poolCounts(): Map<string, { total: number; idle: number; waiting: number }> {
  const counts = new Map<string, { total: number; idle: number; waiting: number }>();
  for (const watched of kept.countersignPools ?? []) {
    const { pool, what } = watched;
    if (pool.ended) kept.countersignPools?.delete(watched);
    const { total, idle, waiting } = counts.get(what) ?? { total: 0, idle: 0, waiting: 0 };
    counts.set(what, {
      total: total + pool.totalCount,
      idle: idle + pool.idleCount,
      waiting: waiting + pool.waitingCount,
    });
  }
  return counts;
}

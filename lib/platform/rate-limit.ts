import "server-only";
import type pg from "pg";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { forRequests } from "@/lib/platform/deadlines";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { openPool } from "@/lib/platform/pool";

export type RateLimit = { name: string; points: number; seconds: number };
export type RateState = { limit: number; remaining: number; resetAt: Date };

const kept = globalThis as typeof globalThis & {
  countersignLimiters?: Map<string, RateLimiterPostgres>;
  countersignLimitPool?: pg.Pool;
};

function pool(): pg.Pool {
  kept.countersignLimitPool ??= openPool(
    { connectionString: env().DATABASE_URL, max: 2, ...forRequests },
    "the database, for limits,",
  );
  return kept.countersignLimitPool;
}

/** Lets go of the connections. */
export async function closeRateLimits(): Promise<void> {
  const { countersignLimitPool } = kept;
  delete kept.countersignLimitPool;
  delete kept.countersignLimiters;
  await countersignLimitPool?.end();
}

function limiter({ name, points, seconds }: RateLimit): RateLimiterPostgres {
  kept.countersignLimiters ??= new Map();
  const known = kept.countersignLimiters.get(name);
  if (known) return known;
  const made = new RateLimiterPostgres({
    storeClient: pool(),
    tableName: "rate_limits",
    tableCreated: true,
    clearExpiredByTimeout: false,
    keyPrefix: name,
    points,
    duration: seconds,
    inMemoryBlockOnConsumed: points + 1,
  });
  kept.countersignLimiters.set(name, made);
  return made;
}

const state = (limit: RateLimit, answer: RateLimiterRes): RateState => ({
  limit: limit.points,
  remaining: Math.max(0, answer.remainingPoints),
  resetAt: new Date(Date.now() + answer.msBeforeNext),
});

/**
 * Counts one use of `key` in a window shared by all processes.
 * @throws AppError rate_limited, with the seconds to wait
 */
export async function consume(limit: RateLimit, key: string): Promise<RateState> {
  try {
    return state(limit, await limiter(limit).consume(key));
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    const seconds = Math.max(1, Math.ceil(error.msBeforeNext / 1000));
    throw new AppError("rate_limited", `Rate limit exceeded. Retry after ${seconds} seconds.`, {
      retryAfterSeconds: seconds,
    });
  }
}

/** How much of a window has been used, without using any. */
export async function consumed(limit: RateLimit, key: string): Promise<number> {
  return (await limiter(limit).get(key))?.consumedPoints ?? 0;
}

/** Forgets what was counted for a key: a success after failures. */
export async function forget(limit: RateLimit, key: string): Promise<void> {
  await limiter(limit).delete(key);
}

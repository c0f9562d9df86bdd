import "server-only";
import type pg from "pg";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { forRequests } from "@/lib/platform/deadlines";
import { AppError } from "@/lib/platform/errors";
import { openPool, sharedConfig } from "@/lib/platform/pool";

export type RateLimit = { name: string; points: number; seconds: number };
export type RateState = { limit: number; remaining: number; resetAt: Date };

/** The number of connections for counting. */
export const limitConnections = 2;

const kept = globalThis as typeof globalThis & {
  countersignLimiters?: Map<string, RateLimiterPostgres>;
  countersignLimitPool?: pg.Pool;
};

function pool(): pg.Pool {
  kept.countersignLimitPool ??= openPool(
    { ...sharedConfig("main", forRequests), max: limitConnections },
    "the database, for limits,",
  );
  return kept.countersignLimitPool;
}

/** Closes the connections. */
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
    throw error instanceof RateLimiterRes ? exceeded(error) : error;
  }
}

function exceeded({ msBeforeNext }: RateLimiterRes): AppError {
  const seconds = Math.max(1, Math.ceil(msBeforeNext / 1000));
  return new AppError("rate_limited", `Rate limit exceeded. Retry after ${seconds} seconds.`, {
    retryAfterSeconds: seconds,
  });
}

type Block = RateState & { left: number };
const blocks = new Map<string, Block>();
const reserving = new Map<string, Promise<void>>();
const mostBlocks = 10_000;

/** The number of uses that one process reserves at a time: a fiftieth of the window. */
const blockOf = ({ points }: RateLimit) => Math.max(1, Math.floor(points / 50));

/**
 * {@link consume} for a limit that is checked at every call. A process reserves a block of uses in the shared window
 * and spends them without asking the database. All processes together never exceed the limit. While several processes
 * serve one key, reserved and unused uses are not available to the others, at most a fiftieth per process.
 * @throws AppError rate_limited, with the seconds to wait
 */
export async function consumeByBlock(limit: RateLimit, key: string): Promise<RateState> {
  const name = `${limit.name}:${key}`;
  for (;;) {
    const block = blocks.get(name);
    if (block && block.left > 0 && block.resetAt > new Date()) {
      block.left--;
      return { limit: limit.points, remaining: block.remaining + block.left, resetAt: block.resetAt };
    }
    const reservation =
      reserving.get(name) ?? reserve(limit, key, name).finally(() => reserving.delete(name));
    reserving.set(name, reservation);
    await reservation;
  }
}

async function reserve(limit: RateLimit, key: string, name: string): Promise<void> {
  const size = blockOf(limit);
  const answer = await limiter(limit)
    .consume(key, size)
    .catch((error: unknown) => {
      // The last block of a window may be smaller than the others, so the limiter refuses it although some uses are
      // left.
      if (error instanceof RateLimiterRes && error.consumedPoints > limit.points) return error;
      throw error instanceof RateLimiterRes ? exceeded(error) : error;
    });
  const left = Math.min(size, limit.points - (answer.consumedPoints - size));
  if (left <= 0) throw exceeded(answer);
  if (blocks.size >= mostBlocks) blocks.clear();
  blocks.set(name, { ...state(limit, answer), left });
}

/** Returns what a caller of {@link consumeByBlock} can still use, without using any. */
export async function stateByBlock(limit: RateLimit, key: string): Promise<RateState> {
  const block = blocks.get(`${limit.name}:${key}`);
  if (!block || block.resetAt <= new Date()) return stateOf(limit, key);
  return { limit: limit.points, remaining: block.remaining + block.left, resetAt: block.resetAt };
}

/** Returns what can still be used of a window, without using any. */
export async function stateOf(limit: RateLimit, key: string): Promise<RateState> {
  const found = await limiter(limit).get(key);
  if (found) return state(limit, found);
  return {
    limit: limit.points,
    remaining: limit.points,
    resetAt: new Date(Date.now() + limit.seconds * 1000),
  };
}

/** Returns how much of a window has been used, without using any. */
export async function consumed(limit: RateLimit, key: string): Promise<number> {
  return (await limiter(limit).get(key))?.consumedPoints ?? 0;
}

/** Forgets the count of a key, after a success that follows failures. */
export async function forget(limit: RateLimit, key: string): Promise<void> {
  await limiter(limit).delete(key);
}

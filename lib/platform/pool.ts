import "server-only";
import pg from "pg";
import { sayUnavailable } from "@/lib/platform/unavailable";

/**
 * Connections that are taken in turns. One that comes back in the middle of a transaction, because its commit or
 * rollback was given up, ends: whoever had it next would write into a transaction that nobody commits.
 * @param what the pool is for, as a lost connection is told of
 */
export function openPool(config: pg.PoolConfig, what: string): pg.Pool {
  const pool = new pg.Pool(config);
  pool.on("error", (error) => sayUnavailable(error, `a connection to ${what} was lost`));
  pool.on("release", (_, client) => {
    if (client.getTransactionStatus() !== "I") client.end().catch(() => undefined);
  });
  return pool;
}

import "server-only";
import pg from "pg";
import { sayUnavailable } from "@/lib/platform/unavailable";

/**
 * Opens a pool of connections. If a connection is returned within a transaction, because its commit or rollback was
 * abandoned, it is closed: its next user would write into a transaction that nobody commits.
 * @param what names the pool in the message about a lost connection
 */
export function openPool(config: pg.PoolConfig, what: string): pg.Pool {
  const pool = new pg.Pool(config);
  // While a connection is borrowed, the pool does not listen to it. Its borrower's next statement fails with the loss.
  pool.on("connect", (client) => client.on("error", () => undefined));
  pool.on("error", (error) => sayUnavailable(error, `a connection to ${what} was lost`));
  pool.on("release", (_, client) => {
    if (client.getTransactionStatus() !== "I") client.end().catch(() => undefined);
  });
  return pool;
}

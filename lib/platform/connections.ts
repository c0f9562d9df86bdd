import { withClient, withoutPassword } from "@/lib/platform/connect";
import { backgroundConnections } from "@/lib/platform/db";
import { env, publishEnv } from "@/lib/platform/env";
import { log } from "@/lib/platform/log";

/**
 * Connections outside the pools: throttles, the queue, listening, and one each for sealing, verifying, exporting and
 * start-up.
 */
const others = 2 + 2 + 1 + 4;

/** The number of connections this process may open to each database. */
const wantedOf = (pool: number) => ({ main: pool + backgroundConnections + others, keys: pool });

const serverOf = (url: string) => new URL(url).host;

/** Returns the number of connections that a server allows to users who are not superusers. */
const roomAt = (url: string): Promise<number> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ room: number }>(
      `SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
         - coalesce(current_setting('reserved_connections', true)::int, 0) AS room`,
    );
    return rows[0]?.room ?? 0;
  });

/**
 * Compares the connections this process may open with the servers' limits, and uses smaller pools if needed. A query
 * that waits for a free connection is served later; one that the server refuses is not served.
 * @returns the size of the pools
 */
export async function fitPools(main: string, keys: string): Promise<number> {
  const { DATABASE_POOL_SIZE } = env();
  const isOne = serverOf(main) === serverOf(keys);
  const [room, keysRoom] = await Promise.all([roomAt(main), roomAt(keys)]);
  const fitting = isOne
    ? Math.floor((room - backgroundConnections - others) / 2)
    : Math.min(room - backgroundConnections - others, keysRoom);
  const size = Math.max(1, Math.min(DATABASE_POOL_SIZE, fitting));
  if (size === DATABASE_POOL_SIZE) return size;
  const { main: ofMain, keys: ofKeys } = wantedOf(DATABASE_POOL_SIZE);
  log.warn(
    { wanted: isOne ? ofMain + ofKeys : ofMain, allowed: room, poolSize: size },
    `${withoutPassword(main)} allows fewer connections than this process may want; it goes on with pools of ${size}. Raise max_connections, or set DATABASE_POOL_SIZE=${size}.`,
  );
  publishEnv({ DATABASE_POOL_SIZE: String(size) });
  return size;
}

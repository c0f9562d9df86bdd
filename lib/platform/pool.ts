import "server-only";
import pg from "pg";
import { isPooled, type Part, urlOf } from "@/lib/platform/database-urls";
import type { forRequests } from "@/lib/platform/deadlines";
import { outsideOfWork } from "@/lib/platform/doing";
import { watchPool } from "@/lib/platform/pool-watch";
import { admit, held, type Watched } from "@/lib/platform/timeline";
import { sayUnavailable } from "@/lib/platform/unavailable";

/**
 * Opens a pool of connections. If a connection is returned within a transaction, because its commit or rollback was
 * abandoned, it is closed: its next user would write into a transaction that nobody commits.
 * @param what names the pool in the message about a lost connection
 * @param watched the database whose server must be the primary, on the timeline that this process knows
 */
export function openPool(config: pg.PoolConfig, what: string, watched?: Watched): pg.Pool {
  const onConnect = watched && ((client: pg.ClientBase) => admit(client, watched));
  const pool = new pg.Pool({ ...config, ...(onConnect && { onConnect }) });
  if (watched) holdBack(pool, watched);
  watchPool(pool, what);
  // While a connection is borrowed, the pool does not listen to it. Its borrower's next statement fails with the loss.
  pool.on("connect", (client) => client.on("error", () => undefined));
  pool.on("error", (error) => outsideOfWork(() => sayUnavailable(error, `a connection to ${what} was lost`)));
  pool.on("release", (_, client) => {
    if (client.getTransactionStatus() !== "I") client.end().catch(() => undefined);
  });
  return pool;
}

type Callback = Parameters<pg.Pool["connect"]>[0];

/** Lends out no connection while the server behind it has to catch up. */
function holdBack(pool: pg.Pool, watched: Watched): void {
  const lend = pool.connect.bind(pool) as (done?: Callback) => Promise<pg.PoolClient> | undefined;
  const connect = (done?: Callback) => {
    const wait = held(watched);
    if (!wait) return lend(done);
    if (!done) return wait.then(() => lend());
    wait.then(
      () => lend(done),
      (error) => done(error, undefined, () => undefined),
    );
  };
  pool.connect = connect as pg.Pool["connect"];
}

/**
 * A connection through a pooler, whose next transaction may run in another session. No statement has a name, because
 * the other session does not know it. Of the settings, only the time zone is sent: poolers keep it for each of their
 * callers, and refuse others.
 */
export class PooledClient extends pg.Client {
  override query = ((config: unknown, ...rest: unknown[]) => {
    const isNamed =
      typeof config === "object" && config !== null && "name" in config && !("submit" in config);
    return Reflect.apply(super.query, this, [isNamed ? { ...config, name: undefined } : config, ...rest]);
  }) as pg.Client["query"];

  getStartupConf(): Record<string, string> {
    const { getStartupConf } = pg.Client.prototype as unknown as { getStartupConf: () => object };
    return { ...getStartupConf.call(this), TimeZone: "UTC" };
  }
}

/** The settings of connections for what callers wait for, also where a pooler stands. */
export function sharedConfig(part: Part, deadlines: typeof forRequests): pg.PoolConfig {
  const connectionString = urlOf(part);
  if (!isPooled(part)) return { connectionString, ...deadlines };
  const { options: _, ...others } = deadlines;
  return { connectionString, ...others, Client: PooledClient } as pg.PoolConfig;
}

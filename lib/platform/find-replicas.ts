import { saidBy, withClient, withoutPassword } from "@/lib/platform/connect";
import { directUrlOf } from "@/lib/platform/database-urls";
import { env } from "@/lib/platform/env";
import { StartError } from "@/lib/platform/errors";
import { log } from "@/lib/platform/log";
import { identityOf, isPooler } from "@/lib/platform/pooler";

/** A standby of the main database. `allowed` is null while it does not answer. */
export type FoundReplica = { url: string; identity: string; allowed: number | null; poolSize: number };

/** The connections to a replica beside its pool: for asking how far it is, and for a verification. */
export const besideReplicaPool = 2;

/**
 * Proves that DATABASE_READ_URLS names standbys of the main database. One that does not answer yet is left out and
 * asked again later.
 * @throws StartError in one sentence for a server that is none, and where its part of the connections is too small
 */
export async function findReplicas(): Promise<FoundReplica[]> {
  const { DATABASE_READ_URLS: urls, DATABASE_POOL_SIZE, DATABASE_PROCESSES } = env();
  if (urls.length === 0) return [];
  const main = directUrlOf("main");
  const identity = await withClient(main, identityOf);
  if (identity === null)
    throw new StartError(
      `${withoutPassword(main)} does not tell its identity (pg_control_system), so its standbys cannot be proved; leave DATABASE_READ_URLS empty.`,
    );
  const found: FoundReplica[] = [];
  for (const url of urls) {
    const allowed = await allowedAt(url, identity).catch((error: Error) => {
      const { code } = (error.cause ?? {}) as { code?: string };
      // It answers, and refuses the user, the password or the database.
      if (!(error.cause instanceof Error) || ["28P01", "28000", "3D000"].includes(code ?? "")) throw error;
      log.warn({ reason: saidBy(error.cause) }, `read replica ${found.length + 1} does not answer yet`);
      return null;
    });
    const fitting =
      allowed === null ? DATABASE_POOL_SIZE : Math.floor(allowed / DATABASE_PROCESSES) - besideReplicaPool;
    if (fitting < 1)
      throw new StartError(
        `${withoutPassword(url)} allows ${allowed} connections, too few for DATABASE_PROCESSES=${DATABASE_PROCESSES} with ${besideReplicaPool + 1} each; raise max_connections there.`,
      );
    found.push({ url, identity, allowed, poolSize: Math.min(DATABASE_POOL_SIZE, fitting) });
  }
  return found;
}

async function allowedAt(url: string, identity: string): Promise<number> {
  const shown = withoutPassword(url);
  if (await isPooler(url))
    throw new StartError(`A pooler stands at ${shown}; name the standby itself in DATABASE_READ_URLS.`);
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ isStandby: boolean; allowed: number }>(
      `SELECT pg_is_in_recovery() AS "isStandby", current_setting('max_connections')::int
         - current_setting('superuser_reserved_connections')::int
         - coalesce(current_setting('reserved_connections', true)::int, 0) AS allowed`,
    );
    if ((await identityOf(client)) !== identity)
      throw new StartError(
        `${shown} is no copy of ${withoutPassword(directUrlOf("main"))}; name its standbys in DATABASE_READ_URLS.`,
      );
    if (!rows[0]?.isStandby)
      throw new StartError(`${shown} is no standby, it takes writes; name standbys in DATABASE_READ_URLS.`);
    return rows[0].allowed;
  });
}

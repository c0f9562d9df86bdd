import { withClient, withoutPassword } from "@/lib/platform/connect";
import { directUrlOf, isPooled, type Part } from "@/lib/platform/database-urls";
import { ofBackground } from "@/lib/platform/db";
import { env, publishEnv } from "@/lib/platform/env";
import { StartError } from "@/lib/platform/errors";
import { besideReplicaPool, type FoundReplica } from "@/lib/platform/find-replicas";
import { keysOfCatchUp } from "@/lib/platform/keys";
import { log } from "@/lib/platform/log";
import { identityOf, serverOf } from "@/lib/platform/pooler";
import { queueConnections } from "@/lib/platform/queue";
import { limitConnections } from "@/lib/platform/rate-limit";

/** Connections by what they are for. `requests` and `keys` grow with DATABASE_POOL_SIZE; the others are fixed. */
type Purposes = Record<string, number>;
/** How a process may spend connections to one server, and its part of what that server allows. */
export type ServerSpending = { allowed: number; share: number; direct: Purposes; pooled: Purposes };
export type Spending = { poolSize: number; processes: number; servers: ServerSpending[] };

/** The connections to a database beyond the pools that grow: each with its purpose, at most so many at once. */
function fixedOf(part: Part, runsJobs: boolean): Purposes {
  // One asks for the timeline (docs/decisions/0105).
  if (part === "keys") return { start: 1, watch: 1, catchUp: keysOfCatchUp };
  const { jobs, catchUp } = ofBackground;
  const ofServing = { jobs, catchUp, watch: 1 };
  const ofJobs = { ...ofBackground, queue: queueConnections, watch: 1, sealing: 1, verifying: 2 };
  return { live: 1, exports: 1, start: 1, ...(runsJobs ? ofJobs : ofServing) };
}

const purposeOf = (part: Part) => (part === "main" ? "requests" : "keys");
const sum = (purposes: Purposes) => Object.values(purposes).reduce((all, each) => all + each, 0);

type Found = { identity: string; allowed: number };

/** Returns which server a database is on, and the connections that it allows to users who are not superusers. */
const findAt = (url: string): Promise<Found> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ room: number }>(
      `SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
         - coalesce(current_setting('reserved_connections', true)::int, 0) AS room`,
    );
    const identity = await identityOf(client);
    // A host that does not tell its identity is known by its address.
    return {
      identity: identity === null ? new URL(url).host : serverOf(identity),
      allowed: rows[0]?.room ?? 0,
    };
  });

function spendingOf(
  parts: readonly Part[],
  allowed: number,
  size: number,
  runsJobs: boolean,
): ServerSpending {
  const direct: Purposes = {};
  const pooled: Purposes = {};
  for (const part of parts) {
    for (const [purpose, count] of Object.entries(fixedOf(part, runsJobs)))
      direct[purpose] = (direct[purpose] ?? 0) + count;
    const target = isPooled(part) ? pooled : direct;
    target[purposeOf(part)] = size;
    if (part === "main") target.limits = limitConnections;
  }
  return { allowed, share: Math.floor(allowed / env().DATABASE_PROCESSES), direct, pooled };
}

/**
 * Divides the connections that each server allows among the expected processes, and this process's part among its
 * pools, which become smaller if needed. A query that waits for a free connection is served later; one that the server
 * refuses is not served. What goes through a pooler is the pooler's to limit.
 * @throws StartError in one sentence when even the smallest pools do not fit
 */
export async function fitPools({ runsJobs = true } = {}): Promise<Spending> {
  const { DATABASE_POOL_SIZE: wanted, DATABASE_PROCESSES: processes } = env();
  const [main, keys] = await Promise.all([findAt(directUrlOf("main")), findAt(directUrlOf("keys"))]);
  const isOne = main.identity === keys.identity;
  const groups: [Part[], Found][] = isOne
    ? [[["main", "keys"], main]]
    : [
        [["main"], main],
        [["keys"], keys],
      ];
  let poolSize = wanted;
  for (const [parts, { allowed }] of groups) {
    const growing = parts.filter((part) => !isPooled(part)).length;
    const { share, direct } = spendingOf(parts, allowed, 0, runsJobs);
    const fitting = growing === 0 ? wanted : Math.floor((share - sum(direct)) / growing);
    if (fitting < 1 || sum(direct) > share) throw tooFew(parts[0], allowed, share, sum(direct) + growing);
    poolSize = Math.min(poolSize, fitting);
  }
  if (poolSize < wanted) {
    log.warn(
      { wanted, poolSize },
      `${withoutPassword(directUrlOf("main"))} allows fewer connections than ${processes === 1 ? "this process" : `${processes} processes`} may want; it goes on with pools of ${poolSize}. Raise max_connections, or set DATABASE_POOL_SIZE=${poolSize}.`,
    );
    publishEnv({ DATABASE_POOL_SIZE: String(poolSize) });
  }
  const servers = groups.map(([parts, { allowed }]) => spendingOf(parts, allowed, poolSize, runsJobs));
  return { poolSize, processes, servers };
}

const tooFew = (part: Part = "main", allowed: number, share: number, needed: number) =>
  new StartError(
    `${withoutPassword(directUrlOf(part))} allows ${allowed} connections, ${share} for each of DATABASE_PROCESSES=${env().DATABASE_PROCESSES}, and a process needs at least ${needed}; raise max_connections, lower DATABASE_PROCESSES, or put a pooler in between.`,
  );

/** Logs in one line how this process may spend connections. */
export function saySpending(
  { poolSize, processes, servers }: Spending,
  replicas: readonly FoundReplica[],
): void {
  const list = (purposes: Purposes) =>
    Object.entries(purposes)
      .map(([purpose, count]) => `${purpose} ${count}`)
      .join(", ");
  const said = servers.map(({ allowed, share, direct, pooled }) => {
    const through = sum(pooled) > 0 ? `, and through the pooler ${list(pooled)}` : "";
    return `at most ${sum(direct)} of ${share} (a server with ${allowed}, ${processes} expected): ${list(direct)}${through}`;
  });
  const ofReplicas = replicas.map(
    ({ allowed, poolSize: size }, at) =>
      `at most ${size + besideReplicaPool} to read replica ${at + 1} (${allowed === null ? "not there yet" : `a server with ${allowed}`})`,
  );
  log.info({ poolSize, processes, servers }, `connections: ${[...said, ...ofReplicas].join("; ")}`);
}

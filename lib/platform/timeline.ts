import type pg from "pg";
import { connectMs } from "@/lib/platform/deadlines";
import { sayFailure } from "@/lib/platform/unavailable";

/** A database whose server may change: a standby is promoted when the primary is lost. */
export type Watched = "the database" | "the keys database";

/** Does what a promoted server may lack. @returns the timeline of the server on which it was done */
export type CatchUp = (name: Watched) => Promise<string>;

type State = {
  /** The timeline that each database is known to be on, with everything done that this process must do there. */
  known: Map<Watched, string>;
  catchUp?: CatchUp;
  going: Map<Watched, Promise<void>>;
  /** Databases whose server is on another timeline than the known one: no connection is lent out. */
  behind: Set<Watched>;
};
const kept = globalThis as typeof globalThis & { countersignTimelines?: State };
const state = (): State => {
  kept.countersignTimelines ??= { known: new Map(), going: new Map(), behind: new Set() };
  return kept.countersignTimelines;
};

/** The error of a server that cannot be used now, as PostgreSQL words it: callers are told to come again. */
const notNow = (message: string, cause?: unknown) =>
  Object.assign(new Error(message, { cause }), { code: "57P03" });

/** Errors of hosts that forbid the functions or lack them. */
const unsupported = ["0A000", "42501", "42883", "55000"];

/**
 * Returns a server's timeline: PostgreSQL counts it up with each promotion, so an equal one means an unbroken history.
 * @returns "standby" for a server that only reads, "unknown" where the host does not tell
 */
export async function timelineOf(client: Pick<pg.ClientBase, "query">): Promise<string> {
  try {
    const { rows } = await client.query<{ timeline: string }>(
      `SELECT CASE WHEN pg_is_in_recovery() THEN 'standby'
         ELSE left(pg_walfile_name(pg_current_wal_lsn()), 8) END AS timeline`,
    );
    return rows[0]?.timeline ?? "unknown";
  } catch (error) {
    if (unsupported.includes((error as { code?: string }).code ?? "")) return "unknown";
    throw error;
  }
}

/**
 * Names what has to be done when a server was promoted, and the timelines of now.
 * @param known on which everything is done, or will be before anybody is answered
 */
export function watchTimelines(known: ReadonlyMap<Watched, string>, catchUp: CatchUp): void {
  Object.assign(state(), { known: new Map(known), catchUp });
}

/** Stops the watch. */
export function forgetTimelines(): void {
  delete kept.countersignTimelines;
}

/**
 * Admits a server, once everything is done that a promotion asks for. A promoted standby may lack the newest changes: it
 * may show people who were erased meanwhile.
 * @throws Error of a server that cannot be used now, for a standby, or while the work is not done
 */
export async function admit(client: Pick<pg.ClientBase, "query">, name: Watched): Promise<void> {
  const { known, behind, catchUp } = state();
  if (!catchUp) return;
  const timeline = await timelineOf(client);
  if (timeline === "standby") {
    behind.add(name);
    throw notNow(`The server of ${name} is a standby, which only reads.`);
  }
  if (timeline === "unknown") return;
  if (timeline !== known.get(name)) {
    behind.add(name);
    await withinPatience(workFor(name, catchUp), name);
    // An old primary that still runs, or one more promotion meanwhile.
    if (timeline !== known.get(name)) throw notNow(`${name} was promoted, and this is another server.`);
  }
  behind.delete(name);
}

/** Starts the work, or joins what is going on. */
function workFor(name: Watched, catchUp: CatchUp): Promise<void> {
  const { known, going } = state();
  const found = going.get(name);
  if (found) return found;
  const work = catchUp(name)
    .then((timeline) => {
      known.set(name, timeline);
    })
    .finally(() => going.delete(name));
  going.set(name, work);
  // Whoever waits is told of a failure below; without anybody waiting, it would be unhandled.
  work.catch((error) => sayFailure(error, `catching up with ${name}`));
  return work;
}

/** Returns whether a server has to catch up, or only reads. */
export const isBehind = (): boolean => state().behind.size > 0;

/**
 * Holds back a connection that is open already: behind a pooler it outlives the server that it led to.
 * @returns undefined where nothing is held back
 * @throws Error of a server that cannot be used now
 */
export function held(name: Watched): Promise<void> | undefined {
  const { going, behind } = state();
  const work = going.get(name);
  if (work) return withinPatience(work, name);
  return behind.has(name) ? Promise.reject(notNow(`The server of ${name} cannot be used yet.`)) : undefined;
}

async function withinPatience(work: Promise<void>, name: Watched): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = notNow(`${name} was promoted; what it may lack is being done again.`);
    timer = setTimeout(reject, connectMs, error);
  });
  try {
    await Promise.race([work, late]);
  } catch (error) {
    throw notNow(`${name} was promoted, and cannot be used yet.`, error);
  } finally {
    clearTimeout(timer);
  }
}

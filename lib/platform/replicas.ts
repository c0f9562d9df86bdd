import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import type { FoundReplica } from "@/lib/platform/find-replicas";
import { Prisma } from "@/lib/platform/generated/client";
import { isBefore, type Point, pointSql, readPoint } from "@/lib/platform/history-point";
import { Replica, type ReplicaState } from "@/lib/platform/replica";

/** The most milliseconds that a read waits for a replica before it goes to the primary. */
const waitMs = 200;
const againMs = 3;
const watchMs = 1_000;

/** The replica of the current work; none after it failed once, or where the primary is to be read. */
type Chosen = { replica: Replica | null };
type Kept = {
  countersignReplicas?: Replica[];
  countersignReplicaWatch?: NodeJS.Timeout;
  countersignChosen?: AsyncLocalStorage<Chosen>;
  countersignPoints?: WeakMap<object, Point>;
  /** The newest point that anybody was given. */
  countersignNewest?: Point;
  countersignOfTurnBefore?: Point;
  countersignTurn?: number;
};
const kept = globalThis as typeof globalThis & Kept;

function storage(): AsyncLocalStorage<Chosen> {
  kept.countersignChosen ??= new AsyncLocalStorage();
  return kept.countersignChosen;
}

const replicas = () => kept.countersignReplicas ?? [];

/** Opens the replicas that `findReplicas` has found, and watches them from then on. */
export async function openReplicas(found: readonly FoundReplica[]): Promise<void> {
  if (found.length === 0) return;
  await closeReplicas();
  kept.countersignReplicas = found.map(
    ({ url, identity, poolSize }, at) => new Replica(at + 1, url, identity, poolSize),
  );
  await watch();
}

export async function closeReplicas(): Promise<void> {
  clearTimeout(kept.countersignReplicaWatch);
  const open = replicas();
  delete kept.countersignReplicas;
  await Promise.all(open.map((each) => each.close().catch(() => undefined)));
}

/**
 * Asks every replica how far it is. One that answers is used while it shows the newest point that anybody was given by
 * the turn before, a second ago; a network or a standby that is slower than that is of no use to readers.
 */
async function watch(): Promise<void> {
  const before = kept.countersignOfTurnBefore;
  kept.countersignOfTurnBefore = kept.countersignNewest;
  await Promise.all(
    replicas().map((replica) =>
      replica.ask().then(
        () => {
          replica.become(!before || replica.has(before) ? "used" : "behind");
        },
        (error) => replica.become("lost", error),
      ),
    ),
  );
  if (replicas().length === 0) return;
  kept.countersignReplicaWatch = setTimeout(() => void watch(), watchMs);
  kept.countersignReplicaWatch.unref();
}

/** Returns the state of each replica, in the order of the settings. */
export const replicaStates = (): { state: ReplicaState; since: Date }[] =>
  replicas().map(({ state, since }) => ({ state, since }));

/** Returns whether replicas are read at all. */
export const hasReplicas = (): boolean => replicas().length > 0;

/**
 * Returns whether a call only reads. Others get no point: they read the primary, which has what they have just written.
 */
export const isRead = ({ method }: { method?: string }): boolean => method === "GET" || method === "HEAD";

/** SQL for where the primary stands; without replicas nothing is asked, because not every host tells it. */
export const callerPointSql = (): Prisma.Sql => (hasReplicas() ? pointSql : Prisma.sql`NULL::text`);

/**
 * Remembers where the primary stood when it said who asks. Everything that was committed before, by this caller or
 * anybody, is before that point.
 * @param said what {@link callerPointSql} returned in the statement that found the caller; null where nothing is read
 * from replicas
 */
export function rememberPoint(actor: object, said: string | null): void {
  if (said === null) return;
  kept.countersignPoints ??= new WeakMap();
  const point = readPoint(said);
  kept.countersignPoints.set(actor, point);
  const newest = kept.countersignNewest;
  if (!newest || isBefore(newest, point)) kept.countersignNewest = point;
}

/**
 * Runs work whose reads may go to a replica that shows everything up to the point where the primary stood when it said
 * who asks (docs/decisions/0111). If no replica is there within 200 ms, or the caller has no such point, such as in a
 * call that writes, the primary is read. Transactions and writes go to the primary in any case.
 */
export async function onReplica<T>(actor: object, work: () => Promise<T>): Promise<T> {
  const point = kept.countersignPoints?.get(actor);
  if (!point || !hasReplicas() || storage().getStore()) return work();
  const replica = await replicaAt(point);
  return replica ? storage().run({ replica }, work) : work();
}

/** Runs work whose reads go to the primary, such as the gate to a session, also within {@link onReplica}. */
export const onPrimary = <T>(work: () => T): T =>
  storage().getStore()?.replica ? storage().run({ replica: null }, work) : work();

/** The replica that the current work reads. */
export const chosen = (): Chosen | undefined => storage().getStore();

const usable = () => replicas().filter(({ state }) => state === "used");

/** Waits for a replica that shows everything up to a point. Those that are not there in time are left out. */
export async function replicaAt(point: Point, patienceMs = waitMs): Promise<Replica | null> {
  kept.countersignTurn = ((kept.countersignTurn ?? 0) + 1) % 1_000_000;
  const turn = kept.countersignTurn;
  const ready = () => {
    const there = usable().filter((replica) => replica.has(point));
    return there[turn % there.length] ?? null;
  };
  const end = performance.now() + patienceMs;
  for (let found = ready(); ; found = ready()) {
    if (found || usable().length === 0) return found;
    const left = end - performance.now();
    if (left <= 0) break;
    const asked = usable().map((replica) => replica.ask().catch((error) => replica.become("lost", error)));
    await Promise.race([Promise.any(asked), sleep(left)]);
    if (!ready()) await sleep(againMs);
  }
  for (const replica of usable()) if (!replica.has(point)) replica.become("behind");
  return null;
}

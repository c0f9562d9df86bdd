import "server-only";
import type pg from "pg";
import { type Connected, connect, disconnect } from "@/lib/platform/db-client";
import { forRequests } from "@/lib/platform/deadlines";
import { type Point, readPosition } from "@/lib/platform/history-point";
import { log } from "@/lib/platform/log";
import { openPool } from "@/lib/platform/pool";
import { isUnavailable } from "@/lib/platform/unavailable";

/** `used`: reads go there. `behind`: it has not yet what the primary had. `lost`: it does not answer, or is no standby. */
export type ReplicaState = "used" | "behind" | "lost";

/** A replica that does not answer within this time is left out. */
const patienceMs = 1_000;

type Answer = { isStandby: boolean; position: string | null; identity: string; timeline: number };

/** What a standby says of itself: the last change that it shows, and the timeline that it follows. */
const askSql = `SELECT pg_is_in_recovery() AS "isStandby", pg_last_wal_replay_lsn()::text AS position,
  (SELECT system_identifier FROM pg_control_system()) || '/' ||
    (SELECT oid FROM pg_database WHERE datname = current_database()) AS identity,
  greatest((SELECT timeline_id FROM pg_control_checkpoint()),
    (SELECT min_recovery_end_timeline FROM pg_control_recovery())) AS timeline`;

/** Errors of one statement that say nothing of the server: it would write, was cancelled, or stood in replay's way. */
const ofStatement = new Set(["25006", "40001", "57014"]);

/** A standby of the main database. */
export class Replica {
  state: ReplicaState = "lost";
  since = new Date();
  /** How far it is known to be. */
  #known: Point | null = null;
  #connected: Connected;
  #asking: Promise<void> | undefined;
  /** Ends each read that waits for it, so that it goes elsewhere at once when the replica is lost. */
  #waiting = new Set<(reason: Error) => void>();
  /** Of its own, so that a question does not wait behind reads. */
  #asker: pg.Pool;

  constructor(
    readonly number: number,
    readonly url: string,
    readonly identity: string,
    max: number,
  ) {
    const config = { connectionString: url, max, ...forRequests, connectionTimeoutMillis: patienceMs * 2 };
    this.#connected = connect(config, `read replica ${number}`);
    this.#asker = openPool({ ...config, max: 1 }, `read replica ${number}`);
  }

  /** Returns whether it shows everything up to a point. */
  has({ timeline, position }: Point): boolean {
    return this.#known !== null && this.#known.timeline === timeline && this.#known.position >= position;
  }

  /** Asks how far it is; those who ask at the same time share one answer. @throws Error when it cannot be used */
  ask(): Promise<void> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #ask(): Promise<void> {
    const late = { text: askSql, query_timeout: patienceMs };
    const { rows } = await this.#asker.query<Answer>(late);
    const [answer] = rows;
    if (!answer?.isStandby || answer.identity !== this.identity)
      throw new Error("It is no standby of this database any more.");
    this.#known = { timeline: answer.timeline, position: readPosition(answer.position ?? "0/0") };
  }

  /**
   * Reads from the replica. If it fails or is left out meanwhile, whatever the reason, the primary is read instead: a
   * fault of the statement shows there again.
   * @param onFailure called before the primary is read
   */
  async read<T>(
    fromReplica: (connected: Connected) => PromiseLike<T>,
    fromPrimary: () => PromiseLike<T>,
    onFailure: () => void,
  ): Promise<T> {
    try {
      return await this.#unlessLost(fromReplica(this.#connected));
    } catch (error) {
      onFailure();
      const { code } = error as { code?: string };
      const isOfStatement = ofStatement.has(stateCode(error) ?? code ?? "");
      if (isUnavailable(error) && !isOfStatement && !isOfFullPool(error)) this.become("lost", error);
      return fromPrimary();
    }
  }

  /** Changes the state; each change is one line of the log. */
  become(state: ReplicaState, reason?: unknown): void {
    if (state === this.state) return;
    const { number } = this;
    const said = reason instanceof Error ? reason.message.trim().split("\n").at(-1) : undefined;
    if (state === "used") log.info({ replica: number }, `read replica ${number} is used`);
    else log.warn({ replica: number, reason: said }, `read replica ${number} is left out: ${state}`);
    this.state = state;
    this.since = new Date();
    if (state !== "lost") return;
    this.#known = null;
    for (const leave of this.#waiting) leave(new Error(`read replica ${number} is lost`));
  }

  #unlessLost<T>(reading: PromiseLike<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.add(reject);
      reading.then(resolve, reject).then(() => this.#waiting.delete(reject));
    });
  }

  async close(): Promise<void> {
    await Promise.all([disconnect(this.#connected), this.#asker.end()]);
  }
}

/** Whether a read waited in vain for one of the connections, which says nothing of the server. */
function isOfFullPool(error: unknown, depth = 0): boolean {
  if (typeof error !== "object" || error === null || depth > 4) return false;
  const { message, cause, meta } = error as { message?: string; cause?: unknown; meta?: object };
  if (/timeout exceeded when trying to connect/i.test(message ?? "")) return true;
  const { driverAdapterError } = (meta ?? {}) as { driverAdapterError?: unknown };
  return isOfFullPool(cause, depth + 1) || isOfFullPool(driverAdapterError, depth + 1);
}

/** The SQLSTATE of an error, which Prisma wraps. */
function stateCode(error: unknown): string | undefined {
  const { meta, cause } = error as {
    meta?: { driverAdapterError?: { cause?: { originalCode?: string } } };
    cause?: { originalCode?: string };
  };
  return meta?.driverAdapterError?.cause?.originalCode ?? cause?.originalCode;
}

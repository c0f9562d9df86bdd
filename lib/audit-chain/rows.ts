import type pg from "pg";
import type { Fault } from "@/lib/audit-chain/blame";
import {
  eventColumns,
  formats,
  type LogEvent,
  type LogName,
  readEvent,
  type Seal,
} from "@/lib/audit-chain/canonical";
import type { Log } from "@/lib/audit-chain/seal";
import { copyRows } from "@/lib/platform/row-stream";

/** Begins a transaction that reads one snapshot. */
export const oneSnapshot = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/** A position in the order of sealing; null is before the first event. */
export type Position = { transaction: number; sequence: number };

/** Returns the position of a seal's last event. */
export const positionOf = (seal: Seal | undefined): Position | undefined =>
  seal && { transaction: seal.payload.last_transaction, sequence: seal.payload.last_sequence };

/** Returns the name of a log as in its seals. */
export const logName = ({ organizationId, environment }: Log): LogName => ({
  organization: organizationId,
  environment,
});

/** The SQL condition for rows of a log. COPY takes no parameters, so unlike `scopeSql` it contains its values. */
export const ofLog = (client: pg.Client, { organizationPk, environment }: Log) =>
  `organization_pk = ${BigInt(organizationPk)} AND environment = ${client.escapeLiteral(environment)}`;

/** The SQL condition for events after a position. */
export const past = (position: Position | null) =>
  position
    ? `(transaction_id, sequence) > (${BigInt(position.transaction)}, ${BigInt(position.sequence)})`
    : "true";

/** Reads the events after `after` up to and including `upTo`, in the order of sealing. */
export async function* readEvents(
  client: pg.Client,
  log: Log,
  after: Position | null,
  upTo: Position | undefined,
): AsyncGenerator<LogEvent[]> {
  if (!upTo) return;
  const rows = copyRows(
    client,
    `SELECT ${eventColumns} FROM audit_events WHERE ${ofLog(client, log)} AND ${past(after)}
       AND (transaction_id, sequence) <= (${upTo.transaction}, ${upTo.sequence}) ORDER BY transaction_id, sequence`,
  );
  for await (const bunch of rows) yield bunch.map(readEvent);
}

type SealRow = Record<"first_sequence" | "last_transaction" | "last_sequence", string> &
  Record<"previous" | "root" | "hash" | "signature" | "leaves", Buffer> & {
    number: number;
    count: number;
    sealed_at: Date;
  };

/**
 * Formats an instant as ISO 8601 with milliseconds. A value that is not a date, which only tampering leaves, is
 * returned as text.
 */
export const exact = (at: unknown) =>
  at instanceof Date && !Number.isNaN(at.getTime()) ? at.toISOString() : String(at);

/** Returns at most `limit` seals after a number, in order. */
export async function readSeals(client: pg.Client, log: Log, after: number, limit: number): Promise<Seal[]> {
  const { rows } = await client.query<SealRow>(
    `SELECT number, previous, first_sequence, last_transaction, last_sequence, count, root, sealed_at, hash, signature, leaves
     FROM audit_seals WHERE ${ofLog(client, log)} AND number > $1 ORDER BY number LIMIT $2`,
    [after, limit],
  );
  return rows.map((row) => ({
    payload: {
      format: formats.seal,
      organization: log.organizationId,
      environment: log.environment,
      number: row.number,
      previous: row.previous.toString("hex"),
      first_sequence: Number(row.first_sequence),
      last_transaction: Number(row.last_transaction),
      last_sequence: Number(row.last_sequence),
      count: row.count,
      root: row.root.toString("hex"),
      sealed_at: exact(row.sealed_at),
    },
    hash: row.hash.toString("hex"),
    signature: row.signature,
    leaves: row.leaves,
  }));
}

/**
 * Finds an unsealed event that the program cannot have written: its transaction has not begun, or all events of its
 * transaction are sealed.
 * @param position the end of the last seal
 * @param through the transaction before which every event is sealed
 */
export async function findForged(
  client: pg.Client,
  log: Log,
  position: Position | null,
  through: bigint,
): Promise<Fault | undefined> {
  const begun = "transaction_id < audit_transaction(pg_snapshot_xmax(pg_current_snapshot()))";
  const { rows } = await client.query<{ id: string; sequence: string; hasBegun: boolean }>(
    `SELECT id, sequence, ${begun} AS "hasBegun" FROM audit_events WHERE ${ofLog(client, log)} AND ${past(position)}
       AND (NOT ${begun} OR transaction_id < ${through}) ORDER BY transaction_id DESC, sequence DESC LIMIT 1`,
  );
  const [row] = rows;
  if (!row) return undefined;
  const reason = row.hasBegun
    ? "all events of its transaction have been sealed without it"
    : "it names a transaction that has not begun";
  return {
    event: row.id,
    sequence: Number(row.sequence),
    problem: `this event was inserted by hand: ${reason}`,
  };
}

/**
 * Turns a database error into the fault of a log whose tables, columns or values were changed so that it cannot be
 * read.
 * @returns null for an error that has another cause, such as a lost connection
 */
export function unreadable(error: unknown): Fault | null {
  const { code = "", message } = error as { code?: string; message: string };
  const isOfShape = /^(22|42)/.test(code) || error instanceof TypeError || error instanceof RangeError;
  return isOfShape ? { problem: `the log cannot be read: ${message}` } : null;
}

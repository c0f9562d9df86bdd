import { saidBy } from "@/lib/platform/connect";
import { StartError } from "@/lib/platform/errors";
import { log } from "@/lib/platform/log";
import { metrics } from "@/lib/platform/metrics";

/**
 * SQLSTATE codes: no connection, no resources, shutting down, cancelled by a deadline, no lock, serialization
 * conflict, I/O error, and ours for an organization that is held while it moves.
 */
const states = /^(08...|53...|58...|57P0\d|57014|55P03|40001|40P01|25006|CSH01)$/;
/** Error codes of the system for a network or a disk that is missing or full, and ours for a bucket. */
const systems = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ETIMEDOUT",
  "EPIPE",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOSPC",
  "EDQUOT",
  "EMFILE",
  "ENFILE",
  "EROFS",
  "EIO",
  "BUCKET_UNAVAILABLE",
]);
/** Error codes of Prisma: unreachable, timed out, closed, no free connection, no transaction, conflict. */
const clients = /^P(1001|1002|1008|1017|2024|2028|2034|2037)$/;
const kinds = new Set([
  "DatabaseNotReachable",
  "ConnectionClosed",
  "TooManyConnections",
  "SocketTimeout",
  "TransactionWriteConflict",
  "TransactionAlreadyClosed",
]);
/** Errors that the driver reports only by their message. */
const words =
  /connection terminated|timeout exceeded when trying to connect|query read timeout|connection error and is not queryable|cannot use a pool after calling end/i;

type Described = {
  code?: unknown;
  originalCode?: unknown;
  kind?: unknown;
  message?: unknown;
  cause?: unknown;
  meta?: unknown;
  driverAdapterError?: unknown;
  errors?: unknown;
};

const isState = (code: unknown) =>
  typeof code === "string" && (states.test(code) || systems.has(code) || clients.test(code));

/**
 * Returns whether an error means that a database or a disk is temporarily unusable, so a later attempt may succeed.
 * It also searches the errors inside an error.
 */
export function isUnavailable(error: unknown, depth = 0): boolean {
  if (typeof error !== "object" || error === null || depth > 6) return false;
  const { code, originalCode, kind, message, cause, meta, driverAdapterError, errors } = error as Described;
  if (isState(code) || isState(originalCode) || kinds.has(String(kind))) return true;
  if (typeof message === "string" && words.test(message)) return true;
  const inner = [cause, meta, driverAdapterError, ...(Array.isArray(errors) ? errors : [])];
  return inner.some((each) => isUnavailable(each, depth + 1));
}

/** Explains in one sentence what ended a program; null where only the whole error does. */
export function sentenceOf(error: unknown): string | null {
  if (error instanceof StartError) return error.message;
  if (!isUnavailable(error)) return null;
  const said = saidBy(error).trim().split("\n").at(-1) ?? "";
  return `The database, the disk or the bucket cannot be used: ${said.replace(/\.$/, "")}.`;
}

const quietMs = 10_000;
type Kept = { countersignUnavailable?: { toldAt: number; since: number; lastAt: number } };
const kept = globalThis as typeof globalThis & Kept;

/** Logs that something is unavailable: once at the start, then every ten seconds with the number of failures. */
export function sayUnavailable(error: unknown, what: string): void {
  kept.countersignUnavailable ??= { toldAt: 0, since: 0, lastAt: 0 };
  const state = kept.countersignUnavailable;
  const now = Date.now();
  state.lastAt = now;
  state.since++;
  metrics()?.unavailable.inc();
  if (now - state.toldAt < quietMs) return;
  const { code, message } = error as { code?: string; message?: string };
  log.warn({ code, reason: message?.trim().split("\n").at(-1), times: state.since }, what);
  Object.assign(state, { toldAt: now, since: 0 });
}

/** Returns the milliseconds since the last such failure. */
export const unavailableAgo = (): number => Date.now() - (kept.countersignUnavailable?.lastAt ?? 0);

/** Logs a failure in the background: in one line while a database is unavailable, otherwise with the whole error. */
export function sayFailure(error: unknown, what: string): void {
  if (isUnavailable(error)) sayUnavailable(error, what);
  else log.error({ err: error }, what);
}

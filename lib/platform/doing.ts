import { AsyncLocalStorage } from "node:async_hooks";
import type { Span } from "@opentelemetry/api";

/**
 * What every line of the log says about the work that it belongs to. Nothing of it is a person's: an operation is the
 * pattern of a route, an actor only its kind.
 */
export type Doing = {
  requestId?: string;
  operation?: string;
  organization?: string;
  environment?: string;
  actor?: string;
  /** The name of a job, which is that of its queue as well. */
  job?: string;
  jobId?: string;
};

type Current = { doing: Doing; span: Span | undefined };

const kept = globalThis as typeof globalThis & { countersignDoing?: AsyncLocalStorage<Current> };

// This module may be loaded twice in a process, by the server and by Next.js; both copies tell the same.
function storage(): AsyncLocalStorage<Current> {
  kept.countersignDoing ??= new AsyncLocalStorage();
  return kept.countersignDoing;
}

/** Runs work whose lines in the log say what it belongs to. */
export const whileDoing = <T>(doing: Doing, work: () => T, span?: Span): T =>
  storage().run({ doing, span }, work);

/** Runs a part of the current work inside a span. */
export const withinSpan = <T>(span: Span, work: () => T): T =>
  storage().run({ doing: storage().getStore()?.doing ?? {}, span }, work);

/**
 * Runs work that belongs to no request or job, although one of them happened to begin it: a timer or a connection that
 * was opened for one request goes on for all.
 */
export const outsideOfWork = <T>(work: () => T): T => storage().exit(work);

/** Adds what has become known about the current work, such as who asks. Does nothing outside of such work. */
export function alsoDoing(more: Doing): void {
  const current = storage().getStore();
  if (current) Object.assign(current.doing, more);
}

/** Returns what the current work belongs to. */
export const doing = (): Doing => ({ ...storage().getStore()?.doing });

/** Returns the span that the current work runs in, if it is traced. */
export const currentSpan = (): Span | undefined => storage().getStore()?.span;

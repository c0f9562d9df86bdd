import type { Attributes, Span, SpanContext } from "@opentelemetry/api";
import { currentSpan, withinSpan } from "@/lib/platform/doing";

/** The kinds of a span, as OpenTelemetry numbers them: our own work, an answer to a request, a request to another. */
export const spanKind = { own: 0, server: 1, client: 2 } as const;

/** What starts spans. It exists only while traces are on. */
export type Tracing = {
  start: (
    name: string,
    options: { kind: number; attributes?: Attributes; parent?: Span | SpanContext | undefined },
  ) => Span;
};

const kept = globalThis as typeof globalThis & { countersignTracing?: Tracing };

/** Sets what starts spans in this process; undefined ends tracing. */
export function setTracing(tracing: Tracing | undefined): void {
  if (tracing) kept.countersignTracing = tracing;
  else delete kept.countersignTracing;
}

/** Returns what starts spans; undefined unless traces are on. */
export const tracing = (): Tracing | undefined => kept.countersignTracing;

/** Ends a span whose work failed. Only the kind of the error is told, because its message may quote a value. */
export function endFailed(span: Span, error: unknown): void {
  const name = error instanceof Error ? error.name : "unknown";
  span.setAttribute("error.type", name).setStatus({ code: 2 }).end();
}

/** Runs work inside a span of the current trace, or of a new one. Without tracing it only runs. */
export async function inSpan<T>(
  name: string,
  kind: number,
  attributes: Attributes,
  work: (span: Span | undefined) => Promise<T>,
): Promise<T> {
  const span = tracing()?.start(name, { kind, attributes, parent: currentSpan() });
  if (!span) return work(undefined);
  try {
    const done = await withinSpan(span, () => work(span));
    span.end();
    return done;
  } catch (error) {
    endFailed(span, error);
    throw error;
  }
}

const header = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/**
 * Reads a W3C traceparent (version 00), such as a proxy sends.
 * @returns undefined where it is none
 */
export function readTraceparent(value: string | string[] | undefined): SpanContext | undefined {
  const [, traceId = "", spanId = "", flags = ""] = (typeof value === "string" && header.exec(value)) || [];
  if (!/[1-9a-f]/.test(traceId) || !/[1-9a-f]/.test(spanId)) return undefined;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
}

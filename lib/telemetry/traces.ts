import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import type { Span, SpanContext } from "@opentelemetry/api";
import type { SpanExporter } from "@opentelemetry/sdk-trace";
import { outsideOfWork } from "@/lib/platform/doing";
import { env } from "@/lib/platform/env";
import { log } from "@/lib/platform/log";
import { setTracing } from "@/lib/platform/tracing";
import { traceStatements } from "@/lib/telemetry/statements";

/** The spans that wait in memory. Further ones are dropped. */
const mostWaiting = 2_048;
/** An endpoint that takes longer for a batch loses it. */
const exportMs = 5_000;
/** How long a stop waits for the last spans to be sent. */
const lastMs = 2_000;
const quietMs = 60_000;

/** Says that the endpoint takes nothing, once a minute. The library itself says it nowhere. */
function telling(exporter: SpanExporter): SpanExporter {
  let toldAt = 0;
  let lost = 0;
  return {
    shutdown: () => exporter.shutdown(),
    ...(exporter.forceFlush && { forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve() }),
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        if (result.code !== 0) lost += spans.length;
        if (lost > 0 && Date.now() - toldAt > quietMs) {
          outsideOfWork(() =>
            log.warn(
              { lost, reason: result.error?.message },
              "OTEL_EXPORTER_OTLP_ENDPOINT does not take the traces",
            ),
          );
          toldAt = Date.now();
          lost = 0;
        }
        done(result);
      }),
  };
}

const isSpan = (parent: Span | SpanContext): parent is Span => "spanContext" in parent;

/**
 * Starts sending traces, if OTEL_EXPORTER_OTLP_ENDPOINT is set. Spans are sent in the background: an endpoint that is
 * away or slow loses spans and nothing else. The provider is ours alone and not OpenTelemetry's global one, through
 * which Next.js would tell whole addresses.
 * @returns a function that sends the last spans, for two seconds at most, and stops
 */
export async function startTracing(): Promise<() => Promise<void>> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_SERVICE_NAME, OTEL_TRACES_SAMPLER_ARG } = env();
  if (OTEL_EXPORTER_OTLP_ENDPOINT === undefined) return async () => undefined;
  const [{ ROOT_CONTEXT, trace }, sdk, { resourceFromAttributes }, { OTLPTraceExporter }] = await Promise.all(
    [
      import("@opentelemetry/api"),
      import("@opentelemetry/sdk-trace"),
      import("@opentelemetry/resources"),
      import("@opentelemetry/exporter-trace-otlp-http"),
    ],
  );
  const exporter = new OTLPTraceExporter({
    url: `${OTEL_EXPORTER_OTLP_ENDPOINT.replace(/\/$/, "")}/v1/traces`,
    timeoutMillis: exportMs,
    concurrencyLimit: 1,
  });
  const provider = new sdk.TracerProvider({
    // Neither the host nor the user of the process: an address of the operator's may be anybody's.
    resource: resourceFromAttributes({ "service.name": OTEL_SERVICE_NAME }),
    sampler: new sdk.ParentBasedSampler({ root: new sdk.TraceIdRatioBasedSampler(OTEL_TRACES_SAMPLER_ARG) }),
    spanProcessors: [
      new sdk.BatchSpanProcessor({
        exporter: telling(exporter),
        maxQueueSize: mostWaiting,
        exportTimeoutMillis: exportMs,
      }),
    ],
  });
  const tracer = provider.getTracer("countersign");
  setTracing({
    start: (name, { kind, attributes = {}, parent }) => {
      const context = !parent
        ? ROOT_CONTEXT
        : isSpan(parent)
          ? trace.setSpan(ROOT_CONTEXT, parent)
          : trace.setSpanContext(ROOT_CONTEXT, parent);
      return tracer.startSpan(name, { kind, attributes }, context);
    },
  });
  const stopStatements = traceStatements();
  return async () => {
    setTracing(undefined);
    stopStatements();
    const ended = provider.shutdown().catch(() => undefined);
    await Promise.race([ended, sleep(lastMs, undefined, { ref: false })]);
  };
}

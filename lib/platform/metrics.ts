import type { Metrics } from "@/lib/platform/metrics-registry";

const kept = globalThis as typeof globalThis & { countersignMetrics?: Metrics };

/** Starts counting in this process. Without it, nothing is counted, and prom-client is not loaded. */
export async function startMetrics(): Promise<Metrics> {
  const { newMetrics } = await import("@/lib/platform/metrics-registry");
  kept.countersignMetrics ??= newMetrics();
  return kept.countersignMetrics;
}

/** Stops counting, and forgets what was counted. */
export function stopMetrics(): void {
  delete kept.countersignMetrics;
}

/** Returns what this process counts; undefined unless METRICS_PORT is set. */
export const metrics = (): Metrics | undefined => kept.countersignMetrics;

import type { Metrics } from "@/lib/platform/metrics-registry";

const kept = globalThis as typeof globalThis & { countersignMetrics?: Metrics };

/** Sets what this process counts with; undefined ends counting, and forgets what was counted. */
export function setMetrics(metrics: Metrics | undefined): void {
  if (metrics) kept.countersignMetrics = metrics;
  else delete kept.countersignMetrics;
}

/** Returns what this process counts with; undefined unless METRICS_PORT is set. */
export const metrics = (): Metrics | undefined => kept.countersignMetrics;

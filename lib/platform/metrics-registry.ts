import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { unexpectedSoFar } from "@/lib/platform/unexpected";

/** Upper bounds in seconds. A request waits at most 15 seconds for the database. */
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15];

/** Creates what this process counts: what is counted where it happens. No label has more values than the program has names. */
export function newMetrics() {
  const registry = new Registry();
  const registers = [registry];
  const common = { registers };
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, collect: (this: Gauge) => void) =>
    new Gauge({ name, help, collect, ...common });
  gauge("countersign_unexpected_errors", "Unhandled errors since this process started", function () {
    this.set(unexpectedSoFar().count);
  });
  return {
    registry,
    requests: new Counter({
      name: "countersign_http_requests_total",
      help: "Answered requests by operation and class of the status",
      labelNames: ["operation", "status"] as const,
      ...common,
    }),
    requestSeconds: new Histogram({
      name: "countersign_http_request_duration_seconds",
      help: "From the arrival of a request until its answer was sent",
      labelNames: ["operation"] as const,
      buckets,
      ...common,
    }),
    jobs: new Counter({
      name: "countersign_job_runs_total",
      help: "Runs of jobs of this process, by name and result",
      labelNames: ["job", "result"] as const,
      ...common,
    }),
    jobSeconds: new Histogram({
      name: "countersign_job_duration_seconds",
      help: "How long runs of jobs took",
      labelNames: ["job"] as const,
      buckets: [0.01, 0.1, 1, 10, 60, 600],
      ...common,
    }),
    poolWaitSeconds: new Histogram({
      name: "countersign_db_pool_wait_seconds",
      help: "How long work waited for a connection of a pool",
      labelNames: ["pool"] as const,
      buckets: [0.001, 0.01, 0.1, 0.5, 1, 5],
      ...common,
    }),
    outgoing: new Counter({
      name: "countersign_outgoing_requests_total",
      help: "Requests to vendors, webhooks, identity providers and models, by class of the answer",
      labelNames: ["answer"] as const,
      ...common,
    }),
    unavailable: new Counter({
      name: "countersign_unavailable_total",
      help: "Failures because a database, the disk or the bucket could not be used",
      ...common,
    }),
  };
}

export type Metrics = ReturnType<typeof newMetrics>;

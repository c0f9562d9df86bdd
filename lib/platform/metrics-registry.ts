import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { poolCounts } from "@/lib/platform/pool-watch";
import { unexpectedSoFar } from "@/lib/platform/unexpected";

/** Upper bounds in seconds. A request waits at most 15 seconds for the database. */
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15];

/** Tells how far the pools are used, at the moment when somebody asks. */
function tellPools(registry: Registry): void {
  const poolGauge = (name: string, help: string, part: "total" | "idle" | "waiting") =>
    new Gauge({
      name,
      help,
      labelNames: ["pool"],
      collect() {
        this.reset();
        for (const [pool, counts] of poolCounts()) this.set({ pool }, counts[part]);
      },
      registers: [registry],
    });
  poolGauge("countersign_db_pool_connections", "Open connections of a pool", "total");
  poolGauge("countersign_db_pool_idle", "Connections of a pool that nobody uses", "idle");
  poolGauge("countersign_db_pool_waiting", "Work that waits for a connection of a pool", "waiting");
}

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
  tellPools(registry);
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
      labelNames: ["name", "result"] as const,
      ...common,
    }),
    jobSuccess: new Gauge({
      name: "countersign_job_last_success_timestamp_seconds",
      help: "When a job last ended well in this process",
      labelNames: ["name"] as const,
      ...common,
    }),
    jobSeconds: new Histogram({
      name: "countersign_job_duration_seconds",
      help: "How long runs of jobs took",
      labelNames: ["name"] as const,
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

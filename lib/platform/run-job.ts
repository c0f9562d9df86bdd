import "server-only";
import { randomUUID } from "node:crypto";
import { inBackground } from "@/lib/platform/db";
import { whileDoing } from "@/lib/platform/doing";
import { metrics } from "@/lib/platform/metrics";
import { inSpan, spanKind } from "@/lib/platform/tracing";

/**
 * Runs a job in the background, so that lines of the log, metrics and traces name it.
 * @param id of this run, such as the queue's
 */
export function runJob<T>(job: string, run: () => Promise<T>, id: string = randomUUID()): Promise<T> {
  return whileDoing({ job, jobId: id }, async () => {
    const stop = metrics()?.jobSeconds.startTimer({ name: job });
    try {
      const done = await inSpan(job, spanKind.own, { "countersign.job_id": id }, () => inBackground(run));
      metrics()?.jobs.inc({ name: job, result: "done" });
      metrics()?.jobSuccess.setToCurrentTime({ name: job });
      return done;
    } catch (error) {
      metrics()?.jobs.inc({ name: job, result: "failed" });
      throw error;
    } finally {
      stop?.();
    }
  });
}

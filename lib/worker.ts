import { log } from "@/lib/platform/log";
import { startJobs } from "@/lib/platform/queue";
import { finishRedactionsJob, sweepOrphansJob } from "@/lib/privacy/jobs";

/** Starts the background jobs. What a crash interrupted is finished before anything else. */
export async function startWorker(): Promise<{ stop: () => Promise<void> }> {
  await finishRedactionsJob.run();
  const jobs = await startJobs([finishRedactionsJob, sweepOrphansJob]);
  log.debug("worker started");
  return jobs;
}

import { alignTransactions } from "@/lib/audit/clock";
import {
  indexWordsTick,
  pruneLogsJob,
  sealEventsTick,
  sendCheckpointsJob,
  verifyAllJob,
  verifyTick,
} from "@/lib/audit/jobs";
import { removeExpired } from "@/lib/auth/expired";
import { foldCountsJob, returnLapsedJob, wakeSnoozedJob } from "@/lib/cases/jobs";
import { log } from "@/lib/platform/log";
import { type Job, startJobs } from "@/lib/platform/queue";
import { startTicking } from "@/lib/platform/tick";
import {
  copyLedgerJob,
  finishRedactionsJob,
  removeServedJob,
  replayErasuresJob,
  retentionJob,
  sweepOrphansJob,
} from "@/lib/privacy/jobs";
import { reindexTick } from "@/lib/privacy/reindex";
import { redactTick } from "@/lib/redactions/jobs";
import { buildPackagesTick, reclockRequestsJob, resumeErasuresJob } from "@/lib/requests/jobs";

const removeExpiredJob: Job = { name: "auth.remove-expired", cron: "7 * * * *", run: removeExpired };

/** Starts the background jobs. What a crash interrupted is finished before anything else. */
export async function startWorker(): Promise<{ stop: () => Promise<void> }> {
  await alignTransactions();
  await replayErasuresJob.run();
  const jobs = await startJobs([
    finishRedactionsJob,
    sweepOrphansJob,
    replayErasuresJob,
    copyLedgerJob,
    removeExpiredJob,
    returnLapsedJob,
    wakeSnoozedJob,
    foldCountsJob,
    verifyAllJob,
    sendCheckpointsJob,
    pruneLogsJob,
    resumeErasuresJob,
    reclockRequestsJob,
    retentionJob,
    removeServedJob,
  ]);
  const ticking = [
    sealEventsTick,
    indexWordsTick,
    verifyTick,
    redactTick,
    buildPackagesTick,
    reindexTick,
  ].map(startTicking);
  log.debug("worker started");
  return {
    async stop() {
      await Promise.all([jobs.stop(), ...ticking.map(({ stop }) => stop())]);
    },
  };
}

import {
  askWitnessesJob,
  indexWordsTick,
  pruneLogsJob,
  sealEventsTick,
  sendCheckpointsJob,
  verifyAllJob,
  verifyTick,
} from "@/lib/audit/jobs";
import { witnesses } from "@/lib/audit-chain/witnessed";
import { removeExpired } from "@/lib/auth/expired";
import { expireLapsedJob, expireWaitingJob } from "@/lib/captures/jobs";
import { returnLapsedJob, wakeSnoozedJob } from "@/lib/cases/jobs";
import { resumeErasuresJob } from "@/lib/certificates/jobs";
import { sendDigestsJob } from "@/lib/digest/jobs";
import { evaluateTick } from "@/lib/evaluation/run";
import { startIntake } from "@/lib/intake/engine";
import { remapTick } from "@/lib/intake/remap-run";
import { removeOldMailsJob, sendMailsTick } from "@/lib/mail/send";
import { startSender } from "@/lib/outbox/sender";
import { buildPackagesTick } from "@/lib/packages/jobs";
import { log } from "@/lib/platform/log";
import { type Job, startJobs } from "@/lib/platform/queue";
import { startTicking } from "@/lib/platform/tick";
import { foldCountsJob } from "@/lib/queue/jobs";
import { redactTick } from "@/lib/redactions/jobs";
import { reclockRequestsJob } from "@/lib/requests/jobs";
import {
  copyLedgerJob,
  finishRedactionsJob,
  removeServedJob,
  replayErasuresJob,
  retentionJob,
  sweepOrphansJob,
} from "@/lib/retention/jobs";
import { catchUp } from "@/lib/retention/replay";
import { monitorJobs } from "@/lib/screening-checks/jobs";
import { reindexTick } from "@/lib/vault/reindex";

const removeExpiredJob: Job = { name: "auth.remove-expired", cron: "7 * * * *", run: removeExpired };

/**
 * Starts the background jobs, after it has finished what a crash interrupted.
 * @throws StartError when a witness is not configured as one
 */
export async function startWorker(): Promise<{ stop: () => Promise<void> }> {
  witnesses();
  await catchUp();
  const jobs = await startJobs([
    finishRedactionsJob,
    sweepOrphansJob,
    replayErasuresJob,
    copyLedgerJob,
    removeExpiredJob,
    returnLapsedJob,
    wakeSnoozedJob,
    expireLapsedJob,
    expireWaitingJob,
    foldCountsJob,
    verifyAllJob,
    sendCheckpointsJob,
    askWitnessesJob,
    pruneLogsJob,
    resumeErasuresJob,
    reclockRequestsJob,
    retentionJob,
    removeServedJob,
    removeOldMailsJob,
    sendDigestsJob,
    ...monitorJobs,
  ]);
  const ticking = [
    sealEventsTick,
    indexWordsTick,
    verifyTick,
    redactTick,
    buildPackagesTick,
    evaluateTick,
    reindexTick,
    sendMailsTick,
    remapTick,
  ].map(startTicking);
  const sender = startSender();
  const intake = startIntake();
  log.debug("worker started");
  return {
    async stop() {
      await Promise.all([jobs.stop(), sender.stop(), intake.stop(), ...ticking.map(({ stop }) => stop())]);
    },
  };
}

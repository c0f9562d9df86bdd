import "server-only";
import type { Job } from "@/lib/platform/queue";
import { copyLedger } from "@/lib/privacy/ledger";
import { finishRedactions, sweepOrphans } from "@/lib/privacy/redaction";
import { replayErasures } from "@/lib/privacy/replay";
import { runRetention } from "@/lib/privacy/retention-run";
import { removeServed } from "@/lib/privacy/served";

/** Redactions that a crash left half done are finished at start and every minute. */
export const finishRedactionsJob: Job = {
  name: "redaction.finish",
  cron: "* * * * *",
  run: finishRedactions,
};

/** Backups that were restored under a running process are made good too, and how far both databases are is noted. */
export const replayErasuresJob: Job = { name: "erasures.replay", cron: "47 * * * *", run: replayErasures };

/** The erasure ledger leaves the house as checkpoints of the audit log do. */
export const copyLedgerJob: Job = { name: "erasures.copy", cron: "*/10 * * * *", run: copyLedger };

/** Keys and images of imports that were killed are destroyed. */
export const sweepOrphansJob: Job = { name: "keys.sweep", cron: "17 * * * *", run: () => sweepOrphans() };

/** What has been kept long enough goes. */
export const retentionJob: Job = { name: "privacy.retention", cron: "23 2 * * *", run: () => runRetention() };

/** So do other records, each kind in its own window. */
export const removeServedJob: Job = {
  name: "privacy.windows",
  cron: "53 2 * * *",
  run: () => removeServed(),
};

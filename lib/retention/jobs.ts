import "server-only";
import { finishRedactions, sweepOrphans } from "@/lib/erasure/columns";
import { copyLedger } from "@/lib/erasure/ledger";
import type { Job } from "@/lib/platform/queue";
import { replayErasures } from "@/lib/retention/replay";
import { runRetention } from "@/lib/retention/run";
import { removeServed } from "@/lib/retention/served";

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

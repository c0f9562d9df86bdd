import "server-only";
import { finishRedactions, sweepOrphans } from "@/lib/erasure/columns";
import { copyLedger } from "@/lib/erasure/ledger";
import type { Job } from "@/lib/platform/queue";
import { replayErasures } from "@/lib/retention/replay";
import { runRetention } from "@/lib/retention/run";
import { removeServed } from "@/lib/retention/served";

/** Finishes redactions that a crash interrupted, every minute. */
export const finishRedactionsJob: Job = {
  name: "redaction.finish",
  cron: "* * * * *",
  run: finishRedactions,
};

/** Repeats erasures that a backup, restored under a running process, has undone. */
export const replayErasuresJob: Job = { name: "erasures.replay", cron: "47 * * * *", run: replayErasures };

/** Copies the erasure ledger out of the installation, like checkpoints of the audit log. */
export const copyLedgerJob: Job = { name: "erasures.copy", cron: "*/10 * * * *", run: copyLedger };

/** Destroys keys and images of imports that were killed. */
export const sweepOrphansJob: Job = { name: "keys.sweep", cron: "17 * * * *", run: () => sweepOrphans() };

/** Erases sessions whose retention has ended. */
export const retentionJob: Job = { name: "privacy.retention", cron: "23 2 * * *", run: () => runRetention() };

/** Removes other records, each kind after its own retention. */
export const removeServedJob: Job = {
  name: "privacy.windows",
  cron: "53 2 * * *",
  run: () => removeServed(),
};

import "server-only";
import type { Job } from "@/lib/platform/queue";
import { foldChangedCounts } from "@/lib/queue/tab-counts";

/** Folds the appended count changes, so that reading counts stays cheap. */
export const foldCountsJob: Job = { name: "cases.fold-counts", cron: "* * * * *", run: foldChangedCounts };

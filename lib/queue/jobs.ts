import "server-only";
import type { Job } from "@/lib/platform/queue";
import { foldChangedCounts } from "@/lib/queue/tab-counts";

/** Counts are added up, so that reading them stays cheap. */
export const foldCountsJob: Job = { name: "cases.fold-counts", cron: "* * * * *", run: foldChangedCounts };

import "server-only";
import { foldChangedCounts } from "@/lib/cases/counts";
import { returnLapsed, wakeSnoozed } from "@/lib/cases/return";
import type { Job } from "@/lib/platform/queue";

/** Claims that have lapsed are given back. */
export const returnLapsedJob: Job = { name: "cases.return", cron: "* * * * *", run: () => returnLapsed() };

/** Cases whose snooze has ended come back to their queue. */
export const wakeSnoozedJob: Job = { name: "cases.wake", cron: "* * * * *", run: wakeSnoozed };

/** Counts are added up, so that reading them stays cheap. */
export const foldCountsJob: Job = { name: "cases.fold-counts", cron: "* * * * *", run: foldChangedCounts };

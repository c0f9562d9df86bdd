import "server-only";
import { returnLapsed, wakeSnoozed } from "@/lib/cases/release";
import type { Job } from "@/lib/platform/queue";

/** Claims that have lapsed are given back. */
export const returnLapsedJob: Job = { name: "cases.return", cron: "* * * * *", run: () => returnLapsed() };

/** Cases whose snooze has ended come back to their queue. */
export const wakeSnoozedJob: Job = { name: "cases.wake", cron: "* * * * *", run: wakeSnoozed };

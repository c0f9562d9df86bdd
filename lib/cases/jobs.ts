import "server-only";
import { returnLapsed, wakeSnoozed } from "@/lib/cases/release";
import type { Job } from "@/lib/platform/queue";

/** Releases expired claims. */
export const returnLapsedJob: Job = { name: "cases.return", cron: "* * * * *", run: () => returnLapsed() };

/** Returns cases to their queue when their snooze has ended. */
export const wakeSnoozedJob: Job = { name: "cases.wake", cron: "* * * * *", run: wakeSnoozed };

import "server-only";
import { db } from "@/lib/platform/db";
import { isKeystoreReady } from "@/lib/platform/keys";
import { unavailableAgo } from "@/lib/platform/unavailable";

/** A health check answers within this time, whatever the databases do. */
const patienceMs = 1_500;
const kept = globalThis as typeof globalThis & { countersignProbe?: Promise<boolean> };

/**
 * Returns whether both databases answer. Only one check runs at a time, and later callers share its result, so that a
 * hanging database gets no further queries.
 */
export async function isReady(): Promise<boolean> {
  kept.countersignProbe ??= probe().finally(() => {
    delete kept.countersignProbe;
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, patienceMs, false);
  });
  return Promise.race([kept.countersignProbe, late]).finally(() => clearTimeout(timer));
}

async function probe(): Promise<boolean> {
  const answers = await Promise.allSettled([db.$queryRaw`SELECT 1`, isKeystoreReady()]);
  return answers.every(({ status }) => status === "fulfilled");
}

/** For this long after a failure, pages check the databases before they render. */
const doubtMs = 30_000;

/** Returns whether a database failed recently and still does. Costs nothing without a recent failure. */
export const isAway = async (): Promise<boolean> => unavailableAgo() < doubtMs && !(await isReady());

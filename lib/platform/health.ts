import "server-only";
import { db } from "@/lib/platform/db";
import { isKeystoreReady } from "@/lib/platform/keys";
import { unavailableAgo } from "@/lib/platform/unavailable";

/** Whoever asks is answered by then, whatever the databases do. */
const patienceMs = 1_500;
const kept = globalThis as typeof globalThis & { countersignProbe?: Promise<boolean> };

/**
 * Whether both databases answer. One question at a time: those that come while one waits get its answer, so that a
 * database which hangs is not asked more and more.
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

/** Pages look for so long after the last failure whether there is a database to draw them from. */
const doubtMs = 30_000;

/** Whether a database was away lately, and still is. Costs nothing while all is well. */
export const isAway = async (): Promise<boolean> => unavailableAgo() < doubtMs && !(await isReady());

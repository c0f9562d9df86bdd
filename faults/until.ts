import { setTimeout as sleep } from "node:timers/promises";

/**
 * Waits until something is so.
 * @throws Error naming it after two minutes
 */
export async function untilTrue(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 120_000; performance.now() < end; await sleep(200))
    if (await isSo()) return;
  throw new Error(`After two minutes there is not ${what}.`);
}

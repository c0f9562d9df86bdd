import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { startTicking } from "@/lib/platform/tick";

it("repeats, also after an error, never twice at once, and waits for the running turn when it stops", async () => {
  let turns = 0;
  let running = 0;
  let most = 0;
  const run = async (signal: AbortSignal) => {
    turns++;
    most = Math.max(most, ++running);
    await sleep(20, undefined, { signal }).catch(() => undefined);
    running--;
    if (turns === 1) throw new Error("the first turn fails");
  };
  const { stop } = startTicking({ name: "test", everySeconds: 0.01, run });
  while (turns < 3) await sleep(5);
  await stop();
  expect({ running, most }).toEqual({ running: 0, most: 1 });
  const before = turns;
  await sleep(60);
  expect(turns).toBe(before);
});

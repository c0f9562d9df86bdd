import { randomUUID } from "node:crypto";
import { afterAll, describe, expect, it, vi } from "vitest";
import { closeRateLimits, consumeByBlock } from "@/lib/platform/rate-limit";

afterAll(closeRateLimits);

const limit = { name: "blocks", points: 120, seconds: 60 };

/** How many of `calls` are allowed, asked for at once. */
async function allowed(consume: typeof consumeByBlock, key: string, calls: number): Promise<number> {
  const answers = await Promise.allSettled(Array.from({ length: calls }, () => consume(limit, key)));
  return answers.filter(({ status }) => status === "fulfilled").length;
}

/** The module as a second process has it: with a memory of its own. */
async function otherProcess(): Promise<typeof consumeByBlock> {
  vi.resetModules();
  return (await import("@/lib/platform/rate-limit")).consumeByBlock;
}

describe("a limit that is reserved in blocks", () => {
  it("allows exactly its number of calls", async () => {
    const key = randomUUID();
    expect(await allowed(consumeByBlock, key, 150)).toBe(120);
    await expect(consumeByBlock(limit, key)).rejects.toMatchObject({ code: "rate_limited" });
  });

  it("counts down by one for each call", async () => {
    const key = randomUUID();
    const left = [];
    for (let call = 0; call < 5; call++) left.push((await consumeByBlock(limit, key)).remaining);
    expect(left).toEqual([119, 118, 117, 116, 115]);
  });

  it("is never exceeded by two processes together", async () => {
    const key = randomUUID();
    const other = await otherProcess();
    const [ours, theirs] = await Promise.all([allowed(consumeByBlock, key, 100), allowed(other, key, 100)]);
    expect(ours + theirs).toBeLessThanOrEqual(120);
    expect(ours + theirs).toBeGreaterThanOrEqual(120 - 2);
  });

  it("is counted separately for each key", async () => {
    await allowed(consumeByBlock, "a", 200);
    expect((await consumeByBlock(limit, randomUUID())).remaining).toBe(119);
  });
});

import { expect, it } from "vitest";
import { compareFaces } from "@/lib/evaluation/faces";

it("waits for a provider no longer than it may take, and tells it", async () => {
  const told: AbortSignal[] = [];
  const silent = {
    name: "silent",
    compare: ({ signal }: { signal: AbortSignal }) => {
      told.push(signal);
      return new Promise<never>(() => undefined);
    },
  };
  const images = { document: Buffer.from("a"), selfie: Buffer.from("b") };
  await expect(compareFaces(silent, images, 1)).rejects.toThrow("in time");
  expect(told.map(({ aborted }) => aborted)).toEqual([true]);
});

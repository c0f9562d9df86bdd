import { inject, onTestFailed } from "vitest";
import { createRandom, type Random } from "@/prisma/demo/random";

declare module "vitest" {
  interface ProvidedContext {
    /** The seed of this run's random values: TEST_SEED, or the run's own. */
    seed: number;
  }
}

/** Returns random values for the current test; equal seeds give equal values. A failed test names its seed. */
export function randomOfTest(): Random {
  const seed = inject("seed");
  onTestFailed(({ task }) => {
    for (const error of task.result?.errors ?? [])
      error.message += `\n(TEST_SEED=${seed} repeats these values.)`;
  });
  return createRandom(seed);
}

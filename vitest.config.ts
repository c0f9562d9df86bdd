import { availableParallelism } from "node:os";
import path from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const root = import.meta.dirname;
/** A test file that takes more than a few seconds has “.slow.” in its name; `npm test -- --fast` leaves it out. */
const left = process.env.TEST_FAST ? ["**/*.slow.*"] : [];
const databaseTests = "{app,components,lib,prisma,scripts,bench}/**/*.db.test.ts";
/** Database tests that replace modules, and therefore load the program for themselves. */
const isolatedTests = "{app,components,lib,prisma,scripts,bench}/**/*.isolated.*db.test.ts";
const databaseSetup = {
  globalSetup: ["vitest.database.ts"],
  setupFiles: ["vitest.setup.ts", "vitest.database-worker.ts"],
};
/** Tests that read the statements of all others, and therefore run after them. */
const testsAfter = "test/*.after.test.ts";

/**
 * Returns the seed of random values: TEST_SEED, or a new number, which is printed. The environment stores the number,
 * because this file is read again for each project.
 */
function seedOfRun(): number {
  if (!process.env.TEST_SEED) {
    process.env.TEST_SEED = String(Math.floor(Math.random() * 2 ** 31));
    process.stdout.write(`TEST_SEED=${process.env.TEST_SEED}\n`);
  }
  const seed = Number(process.env.TEST_SEED);
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 31)
    throw new Error(`TEST_SEED is “${process.env.TEST_SEED}”, not a whole number from 0 to ${2 ** 31 - 1}.`);
  return seed;
}

/** Runs slow files first, so that the run does not wait for one of them at its end. */
class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isSlow = ({ moduleId }: TestSpecification) => moduleId.includes(".slow.");
    return [...sorted.filter(isSlow), ...sorted.filter((file) => !isSlow(file))];
  }
}

export default defineConfig({
  resolve: { alias: { "@": root, "server-only": path.join(root, "scripts/empty.ts") } },
  // Next.js compiles JSX in the same way.
  oxc: { jsx: { runtime: "automatic" } },
  test: {
    pool: "forks",
    // One worker more than there are cores, because database tests spend much of their time waiting.
    maxWorkers: availableParallelism() + 1,
    // Long enough for a machine that is five times slower than usual: only a test that fails waits so long.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
    sequence: { sequencer: SlowFirst },
    // This time zone is not a whole number of hours from UTC, so a test that forgets the time zone fails.
    env: { TZ: "Asia/Kathmandu", LOG_LEVEL: "error", NEXT_TELEMETRY_DISABLED: "1" },
    provide: { seed: seedOfRun() },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["{app,components,lib,prisma,scripts,bench,test}/**/*.test.{ts,tsx}"],
          exclude: ["**/node_modules/**", databaseTests, testsAfter, ...left],
          setupFiles: ["vitest.setup.ts"],
          // Unit tests restore the state that they share, so the program is loaded once and not for each file.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: "db",
          include: [databaseTests],
          exclude: ["**/node_modules/**", isolatedTests, ...left],
          ...databaseSetup,
          // Each file has databases of its own; the program is loaded once and not for each file.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: "isolated",
          include: [isolatedTests],
          exclude: ["**/node_modules/**", ...left],
          ...databaseSetup,
        },
      },
      {
        extends: true,
        test: { name: "after", include: [testsAfter], sequence: { groupOrder: 1 } },
      },
    ],
  },
});

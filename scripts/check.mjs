// Checks a change before it is merged: format, lint, types, architecture, API document, guards. npm run check
import { fileURLToPath } from "node:url";
import { generate, runProgram, runScript } from "./bootstrap.mjs";

/**
 * Tests that find what an author may forget: a role test for an operation, the class of a column, and the organization
 * in a key or in a statement of a route.
 */
const guards = [
  "lib/vault/field-map.test.ts",
  "lib/auth/every-door-is-locked.db.test.ts",
  "lib/auth/tenancy.db.test.ts",
  "lib/platform/tenant-keys.db.test.ts",
  "test/statements.after.test.ts",
];

/** @type {Record<string, () => Promise<number>>} */
const steps = {
  "format and lint": () => runProgram("biome", ["check", "--no-errors-on-unmatched"]),
  types: async () => (await runProgram("next", ["typegen"])) || runProgram("tsc", ["--noEmit"]),
  architecture: () =>
    runProgram("depcruise", [
      "--config",
      ".dependency-cruiser.cjs",
      "app",
      "components",
      "lib",
      "prisma",
      "test",
      "server.ts",
    ]),
  floors: () => runScript("scripts/floors.mjs", ["--check"]),
  "API document": () => runScript("scripts/openapi.ts", ["--check"]),
  guards: () => runProgram("vitest", ["run", ...guards]),
};

/**
 * Runs every step, also after one has failed.
 * @param {{ left?: readonly string[] }} [options] the steps to leave out
 * @returns {Promise<{ name: string; isOk: boolean }[]>}
 */
export async function check({ left = [] } = {}) {
  if (!(await generate())) return [{ name: "database client", isOk: false }];
  const results = [];
  for (const [name, step] of Object.entries(steps)) {
    if (left.includes(name)) continue;
    console.log(`\n— ${name}`);
    results.push({ name, isOk: (await step()) === 0 });
  }
  return results;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const failed = (await check()).filter(({ isOk }) => !isOk).map(({ name }) => name);
  console.log(failed.length === 0 ? "\nAll checks passed." : `\nFailed: ${failed.join(", ")}.`);
  process.exit(failed.length === 0 ? 0 : 1);
}

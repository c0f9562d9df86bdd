// What must hold before a change is taken: format, lint, types, architecture, API document. npm run check
import { fileURLToPath } from "node:url";
import { generate, runProgram, runScript } from "./bootstrap.mjs";

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
};

/**
 * Runs every step, also after one has failed.
 * @returns {Promise<{ name: string; isOk: boolean }[]>}
 */
export async function check() {
  if (!(await generate())) return [{ name: "database client", isOk: false }];
  const results = [];
  for (const [name, step] of Object.entries(steps)) {
    console.log(`\n— ${name}`);
    results.push({ name, isOk: (await step()) === 0 });
  }
  return results;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const failed = (await check()).filter(({ isOk }) => !isOk).map(({ name }) => name);
  console.log(failed.length === 0 ? "\nEverything holds." : `\nFailed: ${failed.join(", ")}.`);
  process.exit(failed.length === 0 ? 0 : 1);
}

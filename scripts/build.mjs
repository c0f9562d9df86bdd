// Builds the dashboard, unless the last build was made from the same files.
import { existsSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { bootstrap, hashFiles, once, root, runProgram } from "./bootstrap.mjs";

const stamp = ".next/countersign-build";
const sources = [
  "app",
  "components",
  "lib",
  "prisma/schema",
  "public",
  "instrumentation.ts",
  "next.config.js",
  "postcss.config.mjs",
  "proxy.ts",
  "package-lock.json",
  "package.json",
  "tsconfig.json",
];
const isSource = (name) => !/\.test\.tsx?$|^lib\/platform\/generated$/.test(name);

/** @returns {Promise<boolean>} whether there is a build of the present files */
export function build() {
  const hash = hashFiles(sources, isSource);
  // A build that was interrupted must not be served under the stamp of the previous one.
  if (!existsSync(path.join(root, ".next/BUILD_ID"))) rmSync(path.join(root, stamp), { force: true });
  return once(stamp, hash, () => {
    console.log("Building …");
    rmSync(path.join(root, stamp), { force: true });
    return runProgram("next", ["build"], { NODE_ENV: "production" });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exit((await bootstrap()) && (await build()) ? 0 : 1);
}

// Prepares a checkout: packages, the database client, git hooks. It uses Node.js alone, because no package is installed yet.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.resolve(import.meta.dirname ?? path.dirname(fileURLToPath(import.meta.url)), "..");

/** Programs of packages, as files for Node.js. No shell runs them, so paths may contain spaces. */
const programs = {
  biome: "@biomejs/biome/bin/biome",
  depcruise: "dependency-cruiser/bin/dependency-cruise.mjs",
  lefthook: "lefthook/bin/index.js",
  next: "next/dist/bin/next",
  playwright: "@playwright/test/cli.js",
  prisma: "prisma/build/index.js",
  tsc: "typescript/bin/tsc",
  tsx: "tsx/dist/cli.mjs",
  vitest: "vitest/vitest.mjs",
};

/** @param {keyof typeof programs} name */
export const program = (name) => path.join(root, "node_modules", programs[name]);

/** Settings that keep tools from sending telemetry and from looking for updates. */
export const quiet = {
  NEXT_TELEMETRY_DISABLED: "1",
  PRISMA_HIDE_UPDATE_MESSAGE: "1",
  CHECKPOINT_DISABLE: "1",
};

/**
 * Runs a program to its end. Its output goes to ours.
 * @param {string} command
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 * @returns {Promise<number>} its exit code
 */
export function run(command, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, ...quiet, ...env },
    });
    child.once("error", (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

/** {@link run} for a program of a package. */
export const runProgram = (name, args, env) => run(process.execPath, [program(name), ...args], env);

/** {@link run} for one of our TypeScript files. */
export const runScript = (file, args = [], env = {}) =>
  runProgram("tsx", ["--tsconfig", "tsconfig.node.json", file, ...args], env);

/**
 * Returns one hash over the contents of files and folders; their dates do not count.
 * @param {string[]} names relative to the checkout
 * @param {(file: string) => boolean} [isCounted]
 */
export function hashFiles(names, isCounted = () => true) {
  const hash = createHash("sha256").update(process.version);
  const visit = (name) => {
    const file = path.join(root, name);
    if (!isCounted(name) || !existsSync(file)) return;
    if (statSync(file).isDirectory()) {
      for (const entry of readdirSync(file).sort()) visit(path.posix.join(name, entry));
    } else {
      const content = readFileSync(file);
      hash.update(`${name}\0${content.length}\0`).update(content);
    }
  };
  for (const name of names) visit(name);
  return hash.digest("hex");
}

/**
 * Does the work unless a stamp file says that it was done for the same contents.
 * @param {string} stamp the file that stores the hash
 * @param {string} hash
 * @param {() => Promise<number>} work
 * @returns {Promise<boolean>} whether it is done now
 */
export async function once(stamp, hash, work) {
  const file = path.join(root, stamp);
  if (existsSync(file) && readFileSync(file, "utf8") === hash) return true;
  if ((await work()) !== 0) return false;
  writeFileSync(file, hash);
  return true;
}

function isNodeNewEnough() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  return major > 20 || (major === 20 && minor >= 19);
}

/** Runs the npm that started this program, where there is one. */
function npm(args) {
  const given = process.env.npm_execpath;
  return given?.endsWith(".js")
    ? run(process.execPath, [given, ...args], { NODE_ENV: "" })
    : run("npm", args, { NODE_ENV: "" });
}

/**
 * `npm ci` refuses a lock file that does not name every platform's packages, and one that was made against a mirror
 * names only the mirror's. `npm install` also installs the lock file's versions, and does not change the file here.
 */
const install = () => {
  console.log("Installing packages …");
  return npm(["install", "--no-save", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"]);
};

/** Generates the database client when it is missing or the schema changed. */
export function generate() {
  const stamp = "node_modules/.countersign-schema";
  if (!existsSync(path.join(root, "lib/platform/generated/client.ts")))
    rmSync(path.join(root, stamp), { force: true });
  const hash = hashFiles(["prisma/schema", "prisma.config.ts", "package-lock.json"]);
  return once(stamp, hash, () => runProgram("prisma", ["generate"]));
}

/** @returns {Promise<boolean>} whether the checkout is ready */
export async function bootstrap() {
  if (!isNodeNewEnough()) {
    console.error(`Countersign needs Node.js 20.19 or newer; this is ${process.versions.node}.`);
    return false;
  }
  if (!(await once("node_modules/.countersign-lock", hashFiles(["package-lock.json"]), install))) {
    console.error("The packages could not be installed; check that npm reaches its registry.");
    return false;
  }
  if (!(await generate())) return false;
  const wantsHooks = existsSync(path.join(root, ".git")) && !process.env.CI;
  // Hooks are optional, so a checkout where they cannot be installed is still ready.
  if (wantsHooks) await once("node_modules/.countersign-hooks", hashFiles(["lefthook.yml"]), installHooks);
  return true;
}

const installHooks = () => runProgram("lefthook", ["install"]);

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit((await bootstrap()) ? 0 : 1);

// Starts a desk with demo data, also from a fresh clone: npm run demo. DATA_DIR, HOST and PORT are respected.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { bootstrap, program, quiet, root } from "./bootstrap.mjs";
import { build } from "./build.mjs";

if (existsSync(path.join(root, ".env"))) process.loadEnvFile(path.join(root, ".env"));
const port = Number(process.env.PORT || 3000);
const host = process.env.HOST || "127.0.0.1";
const env = {
  ...process.env,
  ...quiet,
  NODE_ENV: "production",
  DATA_DIR: process.env.DATA_DIR || ".data",
  LOG_LEVEL: process.env.LOG_LEVEL || "warn",
};

/** The process that runs now. It has a process group of its own, so Ctrl-C reaches it only through us. */
let child;
let lastSignalAt = 0;
let isAsked = false;

function start(file, args, stdout) {
  const all = [program("tsx"), "--tsconfig", "tsconfig.node.json", file, ...args];
  child = spawn(process.execPath, all, {
    cwd: root,
    env,
    detached: true,
    stdio: ["ignore", stdout, "inherit"],
  });
  return child;
}

const ended = (process_) => new Promise((resolve) => process_.once("exit", (code) => resolve(code ?? 1)));

function stop() {
  isAsked = true;
  // Under npm, one Ctrl-C arrives twice: from the terminal and from npm.
  if (Date.now() - lastSignalAt < 1000) return;
  lastSignalAt = Date.now();
  if (child?.exitCode === null) child.kill("SIGTERM");
  else process.exit(130);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, stop);

// An npm that is told to stop ends its shell, but not the program in the shell.
const parent = process.ppid;
if (process.env.npm_lifecycle_event) {
  setInterval(() => {
    if (process.ppid !== parent && !isAsked) stop();
  }, 500).unref();
}

function isPortFree() {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}

/** Fills an empty database, and gives accounts and API keys new secrets at every start. */
async function seed() {
  const seeding = start("scripts/seed-demo.ts", ["--json"], "pipe");
  let said = "";
  seeding.stdout.on("data", (chunk) => {
    said += chunk;
  });
  const code = await ended(seeding);
  if (code !== 0) process.exit(isAsked ? 130 : code);
  return JSON.parse(said.trim().split("\n").at(-1));
}

function present({ password, accounts, apiKeys }) {
  const lines = ["  Sign in as", ...accounts.map(({ role, email }) => `    ${role.padEnd(12)}${email}`)];
  lines.push("", `  Password for all of them: ${password}`, "", "  API keys");
  for (const { label, environment, secret } of apiKeys) {
    lines.push(`    ${`${label}, ${environment}`.padEnd(24)}${secret}`);
  }
  return `${lines.join("\n")}\n`;
}

async function demo() {
  if (!(await isPortFree())) {
    console.error(`Port ${port} is taken; choose another one: PORT=${port + 1} npm run demo`);
    return 1;
  }
  if (!(await bootstrap()) || !(await build())) return 1;
  const access = await seed();
  if (isAsked) return 130;
  const server = start("server.ts", [], "pipe");
  let isShown = false;
  server.stdout.on("data", (chunk) => {
    process.stdout.write(chunk);
    if (isShown || !String(chunk).includes("is ready")) return;
    isShown = true;
    process.stdout.write(`${present(access)}\n  Press Ctrl-C to stop.\n\n`);
  });
  return ended(server);
}

process.exit(await demo());

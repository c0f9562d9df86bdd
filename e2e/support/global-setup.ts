import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import type { Facts } from "./facts";

const root = path.resolve(import.meta.dirname, "../..");
const startPatienceMs = 120_000;

/** Settings of the developer's own installation that must not reach this one; empty means not set. */
const foreign = { DATABASE_URL: "", KEYS_DATABASE_URL: "", MASTER_KEY: "", PUBLIC_URL: "", HOST: "" };

/** Seeds an installation of its own, starts the production server on it, and tells the tests where. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "countersign-e2e-"));
  // PostgreSQL runs as another user where the tests run as root, and must be able to pass.
  await chmod(folder, 0o711);
  const dataDir = path.join(folder, "data");
  const port = await freePort();
  const env = {
    ...process.env,
    ...foreign,
    NODE_ENV: "production" as const,
    LOG_LEVEL: "warn",
    WORKER: "on",
    DATA_DIR: dataDir,
    PORT: String(port),
    NEXT_TELEMETRY_DISABLED: "1",
  };
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const access = await seed(env);
    const server = startScript("server.ts", [], env);
    const baseUrl = `http://localhost:${port}`;
    await untilReady(server, `http://127.0.0.1:${port}/sign-in`);
    const facts: Facts = { baseUrl, dataDir, ...access };
    const file = path.join(folder, "facts.json");
    await writeFile(file, JSON.stringify(facts), { mode: 0o600 });
    Object.assign(process.env, { E2E_FACTS: file, E2E_BASE_URL: baseUrl });
    return async () => {
      server.kill("SIGTERM");
      if (server.exitCode === null) await once(server, "exit");
      await remove();
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

function startScript(file: string, args: string[], env: NodeJS.ProcessEnv): ChildProcess {
  const tsx = path.join(root, "node_modules/tsx/dist/cli.mjs");
  const all = [tsx, "--tsconfig", "tsconfig.node.json", file, ...args];
  return spawn(process.execPath, all, { cwd: root, env, stdio: ["ignore", "pipe", "inherit"] });
}

async function seed(env: NodeJS.ProcessEnv): Promise<Omit<Facts, "baseUrl" | "dataDir">> {
  const child = startScript("scripts/seed-demo.ts", ["--json"], env);
  let said = "";
  child.stdout?.on("data", (chunk) => {
    said += chunk;
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error("The demo data could not be made.");
  return JSON.parse(said.trim().split("\n").at(-1) ?? "");
}

async function untilReady(server: ChildProcess, url: string): Promise<void> {
  const deadline = Date.now() + startPatienceMs;
  server.stdout?.resume();
  while (Date.now() < deadline && server.exitCode === null) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  server.kill("SIGKILL");
  throw new Error("The server did not start.");
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

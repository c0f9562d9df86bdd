import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, openSync } from "node:fs";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { freePort } from "@/bench/server";
import { call } from "@/faults/calls";
import { killIn } from "@/faults/cluster";
import { findPlace } from "@/lib/platform/postgres-place";

/** A folder, the environment variables of the product's programs, and their folder where it is not this one. */
export type Installation = { folder: string; dataDir: string; env: NodeJS.ProcessEnv; program?: string };

export type Server = {
  url: string;
  isRunning: () => boolean;
  /** Stops the server as a supervisor does. @returns how long that took, and how it ended */
  stop: () => Promise<{ ms: number; code: number | null }>;
  kill: () => Promise<void>;
};

const running = new Set<ChildProcess>();
let lost = 0;

/** How many servers have ended without being stopped. */
export const endedByThemselves = (): number => lost;

/** Kills every child process, so that none outlives the harness. */
export function killAll(): void {
  for (const child of running) child.kill("SIGKILL");
}

const folders = new Set<string>();

/** Ends the servers and databases of a scenario and removes its folders. @param keepLogs the folder for logs after a failure */
export async function cleanUp(keepLogs?: string): Promise<void> {
  killAll();
  for (const folder of folders) {
    for (const place of [folder, path.join(folder, "data/database")])
      if (existsSync(place)) await killIn(await findPlace(place));
    if (keepLogs) await keep(path.join(folder, "server.log"), keepLogs);
    await fs.rm(folder, { recursive: true, force: true });
    folders.delete(folder);
  }
}

async function keep(log: string, target: string): Promise<void> {
  const text = await fs.readFile(log, "utf8").catch(() => "");
  await fs.mkdir(path.dirname(target), { recursive: true });
  await fs.appendFile(target, text);
}

const program = (...args: string[]) => ["--import", "tsx", ...args];

/** Creates an installation below a folder; with `databaseUrl` it uses an existing PostgreSQL. */
export async function install(databaseUrl?: string, inside = os.tmpdir()): Promise<Installation> {
  const folder = await fs.mkdtemp(path.join(inside, "countersign-faults-"));
  // If the harness runs as root, PostgreSQL runs as another user, who must be able to enter the folder.
  await fs.chmod(folder, 0o711);
  folders.add(folder);
  const dataDir = path.join(folder, "data");
  const env = {
    ...process.env,
    TSX_TSCONFIG_PATH: "tsconfig.node.json",
    NODE_ENV: "production",
    LOG_LEVEL: "error",
    DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl ?? "",
    KEYS_DATABASE_URL: "",
    MASTER_KEY: "",
    PUBLIC_URL: "",
    HOST: "",
    API_REQUESTS_PER_MINUTE: "100000000",
    API_SESSIONS_PER_MINUTE: "100000000",
  } as const;
  return { folder, dataDir, env };
}

/** Runs a script of the product to its end. @returns its output. @throws Error if it failed */
export async function runScript(
  { env, program: cwd }: Installation,
  script: string,
  ...args: string[]
): Promise<string> {
  const options = { env, cwd, maxBuffer: 1e8 };
  return (await promisify(execFile)(process.execPath, program(script, ...args), options)).stdout;
}

/** Starts the production server on `port` or any port, and waits until it is healthy. */
export async function startServer(installation: Installation, port?: number): Promise<Server> {
  const at = port ?? (await freePort());
  const output = openSync(path.join(installation.folder, "server.log"), "a");
  const child = spawn(process.execPath, program("server.ts"), {
    cwd: installation.program,
    env: { ...installation.env, PORT: String(at) },
    stdio: ["ignore", output, output],
  });
  running.add(child);
  let isAsked = false;
  child.once("exit", () => {
    running.delete(child);
    if (!isAsked) lost++;
  });
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  const end = async (name: NodeJS.Signals) => {
    isAsked = true;
    const start = performance.now();
    if (isRunning()) {
      child.kill(name);
      await once(child, "exit");
    }
    return { ms: performance.now() - start, code: child.exitCode };
  };
  const url = `http://localhost:${at}`;
  await untilWell(url, isRunning);
  return {
    url,
    isRunning,
    stop: () => end("SIGTERM"),
    kill: async () => {
      await end("SIGKILL");
    },
  };
}

export async function isWell(url: string): Promise<boolean> {
  const outcome = await call(`${url}/api/health`);
  return outcome.kind === "answer" && outcome.answer.status === 200;
}

/** Waits until the server is healthy. @returns how long that took, in milliseconds */
export async function untilWell(url: string, isRunning: () => boolean): Promise<number> {
  const start = performance.now();
  while (performance.now() - start < 120_000 && isRunning()) {
    if (await isWell(url)) return performance.now() - start;
    await sleep(50);
  }
  throw new Error(isRunning() ? "The server did not become well." : "The server has ended.");
}

/** Returns the number of errors that the server did not handle. */
export async function unexpectedErrors(url: string): Promise<number> {
  const outcome = await call(`${url}/api/health`);
  if (outcome.kind !== "answer") throw new Error("The server does not tell of its health.");
  return JSON.parse(outcome.answer.body).unexpected_errors.count;
}

/** Returns whether every audit log verifies. */
export const isLogSound = (installation: Installation): Promise<boolean> =>
  runScript(installation, "scripts/audit-verify.ts").then(
    () => true,
    () => false,
  );

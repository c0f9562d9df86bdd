import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm, statfs } from "node:fs/promises";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");
const startPatienceMs = 120_000;

/** Settings of the developer's installation that must not apply here; an empty value means not set. */
const foreign = { DATABASE_URL: "", KEYS_DATABASE_URL: "", MASTER_KEY: "", PUBLIC_URL: "", HOST: "" };

const memory = "/dev/shm";
const gibibyte = 2 ** 30;

/** Returns a folder in memory where there is plenty of it, because a slow disk is slower than the browser. */
async function placeOfFolders(): Promise<string> {
  const { bavail, bsize } = await statfs(memory).catch(() => ({ bavail: 0, bsize: 0 }));
  return bavail * bsize >= 4 * gibibyte && os.freemem() >= 8 * gibibyte ? memory : os.tmpdir();
}

/** The folder, port and environment variables of one installation. */
export async function newInstallation() {
  const folder = await mkdtemp(path.join(await placeOfFolders(), "countersign-e2e-"));
  // If the tests run as root, PostgreSQL runs as another user, who must be able to enter the folder.
  await chmod(folder, 0o711);
  const dataDir = path.join(folder, "data");
  const port = await freePort();
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...foreign,
    NODE_ENV: "production",
    LOG_LEVEL: "warn",
    WORKER: "on",
    // Receivers of the tests run on this machine.
    WEBHOOK_ALLOW_HTTP: "on",
    SOURCE_ALLOW_HTTP: "on",
    SOURCE_ALLOWED_NETWORKS: "127.0.0.0/8",
    WEBHOOK_ALLOWED_NETWORKS: "127.0.0.0/8",
    // So are identity providers.
    SSO_ALLOW_HTTP: "on",
    SSO_ALLOWED_NETWORKS: "127.0.0.0/8",
    DATA_DIR: dataDir,
    PORT: String(port),
    NEXT_TELEMETRY_DISABLED: "1",
  };
  const remove = () => rm(folder, { recursive: true, force: true });
  return { folder, dataDir, baseUrl: `http://localhost:${port}`, port, env, remove };
}

export type Installation = Awaited<ReturnType<typeof newInstallation>>;

export function startScript(file: string, args: string[], env: NodeJS.ProcessEnv): ChildProcess {
  const tsx = path.join(root, "node_modules/tsx/dist/cli.mjs");
  const all = [tsx, "--tsconfig", "tsconfig.node.json", file, ...args];
  const child = spawn(process.execPath, all, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
  child.stderr?.pipe(process.stderr, { end: false });
  return child;
}

export type RunningServer = {
  /** Returns what the server has printed so far. */
  said: () => string;
  /** Returns the lines of its log so far. */
  logged: () => string[];
  stop: () => Promise<void>;
};

/** Starts the production server of an installation and waits until it answers. */
export async function startServer({ env, port }: Installation): Promise<RunningServer> {
  const server = startScript("server.ts", [], env);
  let said = "";
  server.stdout?.on("data", (chunk) => {
    said += chunk;
  });
  let logged = "";
  server.stderr?.on("data", (chunk) => {
    logged += chunk;
  });
  await until(server, async () => said.includes("Countersign is ready."));
  await until(server, async () => (await fetch(`http://127.0.0.1:${port}/sign-in`)).ok);
  return {
    said: () => said,
    logged: () => logged.split("\n").filter(Boolean),
    stop: async () => {
      server.kill("SIGTERM");
      if (server.exitCode === null) await once(server, "exit");
    },
  };
}

async function until(server: ChildProcess, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + startPatienceMs;
  while (Date.now() < deadline && server.exitCode === null) {
    if (await isSo().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  server.kill("SIGKILL");
  const why = server.exitCode === null ? "in time" : `and ended with code ${server.exitCode}`;
  throw new Error(`The server did not start ${why}; what it said stands above.`);
}

/** Finds a port that nothing listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

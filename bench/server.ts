import { type ChildProcess, spawn } from "node:child_process";
import { cp, mkdir, readdir, rm } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import type { Dataset } from "@/bench/dataset";

export type BenchServer = { url: string; stop: () => Promise<void> };

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** Starts one of our programs on a free port and waits until it answers. */
export async function startServer(
  script: string,
  env: Record<string, string>,
  ready: string,
): Promise<BenchServer> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const args = ["--import", "tsx", script];
  const child = spawn(process.execPath, args, {
    env: {
      ...process.env,
      TSX_TSCONFIG_PATH: "tsconfig.node.json",
      NODE_ENV: "production",
      LOG_LEVEL: "error",
      PORT: String(port),
      ...env,
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
  for (let attempt = 0; attempt < 300; attempt++) {
    if (child.exitCode !== null) throw new Error(`${script} ended with code ${child.exitCode}`);
    const answer = await fetch(url + ready).catch(() => null);
    if (answer?.ok) return { url, stop: () => stop(child) };
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`${script} did not answer`);
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });
}

/** Each dataset has a folder, because images and databases belong to one installation. One key opens all of them. */
async function folderFor({ main }: Dataset, dataDir: string): Promise<string> {
  const folder = path.join(dataDir, `of-${new URL(main).pathname.slice(1)}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const own = new Set(["database", "installation"]);
  for (const name of await readdir(dataDir))
    if (!own.has(name) && !name.startsWith("of-"))
      await cp(path.join(dataDir, name), path.join(folder, name), {
        recursive: true,
        filter: (from) => path.basename(from) !== "installation",
      });
  return folder;
}

/** Starts processes of the product in production mode on one of the datasets. */
export async function startProducts(
  dataset: Dataset,
  dataDir: string,
  processes: number,
  env: Record<string, string> = {},
): Promise<BenchServer[]> {
  const own = {
    DATABASE_URL: dataset.main,
    KEYS_DATABASE_URL: dataset.keys,
    DATA_DIR: await folderFor(dataset, dataDir),
    WORKER: "off",
    API_REQUESTS_PER_MINUTE: "100000000",
    API_SESSIONS_PER_MINUTE: "100000000",
    ...env,
  };
  const servers: BenchServer[] = [];
  for (let at = 0; at < processes; at++) servers.push(await startServer("server.ts", own, "/api/health"));
  return servers;
}

/** Starts one process of the product. */
export async function startProduct(dataset: Dataset, dataDir: string): Promise<BenchServer> {
  const [server] = await startProducts(dataset, dataDir, 1);
  if (!server) throw new Error("Nothing was started.");
  return server;
}

/** Signs in as the form does. @returns the cookie header */
export async function signIn(url: string, { email, password }: Dataset): Promise<string> {
  const jar = new Map<string, string>();
  const keep = (answer: Response) => {
    for (const cookie of answer.headers.getSetCookie()) {
      const [pair = ""] = cookie.split(";");
      jar.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
    }
    return answer;
  };
  const header = () => [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
  const { csrfToken } = await keep(await fetch(`${url}/api/auth/csrf`)).json();
  const body = new URLSearchParams({ csrfToken, email, password, json: "true", callbackUrl: url });
  keep(
    await fetch(`${url}/api/auth/callback/credentials`, {
      method: "POST",
      body,
      headers: { Cookie: header() },
      redirect: "manual",
    }),
  );
  if (![...jar.keys()].some((name) => name.endsWith("countersign")))
    throw new Error("The bench could not sign in.");
  return header();
}

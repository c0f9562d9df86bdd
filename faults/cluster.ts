import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import fs from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { freePort } from "@/bench/server";
import { newClient } from "@/lib/platform/connect";
import { command, findPlace, initialize, type Place, readPassword } from "@/lib/platform/postgres-place";

/** A PostgreSQL that the product does not run itself, like an operator's. */
export type Cluster = {
  /** Returns the connection string of a database. */
  url: (database: string) => string;
  start: () => Promise<void>;
  stop: () => Promise<void>;
  /** Stops every process without ending it, until `goOn`. */
  freeze: () => Promise<void>;
  goOn: () => Promise<void>;
};

/** Creates and starts a PostgreSQL below a folder that every user may enter. */
export async function openCluster(folder: string): Promise<Cluster> {
  await fs.mkdir(folder, { recursive: true });
  const place = await findPlace(folder);
  const password = await readPassword(place);
  await initialize(place, password);
  return runAt(place, password);
}

const everywhere = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=200"];

/** Starts a PostgreSQL whose folder is there already. */
export async function runAt(
  place: Place,
  password: string,
  settings: readonly string[] = [],
): Promise<Cluster & { kill: () => Promise<void> }> {
  const port = await freePort();
  const options = [`-p ${port}`, ...[...everywhere, ...settings].map((setting) => `-c ${setting}`)].join(" ");
  const log = path.join(place.dataDir, "server.log");
  const control = (...args: string[]) => command(place, "pg_ctl", [...args, "-w", "-D", place.dataDir]);
  const start = async () => {
    await control("start", "-l", log, "-o", options);
  };
  await start();
  return {
    url: (database) => `postgresql://postgres:${password}@127.0.0.1:${port}/${database}`,
    start,
    stop: async () => {
      await control("stop", "-m", "fast");
    },
    freeze: () => signal(place, "SIGSTOP"),
    goOn: () => signal(place, "SIGCONT"),
    kill: () => killIn(place),
  };
}

/** The PostgreSQL that the product runs below its data folder. */
export async function embeddedIn(dataDir: string) {
  const place = await findPlace(path.join(dataDir, "database"));
  const port = async () => (await fs.readFile(`${place.dataDir}.port`, "utf8")).trim();
  return {
    url: async (database: string) =>
      `postgresql://postgres:${await readPassword(place)}@127.0.0.1:${await port()}/${database}`,
    kill: () => signal(place, "SIGKILL"),
    /** Kills only its first process; the others notice. */
    killFirst: async () => {
      process.kill(await firstProcess(place), "SIGKILL");
    },
  };
}

async function firstProcess({ dataDir }: Place): Promise<number> {
  const file = await fs.readFile(path.join(dataDir, "postmaster.pid"), "utf8");
  return Number(file.split("\n")[0]);
}

/** Ends the PostgreSQL of a place, if there is one. */
export async function killIn(place: Place): Promise<void> {
  if (existsSync(path.join(place.dataDir, "postmaster.pid"))) await signal(place, "SIGKILL");
}

/** Sends a signal to every process of a PostgreSQL. */
export async function signal(place: Place, name: NodeJS.Signals): Promise<void> {
  const first = await firstProcess(place);
  const { stdout } = await promisify(execFile)("ps", ["-o", "pid=", "--ppid", String(first)]);
  const others = stdout.split("\n").map(Number).filter(Boolean);
  for (const pid of [first, ...others])
    try {
      process.kill(pid, name);
    } catch (error) {
      // The process may have ended since it was listed.
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
}

/** Runs a query on a connection of its own. */
export async function ask<Row extends object>(
  url: string,
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = newClient({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

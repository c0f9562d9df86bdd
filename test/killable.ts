import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { newClient } from "@/lib/platform/connect";
import { env } from "@/lib/platform/env";
import { uncounted } from "@/test/test-db";

/** Children of this test process; tests that run at the same time have others. */
const childName = `killed-by-${process.pid}`;

const named = (url: string | undefined) => {
  const location = new URL(url ?? "");
  location.searchParams.set("application_name", childName);
  return location.toString();
};

/** A child process that works when it is told to. */
export type Killable = { child: ChildProcess; go: () => void };

/** Starts a script of this folder against the databases of the test. @returns when the script is ready */
export async function startKillable(script: string, ...given: string[]): Promise<Killable> {
  const { DATABASE_URL, KEYS_DATABASE_URL } = env();
  const child = spawn(process.execPath, ["--import", "tsx", `test/${script}`, ...given], {
    env: {
      ...process.env,
      TSX_TSCONFIG_PATH: "tsconfig.node.json",
      DATABASE_URL: named(DATABASE_URL),
      KEYS_DATABASE_URL: named(KEYS_DATABASE_URL),
    },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [said] = await Promise.race([once(child.stdout, "data"), once(child, "exit")]);
  if (!String(said).includes("ready")) throw new Error(`${script} said ${String(said)}`);
  return { child, go: () => void child.stdin.write("go\n") };
}

/** Kills the process and its statements in the databases, as when the machine fails. */
export async function killNow({ child }: Killable): Promise<void> {
  const isOver = child.exitCode !== null || child.signalCode !== null;
  const over = isOver ? Promise.resolve() : once(child, "exit");
  child.kill("SIGKILL");
  await over;
  const backends = `FROM pg_stat_activity WHERE application_name = '${childName}'`;
  await onDatabase(env().DATABASE_URL, async (client) => {
    await client.query(`SELECT pg_terminate_backend(pid, 5000) ${backends}`);
    await until(async () => (await client.query(`SELECT 1 ${backends}`)).rowCount === 0);
  });
}

/** Runs work on a connection of its own. */
export async function onDatabase<T>(
  url: string | undefined,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = newClient({ connectionString: uncounted(url ?? "") });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Waits until a condition is true. @throws Error after 20 seconds */
export async function until(isTrue: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 20_000; Date.now() < end; await sleep(10)) if (await isTrue()) return;
  throw new Error("This never came to be.");
}

/** Waits until the process waits for a lock in one of the two databases. */
export const untilHeld = (url: string | undefined) =>
  onDatabase(url, (client) =>
    until(async () => {
      const { rowCount } = await client.query(
        "SELECT 1 FROM pg_stat_activity WHERE application_name = $1 AND datname = current_database() AND wait_event_type = 'Lock'",
        [childName],
      );
      return rowCount === 1;
    }),
  );

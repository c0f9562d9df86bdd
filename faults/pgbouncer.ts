import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import fs from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "@/bench/server";
import { ask } from "@/faults/cluster";
import { findPlace } from "@/lib/platform/postgres-place";

const programs = ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer"];

/** Returns the program, or nothing where it is not installed. */
export const pgbouncer = (): string | undefined => programs.find(existsSync);

const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/**
 * Starts pgbouncer in transaction mode in front of a server, with its usual settings and few sessions, so that a
 * connection gets another session again and again.
 * @param folder a folder of its own that every user may enter
 * @param server the address of any database of the server
 * @returns the address of a database through it
 */
export async function startPgbouncer(
  folder: string,
  server: string,
): Promise<{ url: (database: string) => string; stop: () => void }> {
  const { hostname, port: serverPort, username, password } = new URL(server);
  const port = await freePort();
  const file = path.join(folder, "pgbouncer.ini");
  await fs.writeFile(
    file,
    `[databases]
* = host=${hostname} port=${serverPort} user=${username} password=${password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 3
max_client_conn = 300
query_timeout = 14
idle_transaction_timeout = 90
`,
  );
  await fs.chmod(file, 0o644);
  // It refuses to run as root, as PostgreSQL does.
  const { uid, gid } = await findPlace(folder);
  const child = spawn(pgbouncer() ?? "", ["-q", file], { uid, gid, cwd: folder, stdio: "ignore" });
  running.add(child);
  child.once("exit", () => running.delete(child));
  const url = (database: string) => `postgresql://${username}@127.0.0.1:${port}/${database}`;
  for (let at = 0; at < 100 && child.exitCode === null; at++) {
    if (await ask(url("postgres"), "SELECT 1").catch(() => null)) break;
    await sleep(50);
  }
  return { url, stop: () => child.kill("SIGKILL") };
}

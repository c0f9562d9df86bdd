import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import fs from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "@/bench/server";
import { call } from "@/faults/calls";

const programs = ["/usr/sbin/haproxy", "/usr/local/sbin/haproxy", "/usr/bin/haproxy"];

/** Returns the program, or nothing where it is not installed. */
export const haproxy = (): string | undefined => programs.find(existsSync);

const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** Starts HAProxy with the configuration of the documentation in front of servers. */
export async function startHaproxy(
  folder: string,
  servers: readonly { url: string }[],
): Promise<{ url: string; stop: () => void }> {
  const port = await freePort();
  const documented = await fs.readFile("docs/haproxy.cfg", "utf8");
  const ours = servers
    .map(({ url }, at) => `    server s${at} 127.0.0.1:${new URL(url).port} check`)
    .join("\n");
  const config = documented
    .replace(/bind 127\.0\.0\.1:8080/, `bind 127.0.0.1:${port}`)
    .replace(/( +server \S+ \S+ check\n)+$/, `${ours}\n`);
  const file = path.join(folder, "haproxy.cfg");
  await fs.writeFile(file, config);
  const child = spawn(haproxy() ?? "", ["-db", "-f", file], { stdio: ["ignore", "ignore", "inherit"] });
  running.add(child);
  child.once("exit", () => running.delete(child));
  const url = `http://localhost:${port}`;
  for (let at = 0; at < 100 && child.exitCode === null; at++) {
    const outcome = await call(`${url}/api/health`);
    if (outcome.kind === "answer" && outcome.answer.status === 200)
      return { url, stop: () => child.kill("SIGTERM") };
    await sleep(100);
  }
  throw new Error("HAProxy did not find a server.");
}

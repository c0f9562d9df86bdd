import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { withFileLock } from "@/lib/platform/file-lock";

let folder: string;
let file: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), "countersign-lock-"));
  file = path.join(folder, "a.lock");
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await fs.rm(folder, { recursive: true, force: true });
});

const holderScript = () => `
  import { withFileLock } from ${JSON.stringify(path.resolve(import.meta.dirname, "file-lock.ts"))};
  await withFileLock(${JSON.stringify(file)}, async () => {
    process.stdout.write("held");
    await new Promise((resolve) => setTimeout(resolve, 600_000));
  });`;

/** A process that holds the lock until it is killed, begun by a program before it where one is named. */
async function holder(...before: string[]): Promise<ChildProcess> {
  const script = path.join(folder, "holder.mts");
  await fs.writeFile(script, holderScript());
  const [program = "", ...args] = [...before, process.execPath, "--import", "tsx", script];
  const child = spawn(program, args, {
    env: { ...process.env, TSX_TSCONFIG_PATH: path.resolve("tsconfig.node.json") },
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  await once(child.stdout, "data");
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill("SIGKILL");
  await once(child, "exit");
}

/** How long it takes until the lock is ours, in milliseconds. */
async function taking(patienceMs?: number): Promise<number> {
  const start = performance.now();
  await withFileLock(file, async () => undefined, patienceMs);
  return performance.now() - start;
}

/** What begins a program in a space of process numbers of its own; nothing where the machine does not let us. */
function ownSpace(): string[] {
  const unshare = ["unshare", "-pf", "--kill-child"];
  const { status } = spawnSync(unshare[0] ?? "", [...unshare.slice(1), "true"]);
  return status === 0 ? unshare : [];
}

describe("a file lock", () => {
  it("has one owner at a time", async () => {
    let holding = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++holding);
      await sleep(5);
      holding--;
    };
    await Promise.all(Array.from({ length: 8 }, () => withFileLock(file, work)));
    expect(most).toBe(1);
    expect(await fs.readdir(folder)).toEqual([]);
  });

  it("is waited for while its owner lives, however long", async () => {
    await holder();
    await expect(taking(12_500)).rejects.toThrow(
      /^Another process has locked .*; stop it, or remove the file\.$/,
    );
  });

  it("of a killed process is free at once", async () => {
    await kill(await holder());
    expect(await taking()).toBeLessThan(8_000);
  });

  it("of a dead process is free at once, even if another process has its number now", async () => {
    await kill(await holder());
    const owner = JSON.parse(await fs.readFile(file, "utf8"));
    await fs.writeFile(file, JSON.stringify({ ...owner, pid: process.pid }));
    expect(await taking()).toBeLessThan(8_000);
  });

  it("of another machine, another boot or an older program is free after ten untouched seconds", async () => {
    await kill(await holder());
    const owner = JSON.parse(await fs.readFile(file, "utf8"));
    for (const left of [JSON.stringify({ ...owner, boot: "another" }), String(process.pid)]) {
      await fs.writeFile(file, left);
      const ms = await taking(30_000);
      expect(ms).toBeGreaterThan(9_000);
    }
  });

  it("of a killed container is free, and of a living one is not", async () => {
    const child = await holder(...ownSpace());
    await expect(taking(12_500)).rejects.toThrow(/^Another process has locked/);
    await kill(child);
    await taking(30_000);
  });

  it("that cannot be written fails with one sentence", async () => {
    await expect(withFileLock(path.join(folder, "no", "a.lock"), async () => undefined)).rejects.toThrow(
      /^The lock .* cannot be written \(ENOENT\); check its folder\.$/,
    );
  });
});

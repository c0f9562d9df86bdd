import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import fs from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { StartError } from "@/lib/platform/errors";

const run = promisify(execFile);

/**
 * Who holds a lock. A process number alone says little: it is given anew, and in a container it is nearly always the
 * same. With the boot, the space of numbers and the start it belongs to one process.
 */
type Owner = { pid: number; boot: string; space: string; started: string; token: string };

/** The holder of a lock touches it so often; untouched for much longer, it belongs to nobody. */
const touchMs = 1_000;
const abandonedMs = 10_000;

/**
 * Runs `work` while no other process runs under the same lock file. A lock whose owner has died is taken over: at once
 * when its death can be seen from here, else (in another container, on another machine) when it has not been touched
 * for ten seconds.
 * @throws StartError when the lock is not free within `patienceMs` milliseconds, or cannot be written
 */
export async function withFileLock<T>(file: string, work: () => Promise<T>, patienceMs = 90_000): Promise<T> {
  const owner = await ourselves();
  const seen = new Touches();
  const deadline = Date.now() + patienceMs;
  while (!(await tryLock(file, owner))) {
    if (await isAbandoned(file, owner, seen)) await breakLock(file, seen);
    else await sleep(50);
    if (Date.now() > deadline)
      throw new StartError(`Another process holds ${file}; stop it or remove the file.`);
  }
  const touching = setInterval(() => {
    const now = new Date();
    fs.utimes(file, now, now).catch(() => undefined);
  }, touchMs);
  try {
    return await work();
  } finally {
    clearInterval(touching);
    if ((await readOwner(file))?.token === owner.token) await fs.rm(file, { force: true });
  }
}

/** Linking a finished file is atomic: the lock never exists without its owner in it. */
async function tryLock(file: string, owner: Owner): Promise<boolean> {
  const mine = `${file}.${owner.token}`;
  try {
    await fs.writeFile(mine, JSON.stringify(owner));
    await fs.link(mine, file);
    return true;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === "EEXIST") return false;
    throw new StartError(`The lock ${file} cannot be written (${code}).`, { cause });
  } finally {
    await fs.rm(mine, { force: true }).catch(() => undefined);
  }
}

/** Null when there is none, or not one of ours: an older program wrote its process number alone. */
async function readOwner(file: string): Promise<Owner | null> {
  try {
    const owner: Partial<Owner> | number = JSON.parse(await fs.readFile(file, "utf8"));
    return typeof owner === "object" && owner.token ? (owner as Owner) : null;
  } catch {
    return null;
  }
}

/** When the lock was last seen to change, by our own clock: the one of a shared disk may be another. */
class Touches {
  private last = "";
  private at = performance.now();
  unchangedMs(state: string): number {
    if (state !== this.last) this.at = performance.now();
    this.last = state;
    return performance.now() - this.at;
  }
  get state(): string {
    return this.last;
  }
}

const stateOf = async (file: string): Promise<string> => {
  const found = await fs.stat(file).catch(() => null);
  return found ? `${found.ino} ${found.mtimeMs}` : "";
};

async function isAbandoned(file: string, self: Owner, seen: Touches): Promise<boolean> {
  const state = await stateOf(file);
  const unchangedMs = seen.unchangedMs(state);
  if (state === "") return false;
  const owner = await readOwner(file);
  if (owner && owner.boot === self.boot && owner.space === self.space && self.space !== "")
    return (await startOf(owner.pid)) !== owner.started;
  return unchangedMs > abandonedMs;
}

/** Removes a lock that belongs to nobody. One process at a time, so that none removes what another has just taken. */
async function breakLock(file: string, seen: Touches): Promise<void> {
  const breaker = `${file}.breaking`;
  try {
    await fs.writeFile(breaker, "", { flag: "wx" });
  } catch {
    const { mtimeMs } = await fs.stat(breaker).catch(() => ({ mtimeMs: Date.now() }));
    // Its owner was killed within the two steps below.
    if (Date.now() - mtimeMs > abandonedMs) await fs.rm(breaker, { force: true });
    return;
  }
  try {
    if ((await stateOf(file)) === seen.state) await fs.rm(file, { force: true });
  } finally {
    await fs.rm(breaker, { force: true });
  }
}

async function ourselves(): Promise<Owner> {
  const [boot, space, started] = await Promise.all([bootId(), numberSpace(), startOf(process.pid)]);
  // Without all of them a process number tells nothing, and the touching of the file decides.
  return { pid: process.pid, boot, space: started ? space : "", started: started ?? "", token: randomUUID() };
}

const read = (file: string) => fs.readFile(file, "utf8").catch(() => "");
const ask = (program: string, ...args: string[]) =>
  run(program, args, {
    env: { NODE_ENV: "production", LC_ALL: "C", PATH: "/usr/sbin:/usr/bin:/sbin:/bin" },
  }).then(
    ({ stdout }) => stdout.trim(),
    () => "",
  );

/** What tells one run of the machine from another. */
async function bootId(): Promise<string> {
  if (process.platform === "linux") return (await read("/proc/sys/kernel/random/boot_id")).trim();
  return ask("sysctl", "-n", "kern.bootsessionuuid");
}

/** What tells one space of process numbers from another; empty where /proc shows another than ours. */
async function numberSpace(): Promise<string> {
  if (process.platform !== "linux") return process.platform;
  const [own, space] = await Promise.all(
    ["/proc/self", "/proc/self/ns/pid"].map((link) => fs.readlink(link).catch(() => "")),
  );
  return own === String(process.pid) ? (space ?? "") : "";
}

/** When a process began, as the system writes it; undefined when there is no such process. */
async function startOf(pid: number): Promise<string | undefined> {
  if (process.platform !== "linux") return (await ask("ps", "-o", "lstart=", "-p", String(pid))) || undefined;
  const stat = await read(`/proc/${pid}/stat`);
  // The name stands in brackets and may hold anything; the start is the 22nd field of the line (proc(5)).
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const isDead = fields[0] === "Z" || fields[0] === "X";
  return isDead ? undefined : fields[19];
}

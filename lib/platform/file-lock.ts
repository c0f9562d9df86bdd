import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import fs from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { StartError } from "@/lib/platform/errors";

const run = promisify(execFile);

/**
 * The owner of a lock. A process number alone is not enough: numbers are reused, and in containers they are nearly
 * always the same. Together with the boot, the PID namespace and the start time it identifies one process.
 */
type Owner = { pid: number; boot: string; space: string; started: string; token: string };

/** The owner touches its lock at this interval. A lock untouched for much longer is abandoned. */
const touchMs = 1_000;
const abandonedMs = 10_000;

/**
 * Runs `work` while no other process runs under the same lock file. The lock of a dead owner is taken over: at once
 * if this process can see that the owner is dead, otherwise (another container or machine) when it has not been
 * touched for ten seconds.
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
      throw new StartError(`Another process has locked ${file}; stop it, or remove the file.`);
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

/** Linking a complete file is atomic, so the lock always contains its owner. */
async function tryLock(file: string, owner: Owner): Promise<boolean> {
  const mine = `${file}.${owner.token}`;
  try {
    await fs.writeFile(mine, JSON.stringify(owner));
    await fs.link(mine, file);
    return true;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === "EEXIST") return false;
    throw new StartError(`The lock ${file} cannot be written (${code}); check its folder.`, { cause });
  } finally {
    await fs.rm(mine, { force: true }).catch(() => undefined);
  }
}

/** Returns the owner of a lock; null when there is none, or when an older program wrote only its process number. */
async function readOwner(file: string): Promise<Owner | null> {
  try {
    const owner: Partial<Owner> | number = JSON.parse(await fs.readFile(file, "utf8"));
    return typeof owner === "object" && owner.token ? (owner as Owner) : null;
  } catch {
    return null;
  }
}

/** Measures how long a lock has been unchanged, with this process's clock: the clock of a shared disk may differ. */
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

/**
 * Removes an abandoned lock. Only one process at a time does so; otherwise one could remove a lock that another has
 * just taken.
 */
async function breakLock(file: string, seen: Touches): Promise<void> {
  const breaker = `${file}.breaking`;
  try {
    await fs.writeFile(breaker, "", { flag: "wx" });
  } catch {
    const { mtimeMs } = await fs.stat(breaker).catch(() => ({ mtimeMs: Date.now() }));
    // The process that created it was killed within the steps below.
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
  // Without all three, a process number proves nothing, and only touching the file counts.
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

/** Returns an id of the machine's current boot. */
async function bootId(): Promise<string> {
  if (process.platform === "linux") return (await read("/proc/sys/kernel/random/boot_id")).trim();
  return ask("sysctl", "-n", "kern.bootsessionuuid");
}

/** Returns an id of the PID namespace; empty where /proc belongs to another namespace. */
async function numberSpace(): Promise<string> {
  if (process.platform !== "linux") return process.platform;
  const [own, space] = await Promise.all(
    ["/proc/self", "/proc/self/ns/pid"].map((link) => fs.readlink(link).catch(() => "")),
  );
  return own === String(process.pid) ? (space ?? "") : "";
}

/** Returns the start time of a process as the system writes it; undefined when there is no such process. */
async function startOf(pid: number): Promise<string | undefined> {
  if (process.platform !== "linux") return (await ask("ps", "-o", "lstart=", "-p", String(pid))) || undefined;
  const stat = await read(`/proc/${pid}/stat`);
  // The name is in parentheses and may contain any character; the start time is the 22nd field (proc(5)).
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const isDead = fields[0] === "Z" || fields[0] === "X";
  return isDead ? undefined : fields[19];
}

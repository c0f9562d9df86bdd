import fs from "node:fs/promises";
import { StartError } from "@/lib/platform/errors";

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
};

/**
 * Runs `work` while no other process on this machine runs under the same lock file.
 * A lock whose owner has died is taken over.
 * @throws StartError when the lock is not free within `patienceMs` milliseconds
 */
export async function withFileLock<T>(file: string, work: () => Promise<T>, patienceMs = 90_000): Promise<T> {
  const deadline = Date.now() + patienceMs;
  while (!(await tryLock(file))) {
    if (Date.now() > deadline)
      throw new StartError(`Another process holds ${file}; stop it or remove the file.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  try {
    return await work();
  } finally {
    await fs.rm(file, { force: true });
  }
}

async function tryLock(file: string): Promise<boolean> {
  // Linking a finished file is atomic: the lock never exists without its owner's id in it.
  const mine = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  await fs.writeFile(mine, String(process.pid));
  try {
    await fs.link(mine, file);
    return true;
  } catch {
    const owner = Number(await fs.readFile(file, "utf8").catch(() => ""));
    if (owner && !isAlive(owner)) await fs.rm(file, { force: true });
    return false;
  } finally {
    await fs.rm(mine, { force: true });
  }
}

import { randomBytes } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";
import { StartError } from "@/lib/platform/errors";

/** Where root makes the folders, the user that PostgreSQL runs as must still be able to pass through them. */
const mode = process.getuid?.() === 0 ? 0o711 : 0o700;

/**
 * Makes the data folder and proves that it can be written to, by writing: a right says nothing about a full disk.
 * @throws StartError in one sentence
 */
export async function proveFolder(folder: string): Promise<void> {
  const probe = path.join(folder, `.probe-${randomBytes(6).toString("hex")}`);
  try {
    await fs.mkdir(folder, { recursive: true, mode });
    // An empty file takes no room.
    await fs.writeFile(probe, randomBytes(4096));
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new StartError(
      code === "ENOSPC" || code === "EDQUOT"
        ? `The disk of the data folder ${folder} is full.`
        : `The data folder ${folder} cannot be written to; set DATA_DIR to one that can.`,
      { cause },
    );
  } finally {
    await fs.rm(probe, { force: true }).catch(() => undefined);
  }
}

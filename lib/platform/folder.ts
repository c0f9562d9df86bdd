import { randomBytes } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";
import { StartError } from "@/lib/platform/errors";

/** If root creates the folders, the user that runs PostgreSQL must still be able to pass through them. */
const mode = process.getuid?.() === 0 ? 0o711 : 0o700;

/**
 * Creates the data folder and writes a file into it: permissions alone do not reveal a full disk.
 * @throws StartError in one sentence
 */
export async function proveFolder(folder: string): Promise<void> {
  const probe = path.join(folder, `.probe-${randomBytes(6).toString("hex")}`);
  try {
    await fs.mkdir(folder, { recursive: true, mode });
    // An empty file would fit on a full disk.
    await fs.writeFile(probe, randomBytes(4096));
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new StartError(
      code === "ENOSPC" || code === "EDQUOT"
        ? `The disk of the data folder ${folder} is full; free some space.`
        : `The data folder ${folder} cannot be written to; set DATA_DIR to one that can.`,
      { cause },
    );
  } finally {
    await fs.rm(probe, { force: true }).catch(() => undefined);
  }
}

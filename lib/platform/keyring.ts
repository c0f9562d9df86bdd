import fs from "node:fs/promises";
import path from "node:path";
import { digest, newKey } from "@/lib/platform/crypto";
import { env } from "@/lib/platform/env";
import { StartError } from "@/lib/platform/errors";
import { withFileLock } from "@/lib/platform/file-lock";

export type MasterKey = { id: string; key: Buffer };

/**
 * Master keys, oldest first. The last one wraps new keys; the others only open keys that are not wrapped again yet.
 */
export type Keyring = readonly MasterKey[];

const file = () => path.join(env().dataDir, "keys", "master.key");

function parse(text: string, where: string): Keyring {
  const lines = text.split(/[\s,]+/).filter(Boolean);
  const keys = lines.map((line) => Buffer.from(line, "base64"));
  if (keys.length === 0 || keys.some((key) => key.length !== 32)) {
    throw new StartError(`${where} must hold 32 bytes in base64, one key a line.`);
  }
  return keys.map((key) => ({ id: digest(key).toString("hex").slice(0, 16), key }));
}

/**
 * Reads the master keys from MASTER_KEY, or else from the key file in the data folder.
 * @returns null when there is none yet
 * @throws StartError when they cannot be read
 */
export async function readKeyring(): Promise<Keyring | null> {
  const { MASTER_KEY } = env();
  if (MASTER_KEY) return parse(MASTER_KEY, "MASTER_KEY");
  const text = await fs.readFile(file(), "utf8").catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return null;
    throw new StartError(`The master key ${file()} cannot be read: ${cause.message}.`, { cause });
  });
  return text === null ? null : parse(text, file());
}

/** Runs work while no other process on this machine changes the key file. */
export async function withKeyringLock<T>(work: () => Promise<T>): Promise<T> {
  await fs.mkdir(path.dirname(file()), { recursive: true, mode: 0o700 });
  return withFileLock(`${file()}.lock`, work);
}

/** Creates the key file of a new installation; an existing one is kept. */
export const createKeyring = () =>
  withKeyringLock(async () => (await readKeyring()) ?? (await writeKeyring([newKey()])));

/** Replaces the key file atomically: a kill leaves either the old file or the new one. */
export async function writeKeyring(keys: readonly Buffer[]): Promise<Keyring> {
  const fresh = `${file()}.new`;
  const handle = await fs.open(fresh, "w", 0o600);
  await handle.writeFile(`${keys.map((key) => key.toString("base64")).join("\n")}\n`);
  await handle.sync();
  await handle.close();
  await fs.rename(fresh, file());
  return parse(keys.map((key) => key.toString("base64")).join("\n"), file());
}

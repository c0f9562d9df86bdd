import fs from "node:fs/promises";
import path from "node:path";
import { digest, newKey } from "@/lib/platform/crypto";
import { env } from "@/lib/platform/env";
import { StartError } from "@/lib/platform/errors";
import { withFileLock } from "@/lib/platform/file-lock";

export type MasterKey = { id: string; key: Buffer };

/** Master keys, oldest first. New keys are wrapped under the last; the others only open what is not yet re-wrapped. */
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
 * The master keys: from MASTER_KEY, else from the key file in the data folder.
 * @returns null when there is none yet
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

/** Runs what depends on the key file staying as it is while no other process on this machine does. */
export async function withKeyringLock<T>(work: () => Promise<T>): Promise<T> {
  await fs.mkdir(path.dirname(file()), { recursive: true, mode: 0o700 });
  return withFileLock(`${file()}.lock`, work);
}

/** Makes the key file of a new installation; an existing one stays. */
export const createKeyring = () =>
  withKeyringLock(async () => (await readKeyring()) ?? (await writeKeyring([newKey()])));

/** Replaces the key file in one step, so that a kill leaves the old or the new one. */
export async function writeKeyring(keys: readonly Buffer[]): Promise<Keyring> {
  const fresh = `${file()}.new`;
  const handle = await fs.open(fresh, "w", 0o600);
  await handle.writeFile(`${keys.map((key) => key.toString("base64")).join("\n")}\n`);
  await handle.sync();
  await handle.close();
  await fs.rename(fresh, file());
  return parse(keys.map((key) => key.toString("base64")).join("\n"), file());
}

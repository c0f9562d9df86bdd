import { digest } from "@/lib/platform/crypto";

/**
 * Names that every file system keeps unchanged. They have no capitals, so names that differ only in case do not
 * occur. At most 60 characters: a path with two such names is far below the 260 of Windows, which count the folder that
 * a person unpacks into.
 */
const plain = /^[a-z0-9][a-z0-9_-]{0,59}$/;
/** Names of devices, which Windows refuses as file names. */
const reserved = /^(con|prn|aux|nul|(com|lpt)\d)$/;
const longestHint = 27;

/**
 * Returns a file or folder name for an id that its owner chose. Two ids never get the same name, even where case is
 * ignored. A plain id is its own name. Any other gets its readable part, `~`, which no plain id contains, and 128
 * bits of its SHA-256.
 */
export function packageName(id: string): string {
  if (plain.test(id) && !reserved.test(id)) return id;
  const hint = id.replaceAll(/[^a-zA-Z0-9-]+/g, "_").slice(0, longestHint);
  return `${hint}~${digest(id).toString("hex").slice(0, 32)}`;
}

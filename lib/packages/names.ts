import { digest } from "@/lib/platform/crypto";

/** Names that every file system keeps as they are and tells apart; without capitals, none is another but for case. */
const plain = /^[a-z0-9][a-z0-9_-]{0,99}$/;
/** Devices of Windows, which are no names of files there. */
const reserved = /^(con|prn|aux|nul|(com|lpt)\d)$/;
const longestHint = 60;

/**
 * A file or folder name for an id that its owner chose: two ids never have one name, also where case is folded. A
 * plain id is its own name. Any other gets what is readable of it, `~`, which no plain id has, and 128 bits of its
 * SHA-256.
 */
export function packageName(id: string): string {
  if (plain.test(id) && !reserved.test(id)) return id;
  const hint = id.replaceAll(/[^a-zA-Z0-9-]+/g, "_").slice(0, longestHint);
  return `${hint}~${digest(id).toString("hex").slice(0, 32)}`;
}

import { hash } from "node:crypto";

export const hashBytes = 32;

/** One byte per character: hashing such a string to a string costs half of hashing it to a buffer. */
const binary = "binary";

/**
 * Writes the hash of a leaf: SHA-256 of a zero byte and the leaf's bytes in UTF-8 (RFC 6962 §2.1).
 * @param at the number of the leaf in the list of hashes
 */
export function writeLeafHash(leaf: string, hashes: Buffer, at: number): void {
  hashes.write(hash("sha256", `\0${leaf}`, binary), at * hashBytes, binary);
}

/** The root without leaves: SHA-256 of nothing (RFC 6962 §2.1). */
const emptyRoot = (): Buffer => hash("sha256", "", "buffer");

const pair = Buffer.alloc(1 + 2 * hashBytes, 1);

/**
 * Returns the Merkle tree hash of RFC 6962 §2.1: an inner node is SHA-256 of the byte one and its two children. The
 * RFC defines the tree from the top. Pairing nodes from the left, level by level, and carrying a left-over node up
 * gives the same tree.
 * @param leaves leaf hashes, one after the other
 * @returns 32 bytes
 */
export function merkleRoot(leaves: Uint8Array): Buffer {
  if (leaves.length === 0) return emptyRoot();
  if (leaves.length % hashBytes) throw new RangeError("Leaf hashes have 32 bytes each.");
  const level = Buffer.from(leaves);
  for (let nodes = leaves.length / hashBytes; nodes > 1; nodes = Math.ceil(nodes / 2))
    foldLevel(level, nodes);
  return level.subarray(0, hashBytes);
}

function foldLevel(level: Buffer, nodes: number): void {
  for (let at = 0; at < nodes; at += 2) {
    const to = (at / 2) * hashBytes;
    const from = at * hashBytes;
    if (at + 1 === nodes) level.copy(level, to, from, from + hashBytes);
    else {
      level.copy(pair, 1, from, from + 2 * hashBytes);
      level.write(hash("sha256", pair, binary), to, binary);
    }
  }
}

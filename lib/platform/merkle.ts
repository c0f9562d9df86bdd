import { hash } from "node:crypto";

export const hashBytes = 32;

/** A byte a character: a digest is taken as such a string at half the cost of taking it as a buffer. */
const binary = "binary";

/**
 * Writes the hash of a leaf: SHA-256 of a zero byte and the leaf's bytes (RFC 6962 §2.1). A string is taken as UTF-8.
 * @param at the number of the leaf in the list of hashes
 */
export function writeLeafHash(leaf: string, hashes: Buffer, at: number): void {
  hashes.write(hash("sha256", `\0${leaf}`, binary), at * hashBytes, binary);
}

/** The root of no leaves at all: SHA-256 of nothing (RFC 6962 §2.1). */
const emptyRoot = (): Buffer => hash("sha256", "", "buffer");

const pair = Buffer.alloc(1 + 2 * hashBytes, 1);

/**
 * The Merkle tree hash of RFC 6962 §2.1: an inner node is SHA-256 of the byte one and its two children. Pairing from
 * the left, level by level, and lifting the one that is left over gives the tree the RFC defines from the top.
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

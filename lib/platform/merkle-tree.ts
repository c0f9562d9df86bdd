import { hash } from "node:crypto";
import { hashBytes } from "@/lib/platform/merkle";

/**
 * A node of a growing tree: the root of the 2^level leaves that begin at index · 2^level. Once its last leaf is there,
 * it never changes.
 */
export type TreeNode = { level: number; index: number };

/** Consecutive leaves that the definition of RFC 6962 takes as one tree: from `begin` to before `end`. */
type Range = readonly [begin: number, end: number];

const sha256 = (...parts: Uint8Array[]) => hash("sha256", Buffer.concat(parts), "buffer");
const leafByte = Buffer.of(0);
const nodeByte = Buffer.of(1);

/** Returns the hash of a leaf (RFC 6962 §2.1). */
export const leafHash = (leaf: string | Uint8Array): Buffer => sha256(leafByte, Buffer.from(leaf));

/** Returns the hash of a node (RFC 6962 §2.1). */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer => sha256(nodeByte, left, right);

/** Where the definition splits a tree: the largest power of two below its size. */
function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

/** Returns the complete subtrees that a range consists of, from the left. There is at most one of each level. */
export function nodesOf([begin, end]: Range): TreeNode[] {
  const nodes: TreeNode[] = [];
  for (let from = begin; from < end; ) {
    let level = 0;
    while (2 ** (level + 1) <= end - from) level++;
    nodes.push({ level, index: from / 2 ** level });
    from += 2 ** level;
  }
  return nodes;
}

/** Returns the root of a range from the hashes of its {@link nodesOf}. */
export function rootOf(hashes: readonly Uint8Array[]): Buffer {
  if (hashes.length === 0) return sha256();
  return Buffer.from(hashes.reduceRight((root, left) => nodeHash(left, root)));
}

/** Returns the ranges whose roots prove that a leaf is in a tree, from the leaf's neighbour upwards (§2.1.1). */
export function inclusionRanges(index: number, size: number): Range[] {
  const ranges: Range[] = [];
  let [begin, end] = [0, size];
  while (end - begin > 1) {
    const middle = begin + splitOf(end - begin);
    if (index < middle) {
      ranges.unshift([middle, end]);
      end = middle;
    } else {
      ranges.unshift([begin, middle]);
      begin = middle;
    }
  }
  return ranges;
}

/** Returns the ranges whose roots prove that a tree of `size` begins with the tree of `old` leaves (§2.1.2). */
export function consistencyRanges(old: number, size: number): Range[] {
  if (old === 0) return [];
  const ranges: Range[] = [];
  let [begin, end] = [0, size];
  while (end > old) {
    const middle = begin + splitOf(end - begin);
    if (old <= middle) {
      ranges.unshift([middle, end]);
      end = middle;
    } else {
      ranges.unshift([begin, middle]);
      begin = middle;
    }
  }
  return begin === 0 ? ranges : [[begin, end], ...ranges];
}

/** Whether a size or an index can be computed with. */
const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0;

/** Returns whether a leaf is the one at an index of a tree with this root. */
export function isIncluded(
  leaf: Uint8Array,
  index: number,
  proof: readonly Uint8Array[],
  tree: { size: number; root: Uint8Array },
): boolean {
  if (!isCount(index) || !isCount(tree.size) || index >= tree.size) return false;
  const ranges = inclusionRanges(index, tree.size);
  if (ranges.length !== proof.length) return false;
  const root = proof.reduce(
    (below, other, at) => ((ranges[at]?.[0] ?? 0) > index ? nodeHash(below, other) : nodeHash(other, below)),
    leaf,
  );
  return isHash(root, tree.root);
}

/** Returns whether one tree is how another one began. */
export function isConsistent(
  old: { size: number; root: Uint8Array },
  tree: { size: number; root: Uint8Array },
  proof: readonly Uint8Array[],
): boolean {
  if (!isCount(old.size) || !isCount(tree.size) || old.size > tree.size) return false;
  if (old.size === 0) return proof.length === 0 && isHash(old.root, rootOf([]));
  if (old.size === tree.size) return proof.length === 0 && isHash(old.root, tree.root);
  const ranges = consistencyRanges(old.size, tree.size);
  if (ranges.length !== proof.length) return false;
  // The first range is the last complete part of the old tree. Where that is all of it, its root is known.
  const isWhole = ranges.every(([begin]) => begin > 0);
  const [first = old.root] = isWhole ? [old.root] : proof;
  let [before, now] = [first, first];
  for (const [at, [begin]] of [...ranges.entries()].slice(isWhole ? 0 : 1)) {
    const other = proof[at] ?? first;
    if (begin < old.size) before = nodeHash(other, before);
    now = begin < old.size ? nodeHash(other, now) : nodeHash(now, other);
  }
  return isHash(before, old.root) && isHash(now, tree.root);
}

const isHash = (one: Uint8Array, other: Uint8Array) =>
  other.length === hashBytes && Buffer.from(one).equals(other);

/** A tree that grows leaf by leaf and remembers only the complete subtrees at its right edge. */
export class GrowingTree {
  /** @param edge the hashes of the {@link nodesOf} of the first `size` leaves */
  constructor(
    public size = 0,
    private readonly edge: Buffer[] = [],
  ) {}

  /**
   * Adds a leaf by its hash.
   * @returns the nodes that it completes, from itself upwards
   */
  add(leaf: Buffer): Buffer[] {
    const completed = [leaf];
    let node = leaf;
    for (let left = this.size; left % 2 === 1; left = (left - 1) / 2) {
      node = nodeHash(this.edge.pop() ?? leaf, node);
      completed.push(node);
    }
    this.edge.push(node);
    this.size++;
    return completed;
  }

  get root(): Buffer {
    return rootOf(this.edge);
  }
}

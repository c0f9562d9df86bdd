import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  consistencyRanges,
  GrowingTree,
  inclusionRanges,
  isConsistent,
  isIncluded,
  leafHash,
  nodesOf,
  rootOf,
} from "@/lib/platform/merkle-tree";

const most = 300;
const leaves = Array.from({ length: most }, (_, at) => leafHash(`leaf ${at}`));
const sha = (...parts: Uint8Array[]) => createHash("sha256").update(Buffer.concat(parts)).digest();
const splitOf = (size: number) => 2 ** Math.ceil(Math.log2(size) - 1);

/** MTH(D[begin:end]) as RFC 6962 §2.1 defines it. */
const known = new Map<string, Buffer>();
function mth(begin: number, end: number): Buffer {
  const name = `${begin} ${end}`;
  const found = known.get(name);
  if (found) return found;
  const middle = begin + splitOf(end - begin);
  const root =
    end - begin === 1 ? (leaves[begin] ?? sha()) : sha(Buffer.of(1), mth(begin, middle), mth(middle, end));
  known.set(name, root);
  return root;
}

/** PATH(m, D[begin:end]) of §2.1.1. */
function path(m: number, begin: number, end: number): Buffer[] {
  if (end - begin === 1) return [];
  const middle = begin + splitOf(end - begin);
  return m < middle
    ? [...path(m, begin, middle), mth(middle, end)]
    : [...path(m, middle, end), mth(begin, middle)];
}

/** SUBPROOF(m, D[begin:end], b) of §2.1.2. */
function subproof(m: number, begin: number, end: number, isWhole: boolean): Buffer[] {
  if (m === end) return isWhole ? [] : [mth(begin, end)];
  const middle = begin + splitOf(end - begin);
  return m <= middle
    ? [...subproof(m, begin, middle, isWhole), mth(middle, end)]
    : [...subproof(m, middle, end, false), mth(begin, middle)];
}

/** Everything the store has: the nodes that each leaf completed. */
const tree = new GrowingTree();
const stored = leaves.map((leaf) => tree.add(leaf));
const hashOf = ([begin, end]: readonly [number, number]) =>
  rootOf(
    nodesOf([begin, end]).map(({ level, index }) => stored[(index + 1) * 2 ** level - 1]?.[level] ?? sha()),
  );
const treeOf = (size: number) => ({ size, root: hashOf([0, size]) });

const sizes = Array.from({ length: most }, (_, at) => at + 1);
const flipped = (hash: Buffer, bit: number) => {
  const other = Buffer.from(hash);
  other[bit % 32] = (other[bit % 32] ?? 0) ^ (1 << (bit % 8));
  return other;
};

describe("a growing tree", () => {
  it("has the root that the RFC defines, at every size", () => {
    const growing = new GrowingTree();
    expect(growing.root).toEqual(sha());
    for (const size of sizes) {
      growing.add(leaves[size - 1] ?? sha());
      expect(growing.root).toEqual(mth(0, size));
      expect(hashOf([0, size])).toEqual(mth(0, size));
    }
  });

  it("goes on from what is stored of it", () => {
    for (const size of sizes) {
      const edge = nodesOf([0, size]).map(({ level, index }) =>
        hashOf([index * 2 ** level, (index + 1) * 2 ** level]),
      );
      const growing = new GrowingTree(size, edge);
      for (const leaf of leaves.slice(size)) growing.add(leaf);
      expect(growing.root).toEqual(mth(0, most));
    }
  });

  it("proves each leaf at every size, with the proof that the RFC defines", () => {
    for (const size of sizes)
      for (let index = 0; index < size; index++) {
        const proof = inclusionRanges(index, size).map(hashOf);
        expect(Buffer.concat(proof).equals(Buffer.concat(path(index, 0, size)))).toBe(true);
        expect(isIncluded(leaves[index] ?? sha(), index, proof, treeOf(size))).toBe(true);
      }
  });

  it("proves each earlier size at every size, with the proof that the RFC defines", () => {
    for (const size of sizes)
      for (let old = 1; old <= size; old++) {
        const proof = consistencyRanges(old, size).map(hashOf);
        expect(Buffer.concat(proof).equals(Buffer.concat(subproof(old, 0, size, true)))).toBe(true);
        expect(isConsistent(treeOf(old), treeOf(size), proof)).toBe(true);
      }
  });

  it("reads at most two nodes a level to prove anything", () => {
    for (const size of sizes) {
      const bound = 2 * Math.ceil(Math.log2(size + 1));
      for (let at = 0; at < size; at++) {
        expect(inclusionRanges(at, size).flatMap(nodesOf).length).toBeLessThanOrEqual(bound);
        expect(consistencyRanges(at, size).flatMap(nodesOf).length).toBeLessThanOrEqual(bound);
      }
    }
  });
});

const size = fc.integer({ min: 2, max: most });

describe("a proof", () => {
  it("of a leaf proves no other leaf, place, size or root", () => {
    fc.assert(
      fc.property(size, fc.nat(), fc.nat(), (count, pick, bit) => {
        const index = pick % count;
        const leaf = leaves[index] ?? sha();
        const proof = inclusionRanges(index, count).map(hashOf);
        const whole = treeOf(count);
        expect(isIncluded(flipped(leaf, bit), index, proof, whole)).toBe(false);
        expect(isIncluded(leaf, (index + 1 + (bit % (count - 1))) % count, proof, whole)).toBe(false);
        expect(isIncluded(leaf, index, proof, { ...whole, root: flipped(whole.root, bit) })).toBe(false);
        expect(isIncluded(leaf, index, proof.slice(1), whole)).toBe(false);
        expect(isIncluded(leaf, index, [...proof, leaf], whole)).toBe(false);
        const at = bit % proof.length;
        expect(isIncluded(leaf, index, proof.with(at, flipped(proof[at] ?? leaf, bit)), whole)).toBe(false);
        for (const wrong of [-1, 0.5, count, Number.NaN, 2 ** 60])
          expect(isIncluded(leaf, wrong, proof, whole)).toBe(false);
      }),
    );
  });

  it("of consistency proves no other size, root or history", () => {
    fc.assert(
      fc.property(size, fc.nat(), fc.nat(), (count, pick, bit) => {
        const old = 1 + (pick % (count - 1));
        const proof = consistencyRanges(old, count).map(hashOf);
        const [before, now] = [treeOf(old), treeOf(count)];
        expect(isConsistent({ ...before, root: flipped(before.root, bit) }, now, proof)).toBe(false);
        expect(isConsistent(before, { ...now, root: flipped(now.root, bit) }, proof)).toBe(false);
        expect(isConsistent(now, before, proof)).toBe(false);
        expect(isConsistent(before, now, proof.slice(1))).toBe(false);
        expect(isConsistent(before, now, [...proof, now.root])).toBe(false);
        expect(isConsistent(before, { ...now, size: old }, [])).toBe(false);
        const at = bit % proof.length;
        const wrong = proof.with(at, flipped(proof[at] ?? now.root, bit));
        expect(isConsistent(before, now, wrong)).toBe(false);
      }),
    );
  });

  it("of consistency with nothing is empty", () => {
    const nothing = { size: 0, root: sha() };
    expect(isConsistent(nothing, treeOf(7), [])).toBe(true);
    expect(isConsistent(nothing, treeOf(7), [sha()])).toBe(false);
    expect(isConsistent({ size: 0, root: leafHash("x") }, treeOf(7), [])).toBe(false);
  });
});

import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { merkleRoot, writeLeafHash } from "@/lib/platform/merkle";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const sha = (...parts: Uint8Array[]) => createHash("sha256").update(Buffer.concat(parts)).digest();

function leafHash(leaf: string): Buffer {
  const hashes = Buffer.alloc(64);
  writeLeafHash(leaf, hashes, 1);
  return hashes.subarray(32);
}

/** The definition of RFC 6962 §2.1 as it stands there, on hashes of leaves. */
function defined(leaves: readonly Buffer[]): Buffer {
  const [first] = leaves;
  if (!first) return sha();
  if (leaves.length === 1) return first;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return sha(Buffer.of(1), defined(leaves.slice(0, k)), defined(leaves.slice(k)));
}

// The vectors of the reference implementation of Certificate Transparency (merkletree/merkle_tree_test.cc).
const inputs = [
  "",
  "00",
  "10",
  "2021",
  "3031",
  "40414243",
  "5051525354555657",
  "606162636465666768696a6b6c6d6e6f",
];
const roots = [
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

describe("the Merkle tree", () => {
  const leaves = inputs.map((input) => leafHash(Buffer.from(input, "hex").toString()));

  it.each(roots.map((root, at) => [at + 1, root] as const))(
    "of %i published leaves is as published",
    (size, root) => {
      expect(hex(merkleRoot(Buffer.concat(leaves.slice(0, size))))).toBe(root);
    },
  );

  it("of nothing is the hash of nothing", () => {
    expect(hex(merkleRoot(Buffer.alloc(0)))).toBe(
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    );
  });

  it("hashes a leaf as UTF-8 behind a zero byte", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(leafHash(text)).toEqual(sha(Buffer.of(0), Buffer.from(text)));
      }),
    );
  });

  it("is the one the RFC defines, and changes with every leaf and every order", () => {
    const leaf = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes));
    fc.assert(
      fc.property(
        fc.uniqueArray(leaf, { minLength: 1, maxLength: 70, selector: hex }),
        fc.nat(),
        (list, pick) => {
          const root = merkleRoot(Buffer.concat(list));
          expect(root).toEqual(defined(list));
          const at = pick % list.length;
          const changed = list.with(at, sha(list[at] ?? Buffer.alloc(0)));
          expect(merkleRoot(Buffer.concat(changed))).not.toEqual(root);
          expect(merkleRoot(Buffer.concat(list.toSpliced(at, 1)))).not.toEqual(root);
          if (at > 0) {
            const swapped = list
              .with(at, list[at - 1] ?? Buffer.alloc(0))
              .with(at - 1, list[at] ?? Buffer.alloc(0));
            expect(merkleRoot(Buffer.concat(swapped))).not.toEqual(root);
          }
        },
      ),
    );
  });

  it("refuses anything but a list of hashes", () => {
    expect(() => merkleRoot(Buffer.alloc(33))).toThrow(RangeError);
  });
});

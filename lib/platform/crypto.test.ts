import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { open, openJson, seal, sealJson } from "@/lib/platform/aead";
import { deriveKey, digest, isSame, mac, newKey, newToken } from "@/lib/platform/crypto";

const key = newKey();

describe("seal", () => {
  it("is opened by the same key and context, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), fc.string(), (bytes, context) => {
        expect(open(key, context, seal(key, context, bytes))).toEqual(Buffer.from(bytes));
      }),
    );
  });

  it("never gives the same bytes twice", () => {
    const sealed = Array.from({ length: 500 }, () => seal(key, "row", Buffer.from("Ada")).toString("hex"));
    expect(new Set(sealed).size).toBe(500);
  });

  it("refuses another key, another context and every changed byte", () => {
    const sealed = seal(key, "row/1", Buffer.from("Ada"));
    expect(() => open(newKey(), "row/1", sealed)).toThrow();
    expect(() => open(key, "row/2", sealed)).toThrow();
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => open(key, "row/1", changed)).toThrow();
    }
    for (let length = 0; length < sealed.length; length++) {
      expect(() => open(key, "row/1", sealed.subarray(0, length))).toThrow();
    }
  });

  it("keeps JSON values", () => {
    const value = { name: "Åsa 李", tags: [1, null, true] };
    expect(openJson(key, "row", sealJson(key, "row", value))).toEqual(value);
  });
});

it("derives one key per purpose, always the same", () => {
  expect(deriveKey(key, "a")).toEqual(deriveKey(key, "a"));
  expect(deriveKey(key, "a")).not.toEqual(deriveKey(key, "b"));
  expect(deriveKey(key, "a")).toHaveLength(32);
});

it("computes HMAC-SHA-256 and SHA-256 as published", () => {
  // RFC 4231, test case 2, and FIPS 180-2, “abc”.
  expect(mac(Buffer.from("Jefe"), "what do ya want for nothing?").toString("hex")).toBe(
    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
  );
  expect(digest("abc").toString("hex")).toBe(
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});

it("compares values of any length", () => {
  expect(isSame(Buffer.from("ab"), Buffer.from("ab"))).toBe(true);
  expect(isSame(Buffer.from("ab"), Buffer.from("ac"))).toBe(false);
  expect(isSame(Buffer.from("ab"), Buffer.from("abc"))).toBe(false);
});

it("makes tokens that are safe in URLs", () => {
  expect(newToken()).toMatch(/^[\w-]{43}$/);
});

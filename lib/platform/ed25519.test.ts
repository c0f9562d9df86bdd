import { expect, it } from "vitest";
import {
  fingerprint,
  isSigned,
  isSignedInBase64,
  publicKeyText,
  readPublicKey,
  signingKey,
  signText,
} from "@/lib/platform/ed25519";

// RFC 8032 §7.1, TEST 2.
const seed = Buffer.from("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "hex");
const publicKey = Buffer.from(
  "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
  "hex",
).toString("base64");
const signature =
  "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";

it("signs as RFC 8032 does", () => {
  const key = signingKey(seed);
  expect(publicKeyText(key)).toBe(publicKey);
  expect(signText(key, "r").toString("hex")).toBe(signature);
  expect(isSigned(readPublicKey(publicKey), "r", Buffer.from(signature, "hex"))).toBe(true);
});

it("rejects a wrong signature", () => {
  const key = readPublicKey(publicKey);
  expect(isSigned(key, "s", Buffer.from(signature, "hex"))).toBe(false);
  expect(isSigned(key, "r", Buffer.alloc(3))).toBe(false);
  expect(isSigned(key, "r", Buffer.alloc(64))).toBe(false);
});

it("reads a public key and a signature in one form only", () => {
  const signed = Buffer.from(signature, "hex").toString("base64");
  const key = readPublicKey(publicKey);
  expect(isSignedInBase64(key, "r", signed)).toBe(true);
  for (const other of [
    signed.slice(0, -1),
    signed.replace("==", ""),
    ` ${signed}`,
    `${signed}\n`,
    `${signed}A`,
    "",
  ])
    expect(isSignedInBase64(key, "r", other)).toBe(false);
  for (const other of [publicKey.slice(0, -1), `${publicKey.slice(0, -1)}A`, `${publicKey} `, "", "AAAA"])
    expect(() => readPublicKey(other)).toThrow("This is not an Ed25519 public key");
});

it("has a short form for people", () => {
  expect(fingerprint(publicKey)).toMatch(/^([0-9a-f]{4} ){7}[0-9a-f]{4}$/);
});

import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";

/** A new 256-bit key. */
export const newKey = () => randomBytes(32);

/** A 256-bit key for one purpose, derived from another (HKDF-SHA-256, RFC 5869). */
export const deriveKey = (key: Buffer, purpose: string) =>
  Buffer.from(hkdfSync("sha256", key, Buffer.alloc(0), purpose, 32));

/** HMAC-SHA-256, 32 bytes. */
export const mac = (key: Buffer, value: string) => createHmac("sha256", key).update(value).digest();

/** SHA-256, 32 bytes: only for values that cannot be guessed, such as keys and tokens. */
export const digest = (value: string | Uint8Array) => createHash("sha256").update(value).digest();

/** Compares in constant time, so that the duration does not reveal where two values differ. */
export const isSame = (left: Uint8Array, right: Uint8Array) =>
  left.length === right.length && timingSafeEqual(left, right);

/** An unguessable token of 256 bits, safe in URLs. */
export const newToken = () => randomBytes(32).toString("base64url");

import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { digest } from "@/lib/platform/crypto";

/** The bytes before the 32 bytes of a private key in PKCS#8 (RFC 8410 §7). */
const pkcs8 = Buffer.from("302e020100300506032b657004220420", "hex");
/** The bytes before the 32 bytes of a public key in SubjectPublicKeyInfo (RFC 8410 §4). */
const spki = Buffer.from("302a300506032b6570032100", "hex");

/** Creates a private key from 32 secret bytes (RFC 8032 §5.1.5). */
export const signingKey = (seed: Buffer): KeyObject =>
  createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: "der", type: "pkcs8" });

/** Returns the public half of a key, 32 bytes in base64. */
export const publicKeyText = (key: KeyObject): string =>
  createPublicKey(key).export({ format: "der", type: "spki" }).subarray(spki.length).toString("base64");

/** Reads base64 (RFC 4648 §4) in the one form that an encoder writes; null when the text is anything else. */
export function fromBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, "base64");
  return bytes.length > 0 && bytes.toString("base64") === text ? bytes : null;
}

/**
 * Reads a public key.
 * @throws Error when the text is not 32 bytes in base64
 */
export function readPublicKey(text: string): KeyObject {
  const bytes = fromBase64(text);
  if (bytes?.length !== 32) throw new Error("This is not an Ed25519 public key: 32 bytes in base64.");
  return createPublicKey({ key: Buffer.concat([spki, bytes]), format: "der", type: "spki" });
}

/** Shortens a public key for people to compare: the first 16 bytes of its SHA-256, in groups of four digits. */
export const fingerprint = (text: string): string =>
  (digest(Buffer.from(text, "base64")).toString("hex").slice(0, 32).match(/.{4}/g) ?? []).join(" ");

/** Signs a text with Ed25519 (RFC 8032), 64 bytes. */
export const signText = (key: KeyObject, text: string): Buffer => sign(null, Buffer.from(text), key);

/** Returns whether the owner of the key signed this text; the signature is in base64. */
export const isSignedInBase64 = (key: KeyObject, text: string, signature: string): boolean =>
  isSigned(key, text, fromBase64(signature) ?? Buffer.alloc(0));

/** Returns whether the owner of the key signed this text. */
export const isSigned = (key: KeyObject, text: string, signature: Uint8Array): boolean =>
  signature.length === 64 && verify(null, Buffer.from(text), key, signature);

import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const version = 1;
const ivBytes = 12;
const tagBytes = 16;
const headerBytes = 1 + ivBytes + tagBytes;

/**
 * Seals bytes with AES-256-GCM and a random 96-bit nonce (NIST SP 800-38D §8.2.2).
 * @param key 32 bytes
 * @param context additional data that says what the bytes are and whose; opening under another context fails
 * @returns version (1 byte) · nonce (12) · tag (16) · ciphertext
 */
export function seal(key: Buffer, context: string, plain: Uint8Array): Buffer<ArrayBuffer> {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(Buffer.from(context));
  const body = cipher.update(plain);
  cipher.final();
  return Buffer.concat([Buffer.of(version), iv, cipher.getAuthTag(), body]);
}

/**
 * Opens bytes from {@link seal}.
 * @throws Error when the key, the context or a single bit differs
 */
export function open(key: Buffer, context: string, sealed: Uint8Array): Buffer<ArrayBuffer> {
  if (sealed[0] !== version || sealed.length < headerBytes) throw new Error(`Not a sealed value: ${context}`);
  const iv = sealed.subarray(1, 1 + ivBytes);
  const tag = sealed.subarray(1 + ivBytes, headerBytes);
  const decipher = createDecipheriv("aes-256-gcm", key, iv, { authTagLength: tagBytes });
  const plain = decipher.setAAD(Buffer.from(context)).setAuthTag(tag).update(sealed.subarray(headerBytes));
  decipher.final();
  return plain as Buffer<ArrayBuffer>;
}

/** {@link seal} for a JSON value. */
export const sealJson = (key: Buffer, context: string, value: unknown) =>
  seal(key, context, Buffer.from(JSON.stringify(value)));

/** {@link open} for a JSON value. The tag proves that we sealed it, so its shape is not checked. */
export const openJson = <T>(key: Buffer, context: string, sealed: Uint8Array): T =>
  JSON.parse(open(key, context, sealed).toString()) as T;

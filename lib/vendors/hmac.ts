import { createHmac } from "node:crypto";
import { isSame } from "@/lib/platform/crypto";
import type { Notice } from "@/lib/vendors/adapter";
import { VendorError } from "@/lib/vendors/error";

/** Returns the HMAC-SHA256 of the parts, in hexadecimal. */
export function hmacHex(secret: string, ...parts: readonly (string | Buffer)[]): string {
  const hmac = createHmac("sha256", secret);
  for (const part of parts) hmac.update(part);
  return hmac.digest("hex");
}

/** Returns whether a signature in hexadecimal is the expected one, in a time that tells nothing about it. */
export const isHmac = (given: string | undefined, expected: string): boolean =>
  given !== undefined &&
  /^[0-9a-f]{64}$/i.test(given) &&
  isSame(Buffer.from(given.toLowerCase()), Buffer.from(expected));

const refuse = (why: string) => new VendorError("refused_key", `The notice was refused: ${why}`);

/** @throws VendorError refused_key without a secret: such a notice could come from elsewhere */
export function secretOf({ secret }: Notice): string {
  if (!secret) throw refuse("this source has no secret for notices.");
  return secret;
}

/**
 * Proves a notice by a header with the HMAC-SHA256 of its body in hexadecimal.
 * @throws VendorError refused_key
 */
export function proveByBody(notice: Notice, header: string): void {
  const given = notice.headers[header];
  if (!isHmac(typeof given === "string" ? given : undefined, hmacHex(secretOf(notice), notice.body)))
    throw refuse("its signature is wrong.");
}

/** A notice older or newer than this is refused, so that nobody can send a recorded one again. */
const mostSkewSeconds = 300;

/**
 * Proves a notice by a header `t=<seconds>,v1=<hex>`: an HMAC-SHA256 over the time, a full stop and the body. Several
 * signatures may stand in it while a secret is changed.
 * @throws VendorError refused_key
 */
export function proveByTime(notice: Notice, header: string): void {
  const given = notice.headers[header];
  const parts = String(given ?? "")
    .split(/[,\s]+/)
    .map((part) => part.split("=", 2));
  const time = parts.find(([name]) => name === "t")?.[1] ?? "";
  if (!/^\d{1,12}$/.test(time) || Math.abs(notice.now.getTime() / 1000 - Number(time)) > mostSkewSeconds)
    throw refuse("its time is missing, or more than five minutes away.");
  const expected = hmacHex(secretOf(notice), `${time}.`, notice.body);
  if (!parts.some(([name, value]) => name === "v1" && isHmac(value, expected)))
    throw refuse("its signature is wrong.");
}

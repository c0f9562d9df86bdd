import { createHmac } from "node:crypto";
import { z } from "zod";
import { isSame } from "@/lib/platform/crypto";
import type { Notice } from "@/lib/vendors/adapter";
import { VendorError } from "@/lib/vendors/error";
import { readAnswer } from "@/lib/vendors/read";

/** A notice older or newer than this is refused, so that nobody can send a recorded one again. */
const mostSkewSeconds = 300;

const id = z.string().min(1).max(128);
// The service has sent both forms: with the fields nested in `data`, and flat.
const payload = z.looseObject({
  session_id: id.nullish(),
  data: z.looseObject({ session_id: id.nullish() }).nullish(),
});

const refuse = (why: string) => new VendorError("refused_key", `The notice was refused: ${why}`);

/**
 * The sessions that a webhook of the hosted service names. `X-Verifa-Signature` is `t=<seconds>,v1=<hex>`, an
 * HMAC-SHA256 over the time, a full stop and the body; older endpoints send the HMAC over the body alone.
 * @param oldUntil until when the older form counts; null when it does not
 * @throws VendorError refused_key when the signature or its time is wrong
 */
export function noticeOf({ headers, body, secret, now }: Notice, oldUntil: string | null): string[] {
  const given = headers["x-verifa-signature"];
  if (!secret) throw refuse("this source has no secret for notices.");
  if (typeof given !== "string") throw refuse("it has no signature.");
  const sign = (...parts: (string | Buffer)[]) => {
    const hmac = createHmac("sha256", secret);
    for (const part of parts) hmac.update(part);
    return hmac.digest();
  };
  const parts = new Map(given.split(",").map((part) => part.trim().split(/=(.*)/, 2) as [string, string]));
  const [time, signature] = [parts.get("t"), parts.get("v1")];
  if (time && signature) {
    if (!/^\d{1,12}$/.test(time) || Math.abs(now.getTime() / 1000 - Number(time)) > mostSkewSeconds)
      throw refuse("its time is more than five minutes away.");
    if (!isHex(signature, sign(`${time}.`, body))) throw refuse("its signature is wrong.");
  } else if (!oldUntil || now > new Date(oldUntil)) throw refuse("its signature has no time.");
  else if (!isHex(given, sign(body))) throw refuse("its signature is wrong.");
  const { session_id, data } = readAnswer(payload, body.toString(), "The notice");
  const named = session_id ?? data?.session_id;
  return named ? [named] : [];
}

const isHex = (hex: string, expected: Buffer): boolean =>
  /^[0-9a-f]{64}$/i.test(hex) && isSame(Buffer.from(hex, "hex"), expected);

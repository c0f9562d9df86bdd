import { createHmac, randomBytes } from "node:crypto";
import { type Inflection, inflect } from "@/lib/contract/inflection";
import { withoutAttributes } from "@/lib/webhooks/policy";

/**
 * Creates a secret: 192 random bits. The contract's signature uses the text as its key, the Standard Webhooks one the
 * bytes that follow the prefix.
 */
export const newSecret = (): string => `whsec_${randomBytes(24).toString("base64")}`;

export type Queued = { id: string; createdAt: Date; payload: Record<string, unknown> };

/** How an endpoint wants its events: the spelling of their keys, and what never leaves. */
export type Wanted = { keyInflection: Inflection; attributeBlocklist: readonly string[] };

/**
 * Returns the body of a delivery, the same at every attempt unless its endpoint is changed: the fields flat, as the
 * contract's guide has them, and again in `data`, as its reference has them. What the endpoint leaves out by now is
 * left out of what was queued before, too.
 */
export function bodyOf(
  { createdAt, payload }: Queued,
  { keyInflection, attributeBlocklist }: Wanted,
): string {
  const { event, idempotency_key, ...fields } = payload;
  const created_at = createdAt.toISOString();
  const whole = { event, idempotency_key, created_at, ...fields, data: { ...fields, created_at } };
  return JSON.stringify(inflect(withoutAttributes(whole, attributeBlocklist), keyInflection));
}

/** Returns the headers of one attempt: the contract's signature and that of Standard Webhooks. */
export function headersOf(
  id: string,
  body: string,
  secret: string,
  now = new Date(),
): Record<string, string> {
  const at = Math.floor(now.getTime() / 1000);
  const bytes = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const standard = createHmac("sha256", bytes).update(`${id}.${at}.${body}`).digest("base64");
  const contract = createHmac("sha256", secret).update(`${at}.${body}`).digest("hex");
  return {
    "Content-Type": "application/json",
    "User-Agent": "Countersign-Webhooks",
    "X-Verifa-Signature": `t=${at},v1=${contract}`,
    "X-Verifa-Delivery-Id": id,
    "webhook-id": id,
    "webhook-timestamp": String(at),
    "webhook-signature": `v1,${standard}`,
  };
}

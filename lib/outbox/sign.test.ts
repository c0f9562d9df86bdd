import { createHmac } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { expect, it } from "vitest";
import type { Inflection } from "@/lib/contract/inflection";
import { bodyOf, headersOf, newSecret } from "@/lib/outbox/sign";

const wanted = (keyInflection: Inflection, ...attributeBlocklist: string[]) => ({
  keyInflection,
  attributeBlocklist,
});
const queued = {
  id: "whd_1",
  createdAt: new Date("2026-11-29T10:00:00Z"),
  payload: {
    event: "session.approved",
    idempotency_key: "idk_1",
    session_id: "ses_1",
    external_ref: null,
    is_sandbox: false,
  },
};

it("the body has the contract's fields flat and in data, in the inflection of the endpoint", () => {
  expect(JSON.parse(bodyOf(queued, wanted("snake")))).toEqual({
    event: "session.approved",
    idempotency_key: "idk_1",
    created_at: "2026-11-29T10:00:00.000Z",
    session_id: "ses_1",
    external_ref: null,
    is_sandbox: false,
    data: {
      session_id: "ses_1",
      external_ref: null,
      is_sandbox: false,
      created_at: "2026-11-29T10:00:00.000Z",
    },
  });
  expect(JSON.parse(bodyOf(queued, wanted("camel")))).toMatchObject({
    idempotencyKey: "idk_1",
    sessionId: "ses_1",
    data: { isSandbox: false },
  });
  expect(JSON.parse(bodyOf(queued, wanted("kebab")))).toMatchObject({ "session-id": "ses_1" });
});

it("what an endpoint leaves out is nowhere in the body, in any spelling", () => {
  const deep = {
    ...queued,
    payload: { ...queued.payload, more: [{ sessionId: "ses_1", "external-ref": "x" }] },
  };
  const body = JSON.parse(bodyOf(deep, wanted("camel", "session_id", "external_ref")));
  expect(JSON.stringify(body)).not.toMatch(/session_?id|external[_-]?ref/i);
  expect(body).toMatchObject({ event: "session.approved", data: { isSandbox: false, more: [{}] } });
});

it("a receiver of Standard Webhooks accepts the signature, and refuses another body", () => {
  const secret = newSecret();
  const body = bodyOf(queued, wanted("snake"));
  const headers = headersOf("whd_1", body, secret);
  expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
  expect(() => new Webhook(secret).verify(body.replace("approved", "declined"), headers)).toThrow();
  expect(() => new Webhook(newSecret()).verify(body, headers)).toThrow();
});

it("the contract's signature is an HMAC over the time and the body, under the secret as it stands", () => {
  const now = new Date("2026-11-29T10:00:00.900Z");
  const headers = headersOf("whd_1", "{}", "whsec_a", now);
  const v1 = createHmac("sha256", "whsec_a").update(`${1795946400}.{}`).digest("hex");
  expect(headers).toMatchObject({
    "X-Verifa-Signature": `t=1795946400,v1=${v1}`,
    "X-Verifa-Delivery-Id": "whd_1",
  });
});

it("a secret has 192 random bits", () => {
  const secrets = new Set(Array.from({ length: 100 }, newSecret));
  expect(secrets.size).toBe(100);
  for (const secret of secrets) expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/);
});

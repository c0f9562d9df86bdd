import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import { allowedTargets, failureOf, usualPace } from "@/lib/outbox/lane";
import { bodyOf, headersOf } from "@/lib/outbox/sign";
import { db } from "@/lib/platform/db";
import { post } from "@/lib/platform/exchange";
import { newId } from "@/lib/platform/id";
import { openSecret } from "@/lib/vault/endpoint-secret";
import { findEndpoint } from "@/lib/webhooks/load";
import { failureInWords } from "@/lib/webhooks/policy";
import type { EndpointParams, TestDto } from "@/lib/webhooks/schema";

/**
 * Sends an event `webhook.test` to an endpoint, also to one that is off, and returns its answer. Neither the event nor
 * the answer is stored.
 * @throws AppError not_found
 */
export async function testEndpoint(actor: Actor, { endpointId }: EndpointParams): Promise<TestDto> {
  authorize(actor, "webhooks:manage");
  const endpoint = await findEndpoint(db, actor, endpointId);
  const id = newId("whd");
  const payload = {
    event: "webhook.test",
    idempotency_key: id.replace("whd_", "idk_"),
    is_sandbox: actor.scope.environment === "sandbox",
  };
  const body = bodyOf({ id, createdAt: new Date(), payload }, endpoint);
  const secret = await openSecret(actor.scope.organizationId, endpoint.id, endpoint.sealedSecret);
  const told = { url: endpoint.url, request: body };
  if (secret === null)
    return {
      ...told,
      ...{ success: false, httpStatus: null, durationMs: 0, answer: "" },
      error: failureInWords("secret_unreadable"),
    };
  const exchange = await post({
    url: endpoint.url,
    headers: headersOf(id, body, secret),
    body,
    allowed: allowedTargets(),
    limitMs: usualPace.attemptSeconds * 1000,
  });
  const failure = failureOf(exchange);
  await recordEvent(db, actor, {
    type: "webhook.tested",
    metadata: { httpStatus: exchange.status, failure },
    resource: { type: "webhook", id: endpoint.id },
  });
  return {
    ...told,
    success: failure === null,
    httpStatus: exchange.status,
    error: failureInWords(failure),
    durationMs: exchange.durationMs,
    answer: exchange.text,
  };
}

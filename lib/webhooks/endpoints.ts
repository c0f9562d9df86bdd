import "server-only";
import { isDeepStrictEqual } from "node:util";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import type { EventCondition } from "@/lib/contract/event-filter";
import { recordEvent } from "@/lib/events/record";
import { allowedTargets } from "@/lib/outbox/lane";
import { newSecret } from "@/lib/outbox/sign";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { Prisma, type WebhookEndpoint } from "@/lib/platform/generated/client";
import { newId } from "@/lib/platform/id";
import { checkUrl, OutboundError } from "@/lib/platform/outbound";
import { keyOf, scopeSql } from "@/lib/platform/scope";
import { sealSecret } from "@/lib/vault/endpoint-secret";
import { conditionsOf, toEndpointDto } from "@/lib/webhooks/dto";
import { findEndpoint, lockEndpoint } from "@/lib/webhooks/load";
import {
  type ClonedEndpointDto,
  type DeletedEndpointDto,
  type EndpointChanges,
  type EndpointDto,
  type EndpointInput,
  type EndpointParams,
  mostEndpoints,
  type NewEndpointDto,
} from "@/lib/webhooks/schema";

/** Refuses a URL to which nothing would be sent. Its name is resolved only when something is sent. */
function refuseInside(url: string): void {
  try {
    checkUrl(url, allowedTargets());
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    const fields = [{ field: "url", message: error.message }];
    throw new AppError("validation_error", error.message, { fields });
  }
}

/** `*` contains every other event, and nothing means every event. */
const eventsOf = (given: readonly string[] = []) =>
  given.length === 0 || given.includes("*") ? ["*"] : [...new Set(given)];

const unique = (names: readonly string[] = []) => [...new Set(names)];

/** The column of conditions; none and an empty list mean the same. */
const filterOf = (conditions: readonly EventCondition[] | null | undefined) =>
  conditions === undefined
    ? {}
    : { eventFilterConditions: conditions?.length ? [...conditions] : Prisma.DbNull };

type Decided = Pick<WebhookEndpoint, "url" | "enabledEvents" | "attributeBlocklist"> &
  Partial<Pick<WebhookEndpoint, "label" | "description" | "keyInflection" | "apiVersion">> &
  ReturnType<typeof filterOf>;

async function store(tx: Transaction, actor: Actor, decided: Decided) {
  // Under a lock, so that two calls do not both make the last one.
  await tx.$queryRaw`SELECT 1 FROM settings WHERE ${scopeSql(inScope(actor))} FOR UPDATE`;
  if ((await tx.webhookEndpoint.count({ where: { ...inScope(actor), deletedAt: null } })) >= mostEndpoints)
    throw new AppError("conflict", `An environment has at most ${mostEndpoints} webhook endpoints.`);
  const id = newId("wh");
  const secret = newSecret();
  const sealedSecret = await sealSecret(actor.scope.organizationId, id, secret);
  const row = await tx.webhookEndpoint.create({ data: { ...inScope(actor), ...decided, id, sealedSecret } });
  await recordEvent(tx, actor, {
    type: "webhook.endpoint-created",
    metadata: { events: row.enabledEvents },
    resource: { type: "webhook", id },
  });
  return { ...toEndpointDto(row), secret };
}

/**
 * Creates an endpoint. Its secret is returned once.
 * @throws AppError validation_error for a URL that does not lead to a public https address
 */
export async function createEndpoint(actor: Actor, input: EndpointInput): Promise<NewEndpointDto> {
  authorize(actor, "webhooks:manage");
  refuseInside(input.url);
  const { enabledEvents, eventFilterConditions, attributeBlocklist, ...given } = input;
  const decided = {
    ...given,
    ...filterOf(eventFilterConditions),
    attributeBlocklist: unique(attributeBlocklist),
    enabledEvents: eventsOf(enabledEvents),
  };
  return db.$transaction((tx) => store(tx, actor, decided));
}

/**
 * Creates an endpoint like another one, with a secret of its own.
 * @throws AppError not_found
 */
export async function cloneEndpoint(
  actor: Actor,
  { endpointId }: EndpointParams,
): Promise<ClonedEndpointDto> {
  authorize(actor, "webhooks:manage");
  return db.$transaction(async (tx) => {
    const source = await findEndpoint(tx, actor, endpointId);
    if (conditionsOf(source) === null)
      throw new AppError("conflict", "The conditions of this endpoint cannot be read. Set them again first.");
    const { url, label, description, enabledEvents, keyInflection, apiVersion, attributeBlocklist } = source;
    const decided = {
      ...{ url, label, description, enabledEvents, keyInflection, apiVersion, attributeBlocklist },
      ...filterOf(conditionsOf(source)),
    };
    return { ...(await store(tx, actor, decided)), clonedFrom: source.id };
  });
}

const changeable = [
  "url",
  "label",
  "description",
  "enabledEvents",
  "keyInflection",
  "apiVersion",
  "attributeBlocklist",
  "eventFilterConditions",
  "enabled",
] as const;

/** Whether a wanted value differs from the stored one; JSON columns come back with their keys in another order. */
const isChanged = (wanted: unknown, stored: unknown): boolean =>
  wanted !== undefined && !isDeepStrictEqual(wanted === Prisma.DbNull ? null : wanted, stored);

/**
 * Changes an endpoint. What waits is sent to the new URL.
 * @throws AppError not_found; validation_error
 */
export async function updateEndpoint(
  actor: Actor,
  { endpointId, ...changes }: EndpointParams & EndpointChanges,
): Promise<EndpointDto> {
  authorize(actor, "webhooks:manage");
  if (changes.url !== undefined) refuseInside(changes.url);
  const { enabledEvents, enabled, eventFilterConditions, attributeBlocklist, ...given } = changes;
  const wanted: Prisma.WebhookEndpointUpdateInput = {
    ...given,
    ...filterOf(eventFilterConditions),
    ...(attributeBlocklist && { attributeBlocklist: unique(attributeBlocklist) }),
    ...(enabledEvents && { enabledEvents: eventsOf(enabledEvents) }),
    ...(enabled !== undefined && { enabled }),
    ...(enabled && { failedInARow: 0, disabledAt: null }),
  };
  return db.$transaction(async (tx) => {
    const before = await lockEndpoint(tx, actor, endpointId);
    const fields = changeable.filter((name) => isChanged(wanted[name], before[name]));
    if (fields.length === 0) return toEndpointDto(before);
    const after = await tx.webhookEndpoint.update({
      where: keyOf(before),
      data: { ...wanted, updatedAt: new Date() },
    });
    await recordEvent(tx, actor, {
      type: "webhook.endpoint-updated",
      metadata: { fields: [...fields], ...(fields.includes("enabled") && { enabled: after.enabled }) },
      resource: { type: "webhook", id: after.id },
    });
    return toEndpointDto(after);
  });
}

/**
 * Replaces the secret at once: the next attempt is signed with the new one, and the old one signs nothing more. The new
 * secret is returned once.
 * @throws AppError not_found
 */
export async function rotateSecret(actor: Actor, { endpointId }: EndpointParams): Promise<NewEndpointDto> {
  authorize(actor, "webhooks:manage");
  return db.$transaction(async (tx) => {
    const endpoint = await lockEndpoint(tx, actor, endpointId);
    const secret = newSecret();
    const sealedSecret = await sealSecret(actor.scope.organizationId, endpoint.id, secret);
    const after = await tx.webhookEndpoint.update({
      where: keyOf(endpoint),
      data: { sealedSecret, updatedAt: new Date() },
    });
    await recordEvent(tx, actor, {
      type: "webhook.secret-rotated",
      metadata: {},
      resource: { type: "webhook", id: endpoint.id },
    });
    return { ...toEndpointDto(after), secret };
  });
}

/**
 * Deletes an endpoint with its secret. What waits is no longer sent; the history of its deliveries stays as long as the
 * retention settings say.
 * @throws AppError not_found
 */
export async function deleteEndpoint(
  actor: Actor,
  { endpointId }: EndpointParams,
): Promise<DeletedEndpointDto> {
  authorize(actor, "webhooks:manage");
  return db.$transaction(async (tx) => {
    const endpoint = await lockEndpoint(tx, actor, endpointId);
    await tx.webhookEndpoint.update({
      where: keyOf(endpoint),
      data: { enabled: false, deletedAt: new Date(), sealedSecret: new Uint8Array() },
    });
    const { count } = await tx.webhookDelivery.updateMany({
      where: { ...inScope(actor), endpointPk: endpoint.pk, status: "pending" },
      // A lease stays: it says that an attempt had begun.
      data: { status: "failed", nextAttemptAt: null, endedAt: new Date() },
    });
    await recordEvent(tx, actor, {
      type: "webhook.endpoint-deleted",
      metadata: { abandoned: count },
      resource: { type: "webhook", id: endpoint.id },
    });
    return { id: endpoint.id, status: "deleted", abandonedDeliveries: count };
  });
}

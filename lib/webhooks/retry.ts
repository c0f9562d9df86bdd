import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import { db, type Transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { Prisma, type WebhookEndpoint } from "@/lib/platform/generated/client";
import { scopeSql } from "@/lib/platform/scope";
import { toDeliveryDto, withLastTry } from "@/lib/webhooks/dto";
import { lockEndpoint, withoutRestricted, withoutRestrictedSql } from "@/lib/webhooks/load";
import type {
  DeliveryParams,
  EndpointDeliveryDto,
  EndpointParams,
  RetriedDto,
  RetryInput,
} from "@/lib/webhooks/schema";

const mostAtOnce = 10_000;

/** A retry begins the schedule again: an attempt now, then the delays. */
const again =
  () => Prisma.sql`status = 'pending', next_attempt_at = now(), ended_at = NULL, leased_until = NULL,
  max_attempts = attempts + ${env().WEBHOOK_RETRY_SECONDS.length + 1}::int`;

function refuseOff({ enabled }: WebhookEndpoint): void {
  if (!enabled)
    throw new AppError(
      "conflict",
      "This webhook endpoint is off. Switch it on before you retry its deliveries.",
    );
}

const tell = (tx: Transaction, actor: Actor, endpoint: WebhookEndpoint, deliveries: number) =>
  recordEvent(tx, actor, {
    type: "webhook.deliveries-retried",
    metadata: { deliveries },
    resource: { type: "webhook", id: endpoint.id },
  });

/**
 * Sends a failed delivery again, with the body that it had.
 * @throws AppError not_found; conflict for a delivery that has not failed, and for an endpoint that is off or deleted
 */
export async function retryDelivery(
  actor: Actor,
  { deliveryId }: DeliveryParams,
): Promise<EndpointDeliveryDto> {
  authorize(actor, "webhooks:manage");
  return db.$transaction(async (tx) => {
    const found = await tx.webhookDelivery.findFirst({
      where: { ...inScope(actor), id: deliveryId, endpointPk: { not: null }, ...withoutRestricted(actor) },
      include: { endpoint: true },
    });
    if (!found?.endpoint) throw new AppError("not_found", "Delivery not found.");
    if (found.endpoint.deletedAt)
      throw new AppError("conflict", "The endpoint of this delivery was deleted.");
    const endpoint = await lockEndpoint(tx, actor, found.endpoint.id);
    refuseOff(endpoint);
    const count = await tx.$executeRaw`
      UPDATE webhook_deliveries SET ${again()} WHERE ${scopeSql(inScope(actor))} AND pk = ${found.pk} AND status = 'failed'`;
    if (count !== 1) throw new AppError("conflict", "Only a failed delivery can be retried.");
    await tell(tx, actor, endpoint, 1);
    const row = await tx.webhookDelivery.findFirstOrThrow({
      where: { ...inScope(actor), pk: found.pk },
      include: withLastTry,
    });
    return toDeliveryDto(row);
  });
}

/**
 * Sends the failed deliveries of an endpoint again, the oldest first, at most 10 000 of them.
 * @throws AppError not_found; conflict for an endpoint that is off
 */
export async function retryDeliveries(
  actor: Actor,
  { endpointId, dateFrom, dateTo }: EndpointParams & RetryInput,
): Promise<RetriedDto> {
  authorize(actor, "webhooks:manage");
  return db.$transaction(async (tx) => {
    const endpoint = await lockEndpoint(tx, actor, endpointId);
    refuseOff(endpoint);
    const conditions = [
      scopeSql(inScope(actor), "t"),
      Prisma.sql`t.endpoint_pk = ${endpoint.pk} AND t.status = 'failed'`,
      ...withoutRestrictedSql(actor),
      ...(dateFrom ? [Prisma.sql`t.created_at >= ${new Date(dateFrom)}`] : []),
      ...(dateTo ? [Prisma.sql`t.created_at <= ${new Date(dateTo)}`] : []),
    ];
    const retried = await tx.$executeRaw`
      UPDATE webhook_deliveries SET ${again()} WHERE ${scopeSql(inScope(actor))} AND pk IN (
        SELECT t.pk FROM webhook_deliveries t WHERE ${Prisma.join(conditions, " AND ")}
        ORDER BY t.pk LIMIT ${mostAtOnce} FOR UPDATE)`;
    if (retried > 0) await tell(tx, actor, endpoint, retried);
    return { retried };
  });
}

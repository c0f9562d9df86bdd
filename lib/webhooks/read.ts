import "server-only";
import { type Actor, authorize, can, inScope } from "@/lib/actor/actor";
import { decodeCursor, paginationOf } from "@/lib/contract/cursor";
import { instant } from "@/lib/format/instant";
import { usualPace } from "@/lib/outbox/lane";
import { bodyOf } from "@/lib/outbox/sign";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { Prisma, type WebhookDelivery } from "@/lib/platform/generated/client";
import { pageSql, totalSql } from "@/lib/platform/keyset";
import { belowSession, scopeSql } from "@/lib/platform/scope";
import { openSession } from "@/lib/records/open";
import { viewFreeText } from "@/lib/records/view";

import {
  errorOf,
  lastErrorOf,
  newestAttempt,
  toDeliveryDto,
  toEndpointDto,
  withLastTry,
} from "@/lib/webhooks/dto";
import { findEndpoint, withoutRestricted, withoutRestrictedSql } from "@/lib/webhooks/load";
import { failureInWords } from "@/lib/webhooks/policy";
import {
  type AttemptDto,
  type DeliveryDetailDto,
  type DeliveryDto,
  type DeliveryPage,
  type DeliveryParams,
  type DeliveryQuery,
  type EndpointDto,
  type EndpointParams,
  subscribable,
} from "@/lib/webhooks/schema";

/** Lists the webhook deliveries of a session, sent and pending. */
export async function listDeliveries(
  actor: Actor,
  input: { sessionId: string },
): Promise<{ data: DeliveryDto[] }> {
  authorize(actor, "sessions:read");
  const session = await openSession(actor, input.sessionId, "read");
  const rows = await db.webhookDelivery.findMany({
    where: belowSession(session),
    include: withLastTry,
    orderBy: [{ createdAt: "asc" }, { pk: "asc" }],
  });
  const data = rows.map((row) => ({
    id: row.id,
    event: row.event,
    url: can(actor, "webhooks:read") ? row.url : withoutQuery(row.url),
    status: row.status,
    attempts: row.attempts,
    maxAttempts: row.maxAttempts,
    createdAt: instant(row.createdAt),
    httpStatus: row.httpStatus,
    lastError:
      lastErrorOf(row) ??
      viewFreeText(session.view, session.shown.open("delivery", row.id, row.sealed)?.lastError),
  }));
  return { data };
}

/**
 * Removes the query from an endpoint's URL, which may contain a secret of the customer. Only members who manage
 * endpoints see it.
 */
function withoutQuery(url: string): string {
  const parsed = URL.parse(url);
  return parsed ? `${parsed.origin}${parsed.pathname}` : "(unreadable address)";
}

/** Lists the events that an endpoint can subscribe to. */
export async function listEventTypes(
  actor: Actor,
): Promise<{ data: { event: string; description: string }[] }> {
  authorize(actor, "webhooks:read");
  return { data: Object.entries(subscribable).map(([event, description]) => ({ event, description })) };
}

/** Lists the endpoints of an environment, the oldest first, without their secrets. */
export async function listEndpoints(actor: Actor): Promise<{ data: EndpointDto[] }> {
  authorize(actor, "webhooks:read");
  const rows = await db.webhookEndpoint.findMany({
    where: { ...inScope(actor), deletedAt: null },
    orderBy: { pk: "asc" },
  });
  return { data: rows.map(toEndpointDto) };
}

/**
 * Returns an endpoint, without its secret.
 * @throws AppError not_found
 */
export async function getEndpoint(actor: Actor, { endpointId }: EndpointParams): Promise<EndpointDto> {
  authorize(actor, "webhooks:read");
  return toEndpointDto(await findEndpoint(db, actor, endpointId));
}

const conditionsOf = (actor: Actor, endpointPk: bigint, query: DeliveryQuery): Prisma.Sql[] => [
  scopeSql(inScope(actor), "t"),
  Prisma.sql`t.endpoint_pk = ${endpointPk}`,
  ...withoutRestrictedSql(actor),
  ...(query.status ? [Prisma.sql`t.status = ${query.status}::"DeliveryStatus"`] : []),
  ...(query.eventType ? [Prisma.sql`t.event = ${query.eventType}`] : []),
  ...(query.dateFrom ? [Prisma.sql`t.created_at >= ${new Date(query.dateFrom)}`] : []),
  ...(query.dateTo ? [Prisma.sql`t.created_at <= ${new Date(query.dateTo)}`] : []),
];

/**
 * Lists the deliveries to an endpoint, newest first.
 * @throws AppError not_found
 */
export async function listEndpointDeliveries(
  actor: Actor,
  { endpointId, ...query }: EndpointParams & DeliveryQuery,
): Promise<DeliveryPage> {
  authorize(actor, "webhooks:read");
  const endpoint = await findEndpoint(db, actor, endpointId);
  const keyset = {
    from: Prisma.sql`webhook_deliveries t`,
    order: Prisma.sql`t`,
    where: conditionsOf(actor, endpoint.pk, query),
    after: query.pageAfter ? decodeCursor(query.pageAfter) : undefined,
    limit: query.pageSize ?? query.limit,
    offset: query.offset,
  };
  const [found, [counted]] = await Promise.all([
    db.$queryRaw<{ pk: bigint }[]>(pageSql(keyset)),
    db.$queryRaw<{ total: number }[]>(totalSql(keyset)),
  ]);
  const rows = await db.webhookDelivery.findMany({
    where: { ...inScope(actor), pk: { in: found.slice(0, keyset.limit).map(({ pk }) => pk) } },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    include: withLastTry,
  });
  const last = rows.at(-1);
  const total = counted?.total ?? 0;
  return {
    data: rows.map(toDeliveryDto),
    pagination: paginationOf(keyset, found.length, total, last),
  };
}

/**
 * Returns a delivery with its body and every attempt.
 * @throws AppError not_found, also for one that was imported
 */
export async function getDelivery(actor: Actor, { deliveryId }: DeliveryParams): Promise<DeliveryDetailDto> {
  authorize(actor, "webhooks:read");
  const row = await db.webhookDelivery.findFirst({
    where: { ...inScope(actor), id: deliveryId, endpointPk: { not: null }, ...withoutRestricted(actor) },
    include: {
      endpoint: true,
      session: { select: { id: true } },
      identity: { select: { id: true } },
      tries: { orderBy: { number: "desc" }, take: 100 },
    },
  });
  if (!row?.endpoint) throw new AppError("not_found", "Delivery not found.");
  const payload = row.payload as Record<string, unknown> | null;
  const state = newestAttempt(row, row.tries[0]);
  const ended = row.tries.filter(({ number }) => !(state === "running" && number === row.attempts));
  const stored = ended.map((each) => ({
    number: each.number,
    url: each.url,
    startedAt: instant(each.startedAt),
    durationMs: each.durationMs,
    httpStatus: each.httpStatus,
    answerBytes: each.answerBytes,
    error: errorOf(each),
  }));
  return {
    ...toDeliveryDto(row),
    endpointId: row.endpoint.id,
    request: payload && bodyOf({ ...row, payload }, row.endpoint),
    isBeingSent: state === "running",
    tries: [...(state === "lost" ? lostAttempt(row) : []), ...stored],
  };
}

type Sent = WebhookDelivery & { tries: { number: number }[] };

/** Returns the attempt of a worker that was killed: it is stored when the delivery is sent again, or never. */
function lostAttempt({ attempts, leasedUntil, url, tries }: Sent): AttemptDto[] {
  if (!leasedUntil || tries[0]?.number === attempts) return [];
  return [
    {
      ...{ number: attempts, url, durationMs: null, httpStatus: null, answerBytes: null },
      startedAt: instant(new Date(leasedUntil.getTime() - usualPace.leaseSeconds * 1000)),
      error: failureInWords("interrupted"),
    },
  ];
}

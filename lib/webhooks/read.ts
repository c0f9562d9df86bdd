import "server-only";
import { type Actor, authorize, can } from "@/lib/actor/actor";
import { instant } from "@/lib/format/instant";
import { db } from "@/lib/platform/db";
import { belowSession } from "@/lib/platform/scope";
import { openSession } from "@/lib/records/open";
import { viewFreeText } from "@/lib/records/view";

import type { DeliveryDto } from "@/lib/webhooks/schema";

/** Lists the webhook deliveries of a session, sent and pending. */
export async function listDeliveries(
  actor: Actor,
  input: { sessionId: string },
): Promise<{ data: DeliveryDto[] }> {
  authorize(actor, "sessions:read");
  const session = await openSession(actor, input.sessionId, "read");
  const rows = await db.webhookDelivery.findMany({
    where: belowSession(session),
    orderBy: [{ createdAt: "asc" }, { pk: "asc" }],
  });
  const data = rows.map((row) => ({
    id: row.id,
    event: row.event,
    url: can(actor, "settings:update") ? row.url : withoutQuery(row.url),
    status: row.status,
    attempts: row.attempts,
    maxAttempts: row.maxAttempts,
    createdAt: instant(row.createdAt),
    httpStatus: row.httpStatus,
    lastError: viewFreeText(session.view, session.shown.open("delivery", row.id, row.sealed)?.lastError),
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

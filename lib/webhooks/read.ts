import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { instant } from "@/lib/format/instant";
import { db } from "@/lib/platform/db";
import { openRow } from "@/lib/privacy/seal";
import { viewFreeText } from "@/lib/privacy/view";
import { shownDataKey } from "@/lib/privacy/window";
import { ownSessionOf } from "@/lib/sessions/own";
import type { DeliveryDto } from "@/lib/webhooks/schema";

/** What was sent, or waits to be sent, to the customer's endpoints about a session. */
export async function listDeliveries(
  actor: Actor,
  input: { sessionId: string },
): Promise<{ data: DeliveryDto[] }> {
  authorize(actor, "sessions:read");
  const session = await ownSessionOf(actor, input.sessionId);
  const rows = await db.webhookDelivery.findMany({
    where: { sessionPk: session.pk },
    orderBy: [{ createdAt: "asc" }, { pk: "asc" }],
  });
  const key = rows.some(({ sealed }) => sealed) ? await shownDataKey(actor, session) : undefined;
  const data = rows.map((row) => ({
    id: row.id,
    event: row.event,
    url: row.url,
    status: row.status,
    attempts: row.attempts,
    maxAttempts: row.maxAttempts,
    createdAt: instant(row.createdAt),
    httpStatus: row.httpStatus,
    lastError: viewFreeText(actor, openRow(key, "delivery", row.id, row.sealed)?.lastError),
  }));
  return { data };
}

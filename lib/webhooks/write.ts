import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import type { Transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/id";
import type { WebhookEvent } from "@/lib/webhooks/schema";

/** What a webhook says of its session. */
export type Subject = { pk: bigint; id: string; externalRef: string | null; status: string };

/**
 * Queues webhooks in the transaction of the change: one for each event and each endpoint that subscribes to it. The
 * payload contains ids and statuses, never personal data.
 * @param hold.until the earliest time of sending, because a decision can be undone until then
 */
export async function queueWebhooks(
  tx: Transaction,
  actor: Actor,
  events: readonly WebhookEvent[],
  session: Subject,
  hold: { until?: Date; caseId?: string; asked?: { documents: readonly string[]; reason: string } } = {},
): Promise<void> {
  const endpoints = await tx.webhookEndpoint.findMany({
    where: { ...inScope(actor), enabled: true, deletedAt: null },
  });
  const createdAt = new Date();
  const maxAttempts = env().WEBHOOK_RETRY_SECONDS.length + 1;
  const rows = events.flatMap((event) =>
    endpoints
      .filter(({ enabledEvents }) => wants(enabledEvents, event))
      .map((endpoint) => {
        const id = newId("whd");
        const payload = {
          event,
          idempotency_key: id.replace("whd_", "idk_"),
          session_id: session.id,
          ...(hold.caseId && { case_id: hold.caseId }),
          external_ref: session.externalRef,
          status: session.status,
          ...(hold.asked && {
            resubmit_documents: [...hold.asked.documents],
            resubmit_reason: hold.asked.reason,
          }),
          is_sandbox: actor.scope.environment === "sandbox",
        };
        return {
          ...inScope(actor),
          id,
          event,
          url: endpoint.url,
          sessionPk: session.pk,
          endpointPk: endpoint.pk,
          createdAt,
          maxAttempts,
          nextAttemptAt: hold.until ?? createdAt,
          payload,
        };
      }),
  );
  if (rows.length > 0) await tx.webhookDelivery.createMany({ data: rows });
}

/** An endpoint that names no event subscribes to all of them. */
const wants = (enabled: readonly string[], event: WebhookEvent) =>
  enabled.length === 0 || enabled.includes("*") || enabled.includes(event);

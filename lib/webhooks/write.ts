import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import type { Transaction } from "@/lib/platform/db";
import { newId } from "@/lib/platform/id";

export type WebhookEvent =
  | "session.redacted"
  | "session.retention-expired"
  | "session.approved"
  | "session.declined"
  | "case.approved"
  | "case.rejected";

type Subject = { pk: bigint; id: string; externalRef: string | null; status: string };

/**
 * Writes the rows of an outgoing webhook, one for each endpoint that wants the event, in the transaction of the
 * change. The payload holds ids and statuses, never personal data.
 * @param hold.until not sent before: a decision can be taken back until then
 */
export async function queueWebhook(
  tx: Transaction,
  actor: Actor,
  event: WebhookEvent,
  session: Subject,
  hold: { until?: Date; caseId?: string } = {},
): Promise<void> {
  const endpoints = await tx.webhookEndpoint.findMany({ where: { ...inScope(actor), enabled: true } });
  const wanting = endpoints.filter(
    ({ enabledEvents }) =>
      enabledEvents.length === 0 || enabledEvents.includes("*") || enabledEvents.includes(event),
  );
  const createdAt = new Date();
  const rows = wanting.map((endpoint) => {
    const id = newId("whd");
    const payload = {
      event,
      idempotency_key: id.replace("whd_", "idk_"),
      session_id: session.id,
      ...(hold.caseId && { case_id: hold.caseId }),
      external_ref: session.externalRef,
      status: session.status,
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
      nextAttemptAt: hold.until ?? createdAt,
      payload,
    };
  });
  await tx.webhookDelivery.createMany({ data: rows });
}

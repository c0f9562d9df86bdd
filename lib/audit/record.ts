import "server-only";
import { type AuditEventInput, auditEvents } from "@/lib/audit/events";
import type { Actor } from "@/lib/auth/actor";
import type { Transaction } from "@/lib/platform/db";
import { newId } from "@/lib/platform/id";

const row = (actor: Actor, event: AuditEventInput) => ({
  id: newId("aud"),
  organizationPk: actor.scope.organizationPk,
  environment: actor.scope.environment,
  type: event.type,
  actorKind: actor.kind,
  actorId: actor.id,
  actorName: actor.name,
  resourceType: event.resource?.type ?? null,
  resourceId: event.resource?.id ?? null,
  metadata: auditEvents[event.type].parse(event.metadata),
  ipAddress: actor.request.ipAddress ?? null,
  requestMethod: actor.request.method ?? null,
  requestPath: actor.request.path ?? null,
});

/** Appends an event. Called with the transaction of the change it tells of. */
export async function recordEvent(
  tx: Pick<Transaction, "auditEvent">,
  actor: Actor,
  event: AuditEventInput,
): Promise<void> {
  await tx.auditEvent.createMany({ data: [row(actor, event)] });
}

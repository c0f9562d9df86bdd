import "server-only";
import { type AuditEventInput, auditEvents } from "@/lib/audit/events";
import type { Actor } from "@/lib/auth/actor";
import type { Transaction } from "@/lib/platform/db";
import { newId } from "@/lib/platform/id";

type Scope = Pick<Actor["scope"], "organizationPk" | "environment">;

const columns = ({ organizationPk, environment }: Scope, event: AuditEventInput) => ({
  id: newId("aud"),
  organizationPk,
  environment,
  type: event.type,
  resourceType: event.resource?.type ?? null,
  resourceId: event.resource?.id ?? null,
  metadata: auditEvents[event.type].parse(event.metadata),
});

/** An event as the row it becomes; for statements that write it themselves. */
export const eventRow = (actor: Actor, event: AuditEventInput) => ({
  ...columns(actor.scope, event),
  actorKind: actor.kind,
  actorId: actor.id,
  actorName: actor.name,
  ipAddress: actor.request.ipAddress ?? null,
  requestMethod: actor.request.method ?? null,
  requestPath: actor.request.path ?? null,
});

type Log = Pick<Transaction, "auditEvent">;

/** Appends an event. Called with the transaction of the change it tells of. */
export async function recordEvent(tx: Log, actor: Actor, event: AuditEventInput): Promise<void> {
  await tx.auditEvent.createMany({ data: [eventRow(actor, event)] });
}

/** Appends events of a job that works across organizations, each in the scope it belongs to. */
export async function recordScopedEvents(
  tx: Log,
  job: string,
  events: readonly { scope: Scope; event: AuditEventInput }[],
): Promise<void> {
  const actor = { actorKind: "job", actorId: job, actorName: job };
  await tx.auditEvent.createMany({
    data: events.map(({ scope, event }) => ({ ...columns(scope, event), ...actor })),
  });
}

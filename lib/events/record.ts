import "server-only";
import type { Actor } from "@/lib/actor/actor";
import { type AuditEventInput, auditEvents } from "@/lib/events/types";
import { db, type Transaction } from "@/lib/platform/db";
import { prepared } from "@/lib/platform/db-client";
import { AppError } from "@/lib/platform/errors";
import { Prisma } from "@/lib/platform/generated/client";
import { newId } from "@/lib/platform/id";
import { type Scope, scopeSql } from "@/lib/platform/scope";

const columns = ({ organizationPk, environment }: Scope, event: AuditEventInput) => ({
  id: newId("aud"),
  organizationPk,
  environment,
  type: event.type,
  resourceType: event.resource?.type ?? null,
  resourceId: event.resource?.id ?? null,
  metadata: auditEvents[event.type].parse(event.metadata),
});

/** The row of an event, for statements that write it themselves. */
export const eventRow = (actor: Actor, event: AuditEventInput) => ({
  ...columns(actor.scope, event),
  actorKind: actor.kind,
  actorId: actor.id,
  actorName: actor.name,
  ipAddress: actor.request.ipAddress ?? null,
  requestMethod: actor.request.method ?? null,
  requestPath: actor.request.path ?? null,
});

/** SQL that appends one event, for statements that make a change and record it at once. */
export function appendSql(actor: Actor, event: AuditEventInput): { id: string; sql: Prisma.Sql } {
  const row = eventRow(actor, event);
  const sql = Prisma.sql`
    INSERT INTO audit_events (id, organization_pk, environment, type, actor_kind, actor_id, actor_name, resource_type,
      resource_id, metadata, ip_address, request_method, request_path)
    VALUES (${row.id}, ${row.organizationPk}, ${row.environment}::"Environment", ${row.type}, ${row.actorKind},
      ${row.actorId}, ${row.actorName}, ${row.resourceType}, ${row.resourceId}, ${JSON.stringify(row.metadata)}::jsonb,
      ${row.ipAddress}, ${row.requestMethod}, ${row.requestPath})`;
  return { id: row.id, sql };
}

/** HEAD discloses and changes nothing, so only a refusal is recorded. */
const isOfHead = (actor: Actor, { type }: AuditEventInput) =>
  actor.request.method === "HEAD" && !type.startsWith("access.");

/**
 * Appends an event. Called with the transaction of the change it tells of. In SQL and kept prepared, because every
 * write waits for it.
 * @returns the event's id
 */
export async function recordEvent(
  tx: Pick<Transaction, "$executeRaw">,
  actor: Actor,
  event: AuditEventInput,
): Promise<string> {
  const { id, sql } = appendSql(actor, event);
  await markDone(tx, actor, event.resource);
  if (!isOfHead(actor, event)) await tx.$executeRaw`${Prisma.raw(prepared)} ${sql}`;
  return id;
}

const marked = new WeakSet<object>();

/**
 * Notes, in the transaction of a change, that the call with an Idempotency-Key which asked for it has been done. What
 * is recorded outside of a transaction is a look at something, and no change.
 * @throws AppError conflict when another try has taken the call over: this one must not be done as well
 */
export async function markDone(
  tx: Pick<Transaction, "$executeRaw">,
  { request: { call } }: Actor,
  resource: AuditEventInput["resource"],
): Promise<void> {
  if (!call || tx === db || marked.has(tx)) return;
  marked.add(tx);
  const count = await tx.$executeRaw`
    UPDATE idempotent_answers SET done_at = now(), resource_type = ${resource?.type ?? null}, resource_id = ${resource?.id ?? null}
    WHERE ${scopeSql(call)}
      AND api_key_pk = ${call.apiKeyPk} AND key = ${call.key} AND holder = ${call.holder}`;
  if (count !== 1)
    throw new AppError("conflict", "Another call with this Idempotency-Key has taken over. Read its result.");
}

/** Appends events of a job that works across organizations, each in its own scope. */
export async function recordScopedEvents(
  tx: Pick<Transaction, "auditEvent">,
  job: string,
  events: readonly { scope: Scope; event: AuditEventInput }[],
): Promise<void> {
  const actor = { actorKind: "job", actorId: job, actorName: job };
  await tx.auditEvent.createMany({
    data: events.map(({ scope, event }) => ({ ...columns(scope, event), ...actor })),
  });
}

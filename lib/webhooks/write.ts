import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import type { Transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/id";
import { conditionsOf } from "@/lib/webhooks/dto";
import { meets, nameFor, withoutAttributes } from "@/lib/webhooks/policy";
import type { IdentityEvent, SessionEvent, WebhookEvent } from "@/lib/webhooks/schema";

/** What a webhook says of its session. */
export type Subject = { pk: bigint; id: string; externalRef: string | null; status: string };

/** What a webhook says of its identity. */
export type IdentitySubject = { pk: bigint; id: string; externalRef: string; status: string };

/** An event with what it tells, and what it must not overtake. */
export type Told = {
  event: WebhookEvent;
  sessionPk: bigint | null;
  identityPk: bigint | null;
  told: Record<string, unknown>;
  /** The earliest time of sending, because a decision can be undone until then. */
  until?: Date;
};

type Extras = {
  until?: Date;
  caseId?: string;
  asked?: { documents: readonly string[]; reason: string };
  newHits?: number;
  check?: { id: string; checkType: string; status: string; hasMatch: boolean };
};

/** Events of a session. */
export const tellSession = (
  events: readonly SessionEvent[],
  { pk, id, externalRef, status }: Subject,
  { until, caseId, asked, newHits, check }: Extras = {},
): Told[] =>
  events.map((event) => ({
    event,
    sessionPk: pk,
    identityPk: null,
    told: {
      session_id: id,
      ...(caseId && { case_id: caseId }),
      external_ref: externalRef,
      status,
      ...(asked && { resubmit_documents: [...asked.documents], resubmit_reason: asked.reason }),
      ...(newHits !== undefined && { new_hits: newHits }),
      ...(check && {
        check_id: check.id,
        check_type: check.checkType,
        check_status: check.status,
        has_match: check.hasMatch,
      }),
    },
    until,
  }));

/**
 * Events of an identity.
 * @param cause.sessionPk the session that changed it: the event waits for those of the session, and is not sent while
 * the session is restricted
 */
export const tellIdentity = (
  events: readonly IdentityEvent[],
  { pk, id, externalRef, status }: IdentitySubject,
  cause: { sessionPk?: bigint; until?: Date; flagged?: boolean } = {},
): Told[] =>
  events.map((event) => ({
    event,
    sessionPk: cause.sessionPk ?? null,
    identityPk: pk,
    told: {
      identity_id: id,
      external_ref: externalRef,
      ...(event === "identity.flagged" ? { flagged: cause.flagged === true } : { status }),
    },
    until: cause.until,
  }));

/**
 * Queues webhooks in the transaction of the change: one for each event and each endpoint that subscribes to it and
 * whose conditions it meets. The payload contains ids and statuses, never personal data.
 */
export async function queueTold(tx: Transaction, actor: Actor, all: readonly Told[]): Promise<void> {
  if (all.length === 0) return;
  const endpoints = await tx.webhookEndpoint.findMany({
    where: { ...inScope(actor), enabled: true, deletedAt: null },
  });
  const createdAt = new Date();
  const maxAttempts = env().WEBHOOK_RETRY_SECONDS.length + 1;
  const rows = all.flatMap(({ event: happened, sessionPk, identityPk, told, until }) =>
    endpoints.flatMap((endpoint) => {
      const event = nameFor(endpoint.enabledEvents, happened);
      if (event === null) return [];
      const id = newId("whd");
      const payload = {
        event,
        idempotency_key: id.replace("whd_", "idk_"),
        ...(told as Record<string, string>),
        is_sandbox: actor.scope.environment === "sandbox",
      };
      if (!meets(conditionsOf(endpoint), payload)) return [];
      return {
        ...inScope(actor),
        id,
        event,
        url: endpoint.url,
        sessionPk,
        identityPk,
        endpointPk: endpoint.pk,
        createdAt,
        maxAttempts,
        nextAttemptAt: until ?? createdAt,
        payload: withoutAttributes(payload, endpoint.attributeBlocklist) as typeof payload,
      };
    }),
  );
  if (rows.length > 0) await tx.webhookDelivery.createMany({ data: rows });
}

/** {@link queueTold} for events of one session. */
export const queueWebhooks = (
  tx: Transaction,
  actor: Actor,
  events: readonly SessionEvent[],
  session: Subject,
  extras: Extras = {},
): Promise<void> => queueTold(tx, actor, tellSession(events, session, extras));

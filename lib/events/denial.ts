import "server-only";
import type { Actor, ActorScope, Environment, RequestOrigin } from "@/lib/actor/actor";
import { mintActor } from "@/lib/actor/mint";
import { recordLook } from "@/lib/events/looks";
import { recordEvent } from "@/lib/events/record";
import type { AuditEventInput } from "@/lib/events/types";
import { db } from "@/lib/platform/db";
import { network } from "@/lib/platform/ip-address";
import { log } from "@/lib/platform/log";

/** Records a refusal. Called where refusals surface: in the HTTP door and in the page guard. */
export async function recordDenial(actor: Actor, detail: string): Promise<void> {
  await recordEvent(db, actor, { type: "access.denied", metadata: { detail } });
}

type Failure = Extract<AuditEventInput, { type: "access.failed" }>["metadata"];

/**
 * Appends that somebody could not prove who they are: once a minute for each network and door. What was tried is not
 * written down. Without a scope the failure goes to the log of the only organization there is; with several, or while
 * it is held or after it has moved, nobody can say whose door was tried, and the process's own log has it.
 */
export async function recordFailure(
  failure: Failure,
  request: RequestOrigin,
  scope?: ActorScope,
): Promise<void> {
  const where = scope ?? (await onlyScope());
  if (!where) return log.warn({ ...failure, network: network(request.ipAddress) }, "access failed");
  const actor = mintActor({
    kind: "public",
    id: `network:${network(request.ipAddress)}`,
    name: "unknown caller",
    scope: where,
    permissions: new Set(),
    request,
  });
  await recordLook(actor, {
    about: `${failure.door} ${failure.why}`,
    event: { type: "access.failed", metadata: failure },
  });
}

async function onlyScope(): Promise<ActorScope | null> {
  const [only, another] = await db.organization.findMany({
    take: 2,
    select: { pk: true, id: true, heldAt: true },
  });
  if (!only || another || only.heldAt) return null;
  return { organizationPk: only.pk, organizationId: only.id, environment: "live" satisfies Environment };
}

import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import type { Bundle } from "@/lib/contract/bundle";
import type { Transaction } from "@/lib/platform/db";
import { createIdentity } from "@/lib/sessions/identities";
import type { IdentityEvent } from "@/lib/webhooks/schema";
import { type IdentitySubject, queueTold, tellIdentity } from "@/lib/webhooks/write";

/** The identity of an imported session, and what webhooks tell of it. */
export type Upserted = { pk: bigint; told: { event: IdentityEvent; identity: IdentitySubject } | null };

const statusOf = (result: Bundle["result"]) =>
  result?.status === "approved" ? "verified" : result?.status === "rejected" ? "rejected" : "pending";

/**
 * Creates or updates the identity of a completed session with an external reference, as the contract says. A session
 * that is not completed belongs to the identity that is there already: its reviewer must know of a flag before they
 * decide.
 * @returns null when the session has no identity yet
 */
export async function upsertIdentity(
  tx: Transaction,
  actor: Actor,
  { session, result }: Bundle,
): Promise<Upserted | null> {
  const { external_ref: externalRef } = session;
  if (!externalRef) return null;
  const scope = inScope(actor);
  if (session.status !== "completed") {
    const where = { organizationPk_environment_externalRef: { ...scope, externalRef } };
    const known = await tx.identity.findUnique({ where, select: { pk: true } });
    return known && { ...known, told: null };
  }
  const at = new Date(session.updated_at);
  const status = statusOf(result);
  const isVerified = status === "verified";
  const { identity, isNew } = await createIdentity(tx, scope, {
    externalRef,
    status,
    createdAt: new Date(session.created_at),
    updatedAt: at,
    ...(isVerified && { firstVerifiedAt: at, lastVerifiedAt: at }),
  });
  const { pk, firstVerifiedAt } = identity;
  const told = { identity: { ...identity, status } };
  if (isNew) return { pk, told: { ...told, event: "identity.created" } };
  if (identity.updatedAt >= at) return { pk, told: null };
  const verified = { lastVerifiedAt: at, firstVerifiedAt: firstVerifiedAt ?? at };
  await tx.identity.update({
    where: { scoped: { ...scope, pk } },
    data: { status, updatedAt: at, redactedAt: null, ...(isVerified && verified) },
    select: { pk: true },
  });
  const isChanged = isVerified || identity.status !== status;
  return { pk, told: isChanged ? { ...told, event: "identity.updated" } : null };
}

/** Queues the webhook of the identity. It belongs to the session, and waits while the session is restricted. */
export async function tellUpserted(
  tx: Transaction,
  actor: Actor,
  upserted: Upserted | null,
  sessionPk: bigint,
): Promise<void> {
  if (!upserted?.told) return;
  const { event, identity } = upserted.told;
  await queueTold(tx, actor, tellIdentity([event], identity, { sessionPk }));
}

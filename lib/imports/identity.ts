import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import type { Bundle } from "@/lib/contract/bundle";
import type { Transaction } from "@/lib/platform/db";
import { newId } from "@/lib/platform/id";
import { queueTold, tellIdentity } from "@/lib/webhooks/write";

const statusOf = (result: Bundle["result"]) =>
  result?.status === "approved" ? "verified" : result?.status === "rejected" ? "rejected" : "pending";

/**
 * Creates or updates the identity of a completed session with an external reference, as the contract says, and queues
 * the webhook of it. A session that is not completed belongs to the identity that is there already: its reviewer must
 * know of a flag before they decide.
 * @param isDemo nothing is told of demo data
 * @returns null when the session has no identity yet
 */
export async function upsertIdentity(
  tx: Transaction,
  actor: Actor,
  { session, result }: Bundle,
  isDemo: boolean,
): Promise<bigint | null> {
  if (!session.external_ref) return null;
  const scope = inScope(actor);
  const where = { organizationPk_environment_externalRef: { ...scope, externalRef: session.external_ref } };
  if (session.status !== "completed")
    return (await tx.identity.findUnique({ where, select: { pk: true } }))?.pk ?? null;
  const at = new Date(session.updated_at);
  const status = statusOf(result);
  const isVerified = status === "verified";
  const made = await tx.identity.createMany({
    data: [
      {
        ...scope,
        id: newId("idn"),
        externalRef: session.external_ref,
        status,
        createdAt: new Date(session.created_at),
        updatedAt: at,
        ...(isVerified && { firstVerifiedAt: at, lastVerifiedAt: at }),
      },
    ],
    skipDuplicates: true,
  });
  const found = await tx.identity.findUniqueOrThrow({
    where,
    select: { pk: true, id: true, externalRef: true, status: true, updatedAt: true },
  });
  if (found.updatedAt < at)
    await tx.identity.update({
      where: { scoped: { ...scope, pk: found.pk } },
      data: { status, updatedAt: at, redactedAt: null, ...(isVerified && { lastVerifiedAt: at }) },
      select: { pk: true },
    });
  const isNew = made.count === 1;
  if (isNew)
    await tx.session.updateMany({
      where: { ...scope, externalRef: found.externalRef, identityPk: null, isRestricted: false },
      data: { identityPk: found.pk },
    });
  const isChanged = found.updatedAt < at && (isVerified || found.status !== status);
  if (!isDemo && (isNew || isChanged)) {
    const event = isNew ? "identity.created" : "identity.updated";
    await queueTold(tx, actor, tellIdentity([event], { ...found, status }));
  }
  return found.pk;
}

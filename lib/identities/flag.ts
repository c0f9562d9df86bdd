import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import { lockIdentity, type OwnIdentity, ownIdentityOf } from "@/lib/identities/load";
import { getIdentity } from "@/lib/identities/read";
import type { FlagReason, IdentityDto } from "@/lib/identities/schema";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { keyOf } from "@/lib/platform/scope";
import { queueTold, tellIdentity } from "@/lib/webhooks/write";

/**
 * Flags an identity with a reason, for everybody who reviews its sessions. Repeating it changes nothing. The webhook
 * tells neither the reason nor who flagged it.
 * @throws AppError not_found; conflict when it is redacted, or flagged for another reason
 */
export async function flagIdentity(
  actor: Actor,
  { identityId, reason }: { identityId: string; reason: FlagReason },
): Promise<IdentityDto> {
  authorize(actor, "identities:flag");
  const { id } = await ownIdentityOf(actor, identityId);
  await db.$transaction(async (tx) => {
    const found = await lockIdentity(tx, actor, id);
    if (found.redactedAt) throw new AppError("conflict", "This identity is redacted and cannot be flagged.");
    if (found.isFlagged && found.flagReason === reason) return;
    if (found.isFlagged)
      throw new AppError("conflict", "This identity is already flagged. Remove the flag first.");
    const flag = { isFlagged: true, flagReason: reason, flaggedAt: new Date(), flaggedBy: actor.id };
    await change(tx, actor, found, flag, { type: "identity.flagged", metadata: { reason } });
  });
  return getIdentity(actor, { identityId: id });
}

/**
 * Takes the flag off an identity. Without a flag nothing changes.
 * @throws AppError not_found
 */
export async function unflagIdentity(
  actor: Actor,
  { identityId }: { identityId: string },
): Promise<IdentityDto> {
  authorize(actor, "identities:flag");
  const { id } = await ownIdentityOf(actor, identityId);
  await db.$transaction(async (tx) => {
    const found = await lockIdentity(tx, actor, id);
    if (!found.isFlagged) return;
    const none = { isFlagged: false, flagReason: null, flaggedAt: null, flaggedBy: null };
    const metadata = { reason: found.flagReason };
    await change(tx, actor, found, none, { type: "identity.flag-removed", metadata });
  });
  return getIdentity(actor, { identityId: id });
}

type Flag = Pick<OwnIdentity, "isFlagged" | "flagReason" | "flaggedAt" | "flaggedBy">;
type FlagEvent =
  | { type: "identity.flagged"; metadata: { reason: FlagReason } }
  | { type: "identity.flag-removed"; metadata: { reason: FlagReason | null } };

/** Leaves `updatedAt` as it is: an import compares it with the session that the status comes from. */
async function change(
  tx: Transaction,
  actor: Actor,
  identity: OwnIdentity,
  flag: Flag,
  event: FlagEvent,
): Promise<void> {
  await tx.identity.update({ where: keyOf(identity), data: flag, select: { pk: true } });
  await queueTold(tx, actor, tellIdentity(["identity.flagged"], identity, { flagged: flag.isFlagged }));
  await recordEvent(tx, actor, { ...event, resource: { type: "identity", id: identity.id } });
}

import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import { lockIdentity, ownIdentityOf } from "@/lib/identities/load";
import { getIdentity } from "@/lib/identities/read";
import type { IdentityDto } from "@/lib/identities/schema";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { keyOf } from "@/lib/platform/scope";
import { queueTold, tellIdentity } from "@/lib/webhooks/write";

type OnIdentity = { identityId: string };

/**
 * Archives an identity: lists leave it out unless asked for. Its status and its sessions stay. Repeating it changes
 * nothing.
 * @throws AppError not_found; validation_error when it is redacted, as in the contract
 */
export const archiveIdentity = (actor: Actor, input: OnIdentity) => change(actor, input, "identity.archived");

/**
 * Puts an archived identity back on the lists. One that is not archived stays as it is.
 * @throws AppError not_found; validation_error when it is redacted
 */
export const restoreIdentity = (actor: Actor, input: OnIdentity) => change(actor, input, "identity.restored");

async function change(
  actor: Actor,
  { identityId }: OnIdentity,
  event: "identity.archived" | "identity.restored",
): Promise<IdentityDto> {
  authorize(actor, "identities:archive");
  const { id } = await ownIdentityOf(actor, identityId);
  await db.$transaction(async (tx) => {
    const identity = await lockIdentity(tx, actor, id);
    if (identity.redactedAt)
      throw new AppError(
        "validation_error",
        "This identity has been redacted. It cannot be archived or restored.",
      );
    const isToArchive = event === "identity.archived";
    if (isToArchive === (identity.archivedAt !== null)) return;
    const data = { archivedAt: isToArchive ? new Date() : null };
    await tx.identity.update({ where: keyOf(identity), data, select: { pk: true } });
    await queueTold(tx, actor, tellIdentity([event], identity));
    await recordEvent(tx, actor, { type: event, metadata: {}, resource: { type: "identity", id } });
  });
  return getIdentity(actor, { identityId: id });
}

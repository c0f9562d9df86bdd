import "server-only";
import { randomUUID } from "node:crypto";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { finishRedaction, noteErasures } from "@/lib/erasure/columns";
import { recordEvent } from "@/lib/events/record";
import {
  everySessionOf,
  lockIdentity,
  type OwnIdentity,
  ownIdentityOf,
  redactedIdentity,
  refuseMerged,
} from "@/lib/identities/load";
import type { IdentityRedactionDto } from "@/lib/identities/schema";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { holdOnAny } from "@/lib/records/held";
import { queueTold, tellIdentity } from "@/lib/webhooks/write";

/**
 * Redacts an identity: removes what identifies the person, and keeps the record as `redacted`. As in the contract,
 * its sessions stay until each of them is redacted. Repeating it changes nothing.
 * @throws AppError conflict while a hold covers it or one of its sessions, while the processing of one is restricted, or
 * when it has been merged into another
 */
export async function redactIdentity(
  actor: Actor,
  input: { identityId: string; confirm?: string },
): Promise<IdentityRedactionDto> {
  authorize(actor, "identities:redact");
  const identity = await ownIdentityOf(actor, input.identityId);
  const { pk, id } = identity;
  refuseMerged(identity);
  if (actor.kind === "person" && input.confirm !== id)
    throw new AppError("validation_error", "Type the identity's ID to confirm.", {
      fields: [{ field: "confirm", message: "must be the identity's ID" }],
    });
  const keys = await db.$transaction(async (tx) => {
    const locked = await lockIdentity(tx, actor, id);
    const hold = await tx.hold.findFirst({ where: { ...inScope(actor), identityPk: pk, releasedAt: null } });
    if (hold)
      throw new AppError("conflict", `A legal hold (${hold.id}) stands on this identity. Release it first.`);
    if (!locked.redactedAt) await refuseKept(tx, actor, locked);
    const now = new Date();
    const { count } = await tx.identity.updateMany({
      where: { ...inScope(actor), pk, redactedAt: null },
      data: { ...redactedIdentity, redactedAt: now, updatedAt: now },
    });
    if (count === 0) return [];
    const told = tellIdentity(["identity.updated"], { ...identity, status: "redacted" });
    const unflagged = tellIdentity(["identity.flagged"], identity, { flagged: false });
    await queueTold(tx, actor, identity.isFlagged ? [...told, ...unflagged] : told);
    const merged = { ...inScope(actor), mergedIntoPk: pk };
    const gone = await tx.identity.findMany({ where: merged, select: { id: true } });
    await tx.identity.updateMany({ where: merged, data: { redactedAt: now } });
    // The ledger names them too: a backup from before the merge has them apart.
    const erased = [id, ...gone.map((each) => each.id)].map((each) => ({
      kind: "identity" as const,
      id: each,
      // Identities have no data key; an entry of the ledger needs one all the same, so it gets a random one.
      dataKeyId: randomUUID() as string,
    }));
    await noteErasures(tx, actor, erased);
    await recordEvent(tx, actor, {
      type: "identity.redacted",
      metadata: {},
      resource: { type: "identity", id },
    });
    return erased.map(({ dataKeyId }) => dataKeyId);
  });
  for (const key of keys) await finishRedaction(key);
  return {
    id,
    status: "redacted",
    message:
      keys.length > 0
        ? "The identity was redacted. Its sessions are kept until each is redacted."
        : "This identity was already redacted.",
  };
}

/** What is stored with the identity is the person's, as the sessions are: what keeps one of these keeps it too. */
async function refuseKept(tx: Transaction, actor: Actor, identity: OwnIdentity): Promise<void> {
  const sessions = await tx.session.findMany({
    where: { ...everySessionOf(actor, identity), retentionStatus: { not: "redacted" } },
    select: { pk: true, isRestricted: true },
  });
  const pks = sessions.map(({ pk }) => pk);
  const hold = await holdOnAny(tx, inScope(actor), pks);
  if (hold)
    throw new AppError(
      "conflict",
      `A legal hold (${hold}) stands on a session of this identity. Release it first.`,
    );
  if (sessions.some(({ isRestricted }) => isRestricted))
    throw new AppError(
      "conflict",
      "The processing of sessions of this identity is restricted (GDPR Art. 18).",
    );
}

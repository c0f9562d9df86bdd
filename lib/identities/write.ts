import "server-only";
import { type Actor, authorize, can, inScope } from "@/lib/actor/actor";
import type { Bundle } from "@/lib/contract/bundle";
import type { IdentityExport } from "@/lib/contract/identity-export";
import { recordEvent } from "@/lib/events/record";
import { everySessionOf, lockIdentity, type OwnIdentity, ownIdentityOf } from "@/lib/identities/load";
import { getIdentity } from "@/lib/identities/read";
import type { IdentityDto, IdentityInput, IdentityPatch } from "@/lib/identities/schema";
import { retagLocked } from "@/lib/identities/set-tags";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { keyOf, type Scope, scopeSql } from "@/lib/platform/scope";
import { openSession } from "@/lib/records/open";
import { hasSaidWhy } from "@/lib/records/opening";
import { exportBundle } from "@/lib/sessions/export";
import { createIdentity, hasLiveSession } from "@/lib/sessions/identities";
import { openCustomFields, sealCustomFields } from "@/lib/vault/custom-fields";
import { queueTold, tellIdentity } from "@/lib/webhooks/write";

/**
 * Everything held on a person: the contract's export of every session of an identity, decrypted, oldest first (GDPR
 * Art. 15). Recorded with its answer. An API key does not get sessions that are restricted; the answer says how many
 * it leaves out.
 * @throws AppError not_found; conflict while a person has not said why they open each session that is restricted
 */
export async function exportIdentity(actor: Actor, input: { identityId: string }): Promise<IdentityExport> {
  authorize(actor, "identities:export");
  const identity = await ownIdentityOf(actor, input.identityId);
  const found = await db.session.findMany({
    where: everySessionOf(actor, identity),
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: { organizationPk: true, environment: true, id: true, pk: true, isRestricted: true },
  });
  const restricted = found.filter(({ isRestricted }) => isRestricted);
  const isAnswering = can(actor, "sessions:read-restricted");
  if (isAnswering) await refuseUnopened(actor, restricted);
  const sessions: Bundle[] = [];
  for (const { id } of isAnswering ? found : found.filter(({ isRestricted }) => !isRestricted)) {
    const bundle = await exportBundle(actor, await openSession(actor, id, "read"));
    sessions.push(bundle);
    await recordEvent(db, actor, {
      type: "api.session.export",
      metadata: { documents: bundle.documents?.length ?? 0 },
      resource: { type: "session", id },
    });
  }
  const facts = await getIdentity(actor, { identityId: identity.id });
  await recordEvent(db, actor, {
    type: "api.identity.export",
    metadata: { sessions: sessions.length },
    resource: { type: "identity", id: identity.id },
  });
  return {
    identity: {
      id: facts.id,
      external_ref: facts.externalRef,
      status: facts.status,
      is_sandbox: facts.isSandbox,
      is_flagged: facts.isFlagged,
      flag_reason: facts.flagReason,
      flagged_at: facts.flaggedAt,
      tags: facts.tags,
      session_count: sessions.length,
      latest_session_id: facts.latestSessionId,
      created_at: facts.createdAt,
      updated_at: facts.updatedAt,
      first_verified_at: facts.firstVerifiedAt,
      last_verified_at: facts.lastVerifiedAt,
      archived_at: facts.archivedAt,
      custom_fields: isAnswering || restricted.length === 0 ? await heldBy(actor, identity) : null,
      merged_identities: await mergedInto(actor, identity.pk),
    },
    sessions,
    ...(!isAnswering && restricted.length > 0 && { restricted_sessions: restricted.length }),
    identity_links: [],
    identity_relationships: [],
    face_embeddings_count: 0,
  };
}

const heldBy = (actor: Actor, { id, sealed }: OwnIdentity) =>
  openCustomFields(actor.scope.organizationId, id, sealed);

/** The references by which a person was known before a merge. */
async function mergedInto(actor: Actor, pk: bigint): Promise<{ id: string; external_ref: string }[]> {
  const merged = await db.identity.findMany({
    where: { ...inScope(actor), mergedIntoPk: pk },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: { id: true, externalRef: true },
  });
  return merged.map(({ id, externalRef }) => ({ id, external_ref: externalRef }));
}

/**
 * Creates an identity before its first session. Sessions under the reference belong to it from then on.
 * @throws AppError conflict when there is an identity with this reference
 */
export async function addIdentity(actor: Actor, { externalRef }: IdentityInput): Promise<IdentityDto> {
  authorize(actor, "identities:create");
  const now = new Date();
  const id = await db.$transaction(async (tx) => {
    const given = { externalRef, status: "pending", createdAt: now, updatedAt: now } as const;
    const { identity, isNew } = await createIdentity(tx, inScope(actor), given);
    if (!isNew)
      throw new AppError("conflict", `The reference belongs to the identity ${identity.id} already.`);
    await queueTold(tx, actor, tellIdentity(["identity.created"], identity));
    const resource = { type: "identity" as const, id: identity.id };
    await recordEvent(tx, actor, { type: "identity.created", metadata: {}, resource });
    return identity.id;
  });
  return getIdentity(actor, { identityId: id });
}

/**
 * Changes what the customer itself says of an identity: its reference, its tags and its custom fields. Its sessions stay with it.
 * @throws AppError not_found; conflict when it has been merged, sessions of it are restricted, or the reference is
 * another identity's; validation_error when it is redacted
 */
export async function updateIdentity(
  actor: Actor,
  { identityId, externalRef, tags, customFields }: IdentityPatch & { identityId: string },
): Promise<IdentityDto> {
  authorize(actor, "identities:update");
  const { id } = await ownIdentityOf(actor, identityId);
  await db.$transaction(async (tx) => {
    const identity = await lockIdentity(tx, actor, id);
    if (identity.redactedAt)
      throw new AppError("validation_error", "This identity has been redacted. It cannot be changed.");
    const restricted = { ...everySessionOf(actor, identity), isRestricted: true };
    if (await tx.session.findFirst({ where: restricted, select: { pk: true } }))
      throw new AppError(
        "conflict",
        "The processing of sessions of this identity is restricted (GDPR Art. 18).",
      );
    if (tags) await retagLocked(tx, actor, identity, () => tags);
    const isRenamed = externalRef !== undefined && externalRef !== identity.externalRef;
    const fields = [...(isRenamed ? ["external_ref"] : []), ...(customFields ? ["custom_fields"] : [])];
    if (fields.length === 0) return;
    if (isRenamed) await renameIdentity(tx, identity, externalRef);
    if (customFields) await storeFields(tx, actor, identity, customFields);
    const told = isRenamed ? { ...identity, externalRef } : identity;
    await queueTold(tx, actor, tellIdentity(["identity.updated"], told));
    const resource = { type: "identity" as const, id };
    await recordEvent(tx, actor, { type: "identity.updated", metadata: { fields }, resource });
  });
  return getIdentity(actor, { identityId: id });
}

/**
 * Replaces the custom fields; an empty map removes them.
 * @throws AppError conflict when no session has data: nothing would ever erase them, and no request find them
 */
async function storeFields(
  tx: Transaction,
  actor: Actor,
  identity: OwnIdentity,
  fields: Record<string, unknown>,
): Promise<void> {
  const isEmpty = Object.keys(fields).length === 0;
  if (!isEmpty && !(await hasLiveSession(tx, identity, identity)))
    throw new AppError(
      "conflict",
      "This identity has no session with data. Custom fields are stored with one.",
    );
  const sealed = isEmpty ? null : await sealCustomFields(actor.scope.organizationId, identity.id, fields);
  await tx.identity.update({ where: keyOf(identity), data: { sealed }, select: { pk: true } });
}

/** Gives an identity another reference. Sessions that belonged to it by its reference alone belong to it for good. */
async function renameIdentity(tx: Transaction, identity: OwnIdentity, externalRef: string): Promise<void> {
  const { pk } = identity;
  await tx.$executeRaw`UPDATE sessions SET identity_pk = ${pk} WHERE ${scopeSql(identity)} AND identity_pk IS NULL
    AND external_ref = ANY (${[identity.externalRef, externalRef]}::text[]) AND NOT is_restricted`;
  const changed = tx.identity.update({ where: keyOf(identity), data: { externalRef }, select: { pk: true } });
  await changed.catch((error) => {
    if ((error as { code?: string }).code !== "P2002") throw error;
    throw new AppError("conflict", "The reference belongs to another identity already. Merge them instead.");
  });
}

/**
 * Refuses an export while a restricted session needs a reason.
 * @throws AppError conflict naming the restricted sessions without a reason
 */
async function refuseUnopened(
  actor: Actor,
  restricted: readonly (Scope & { pk: bigint; id: string })[],
): Promise<void> {
  const isOpened = await Promise.all(restricted.map((session) => hasSaidWhy(session, actor.id)));
  const closed = restricted.filter((_, at) => !isOpened[at]).map(({ id }) => id);
  if (closed.length > 0)
    throw new AppError(
      "conflict",
      `Sessions of this person are restricted. Give a reason before you open ${closed.join(", ")}.`,
    );
}

import "server-only";
import { randomUUID } from "node:crypto";
import { type Actor, authorize, can, inScope } from "@/lib/actor/actor";
import type { Bundle } from "@/lib/contract/bundle";
import { finishRedaction, noteErasures } from "@/lib/erasure/columns";
import { recordEvent } from "@/lib/events/record";
import { everySessionOf, ownIdentityOf, redactedIdentity } from "@/lib/identities/load";
import { getIdentity } from "@/lib/identities/read";
import type {
  IdentityDto,
  IdentityExport,
  IdentityInput,
  IdentityRedactionDto,
} from "@/lib/identities/schema";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { type Scope, scopeSql } from "@/lib/platform/scope";
import { openSession } from "@/lib/records/open";
import { hasSaidWhy } from "@/lib/records/opening";
import { exportBundle } from "@/lib/sessions/export";
import { createIdentity } from "@/lib/sessions/identities";
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
    },
    sessions,
    ...(!isAnswering && restricted.length > 0 && { restricted_sessions: restricted.length }),
    identity_links: [],
    identity_relationships: [],
    face_embeddings_count: 0,
  };
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

/**
 * Redacts an identity: removes what identifies the person, and keeps the record as `redacted`. As in the contract,
 * its sessions stay until each of them is redacted. Repeating it changes nothing.
 * @throws AppError conflict while a hold covers it
 */
export async function redactIdentity(
  actor: Actor,
  input: { identityId: string; confirm?: string },
): Promise<IdentityRedactionDto> {
  authorize(actor, "identities:redact");
  const identity = await ownIdentityOf(actor, input.identityId);
  const { pk, id } = identity;
  if (actor.kind === "person" && input.confirm !== id)
    throw new AppError("validation_error", "Type the identity's ID to confirm.", {
      fields: [{ field: "confirm", message: "must be the identity's ID" }],
    });
  // Identities have no data key; the ledger's entry needs an id all the same, so it gets a random one.
  const dataKeyId = randomUUID();
  const isNew = await db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM identities WHERE ${scopeSql(inScope(actor))} AND pk = ${pk} FOR UPDATE`;
    const hold = await tx.hold.findFirst({ where: { ...inScope(actor), identityPk: pk, releasedAt: null } });
    if (hold)
      throw new AppError(
        "conflict",
        `A legal hold stands on this identity (“${hold.reason}”). Release it first.`,
      );
    const now = new Date();
    const { count } = await tx.identity.updateMany({
      where: { ...inScope(actor), pk, redactedAt: null },
      data: { ...redactedIdentity, redactedAt: now, updatedAt: now },
    });
    if (count === 0) return false;
    const told = tellIdentity(["identity.updated"], { ...identity, status: "redacted" });
    const unflagged = tellIdentity(["identity.flagged"], identity, { flagged: false });
    await queueTold(tx, actor, identity.isFlagged ? [...told, ...unflagged] : told);
    await noteErasures(tx, actor, [{ kind: "identity", id, dataKeyId }]);
    await recordEvent(tx, actor, {
      type: "identity.redacted",
      metadata: {},
      resource: { type: "identity", id },
    });
    return true;
  });
  if (isNew) await finishRedaction(dataKeyId);
  return {
    id,
    status: "redacted",
    message: isNew
      ? "The identity was redacted. Its sessions are kept until each is redacted."
      : "This identity was already redacted.",
  };
}

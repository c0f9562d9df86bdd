import "server-only";
import { randomUUID } from "node:crypto";
import { recordEvent } from "@/lib/audit/record";
import { type Actor, authorize } from "@/lib/auth/actor";
import { ownIdentityOf, redactedIdentity, visibleSessionsOf } from "@/lib/identities/own";
import { getIdentity } from "@/lib/identities/read";
import type { IdentityExport, IdentityRedactionDto } from "@/lib/identities/schema";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { exportBundle } from "@/lib/privacy/export";
import { finishRedaction, noteErasures } from "@/lib/privacy/redaction";
import type { Bundle } from "@/lib/sessions/bundle";
import { findOwnSession } from "@/lib/sessions/own";

/**
 * Everything held on a person: the contract's export of every session of an identity, decrypted, oldest first (GDPR
 * Art. 15). Recorded with its answer.
 * @throws AppError not_found
 */
export async function exportIdentity(actor: Actor, input: { identityId: string }): Promise<IdentityExport> {
  authorize(actor, "identities:export");
  const identity = await ownIdentityOf(actor, input.identityId);
  const found = await db.session.findMany({
    where: visibleSessionsOf(actor, identity),
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: { id: true },
  });
  const sessions: Bundle[] = [];
  for (const { id } of found) {
    const bundle = await exportBundle(actor, await findOwnSession(actor, id));
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
    identity_links: [],
    identity_relationships: [],
    face_embeddings_count: 0,
  };
}

/**
 * Ends an identity: what tells persons apart is gone, and the record stays as `redacted`. Its sessions stay until each
 * of them is redacted, as the contract has it. Repeating it changes nothing.
 * @throws AppError conflict while a hold stands on it
 */
export async function redactIdentity(
  actor: Actor,
  input: { identityId: string; confirm?: string },
): Promise<IdentityRedactionDto> {
  authorize(actor, "identities:redact");
  const { pk, id } = await ownIdentityOf(actor, input.identityId);
  if (actor.kind === "person" && input.confirm !== id)
    throw new AppError("validation_error", "Type the identity's id to confirm.", {
      fields: [{ field: "confirm", message: "must be the identity's id" }],
    });
  // It has no key of its own: the ledger's line of it names one that opens nothing.
  const dataKeyId = randomUUID();
  const isNew = await db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM identities WHERE pk = ${pk} FOR UPDATE`;
    const hold = await tx.hold.findFirst({ where: { identityPk: pk, releasedAt: null } });
    if (hold)
      throw new AppError(
        "conflict",
        `A legal hold stands on this identity (“${hold.reason}”). Release it first.`,
      );
    const now = new Date();
    const { count } = await tx.identity.updateMany({
      where: { pk, redactedAt: null },
      data: { ...redactedIdentity, redactedAt: now, updatedAt: now },
    });
    if (count === 0) return false;
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
      ? "The identity is redacted. Its sessions stay until each of them is redacted."
      : "This identity was redacted before.",
  };
}

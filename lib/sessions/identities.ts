import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import type { Transaction } from "@/lib/platform/db";
import type { Prisma } from "@/lib/platform/generated/client";
import { newId } from "@/lib/platform/id";
import { type Scope, sameScope, scopeOf, scopeSql } from "@/lib/platform/scope";
import type { IdentityEvent } from "@/lib/webhooks/schema";
import { type IdentitySubject, queueTold, tellIdentity } from "@/lib/webhooks/write";

type NewIdentity = Pick<
  Prisma.IdentityUncheckedCreateInput,
  "status" | "createdAt" | "updatedAt" | "firstVerifiedAt" | "lastVerifiedAt"
> & { externalRef: string };

/** The columns of an identity that a completed session changes or tells. */
export const identityColumns = {
  pk: true,
  id: true,
  externalRef: true,
  status: true,
  updatedAt: true,
  firstVerifiedAt: true,
  lastVerifiedAt: true,
} as const satisfies Prisma.IdentitySelect;

type Identity = Prisma.IdentityGetPayload<{ select: typeof identityColumns }>;

/**
 * Creates the identity of an external reference unless there is one; after a merge it is the one that remains. A new one gets the sessions under the reference,
 * so that their reviewers see a flag. A session that another transaction changes now is left out: to wait for it here
 * could block both.
 */
export async function createIdentity(tx: Transaction, scope: Scope, data: NewIdentity) {
  const { externalRef, status, createdAt, updatedAt, firstVerifiedAt = null, lastVerifiedAt = null } = data;
  const { organizationPk, environment } = scope;
  const [made] = await tx.$queryRaw<Identity[]>`
    WITH made AS (
      INSERT INTO identities (organization_pk, environment, id, external_ref, status, created_at, updated_at,
        first_verified_at, last_verified_at)
      VALUES (${organizationPk}, ${environment}::"Environment", ${newId("idn")}, ${externalRef},
        ${status}::"IdentityStatus", ${createdAt}::timestamptz, ${updatedAt}::timestamptz,
        ${firstVerifiedAt}::timestamptz, ${lastVerifiedAt}::timestamptz)
      ON CONFLICT DO NOTHING RETURNING *
    ), given AS (
      UPDATE sessions SET identity_pk = made.pk FROM made WHERE ${scopeSql(scope, "sessions")} AND sessions.pk IN (
        SELECT pk FROM sessions WHERE ${scopeSql(scope)} AND external_ref = ${externalRef}
          AND identity_pk IS NULL AND NOT is_restricted FOR UPDATE SKIP LOCKED)
    )
    SELECT pk, id, external_ref AS "externalRef", status::text, updated_at AS "updatedAt",
      first_verified_at AS "firstVerifiedAt", last_verified_at AS "lastVerifiedAt" FROM made`;
  if (made) return { identity: made, isNew: true };
  const { mergedInto, ...identity } = await tx.identity.findUniqueOrThrow({
    where: { organizationPk_environment_externalRef: { ...scopeOf(scope), externalRef } },
    select: { ...identityColumns, mergedInto: { select: identityColumns } },
  });
  return { identity: mergedInto ?? identity, isNew: false };
}

/** Gives sessions without an identity the one of their external reference, if there is one. */
export async function joinIdentities(
  tx: Transaction,
  scope: Scope,
  sessionPks: readonly bigint[],
): Promise<void> {
  await tx.$executeRaw`
    UPDATE sessions s SET identity_pk = i.pk FROM identities i WHERE ${scopeSql(scope, "s")} AND ${sameScope("i", "s")}
      AND i.external_ref = s.external_ref AND s.identity_pk IS NULL AND s.pk = ANY (${[...sessionPks]}::bigint[])`;
}

/** The identity of a session, and what webhooks tell of it. */
type Upserted = { pk: bigint; told: { event: IdentityEvent; identity: IdentitySubject } | null };

/** What decides the identity of a session. */
type Facts = {
  externalRef: string | null;
  isCompleted: boolean;
  resultStatus: string | null;
  createdAt: Date;
  updatedAt: Date;
};

const statusOf = (result: string | null): "verified" | "rejected" | "pending" =>
  result === "approved" ? "verified" : result === "rejected" ? "rejected" : "pending";

/**
 * Creates or updates the identity of a completed session with an external reference, as the contract says. A session
 * that is not completed belongs to the identity that is there already: its reviewer must know of a flag before they
 * decide.
 * @returns null when the session has no identity yet
 */
export async function upsertIdentity(
  tx: Transaction,
  actor: Actor,
  { externalRef, isCompleted, resultStatus, createdAt, updatedAt: at }: Facts,
): Promise<Upserted | null> {
  if (!externalRef) return null;
  const scope = inScope(actor);
  if (!isCompleted) {
    const where = { organizationPk_environment_externalRef: { ...scope, externalRef } };
    const known = await tx.identity.findUnique({ where, select: { pk: true } });
    return known && { ...known, told: null };
  }
  const status = statusOf(resultStatus);
  const isVerified = status === "verified";
  const { identity, isNew } = await createIdentity(tx, scope, {
    externalRef,
    status,
    createdAt,
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

/**
 * Erases the custom fields of an identity that a session has left, if no session with data is left: nothing would ever
 * erase them then.
 */
export async function endLeftFields(tx: Transaction, actor: Actor, pk: bigint): Promise<void> {
  const scope = inScope(actor);
  const [left] = await tx.$queryRaw<{ id: string; externalRef: string; hasFields: boolean }[]>`
    SELECT id, external_ref AS "externalRef", sealed IS NOT NULL AS "hasFields" FROM identities
    WHERE ${scopeSql(scope)} AND pk = ${pk} FOR UPDATE`;
  if (!left?.hasFields || (await hasLiveSession(tx, scope, { pk, externalRef: left.externalRef }))) return;
  await tx.identity.update({
    where: { scoped: { ...scope, pk } },
    data: { sealed: null },
    select: { pk: true },
  });
  await recordEvent(tx, actor, {
    type: "identity.updated",
    metadata: { fields: ["custom_fields"] },
    resource: { type: "identity", id: left.id },
  });
}

/** Returns whether an identity has a session that is not redacted: its own, or one under its reference that has none. */
export async function hasLiveSession(
  tx: Transaction,
  scope: Scope,
  { pk, externalRef }: { pk: bigint; externalRef: string },
): Promise<boolean> {
  const live = { ...scopeOf(scope), retentionStatus: { not: "redacted" as const } };
  const own = { ...live, identityPk: pk };
  const named = { ...live, externalRef, identityPk: null };
  for (const where of [own, named])
    if (await tx.session.findFirst({ where, select: { pk: true } })) return true;
  return false;
}

/**
 * Says of an identity what its remaining completed sessions say, after one of them went to another: the status of the
 * newest, and when the first and the last approved one ended. A redacted or merged identity stays as it is.
 */
export async function restateIdentity(tx: Transaction, actor: Actor, pk: bigint): Promise<void> {
  const scope = inScope(actor);
  const where = { scoped: { ...scope, pk } };
  const identity = await tx.identity.findUniqueOrThrow({ where, select: identityColumns });
  if (identity.status === "redacted" || identity.status === "merged") return;
  const sessions = await tx.session.findMany({
    where: { ...scope, identityPk: pk, status: "completed" },
    orderBy: [{ terminalAt: { sort: "desc", nulls: "last" } }, { createdAt: "desc" }],
    select: { resultStatus: true, terminalAt: true, createdAt: true },
  });
  const verified = sessions
    .filter(({ resultStatus }) => resultStatus === "approved")
    .map(({ terminalAt, createdAt }) => terminalAt ?? createdAt);
  const status = statusOf(sessions[0]?.resultStatus ?? null);
  const data = { status, firstVerifiedAt: verified.at(-1) ?? null, lastVerifiedAt: verified[0] ?? null };
  await tx.identity.update({ where, data, select: { pk: true } });
  if (status !== identity.status)
    await queueTold(tx, actor, tellIdentity(["identity.updated"], { ...identity, status }));
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

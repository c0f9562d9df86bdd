import "server-only";
import type { Actor } from "@/lib/actor/actor";
import type { LockedCase } from "@/lib/decisions/load";
import type { Before } from "@/lib/decisions/schema";
import type { Transaction } from "@/lib/platform/db";
import { keyOf, type Scope, scopeOf, scopeSql } from "@/lib/platform/scope";
import { createIdentity, restateIdentity } from "@/lib/sessions/identities";
import { type Told, tellIdentity } from "@/lib/webhooks/write";

type Settling = { status: "verified" | "rejected"; now: Date; until: Date };
type Settled = { told: Told[]; madeIdentity: string | null };

/**
 * Gives the identity of a decided session the status of the decision. The first completed session of an external
 * reference creates it, as the contract says.
 * @returns what webhooks tell of it, and the id of a created one
 */
export async function settleIdentity(
  tx: Transaction,
  session: LockedCase["session"],
  { status, now, until }: Settling,
): Promise<Settled> {
  const isVerified = status === "verified";
  const { identity, isNew } = await identityOf(tx, session, {
    status,
    createdAt: session.createdAt,
    updatedAt: now,
    ...(isVerified && { firstVerifiedAt: now, lastVerifiedAt: now }),
  });
  if (!identity) return { told: [], madeIdentity: null };
  const tell = (event: "identity.created" | "identity.updated") =>
    tellIdentity([event], { ...identity, status }, { sessionPk: session.pk, until });
  if (isNew) return { told: tell("identity.created"), madeIdentity: identity.id };
  const verified = { lastVerifiedAt: now, firstVerifiedAt: identity.firstVerifiedAt ?? now };
  const { count } = await tx.identity.updateMany({
    where: { ...scopeOf(session), pk: identity.pk, status: { in: ["pending", "verified", "rejected"] } },
    data: { status, ...(isVerified && verified), updatedAt: now },
  });
  const isChanged = count > 0 && (isVerified || identity.status !== status);
  return { told: isChanged ? tell("identity.updated") : [], madeIdentity: null };
}

type Fresh = Omit<Parameters<typeof createIdentity>[2], "externalRef">;

/** The identity of a session; without one that of its external reference, created if need be. */
async function identityOf(tx: Transaction, session: LockedCase["session"], fresh: Fresh) {
  const { identity, externalRef } = session;
  if (identity) return { identity, isNew: false };
  if (!externalRef) return { identity: null, isNew: false };
  const found = await createIdentity(tx, session, { ...fresh, externalRef });
  if (!found.isNew)
    await tx.session.update({
      where: keyOf(session),
      data: { identityPk: found.identity.pk },
      select: { pk: true },
    });
  return found;
}

const dateOrNull = (text: string | null) => (text ? new Date(text) : null);

/**
 * Restores the identity of a session as it was before a decision. After a merge that came later, it says what its
 * sessions say: neither identity was like that before.
 */
export async function restoreIdentity(
  tx: Transaction,
  actor: Actor,
  session: Scope & { identityPk: bigint | null },
  { identity: before, madeIdentity }: Before,
  decidedAt: Date,
): Promise<void> {
  if (session.identityPk) {
    const merged = { mergedIntoPk: session.identityPk, mergedAt: { gte: decidedAt } };
    const first = await tx.identity.findFirst({
      where: { ...scopeOf(session), ...merged },
      select: { pk: true },
    });
    if (first) return restateIdentity(tx, actor, session.identityPk);
  }
  if (madeIdentity) return unmakeIdentity(tx, session, madeIdentity, decidedAt);
  if (!session.identityPk || !before) return;
  const { status, lastVerifiedAt, firstVerifiedAt, updatedAt } = before;
  await tx.identity.updateMany({
    where: { ...scopeOf(session), pk: session.identityPk, redactedAt: null },
    data: {
      status,
      lastVerifiedAt: dateOrNull(lastVerifiedAt),
      // Snapshots of earlier releases did not store these.
      ...(firstVerifiedAt !== undefined && { firstVerifiedAt: dateOrNull(firstVerifiedAt) }),
      ...(updatedAt && { updatedAt: new Date(updatedAt) }),
    },
  });
}

/**
 * Deletes an identity that a decision has created, unless it has been used in these seconds: it is then pending. Its
 * sessions have none again; one that another transaction changes now is not waited for, and keeps it.
 */
async function unmakeIdentity(tx: Transaction, scope: Scope, id: string, decidedAt: Date): Promise<void> {
  const [made] = await tx.$queryRaw<{ pk: bigint; isUsed: boolean }[]>`
    SELECT i.pk, i.is_flagged OR i.sealed IS NOT NULL OR i.updated_at <> ${decidedAt} OR EXISTS (SELECT 1 FROM holds h
      WHERE h.organization_pk = i.organization_pk AND h.environment = i.environment AND h.identity_pk = i.pk) AS "isUsed"
    FROM identities i WHERE ${scopeSql(scope, "i")} AND i.id = ${id} FOR UPDATE OF i`;
  if (!made) return;
  const where = { ...scopeOf(scope), pk: made.pk };
  if (!made.isUsed) {
    await tx.$executeRaw`
      UPDATE sessions SET identity_pk = NULL WHERE ${scopeSql(scope)} AND pk IN (
        SELECT pk FROM sessions WHERE ${scopeSql(scope)} AND identity_pk = ${made.pk} FOR UPDATE SKIP LOCKED)`;
    const { count } = await tx.identity.deleteMany({ where: { ...where, sessions: { none: {} } } });
    if (count > 0) return;
  }
  await tx.identity.updateMany({
    where: { ...where, updatedAt: decidedAt },
    data: { status: "pending", firstVerifiedAt: null, lastVerifiedAt: null },
  });
}

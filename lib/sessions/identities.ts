import "server-only";
import type { Transaction } from "@/lib/platform/db";
import type { Prisma } from "@/lib/platform/generated/client";
import { newId } from "@/lib/platform/id";
import { type Scope, sameScope, scopeOf, scopeSql } from "@/lib/platform/scope";

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

/**
 * Creates the identity of an external reference unless there is one. A new one gets the sessions under the reference,
 * so that their reviewers see a flag. A session that another transaction changes now is left out: to wait for it here
 * could block both.
 */
export async function createIdentity(tx: Transaction, scope: Scope, data: NewIdentity) {
  const { externalRef } = data;
  const { count } = await tx.identity.createMany({
    data: [{ ...scopeOf(scope), id: newId("idn"), ...data }],
    skipDuplicates: true,
  });
  const identity = await tx.identity.findUniqueOrThrow({
    where: { organizationPk_environment_externalRef: { ...scopeOf(scope), externalRef } },
    select: identityColumns,
  });
  const isNew = count === 1;
  if (isNew)
    await tx.$executeRaw`
      UPDATE sessions SET identity_pk = ${identity.pk} WHERE ${scopeSql(scope)} AND pk IN (
        SELECT pk FROM sessions WHERE ${scopeSql(scope)} AND external_ref = ${externalRef}
          AND identity_pk IS NULL AND NOT is_restricted FOR UPDATE SKIP LOCKED)`;
  return { identity, isNew };
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

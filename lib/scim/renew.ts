import "server-only";
import type { Role } from "@/lib/actor/permissions";
import { dropSecondFactor } from "@/lib/members/second-factor";
import type { Transaction } from "@/lib/platform/db";

/**
 * Makes a deleted account fit for whoever has its address now, who may be another person: nothing with which the one
 * before could sign in is kept, nor their roles.
 */
export async function renew(
  tx: Transaction,
  { organizationPk, pk }: { organizationPk: bigint; pk: bigint },
  now: { name: string; roles: Role[] },
): Promise<void> {
  const data = { ...now, passwordHash: null };
  await tx.member.update({ where: { pk }, data, select: { pk: true } });
  await dropSecondFactor(tx, { organizationPk, pk });
  const own = { where: { organizationPk, memberPk: pk } };
  await tx.passwordLink.deleteMany(own);
  await tx.ssoIdentity.deleteMany(own);
}

import "server-only";
import type { Caller } from "@/lib/auth/scim-token";
import { giveRolesOrKeep, type ReleasedCases } from "@/lib/membership/changes";
import type { Transaction } from "@/lib/platform/db";
import { groupsOf } from "@/lib/single-sign-on/load";
import { rolesOf } from "@/lib/single-sign-on/policy";

/**
 * Gives members the roles of their groups, where the connection has role mappings. The only admin keeps theirs.
 * @returns the cases to announce
 */
export async function regrade(
  tx: Transaction,
  { actor, connection }: Caller,
  memberPks: readonly bigint[],
): Promise<ReleasedCases> {
  if (connection.mappings.length === 0) return [];
  const { organizationPk } = actor.scope;
  const released: ReleasedCases = [];
  for (const pk of new Set(memberPks)) {
    const member = await tx.member.findFirst({ where: { organizationPk, pk, removedAt: null } });
    if (!member) continue;
    const roles = rolesOf(await groupsOf(tx, connection, pk), connection);
    released.push(...(await giveRolesOrKeep(tx, actor, member, roles)));
  }
  return released;
}

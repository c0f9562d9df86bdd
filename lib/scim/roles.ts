import "server-only";
import type { Caller } from "@/lib/auth/scim-token";
import { giveRolesOrKeep, type ReleasedCases, sortedRoles } from "@/lib/membership/changes";
import type { Transaction } from "@/lib/platform/db";
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
  const touched = { in: [...new Set(memberPks)] };
  const mapped = { organizationPk, connectionPk: connection.pk };
  // All at once: a group may have thousands of members, most of whom keep their roles.
  const rows = await tx.scimGroupMember.findMany({
    where: { organizationPk, memberPk: touched, group: mapped },
    select: { memberPk: true, group: { select: { displayName: true } } },
  });
  const groups = new Map<bigint, string[]>();
  for (const { memberPk, group } of rows)
    groups.set(memberPk, [...(groups.get(memberPk) ?? []), group.displayName]);
  const members = await tx.member.findMany({ where: { organizationPk, pk: touched, removedAt: null } });
  const released: ReleasedCases = [];
  for (const member of members) {
    const roles = rolesOf(groups.get(member.pk) ?? [], connection);
    if (roles.join() === sortedRoles(member.roles).join()) continue;
    released.push(...(await giveRolesOrKeep(tx, actor, member, roles)));
  }
  return released;
}

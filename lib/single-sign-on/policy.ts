import { roles as allRoles, type Role } from "@/lib/actor/permissions";
import type { RoleMapping } from "@/lib/single-sign-on/schema";

/** The part of a connection that decides about roles. */
export type RoleRules = { mappings: readonly RoleMapping[]; defaultRoles: readonly Role[] };

/**
 * Returns the roles that the groups of a person give, else the connection's default roles.
 * @returns none when the person may not sign in
 */
export function rolesOf(groups: readonly string[], { mappings, defaultRoles }: RoleRules): Role[] {
  const given = mappings.filter(({ group }) => groups.includes(group)).map(({ role }) => role);
  const wanted = given.length > 0 ? given : defaultRoles;
  return allRoles.filter((role) => wanted.includes(role));
}

/** Returns the domain of an e-mail address as accounts spell it. */
export const domainOf = (email: string): string => email.slice(email.lastIndexOf("@") + 1).toLowerCase();

/** Where the TXT record of a domain is, and what it says. */
export const proofOf = ({ domain, token }: { domain: string; token: string }) => ({
  recordName: `_countersign.${domain}`,
  recordValue: `countersign-domain=${token}`,
});

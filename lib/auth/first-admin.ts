import "server-only";
import { createOrganization } from "@/lib/auth/new-organization";
import { db } from "@/lib/platform/db";
import { makeInvitation } from "@/lib/team/write";

/**
 * Creates a one-time link for the first admin while the installation has no member, and the organization if there is
 * none. A new link replaces the one before; the first account invalidates it.
 * @returns the link, or null when there is a member already
 */
export async function prepareFirstAdmin(): Promise<string | null> {
  if ((await db.member.count({ where: { removedAt: null } })) > 0) return null;
  const organization =
    (await db.organization.findFirst({ orderBy: { pk: "asc" } })) ??
    (await createOrganization(db, "My organization"));
  const unused = { organizationPk: organization.pk, invitedBy: null, acceptedAt: null };
  await db.invitation.deleteMany({ where: unused });
  const first = { organizationPk: organization.pk, roles: ["admin" as const], invitedBy: null };
  return (await makeInvitation(db, first)).url;
}

import "server-only";
import { invite } from "@/lib/auth/invitation";
import { db } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/id";

/**
 * Opens the door of an installation nobody can sign in to yet: makes the organization when there is none, and a
 * one-time link for its first admin. The link takes the place of the one before, and the first account ends it.
 * @returns the link, or null when somebody can sign in already
 */
export async function prepareFirstAdmin(): Promise<string | null> {
  if ((await db.member.count({ where: { removedAt: null } })) > 0) return null;
  const organization =
    (await db.organization.findFirst({ orderBy: { pk: "asc" } })) ??
    (await db.organization.create({ data: { id: newId("org"), name: "My organization" } }));
  const unused = { organizationPk: organization.pk, invitedBy: null, acceptedAt: null };
  await db.invitation.deleteMany({ where: unused });
  const token = await invite(organization.pk, ["admin"], null);
  return `${env().publicUrl}/welcome?token=${token}`;
}

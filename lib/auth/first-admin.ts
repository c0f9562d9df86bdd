import "server-only";
import { invite } from "@/lib/auth/invitation";
import { db } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/id";

/**
 * Opens the door of an installation nobody can sign in to yet: makes the organization when there is none, and a
 * one-time link for its first admin. Earlier links that were not used stay good until they expire.
 * @returns the link, or null when somebody can sign in already
 */
export async function prepareFirstAdmin(): Promise<string | null> {
  if ((await db.member.count({ where: { removedAt: null } })) > 0) return null;
  const organization =
    (await db.organization.findFirst({ orderBy: { pk: "asc" } })) ??
    (await db.organization.create({ data: { id: newId("org"), name: "My organization" } }));
  const token = await invite(organization.pk, ["admin"]);
  return `${env().publicUrl}/welcome?token=${token}`;
}

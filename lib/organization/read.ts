import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { toOrganizationDto } from "@/lib/organization/dto";
import { findOrganization } from "@/lib/organization/load";
import type { OrganizationDto } from "@/lib/organization/schema";
import { db } from "@/lib/platform/db";

/** Returns what the actor's organization says about itself. It is the same in both environments. */
export async function getOrganization(actor: Actor): Promise<OrganizationDto> {
  authorize(actor, "settings:read");
  return toOrganizationDto(await findOrganization(actor.scope.organizationPk));
}

/** Returns the picture of an organization's logo, for everybody; null when there is none. */
export async function findLogo(organizationId: string): Promise<Uint8Array | null> {
  const found = await db.organization.findUnique({ where: { id: organizationId }, select: { pk: true } });
  if (!found) return null;
  const where = { organizationPk: found.pk };
  return (await db.organizationLogo.findUnique({ where, select: { bytes: true } }))?.bytes ?? null;
}

import "server-only";
import { instant } from "@/lib/format/instant";
import { logoUrl, type OrganizationRow } from "@/lib/organization/load";
import type { OrganizationDto } from "@/lib/organization/schema";
import { isMailOn } from "@/lib/platform/mail";

export function toOrganizationDto(row: OrganizationRow): OrganizationDto {
  const { logo, updatedAt, ...rest } = row;
  return {
    ...rest,
    logo: logo && { url: logoUrl(row.id, logo.digest), width: logo.width, height: logo.height },
    sendsMail: isMailOn(),
    updatedAt: instant(updatedAt),
  };
}

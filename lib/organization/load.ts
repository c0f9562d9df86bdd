import "server-only";
import type { Language } from "@/lib/language/languages";
import { type Contact, contactLines, type PageOwner } from "@/lib/organization/policy";
import { db } from "@/lib/platform/db";

/** The columns with what the organization says about itself. */
export const contactColumns = {
  name: true,
  postalAddress: true,
  email: true,
  phone: true,
  website: true,
  privacyNotice: true,
  officerName: true,
  officerEmail: true,
  officerAddress: true,
  hasNoOfficer: true,
  timeZone: true,
  language: true,
} as const;

export const logoColumns = { digest: true, width: true, height: true } as const;

/** Returns an organization with the facts of its logo. */
export async function findOrganization(pk: bigint) {
  const [organization, logo] = await Promise.all([
    db.organization.findUniqueOrThrow({
      where: { pk },
      select: { ...contactColumns, id: true, version: true, updatedAt: true },
    }),
    db.organizationLogo.findUnique({ where: { organizationPk: pk }, select: logoColumns }),
  ]);
  return { ...organization, logo };
}

export type OrganizationRow = Awaited<ReturnType<typeof findOrganization>>;

/** The public address of a logo, on every host of the installation. The digest makes another picture another address. */
export const logoUrl = (organizationId: string, digest: string): string =>
  `/api/v1/logos/${encodeURIComponent(organizationId)}?v=${digest.slice(0, 16)}`;

/** The head of a letter. */
export type Letterhead = {
  name: string;
  lines: readonly string[];
  logo: { bytes: Uint8Array; width: number; height: number } | null;
};

/** Returns the head of an organization's letters. */
export async function letterheadOf(organizationPk: bigint, contact: Contact): Promise<Letterhead> {
  const logo = await db.organizationLogo.findUnique({
    where: { organizationPk },
    select: { bytes: true, width: true, height: true },
  });
  return { name: contact.name, lines: contactLines(contact), logo };
}

/** Returns who a public page belongs to. */
export async function pageOwnerOf(
  organizationPk: bigint,
  organizationId: string,
  contact: Contact,
): Promise<PageOwner> {
  const logo = await db.organizationLogo.findUnique({ where: { organizationPk }, select: logoColumns });
  return {
    name: contact.name,
    lines: contactLines(contact),
    privacyNotice: contact.privacyNotice,
    logo: logo && { url: logoUrl(organizationId, logo.digest), width: logo.width, height: logo.height },
  };
}

/** Returns who a public page belongs to, and the language of its organization. */
export async function findPageOwner(
  pk: bigint,
  id: string,
): Promise<{ owner: PageOwner; language: Language }> {
  const found = await db.organization.findUniqueOrThrow({ where: { pk }, select: contactColumns });
  return { owner: await pageOwnerOf(pk, id, found), language: found.language };
}

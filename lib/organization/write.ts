import "server-only";
import { createHash } from "node:crypto";
import { type Actor, authorize } from "@/lib/actor/actor";
import { changesBetween } from "@/lib/events/changes";
import { recordEvent } from "@/lib/events/record";
import { findOrganization } from "@/lib/organization/load";
import { getOrganization } from "@/lib/organization/read";
import {
  type LogoInput,
  logoLimits,
  type OrganizationDto,
  type OrganizationInput,
} from "@/lib/organization/schema";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { prepareLogo } from "@/lib/platform/logo";

/**
 * Changes what the organization says about itself, for both environments. Open requests keep the time zone they were
 * created with.
 * @throws AppError conflict when another member has saved since `version`
 */
export async function updateOrganization(actor: Actor, input: OrganizationInput): Promise<OrganizationDto> {
  authorize(actor, "settings:update");
  const { version, ...columns } = input;
  const before = await findOrganization(actor.scope.organizationPk);
  const given = Object.keys(columns) as (keyof typeof columns)[];
  const named = (values: typeof columns) => Object.fromEntries(given.map((name) => [name, values[name]]));
  await save(actor, version, { before: named(before), after: named(columns) }, columns);
  return getOrganization(actor);
}

/**
 * Replaces the logo. It is encoded again, without metadata, and made small enough for the head of a letter.
 * @throws AppError payload_too_large, validation_error for what is no PNG, JPEG or WebP of this size; conflict when
 * another member has saved since `version`
 */
export async function setLogo(actor: Actor, { image, version }: LogoInput): Promise<OrganizationDto> {
  authorize(actor, "settings:update");
  const given = Buffer.from(image, "base64");
  if (given.length > logoLimits.bytes)
    throw new AppError("payload_too_large", "The logo is larger than 512 kB.");
  const made = await prepareLogo(given, logoLimits.pixels);
  const organizationPk = actor.scope.organizationPk;
  const logo = { ...made, digest: createHash("sha256").update(made.bytes).digest("hex") };
  const before = (await findOrganization(organizationPk)).logo?.digest ?? null;
  await save(actor, version, { before: { logo: before }, after: { logo: logo.digest } }, {}, async (tx) => {
    const where = { organizationPk };
    await tx.organizationLogo.upsert({
      where,
      create: { ...where, ...logo },
      update: logo,
      select: { width: true },
    });
  });
  return getOrganization(actor);
}

/** Removes the logo. @throws AppError conflict when another member has saved since `version` */
export async function removeLogo(actor: Actor, { version }: { version: number }): Promise<OrganizationDto> {
  authorize(actor, "settings:update");
  const organizationPk = actor.scope.organizationPk;
  const before = (await findOrganization(organizationPk)).logo?.digest ?? null;
  await save(actor, version, { before: { logo: before }, after: { logo: null } }, {}, async (tx) => {
    await tx.organizationLogo.deleteMany({ where: { organizationPk } });
  });
  return getOrganization(actor);
}

async function save<T extends object>(
  actor: Actor,
  version: number,
  { before, after }: { before: T; after: T },
  columns: Omit<OrganizationInput, "version">,
  more?: (tx: Transaction) => Promise<void>,
): Promise<void> {
  const where = { pk: actor.scope.organizationPk, version };
  const data = { ...columns, version: { increment: 1 }, updatedAt: new Date() };
  await db.$transaction(async (tx) => {
    const { count } = await tx.organization.updateMany({ where, data });
    if (count !== 1)
      throw new AppError(
        "conflict",
        "Another member has changed these settings. Reload the page to see the changes.",
      );
    await more?.(tx);
    await recordEvent(tx, actor, {
      type: "settings.updated",
      metadata: { changes: changesBetween(before, after) },
      resource: { type: "settings", id: "organization" },
    });
  });
}

import "server-only";
import { type Actor, inScope } from "@/lib/auth/actor";
import { db } from "@/lib/platform/db";
import { type PiiField, piiFields } from "@/lib/sessions/schema";
import { retentionOverrides } from "@/lib/settings/retention-overrides";

/** The settings of the actor's organization and environment, made with the contract's defaults at first use. */
export async function currentSettings(actor: Actor) {
  const scope = inScope(actor);
  const where = { organizationPk_environment: scope };
  const found = await db.settings.findUnique({ where });
  if (found) return withFields(found);
  await db.settings.createMany({ data: [{ ...scope, apiPiiFields: [...piiFields] }], skipDuplicates: true });
  return withFields(await db.settings.findUniqueOrThrow({ where }));
}

const isPiiField = (name: string): name is PiiField => (piiFields as readonly string[]).includes(name);

const withFields = <T extends { apiPiiFields: string[]; retentionOverrides: unknown }>(row: T) => ({
  ...row,
  retentionOverrides: retentionOverrides.catch([]).parse(row.retentionOverrides),
  apiPiiFields: row.apiPiiFields.filter(isPiiField),
});

export type Settings = Awaited<ReturnType<typeof currentSettings>>;

import type { JurisdictionId } from "@/lib/law/jurisdictions";
import { AppError } from "@/lib/platform/errors";
import { missingParts, recordNames } from "@/lib/settings/policy";
import { type ProcessingRecord, processingRecord } from "@/lib/settings/schema";
import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { type PiiField, piiFields } from "@/lib/contract/vocabulary";
import { db } from "@/lib/platform/db";
import { retentionOverrides } from "@/lib/settings/schema";

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

/** The record that settings hold. One that cannot be read says nothing, so that a letter waits for it. */
export const savedRecord = ({ processingRecord: saved }: { processingRecord: unknown }): ProcessingRecord =>
  processingRecord.catch(processingRecord.parse({})).parse(saved);

const snake = (part: string) => part.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** @throws AppError conflict with the parts that a letter under a law needs and the record does not say */
export function refuseUnsaid(record: ProcessingRecord, law: JurisdictionId): void {
  const missing = missingParts(record, law);
  if (missing.length === 0) return;
  const names = missing.map((part) => recordNames[part]).join(", ");
  throw new AppError(
    "conflict",
    `An administrator must first complete these fields in Settings → Requests: ${names}.`,
    {
      fields: missing.map((part) => ({ field: `record.${snake(part)}`, message: "is empty" })),
    },
  );
}

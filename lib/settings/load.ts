import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { type PiiField, piiFields } from "@/lib/contract/vocabulary";
import type { JurisdictionId } from "@/lib/law/jurisdictions";
import { contactColumns } from "@/lib/organization/load";
import { controllerOf } from "@/lib/organization/policy";
import { askDirectly, db } from "@/lib/platform/db";
import { prepared } from "@/lib/platform/db-client";
import { AppError } from "@/lib/platform/errors";
import { Prisma } from "@/lib/platform/generated/client";
import { onPrimary } from "@/lib/platform/replicas";
import { type Scope, sameScope, scopeSql } from "@/lib/platform/scope";
import { readStored } from "@/lib/platform/stored";
import { type LetterRecord, missingParts, placesOf, type UnsaidPart } from "@/lib/settings/policy";
import {
  type ProcessingRecord,
  processingRecord,
  type RetentionOverride,
  type RoutingRule,
} from "@/lib/settings/schema";

const parts = {
  documents: true,
  review: true,
  retention: { include: { overrides: { orderBy: { documentType: "asc" } } } },
  requests: true,
  organization: { select: contactColumns },
} as const;

const findSettings = (scope: Scope) =>
  db.settings.findUnique({ where: { organizationPk_environment: scope }, include: parts });

type Found = NonNullable<Awaited<ReturnType<typeof findSettings>>>;

/** All settings. Each part has its own version. */
export type Settings = Omit<Found, "apiPiiFields" | "documents" | "review" | "retention" | "requests"> & {
  apiPiiFields: PiiField[];
  documents: NonNullable<Found["documents"]>;
  review: NonNullable<Found["review"]>;
  retention: NonNullable<Found["retention"]>;
  requests: NonNullable<Found["requests"]>;
};

/**
 * Returns the settings of the actor's organization and environment. Creates them with the contract's defaults at
 * first use. One statement reads every part.
 */
export async function currentSettings(actor: Actor): Promise<Settings> {
  const scope = inScope(actor);
  const found = wholeOf(await findSettings(scope));
  if (found) return found;
  await makeSettings(scope);
  const made = wholeOf(await onPrimary(() => findSettings(scope)));
  if (!made) throw new Error("settings that were just made are not there");
  return made;
}

/** What decides which values of a record are shown. */
export type ViewSettings = Pick<Settings, "apiPiiFields"> & {
  retention: Pick<Settings["retention"], "sensitiveDataRetentionDays" | "dataRetentionDays"> & {
    overrides: readonly RetentionOverride[];
  };
};

type ViewRow = Omit<RetentionOverride, "documentType"> & {
  apiPiiFields: string[];
  overrides: RetentionOverride[];
};

/**
 * Returns the part of the settings that every list needs. It bypasses Prisma's client, because most API calls are
 * lists (docs/decisions/0045).
 */
export async function viewSettings(actor: Actor): Promise<ViewSettings> {
  const scope = inScope(actor);
  const [found] = await askDirectly<ViewRow>(Prisma.sql`${Prisma.raw(prepared)}
    SELECT s.api_pii_fields AS "apiPiiFields", r.sensitive_data_retention_days AS "sensitiveDataRetentionDays",
      r.data_retention_days AS "dataRetentionDays",
      (SELECT coalesce(json_agg(json_build_object('documentType', o.document_type,
          'sensitiveDataRetentionDays', o.sensitive_data_retention_days, 'dataRetentionDays', o.data_retention_days)), '[]')
        FROM retention_overrides o WHERE ${scopeSql(scope, "o")}) AS overrides
    FROM settings s JOIN retention_settings r ON ${sameScope("r", "s")} WHERE ${scopeSql(scope, "s")}`);
  if (!found) return currentSettings(actor);
  const { apiPiiFields, ...retention } = found;
  return { apiPiiFields: apiPiiFields.filter(isPiiField), retention };
}

/** Creates missing parts. */
async function makeSettings(scope: Scope): Promise<void> {
  const data = [scope];
  await db.settings.createMany({
    data: [{ ...scope, apiPiiFields: [...piiFields] }],
    skipDuplicates: true,
  });
  await db.documentSettings.createMany({ data, skipDuplicates: true });
  await db.reviewSettings.createMany({ data, skipDuplicates: true });
  await db.retentionSettings.createMany({ data, skipDuplicates: true });
  await db.requestSettings.createMany({ data, skipDuplicates: true });
}

const isPiiField = (name: string): name is PiiField => (piiFields as readonly string[]).includes(name);

function wholeOf(row: Found | null): Settings | null {
  if (!row) return null;
  const { documents, review, retention, requests } = row;
  if (!documents || !review || !retention || !requests) return null;
  return {
    ...row,
    documents,
    review,
    retention,
    requests,
    apiPiiFields: row.apiPiiFields.filter(isPiiField),
  };
}

/**
 * Returns the review settings with the routing rules. One statement reads both, so that the version belongs to the
 * rules.
 */
export async function reviewSettingsOf(actor: Actor) {
  const { review: known } = await currentSettings(actor);
  const { organizationPk, environment } = known;
  const { rules, ...review } = await db.reviewSettings.findUniqueOrThrow({
    where: { organizationPk_environment: { organizationPk, environment } },
    include: { rules: { orderBy: { position: "asc" } } },
  });
  return { ...review, routingRules: rules.map(toRule) };
}

export type ReviewSettings = Awaited<ReturnType<typeof reviewSettingsOf>>;

/** Returns the routing rules for new cases, in order. */
export const routingRulesOf = async (
  actor: Actor,
  tx: Pick<typeof db, "routingRule"> = db,
): Promise<RoutingRule[]> =>
  (await tx.routingRule.findMany({ where: inScope(actor), orderBy: { position: "asc" } })).map(toRule);

type RuleRow = Omit<
  Awaited<ReturnType<typeof db.routingRule.findFirstOrThrow>>,
  "organizationPk" | "environment"
>;

/** Converts a rule for the API, without its unused conditions. */
const toRule = (row: RuleRow): RoutingRule => ({
  name: row.name,
  queue: row.queue,
  ...(row.priority && { priority: row.priority }),
  ...(row.minRiskScore !== null && { minRiskScore: row.minRiskScore }),
  ...(row.signals.length > 0 && { signals: row.signals }),
  ...(row.documentTypes.length > 0 && { documentTypes: row.documentTypes }),
  ...(row.countries.length > 0 && { countries: row.countries }),
  ...(row.tags.length > 0 && { tags: row.tags }),
});

/**
 * Returns the saved record of processing.
 * @throws Error when it cannot be read
 */
export const savedRecord = ({ requests }: Pick<Settings, "requests">): ProcessingRecord =>
  readStored(processingRecord, requests.record, "request_settings.record");

/**
 * Returns everything that a letter says of the organization.
 * @throws Error when the record of processing cannot be read
 */
export const letterRecord = (settings: Pick<Settings, "requests" | "organization">): LetterRecord => ({
  ...savedRecord(settings),
  ...controllerOf(settings.organization),
});

const snake = (part: string) => part.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Returns the name of the setting that fills in a part. */
const fieldOf = (part: UnsaidPart): string => {
  if (part === "controller") return "postal_address";
  return part === "dataProtectionOfficer" ? "officer_name" : `record.${snake(part)}`;
};

/**
 * Refuses a letter while the settings lack parts which it needs under a law.
 * @param parts the parts that this letter names, if it names a few
 * @throws AppError conflict naming these parts
 */
export function refuseUnsaid(record: LetterRecord, law: JurisdictionId, parts?: readonly UnsaidPart[]): void {
  const missing = missingParts(record, law).filter((part) => parts?.includes(part) ?? true);
  if (missing.length === 0) return;
  const pages = { organization: "Settings → Organization", requests: "Settings → Requests" };
  const places = placesOf(missing).map(({ page, names }) => `${names.join(", ")} (${pages[page]})`);
  throw new AppError("conflict", `An administrator must first complete: ${places.join("; ")}.`, {
    fields: missing.map((part) => ({ field: fieldOf(part), message: "is empty" })),
  });
}

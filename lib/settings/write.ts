import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { piiFields } from "@/lib/contract/vocabulary";
import { changesBetween } from "@/lib/events/changes";
import { recordEvent } from "@/lib/events/record";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { Scope } from "@/lib/platform/scope";
import { overridesOf, toDocumentSettingsDto, toReviewSettingsDto, toSettingsDto } from "@/lib/settings/dto";
import { currentSettings, reviewSettingsOf, type Settings } from "@/lib/settings/load";
import {
  type DataAccessInput,
  type DocumentSettingsDto,
  type DocumentSettingsInput,
  imageFormats,
  type RetentionOverride,
  type RetentionSettingsInput,
  type ReviewSettingsDto,
  type ReviewSettingsInput,
  type RoutingRule,
  type SettingsDto,
} from "@/lib/settings/schema";

/**
 * Changes what the API may return. Takes effect with the next request.
 * @throws AppError conflict when another member has saved since `version`
 */
export async function updateDataAccess(actor: Actor, input: DataAccessInput): Promise<SettingsDto> {
  authorize(actor, "settings:update");
  const before = await currentSettings(actor);
  const after = { apiPiiFields: piiFields.filter((field) => input.apiPiiFields.includes(field)) };
  await saveSettings(actor, "data-access", { before, after }, async (tx) => {
    const { count } = await tx.settings.updateMany(versioned(actor, input.version, after));
    return count;
  });
  return toSettingsDto(await currentSettings(actor), "data-access");
}

/**
 * Changes which images come in and how long a link to one is valid. Applies to the next import and the next link;
 * images that are stored stay.
 * @throws AppError conflict when another member has saved since `version`
 */
export async function updateDocumentSettings(
  actor: Actor,
  input: DocumentSettingsInput,
): Promise<DocumentSettingsDto> {
  authorize(actor, "settings:update");
  const { documents } = await currentSettings(actor);
  const before = {
    imageUrlExpirySeconds: documents.imageUrlExpirySeconds,
    acceptedFormats: documents.acceptedFormats,
  };
  const accepted = input.acceptedFormats ?? before.acceptedFormats;
  const after = {
    imageUrlExpirySeconds: input.imageUrlExpirySeconds ?? before.imageUrlExpirySeconds,
    acceptedFormats: imageFormats.filter((format) => accepted.includes(format)),
  };
  await saveSettings(actor, "documents", { before, after }, async (tx) => {
    const { count } = await tx.documentSettings.updateMany(versioned(actor, input.version, after));
    return count;
  });
  return toDocumentSettingsDto(await currentSettings(actor));
}

/**
 * Changes how cases are reviewed. New rules apply to new cases; open cases stay in their queue.
 * @throws AppError validation_error when a case would be overdue before its warning; conflict when another member has
 * saved since `version`
 */
export async function updateReviewSettings(
  actor: Actor,
  input: ReviewSettingsInput,
): Promise<ReviewSettingsDto> {
  authorize(actor, "settings:update");
  const before = await reviewSettingsOf(actor);
  const columns = {
    dualReview: input.dualReview ?? before.dualReview,
    blindSecondReview: input.blindSecondReview ?? before.blindSecondReview,
    approvalNeedsHits: input.approvalNeedsHits ?? before.approvalNeedsHits,
    minimumAge: input.minimumAge === undefined ? before.minimumAge : input.minimumAge,
    briefWording: input.briefWording ?? before.briefWording,
    secondLookPercent: input.secondLookPercent ?? before.secondLookPercent,
    slaWarnMinutes: input.slaWarnMinutes ?? before.slaWarnMinutes,
    slaBreachMinutes: input.slaBreachMinutes ?? before.slaBreachMinutes,
  };
  if (columns.slaWarnMinutes >= columns.slaBreachMinutes)
    throw new AppError("validation_error", "The warning must come before the case is overdue.", {
      fields: [{ field: "sla_warn_minutes", message: "must be less than sla_breach_minutes" }],
    });
  const rules = input.routingRules;
  const after = { ...columns, routingRules: rules ?? before.routingRules };
  await saveSettings(actor, "review", { before, after }, async (tx) => {
    const { count } = await tx.reviewSettings.updateMany(versioned(actor, input.version, columns));
    if (count === 1 && rules) await replaceRules(tx, inScope(actor), rules);
    return count;
  });
  return toReviewSettingsDto(await reviewSettingsOf(actor));
}

async function replaceRules(tx: Transaction, scope: Scope, rules: readonly RoutingRule[]): Promise<void> {
  await tx.routingRule.deleteMany({ where: scope });
  await tx.routingRule.createMany({ data: rules.map((rule, position) => ({ ...scope, position, ...rule })) });
}

/**
 * Changes how long data is stored. The next nightly run applies it.
 * @throws AppError validation_error when the window of all data ends before that of sensitive data; conflict when
 * another member has saved since `version`
 */
export async function updateRetention(actor: Actor, input: RetentionSettingsInput): Promise<SettingsDto> {
  authorize(actor, "settings:update");
  const before = retentionOf(await currentSettings(actor));
  const { version, retentionOverrides, ...columns } = input;
  const overrides = retentionOverrides?.toSorted((one, other) =>
    one.documentType < other.documentType ? -1 : 1,
  );
  const after = { ...before, ...columns, retentionOverrides: overrides ?? before.retentionOverrides };
  for (const windows of [after, ...after.retentionOverrides]) checkWindows(windows);
  await saveSettings(actor, "retention", { before, after }, async (tx) => {
    const { count } = await tx.retentionSettings.updateMany(versioned(actor, version, columns));
    if (count === 1 && overrides) await replaceOverrides(tx, inScope(actor), overrides);
    return count;
  });
  return toSettingsDto(await currentSettings(actor), "retention");
}

async function replaceOverrides(
  tx: Transaction,
  scope: Scope,
  overrides: readonly RetentionOverride[],
): Promise<void> {
  await tx.retentionOverride.deleteMany({ where: scope });
  await tx.retentionOverride.createMany({ data: overrides.map((each) => ({ ...scope, ...each })) });
}

const retentionOf = ({ retention }: Settings) => ({
  sensitiveDataRetentionDays: retention.sensitiveDataRetentionDays,
  dataRetentionDays: retention.dataRetentionDays,
  autoRedactOnRetentionExpiry: retention.autoRedactOnRetentionExpiry,
  retentionOverrides: overridesOf(retention),
  keepDeliveriesDays: retention.keepDeliveriesDays,
  keepLinksDays: retention.keepLinksDays,
  keepPackagesDays: retention.keepPackagesDays,
  keepRequestsDays: retention.keepRequestsDays,
});

type Windows = { sensitiveDataRetentionDays: number | null; dataRetentionDays: number | null };

function checkWindows({ sensitiveDataRetentionDays: sensitive, dataRetentionDays: all }: Windows): void {
  if (sensitive === null || all === null || all >= sensitive) return;
  throw new AppError("validation_error", "Sensitive data must not be kept longer than all other data.", {
    fields: [
      { field: "data_retention_days", message: "must not be less than sensitive_data_retention_days" },
    ],
  });
}

/** An update of one part of the settings, on condition that it still has the version that the admin has seen. */
export const versioned = <T extends object>(actor: Actor, version: number, data: T) => ({
  where: { ...inScope(actor), version },
  data: { ...data, version: { increment: 1 }, updatedAt: new Date() },
});

/**
 * Saves one part of the settings. The event contains the old and new values of everything that changed.
 * @param save writes the part and returns the number of rows with the version that the admin has seen
 * @throws AppError conflict when there was no such row
 */
export async function saveSettings<T extends object>(
  actor: Actor,
  part: "data-access" | "documents" | "review" | "retention" | "requests",
  { before, after }: { before: T; after: T },
  save: (tx: Transaction) => Promise<number>,
): Promise<void> {
  const changes = changesBetween(before, after);
  await db.$transaction(async (tx) => {
    if ((await save(tx)) !== 1)
      throw new AppError(
        "conflict",
        "Another member has changed these settings. Reload the page to see the changes.",
      );
    await recordEvent(tx, actor, {
      type: "settings.updated",
      metadata: { changes },
      resource: { type: "settings", id: part },
    });
  });
}

import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { piiFields } from "@/lib/contract/vocabulary";
import { recordEvent } from "@/lib/events/record";
import type { ProfileChanges } from "@/lib/law/profile";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { toReviewSettingsDto, toSettingsDto } from "@/lib/settings/dto";
import { currentSettings, type Settings } from "@/lib/settings/load";
import type {
  DataAccessInput,
  ProcessingRecord,
  RetentionOverride,
  RetentionSettingsInput,
  ReviewSettingsDto,
  ReviewSettingsInput,
  SettingsDto,
} from "@/lib/settings/schema";
import { type RoutingRule, routingRules } from "@/lib/settings/schema";

/**
 * Changes what the API may return and how long image URLs live. Takes effect with the next request.
 * @throws AppError conflict when somebody else has saved since `version`
 */
export async function updateDataAccess(actor: Actor, input: DataAccessInput): Promise<SettingsDto> {
  authorize(actor, "settings:update");
  const before = await currentSettings(actor);
  const apiPiiFields = piiFields.filter((field) => input.apiPiiFields.includes(field));
  const imageUrlExpirySeconds = input.imageUrlExpirySeconds ?? before.imageUrlExpirySeconds;
  const after = { apiPiiFields, imageUrlExpirySeconds };
  await saveSettings(actor, "data-access", { before, after, version: input.version });
  return toSettingsDto(await currentSettings(actor));
}

/**
 * Changes how cases are reviewed. New cases follow new rules; those that are open stay in their queue.
 * @throws AppError validation_error when a case would be overdue before it is approaching; conflict when somebody
 * else has saved since `version`
 */
export async function updateReviewSettings(
  actor: Actor,
  input: ReviewSettingsInput,
): Promise<ReviewSettingsDto> {
  authorize(actor, "settings:update");
  const row = await currentSettings(actor);
  const before = { ...row, routingRules: routingRules.catch([]).parse(row.routingRules) };
  const after = {
    dualReview: input.dualReview ?? before.dualReview,
    blindSecondReview: input.blindSecondReview ?? before.blindSecondReview,
    approvalNeedsHits: input.approvalNeedsHits ?? before.approvalNeedsHits,
    slaWarnMinutes: input.slaWarnMinutes ?? before.slaWarnMinutes,
    slaBreachMinutes: input.slaBreachMinutes ?? before.slaBreachMinutes,
    routingRules: input.routingRules ?? before.routingRules,
  };
  if (after.slaWarnMinutes >= after.slaBreachMinutes)
    throw new AppError("validation_error", "The warning must come before the case is overdue.", {
      fields: [{ field: "sla_warn_minutes", message: "must be less than sla_breach_minutes" }],
    });
  await saveSettings(actor, "review", { before, after, version: input.version });
  return toReviewSettingsDto(await currentSettings(actor));
}

/**
 * Changes how long data are kept. The next nightly run follows it.
 * @throws AppError validation_error when everything would go before the sensitive part does; conflict when somebody
 * else has saved since `version`
 */
export async function updateRetention(actor: Actor, input: RetentionSettingsInput): Promise<SettingsDto> {
  authorize(actor, "settings:update");
  const before = await currentSettings(actor);
  const { version, ...given } = input;
  const after = { ...retentionOf(before), ...given };
  for (const windows of [after, ...after.retentionOverrides]) checkWindows(windows);
  await saveSettings(actor, "retention", { before, after, version });
  return toSettingsDto(await currentSettings(actor));
}

const retentionOf = (row: Settings) => ({
  sensitiveDataRetentionDays: row.sensitiveDataRetentionDays,
  dataRetentionDays: row.dataRetentionDays,
  autoRedactOnRetentionExpiry: row.autoRedactOnRetentionExpiry,
  retentionOverrides: row.retentionOverrides,
  keepDeliveriesDays: row.keepDeliveriesDays,
  keepLinksDays: row.keepLinksDays,
  keepPackagesDays: row.keepPackagesDays,
  keepRequestsDays: row.keepRequestsDays,
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

/** What a setting can be. */
export type SettingValue =
  | null
  | RetentionOverride[]
  | string
  | string[]
  | number
  | boolean
  | RoutingRule[]
  | ProcessingRecord
  | ProfileChanges;
type Saving<T extends Record<string, SettingValue>> = { before: T; after: T; version: number };

/** Saves what differs from the version the admin was looking at; the event names before and after. */
export async function saveSettings<T extends Record<string, SettingValue>>(
  actor: Actor,
  part: "data-access" | "review" | "retention" | "requests",
  { before, after, version }: Saving<T>,
): Promise<void> {
  const changes = Object.fromEntries(
    Object.entries(after)
      .filter(([name, value]) => JSON.stringify(before[name]) !== JSON.stringify(value))
      .map(([name, value]) => [name, { before: plain(before[name]), after: plain(value) }]),
  );
  await db.$transaction(async (tx) => {
    const { count } = await tx.settings.updateMany({
      where: { ...inScope(actor), version },
      data: { ...after, version: { increment: 1 }, updatedAt: new Date() },
    });
    if (count !== 1)
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

/** Without the keys that say nothing, as JSON has it. */
const plain = (value: SettingValue | undefined) => JSON.parse(JSON.stringify(value ?? null));

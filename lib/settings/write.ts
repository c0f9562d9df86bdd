import "server-only";
import { recordEvent } from "@/lib/audit/record";
import { type Actor, authorize, inScope } from "@/lib/auth/actor";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { isKnownPlace } from "@/lib/requests/holidays";
import type { ProcessingRecord } from "@/lib/requests/processing-record";
import type { ProfileChanges } from "@/lib/requests/profile";
import { reclockOpen } from "@/lib/requests/reclock";
import { piiFields } from "@/lib/sessions/schema";
import { currentSettings, type Settings } from "@/lib/settings/current";
import { toReviewSettingsDto, toSettingsDto } from "@/lib/settings/dto";
import { getRequestSettings } from "@/lib/settings/read";
import type { RetentionOverride } from "@/lib/settings/retention-overrides";
import { type RoutingRule, routingRules } from "@/lib/settings/routing-rules";
import type {
  DataAccessInput,
  RequestSettingsDto,
  RequestSettingsInput,
  RetentionSettingsInput,
  ReviewSettingsDto,
  ReviewSettingsInput,
  SettingsDto,
} from "@/lib/settings/schema";

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
  await save(actor, "data-access", { before, after, version: input.version });
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
    throw new AppError("validation_error", "A case is approaching its limit before it is overdue.", {
      fields: [{ field: "sla_warn_minutes", message: "must be less than sla_breach_minutes" }],
    });
  await save(actor, "review", { before, after, version: input.version });
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
  await save(actor, "retention", { before, after, version });
  return toSettingsDto(await currentSettings(actor));
}

/**
 * Changes how requests of data subjects are taken in and answered. Those that are open keep the law and the time zone
 * they came in under; terms, holidays and four eyes hold for them at once, and their last days are reckoned anew.
 * @throws AppError validation_error for a place without a calendar; conflict when somebody else has saved since
 * `version`
 */
export async function updateRequestSettings(
  actor: Actor,
  input: RequestSettingsInput,
): Promise<RequestSettingsDto> {
  authorize(actor, "settings:update");
  const before = await currentSettings(actor);
  if (input.holidayPlace && !isKnownPlace(input.holidayPlace))
    throw new AppError("validation_error", "There is no calendar of public holidays for this place.", {
      fields: [{ field: "holiday_place", message: "must be a country, or a part of one, with a calendar" }],
    });
  const given = Object.entries(requestColumns).flatMap(([name, column]) => {
    const value = input[name as keyof typeof requestColumns];
    return value === undefined ? [] : [[column, value] as const];
  });
  await save(actor, "requests", {
    before: before as Record<string, unknown> as Record<string, Value>,
    after: Object.fromEntries(given) as Record<string, Value>,
    version: input.version,
  });
  const { holidayPlace, holidays, profiles } = input;
  if (holidayPlace !== undefined || holidays || profiles) await reclockOpen(actor);
  return getRequestSettings(actor);
}

/** Where each of the settings is kept. */
const requestColumns = {
  jurisdiction: "requestJurisdiction",
  timeZone: "requestTimeZone",
  holidayPlace: "requestHolidayPlace",
  holidays: "requestHolidays",
  fourEyes: "requestFourEyes",
  profiles: "requestProfiles",
  record: "processingRecord",
  suspicionKeys: "suspicionKeys",
  suspicionTags: "suspicionTags",
  askIsOpen: "askIsOpen",
  askText: "askText",
} as const;

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
  throw new AppError("validation_error", "The sensitive part goes first, everything else with it or later.", {
    fields: [
      { field: "data_retention_days", message: "must not be less than sensitive_data_retention_days" },
    ],
  });
}

type Value =
  | null
  | RetentionOverride[]
  | string
  | string[]
  | number
  | boolean
  | RoutingRule[]
  | ProcessingRecord
  | ProfileChanges;
type Saving<T extends Record<string, Value>> = { before: T; after: T; version: number };

/** Saves what differs from the version the admin was looking at; the event names before and after. */
async function save<T extends Record<string, Value>>(
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
        "Somebody else has changed these settings since you opened them. Reload to see theirs.",
      );
    await recordEvent(tx, actor, {
      type: "settings.updated",
      metadata: { changes },
      resource: { type: "settings", id: part },
    });
  });
}

/** Without the keys that say nothing, as JSON has it. */
const plain = (value: Value | undefined) => JSON.parse(JSON.stringify(value ?? null));

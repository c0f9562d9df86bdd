import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { isKnownPlace } from "@/lib/law/holidays";
import { AppError } from "@/lib/platform/errors";
import { getRequestSettings } from "@/lib/request-settings/read";
import type { RequestSettingsDto, RequestSettingsInput } from "@/lib/request-settings/schema";
import { reclockOpen } from "@/lib/requests/jobs";
import { currentSettings } from "@/lib/settings/load";
import { saveSettings, versioned } from "@/lib/settings/write";

/**
 * Changes the settings for data-subject requests. Open requests keep the law they were created with. Terms, holidays and the approval by a second person apply to them at once, and their last days are calculated
 * again.
 * @throws AppError validation_error for a place without a calendar; conflict when another member has saved since
 * `version`
 */
export async function updateRequestSettings(
  actor: Actor,
  input: RequestSettingsInput,
): Promise<RequestSettingsDto> {
  authorize(actor, "settings:update");
  const { requests: before } = await currentSettings(actor);
  if (input.holidayPlace && !isKnownPlace(input.holidayPlace))
    throw new AppError("validation_error", "No public-holiday calendar exists for this place.", {
      fields: [{ field: "holiday_place", message: "must be a country or region with a calendar" }],
    });
  const { version, ...columns } = input;
  const given = Object.keys(columns) as (keyof typeof columns)[];
  const named = (values: Partial<Record<keyof typeof columns, unknown>>) =>
    Object.fromEntries(given.map((name) => [eventNames[name], values[name]]));
  await saveSettings(actor, "requests", { before: named(before), after: named(columns) }, async (tx) => {
    const { count } = await tx.requestSettings.updateMany(versioned(actor, version, columns));
    return count;
  });
  const { holidayPlace, holidays, profiles } = input;
  if (holidayPlace !== undefined || holidays || profiles) await reclockOpen(actor);
  return getRequestSettings(actor);
}

/** The names of the settings in the audit log, distinct from those of other settings pages. */
const eventNames: Readonly<Record<Exclude<keyof RequestSettingsInput, "version">, string>> = {
  jurisdiction: "requestJurisdiction",
  holidayPlace: "requestHolidayPlace",
  holidays: "requestHolidays",
  fourEyes: "requestFourEyes",
  profiles: "requestProfiles",
  record: "processingRecord",
  suspicionKeys: "suspicionKeys",
  suspicionTags: "suspicionTags",
  askIsOpen: "askIsOpen",
  askText: "askText",
};

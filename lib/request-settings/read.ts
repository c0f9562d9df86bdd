import "server-only";
import type { z } from "zod";
import { type Actor, authorize } from "@/lib/actor/actor";
import { todayIn } from "@/lib/format/day";
import { clockOf } from "@/lib/law/clock";
import { holidaysOf, isKnownPlace } from "@/lib/law/holidays";
import { changedProfile } from "@/lib/law/profile";
import { profileOn } from "@/lib/law/profiles";
import { toRequestSettingsDto } from "@/lib/request-settings/dto";
import type { ClockPreviewQuery, clockPreviewDto, RequestSettingsDto } from "@/lib/request-settings/schema";
import { currentSettings } from "@/lib/settings/load";

/** Returns the settings for data-subject requests of the actor's environment. */
export async function getRequestSettings(actor: Actor): Promise<RequestSettingsDto> {
  authorize(actor, "settings:read");
  return toRequestSettingsDto(await currentSettings(actor), actor.scope.organizationId);
}

/** Returns the deadlines of a request received now, under the saved settings or a draft. */
export async function previewRequestClock(
  actor: Actor,
  input: ClockPreviewQuery,
): Promise<z.infer<typeof clockPreviewDto>> {
  authorize(actor, "settings:read");
  const { requests: saved, organization } = await currentSettings(actor);
  const place = input.holidayPlace === undefined ? saved.holidayPlace : input.holidayPlace || null;
  const isHoliday = holidaysOf(place && isKnownPlace(place) ? place : null, saved.holidays);
  const { timeZone } = organization;
  const now = new Date();
  const today = profileOn(input.jurisdiction ?? saved.jurisdiction, todayIn(timeZone, now));
  const law = changedProfile(today, saved.profiles);
  const clock = (isExtended: boolean) =>
    clockOf({ timeZone, receivedAt: now, pauses: [], isExtended }, law, now, isHoliday);
  const { receivedOn, dueOn, confirmBy } = clock(false);
  return { receivedOn, dueOn, extendedTo: clock(true).dueOn, confirmBy };
}

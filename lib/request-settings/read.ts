import "server-only";
import type { z } from "zod";
import { type Actor, authorize } from "@/lib/actor/actor";
import { clockOf } from "@/lib/law/clock";
import { holidaysOf, isKnownPlace } from "@/lib/law/holidays";
import { profileOf } from "@/lib/law/profile";
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
  const facts = {
    jurisdiction: input.jurisdiction ?? saved.jurisdiction,
    timeZone: organization.timeZone,
    receivedAt: new Date(),
    pauses: [],
  };
  const law = profileOf(facts.jurisdiction, saved.profiles);
  const clock = clockOf({ ...facts, isExtended: false }, facts.receivedAt, isHoliday, law);
  const { dueOn: extendedTo } = clockOf({ ...facts, isExtended: true }, facts.receivedAt, isHoliday, law);
  const { receivedOn, dueOn, confirmBy } = clock;
  return { receivedOn, dueOn, extendedTo, confirmBy };
}

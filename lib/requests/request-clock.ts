import "server-only";
import { type Clock, clockOf } from "@/lib/requests/clock";
import { holidaysOf } from "@/lib/requests/holidays";
import type { JurisdictionId } from "@/lib/requests/jurisdictions";
import type { OwnRequest } from "@/lib/requests/own";
import { profileOf } from "@/lib/requests/profile";
import type { Settings } from "@/lib/settings/current";

/** What of a request its clock is reckoned from. */
export type Clocked = Pick<
  OwnRequest,
  "jurisdiction" | "timeZone" | "receivedAt" | "extendedAt" | "closedAt" | "pauses"
>;

/** The clock of a request; once it is closed, as it stood then. */
export function clockOfRequest(request: Clocked, settings: Settings, now: Date): Clock {
  const facts = {
    jurisdiction: request.jurisdiction as JurisdictionId,
    timeZone: request.timeZone,
    receivedAt: request.receivedAt,
    isExtended: request.extendedAt !== null,
    pauses: request.pauses.map(({ from, until }) => ({ from, ...(until && { until }) })),
  };
  const isHoliday = holidaysOf(settings.requestHolidayPlace, settings.requestHolidays);
  const law = profileOf(facts.jurisdiction, settings.requestProfiles);
  return clockOf(facts, request.closedAt ?? now, isHoliday, law);
}

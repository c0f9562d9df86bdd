import "server-only";
import { todayIn } from "@/lib/format/day";
import { instant } from "@/lib/format/instant";
import { type JurisdictionId, jurisdictionIds, jurisdictions } from "@/lib/law/jurisdictions";
import { savedProfiles, termWords } from "@/lib/law/profile";
import { profileOn, type Term } from "@/lib/law/profiles";
import { amlRuleOn } from "@/lib/law/retention";
import { env } from "@/lib/platform/env";
import type { LawDto, RequestSettingsDto } from "@/lib/request-settings/schema";
import { type Settings, savedRecord } from "@/lib/settings/load";

const shortestMonth = 28;

const fewestDays = (term: Term) =>
  "months" in term ? term.months * shortestMonth : "days" in term ? term.days : term.workingDays;

function toLawDto(id: JurisdictionId, timeZone: string): LawDto {
  const today = todayIn(timeZone);
  const { answer, extended, movesToWorkingDay, remindWithDaysLeft } = profileOn(id, today);
  return {
    id,
    law: jurisdictions[id].law,
    answer: termWords(answer),
    answerDays: fewestDays(answer),
    extended: termWords(extended),
    extendedDays: fewestDays(extended),
    movesToWorkingDay,
    remindWithDaysLeft: [...remindWithDaysLeft],
    keptYears: amlRuleOn(id, today).years,
  };
}

export function toRequestSettingsDto(settings: Settings, organizationId: string): RequestSettingsDto {
  const row = settings.requests;
  return {
    jurisdiction: row.jurisdiction,
    timeZone: settings.organization.timeZone,
    holidayPlace: row.holidayPlace,
    holidays: row.holidays,
    fourEyes: row.fourEyes,
    profiles: savedProfiles(row.profiles),
    laws: jurisdictionIds.map((id) => toLawDto(id, settings.organization.timeZone)),
    record: savedRecord(settings),
    suspicionKeys: row.suspicionKeys,
    suspicionTags: row.suspicionTags,
    askIsOpen: row.askIsOpen,
    askText: row.askText,
    askUrl: `${env().publicUrl}/ask/${organizationId}/${row.environment}`,
    version: row.version,
    updatedAt: instant(row.updatedAt),
  };
}

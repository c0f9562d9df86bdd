import "server-only";
import { instant } from "@/lib/format/instant";
import { env } from "@/lib/platform/env";
import {
  type Jurisdiction,
  type JurisdictionId,
  jurisdictionIds,
  jurisdictions,
} from "@/lib/requests/jurisdictions";
import { savedRecord } from "@/lib/requests/processing-record";
import { profileChanges, termWords } from "@/lib/requests/profile";
import { amlRules } from "@/lib/requests/retention";
import type { Settings } from "@/lib/settings/current";
import { routingRules } from "@/lib/settings/routing-rules";
import type { LawDto, RequestSettingsDto, ReviewSettingsDto, SettingsDto } from "@/lib/settings/schema";

export function toSettingsDto(row: Settings): SettingsDto {
  return {
    apiPiiFields: row.apiPiiFields,
    imageUrlExpirySeconds: row.imageUrlExpirySeconds,
    sensitiveDataRetentionDays: row.sensitiveDataRetentionDays,
    dataRetentionDays: row.dataRetentionDays,
    autoRedactOnRetentionExpiry: row.autoRedactOnRetentionExpiry,
    retentionOverrides: row.retentionOverrides,
    keepDeliveriesDays: row.keepDeliveriesDays,
    keepLinksDays: row.keepLinksDays,
    keepPackagesDays: row.keepPackagesDays,
    keepRequestsDays: row.keepRequestsDays,
    version: row.version,
    updatedAt: instant(row.updatedAt),
  };
}

export function toReviewSettingsDto(row: Settings): ReviewSettingsDto {
  return {
    dualReview: row.dualReview,
    blindSecondReview: row.blindSecondReview,
    approvalNeedsHits: row.approvalNeedsHits,
    slaWarnMinutes: row.slaWarnMinutes,
    slaBreachMinutes: row.slaBreachMinutes,
    routingRules: routingRules.catch([]).parse(row.routingRules),
    version: row.version,
    updatedAt: instant(row.updatedAt),
  };
}

const shortestMonth = 28;
const fewestDays = (term: Jurisdiction["answer"]) =>
  "months" in term ? term.months * shortestMonth : term.days;

function toLawDto(id: JurisdictionId): LawDto {
  const { law, answer, extended, movesToWorkingDay, remindWithDaysLeft } = jurisdictions[id];
  return {
    id,
    law,
    answer: termWords(answer),
    answerDays: fewestDays(answer),
    extended: termWords(extended),
    extendedDays: fewestDays(extended),
    movesToWorkingDay,
    remindWithDaysLeft: [...remindWithDaysLeft],
    keptYears: amlRules[id].years,
  };
}

export function toRequestSettingsDto(row: Settings, organizationId: string): RequestSettingsDto {
  return {
    jurisdiction: row.requestJurisdiction as JurisdictionId,
    timeZone: row.requestTimeZone,
    holidayPlace: row.requestHolidayPlace,
    holidays: row.requestHolidays,
    fourEyes: row.requestFourEyes,
    profiles: profileChanges.catch({}).parse(row.requestProfiles),
    laws: jurisdictionIds.map((id) => toLawDto(id)),
    record: savedRecord(row),
    suspicionKeys: row.suspicionKeys,
    suspicionTags: row.suspicionTags,
    askIsOpen: row.askIsOpen,
    askText: row.askText,
    askUrl: `${env().publicUrl}/ask/${organizationId}/${row.environment}`,
    version: row.version,
    updatedAt: instant(row.updatedAt),
  };
}

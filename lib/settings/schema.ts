import { z } from "zod";
import { isStorable, storable } from "@/lib/format/text";
import { jurisdictionIds } from "@/lib/requests/jurisdictions";
import { processingRecord, processingRecordInput } from "@/lib/requests/processing-record";
import { profileChanges } from "@/lib/requests/profile";
import { piiFields, resultDto } from "@/lib/sessions/schema";
import { retentionOverrides, windowDays } from "@/lib/settings/retention-overrides";
import { routingRules } from "@/lib/settings/routing-rules";

export const settingsDto = z.object({
  apiPiiFields: z.array(z.enum(piiFields)),
  imageUrlExpirySeconds: z.int(),
  sensitiveDataRetentionDays: z.int().nullable(),
  dataRetentionDays: z.int().nullable(),
  autoRedactOnRetentionExpiry: z.boolean(),
  retentionOverrides,
  keepDeliveriesDays: z.int().nullable(),
  keepLinksDays: z.int().nullable(),
  keepPackagesDays: z.int().nullable(),
  keepRequestsDays: z.int().nullable(),
  version: z.int(),
  updatedAt: z.string(),
});
export type SettingsDto = z.infer<typeof settingsDto>;

/** A change of what the API may return; `version` is the one the admin was looking at. */
export const dataAccessInput = z.strictObject({
  apiPiiFields: z
    .array(z.enum(piiFields))
    .refine((fields) => new Set(fields).size === fields.length, "a field is named twice"),
  imageUrlExpirySeconds: z.int().min(30).max(86_400).optional(),
  version: z.int32(),
});
export type DataAccessInput = z.infer<typeof dataAccessInput>;

/** How long data are kept after a session has ended; null keeps them without a limit. */
export const retentionSettingsInput = z.strictObject({
  sensitiveDataRetentionDays: windowDays.optional(),
  dataRetentionDays: windowDays.optional(),
  autoRedactOnRetentionExpiry: z.boolean().optional(),
  retentionOverrides: retentionOverrides.optional(),
  keepDeliveriesDays: windowDays
    .optional()
    .meta({ description: "Webhook deliveries, once they have ended." }),
  keepLinksDays: windowDays.optional().meta({ description: "One-time links, once they have expired." }),
  keepPackagesDays: windowDays.optional().meta({ description: "Access packages, once they are built." }),
  keepRequestsDays: windowDays
    .optional()
    .meta({ description: "What a request holds of its requester, once it is closed." }),
  version: z.int32(),
});
export type RetentionSettingsInput = z.infer<typeof retentionSettingsInput>;

/** What an API key would get for a fictional person under a whitelist. */
export const dataAccessPreviewQuery = z.object({ apiPiiFields: z.string().max(300).optional() });
export const dataAccessPreview = z.object({ result: resultDto });

/** How cases are reviewed. */
export const reviewSettingsDto = z.object({
  dualReview: z.boolean(),
  blindSecondReview: z.boolean().meta({
    description: "The second reviewer sees the first opinion once they have given their own.",
  }),
  approvalNeedsHits: z.boolean().meta({
    description: "A case with an unresolved screening hit cannot be approved.",
  }),
  slaWarnMinutes: z.int(),
  slaBreachMinutes: z.int(),
  routingRules,
  version: z.int(),
  updatedAt: z.string(),
});
export type ReviewSettingsDto = z.infer<typeof reviewSettingsDto>;

const minutes = z.int().min(1).max(525_600);

/** A change of how cases are reviewed; what is not named stays. Cases that are open already keep their queue. */
export const reviewSettingsInput = z.strictObject({
  dualReview: z.boolean().optional(),
  blindSecondReview: z.boolean().optional(),
  approvalNeedsHits: z.boolean().optional(),
  slaWarnMinutes: minutes.optional(),
  slaBreachMinutes: minutes.optional(),
  routingRules: routingRules
    .refine((rules) => new Set(rules.map(({ name }) => name)).size === rules.length, "a name is used twice")
    .optional(),
  version: z.int32(),
});
export type ReviewSettingsInput = z.infer<typeof reviewSettingsInput>;

export const routingPreviewInput = z.strictObject({ routingRules });
export type RoutingPreviewInput = z.infer<typeof routingPreviewInput>;
/** Where the open cases would go under some rules. */
export const routingPreviewDto = z.object({
  queues: z.array(z.object({ queue: z.string(), count: z.int(), now: z.int() })).meta({
    description: "Of the cases looked at: how many would go to each queue, and how many are in it now.",
  }),
  rules: z.array(z.object({ name: z.string(), count: z.int() })).meta({
    description: "How many cases each rule would route, in the order in which the rules are tried.",
  }),
  cases: z.int(),
  isBounded: z.boolean().meta({ description: "True when only the newest 1 000 open cases were looked at." }),
});
export type RoutingPreviewDto = z.infer<typeof routingPreviewDto>;

const day = z.iso.date();
const names = z.array(z.string().trim().min(1).max(255).refine(isStorable, storable)).max(100);
const isTimeZone = (name: string) => {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
};

/** What a law's profile says by itself, in words. */
const lawDto = z.object({
  id: z.enum(jurisdictionIds),
  law: z.string(),
  answer: z.string(),
  answerDays: z.int().meta({ description: "The fewest days that the term has." }),
  extended: z.string(),
  extendedDays: z.int(),
  movesToWorkingDay: z.boolean(),
  remindWithDaysLeft: z.array(z.int()),
  keptYears: z.int().meta({ description: "Years for which it keeps approved sessions from an erasure." }),
});
export type LawDto = z.infer<typeof lawDto>;

/** How requests of data subjects are taken in, clocked and answered. */
export const requestSettingsDto = z.object({
  jurisdiction: z.enum(jurisdictionIds),
  timeZone: z.string(),
  holidayPlace: z.string().nullable(),
  holidays: z.array(day),
  fourEyes: z.boolean(),
  profiles: profileChanges,
  laws: z.array(lawDto),
  record: processingRecord,
  suspicionKeys: z.array(z.string()),
  suspicionTags: z.array(z.string()),
  askIsOpen: z.boolean(),
  askText: z.string(),
  askUrl: z.string().meta({ description: "Where the public page is when it is open." }),
  version: z.int(),
  updatedAt: z.string(),
});
export type RequestSettingsDto = z.infer<typeof requestSettingsDto>;

const clockParts = {
  jurisdiction: z.enum(jurisdictionIds),
  timeZone: z.string().max(64).refine(isTimeZone, "must be an IANA time zone such as Europe/Berlin"),
  holidayPlace: z
    .string()
    .regex(/^[A-Z]{2}(-[A-Z0-9]{1,6})?$/, "must be a country such as DE, or a part of one such as DE-BE")
    .nullable(),
};

/** A change of how requests are answered; what is not named stays. Requests that are open keep their law and zone. */
export const requestSettingsInput = z.strictObject({
  jurisdiction: clockParts.jurisdiction.optional(),
  timeZone: clockParts.timeZone.optional(),
  holidayPlace: clockParts.holidayPlace.optional(),
  holidays: z.array(day).max(200).optional(),
  fourEyes: z.boolean().optional(),
  profiles: profileChanges.optional(),
  record: processingRecordInput.optional(),
  suspicionKeys: names.optional(),
  suspicionTags: names.optional(),
  askIsOpen: z.boolean().optional(),
  askText: z.string().trim().max(4000).refine(isStorable, storable).optional(),
  version: z.int32(),
});
export type RequestSettingsInput = z.infer<typeof requestSettingsInput>;

export const clockPreviewQuery = z.object({
  jurisdiction: clockParts.jurisdiction.optional(),
  timeZone: clockParts.timeZone.optional(),
  holidayPlace: z.string().max(10).optional().meta({ description: "Empty for none." }),
});
export type ClockPreviewQuery = z.infer<typeof clockPreviewQuery>;
/** The days of a request that came in now. */
export const clockPreviewDto = z.object({
  receivedOn: day,
  dueOn: day,
  extendedTo: day,
  confirmBy: day.nullable(),
});

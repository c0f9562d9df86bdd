import { z } from "zod";
import { isStorable, storable } from "@/lib/format/text";
import { jurisdictionIds } from "@/lib/law/jurisdictions";
import { profileChanges } from "@/lib/law/profile";
import { processingRecord, processingRecordInput } from "@/lib/settings/schema";

const day = z.iso.date();

const names = z.array(z.string().trim().min(1).max(255).refine(isStorable, storable)).max(100);

/** The values of a law's own profile, in words. */
const lawDto = z.object({
  id: z.enum(jurisdictionIds),
  law: z.string(),
  answer: z.string(),
  answerDays: z.int().meta({ description: "The least number of days in the term." }),
  extended: z.string(),
  extendedDays: z.int(),
  movesToWorkingDay: z.boolean(),
  remindWithDaysLeft: z.array(z.int()),
  keptYears: z.int().meta({ description: "Years of AML retention for approved sessions." }),
});

export type LawDto = z.infer<typeof lawDto>;

/** The settings for receiving, timing and answering data-subject requests. */
export const requestSettingsDto = z.object({
  jurisdiction: z.enum(jurisdictionIds),
  timeZone: z.string().meta({ description: "The organization's time zone, whose days count." }),
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
  askUrl: z
    .string()
    .meta({ description: "URL of the public request page, which works while the page is on." }),
  version: z.int(),
  updatedAt: z.string(),
});

export type RequestSettingsDto = z.infer<typeof requestSettingsDto>;

const clockParts = {
  jurisdiction: z.enum(jurisdictionIds),
  holidayPlace: z
    .string()
    .regex(/^[A-Z]{2}(-[A-Z0-9]{1,6})?$/, "must be a country code such as DE, or a region such as DE-BE")
    .nullable(),
};

/** A change of the settings; what is not named stays. Open requests keep their law. */
export const requestSettingsInput = z.strictObject({
  jurisdiction: clockParts.jurisdiction.optional(),
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
  holidayPlace: z
    .string()
    .max(10)
    .optional()
    .meta({ description: "Country or region of the public holidays; empty for none." }),
});

export type ClockPreviewQuery = z.infer<typeof clockPreviewQuery>;

/** The deadlines of a request received now. */
export const clockPreviewDto = z.object({
  receivedOn: day,
  dueOn: day,
  extendedTo: day,
  confirmBy: day.nullable(),
});

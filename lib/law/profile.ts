import { z } from "zod";
import type { Day } from "@/lib/format/day";
import { isStorable, storable } from "@/lib/format/text";
import type { JurisdictionId } from "@/lib/law/jurisdictions";
import type { RequestKind } from "@/lib/law/kinds";
import type { Profile, Term } from "@/lib/law/profiles";
import { amlRuleOn, type RetentionRule } from "@/lib/law/retention";
import { readStored } from "@/lib/platform/stored";

const days = z.int().min(1).max(365).nullable().default(null);

const years = z.int().min(0).max(30);

/** An organization's changes to a law's profile; null keeps the law's value. */
const profileChange = z.strictObject({
  answerDays: days.meta({ description: "Days to answer, counted from receipt." }),
  extendedDays: days.meta({ description: "Days to answer after an extension, also counted from receipt." }),
  movesToWorkingDay: z.boolean().nullable().default(null),
  remindWithDaysLeft: z.array(z.int().min(0).max(365)).max(5).nullable().default(null),
  keptYears: years.nullable().default(null).meta({
    description: "Years for which approved sessions are retained despite an erasure, instead of the law's.",
  }),
  keptYearsByDocument: z
    .array(z.strictObject({ documentType: z.string().min(1).max(64).refine(isStorable, storable), years }))
    .max(20)
    .refine((all) => new Set(all.map(({ documentType }) => documentType)).size === all.length, "named twice")
    .nullable()
    .default(null)
    .meta({ description: "The same years for sessions with one type of document." }),
});
export type ProfileChange = z.infer<typeof profileChange>;

/** The changes for each law. */
export const profileChanges = z.strictObject({
  gdpr: profileChange.optional(),
  uk_gdpr: profileChange.optional(),
  ccpa: profileChange.optional(),
});
export type ProfileChanges = z.infer<typeof profileChanges>;

/**
 * Reads the saved changes.
 * @throws Error when they cannot be read, so that the law's values do not silently replace them
 */
export const savedProfiles = (saved: unknown): ProfileChanges =>
  readStored(profileChanges, saved, "request_settings.profiles");

/**
 * Returns the rules of a law with the organization's changes.
 * @throws Error when the saved changes cannot be read
 */
export function changedProfile(law: Profile, saved: unknown): Profile {
  const change = savedProfiles(saved)[law.jurisdiction];
  if (!change) return law;
  const { answerDays, extendedDays, movesToWorkingDay, remindWithDaysLeft } = change;
  return {
    ...law,
    answer: answerDays === null ? law.answer : { days: answerDays },
    extended: extendedDays === null ? law.extended : { days: extendedDays },
    movesToWorkingDay: movesToWorkingDay ?? law.movesToWorkingDay,
    remindWithDaysLeft: remindWithDaysLeft ?? law.remindWithDaysLeft,
  };
}

/** What of a request decides on which clock it runs. */
export type KindFacts = { kind: RequestKind; isAcknowledged: boolean };

/**
 * Returns the rules of a law for a kind of request. A kind that is acknowledged is due on the last day to do so, and
 * after that on the day that we remind of its outcome.
 */
export function profileOfKind(law: Profile, { kind, isAcknowledged }: KindFacts): Profile {
  const clock = law.kinds[kind]?.clock;
  if (!clock) return law;
  const { confirmWithinWorkingDays: _, ...rest } = law;
  if ("answer" in clock) return { ...rest, answer: clock.answer, extended: clock.answer, pauses: {} };
  const answer = isAcknowledged ? clock.outcome : clock.acknowledge;
  return { ...rest, answer, extended: answer, pauses: {}, acknowledge: clock.acknowledge };
}

/**
 * Returns the retention rule on a day with the organization's changes: by document type, otherwise for all sessions.
 * @throws Error when the saved changes cannot be read
 */
export function keptRuleOf(
  jurisdiction: JurisdictionId,
  saved: unknown,
  documentType: string | null,
  today: Day,
): RetentionRule {
  const law = amlRuleOn(jurisdiction, today);
  const change = savedProfiles(saved)[jurisdiction];
  const own = change?.keptYearsByDocument?.find((each) => each.documentType === documentType)?.years;
  const kept = own ?? change?.keptYears ?? law.years;
  if (kept === law.years) return law;
  return {
    ...law,
    name: `kept for ${kept} ${kept === 1 ? "year" : "years"} by our own rule`,
    years: kept,
    source: `in place of ${law.years} years (${law.source})`,
  };
}

/** Writes a term in words: `1 month`, `45 days`, `15 working days`. */
export function termWords(term: Term): string {
  const [count = 0] = Object.values(term);
  const unit = "months" in term ? "month" : "days" in term ? "day" : "working day";
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

import { useEnvironment } from "@/components/shell/environment";
import { limitsOf } from "@/components/ui/form-limits";
import { settingsQueries, updateReviewSettings } from "@/lib/settings/client";
import { type ReviewSettingsDto, reviewSettingsInput } from "@/lib/settings/schema";
import { minutesOf, type ReviewDraft, reviewChangesOf } from "./review-changes";
import { useSettingsDraft } from "./use-settings-draft";

/** Two decimals are enough to distinguish every minute. */
const hoursOf = (minutes: number): string => String(Number((minutes / 60).toFixed(2)));

const draftOf = (settings: ReviewSettingsDto): ReviewDraft => ({
  dualReview: settings.dualReview,
  blindSecondReview: settings.blindSecondReview,
  approvalNeedsHits: settings.approvalNeedsHits,
  briefWording: settings.briefWording,
  minimumAge: settings.minimumAge === null ? "" : String(settings.minimumAge),
  secondLook: String(settings.secondLookPercent),
  warn: hoursOf(settings.slaWarnMinutes),
  breach: hoursOf(settings.slaBreachMinutes),
  rules: settings.routingRules,
});

const inputOf = (
  edits: Partial<ReviewDraft>,
  { minimumAge, secondLook, warn, breach, rules }: ReviewDraft,
) => ({
  dualReview: edits.dualReview,
  blindSecondReview: edits.blindSecondReview,
  approvalNeedsHits: edits.approvalNeedsHits,
  briefWording: edits.briefWording,
  ...(edits.minimumAge !== undefined && { minimumAge: minimumAge === "" ? null : Number(minimumAge) }),
  ...(edits.secondLook !== undefined && { secondLookPercent: Number(secondLook) }),
  ...(edits.warn !== undefined && { slaWarnMinutes: minutesOf(warn) }),
  ...(edits.breach !== undefined && { slaBreachMinutes: minutesOf(breach) }),
  ...(edits.rules !== undefined && { routingRules: [...rules] }),
});

const isWithin = (value: number, path: "minimumAge"): boolean => {
  const { min = 0, max = 0 } = limitsOf(reviewSettingsInput, path);
  return value >= min && value <= max;
};

/** The schema counts minutes and the page hours, so problems are stated in hours. */
function hoursProblem(hours: string, path: "slaWarnMinutes" | "slaBreachMinutes"): string | undefined {
  const { min = 0, max = 0 } = limitsOf(reviewSettingsInput, path);
  const minutes = minutesOf(hours);
  if (minutes >= min && minutes <= max) return undefined;
  return `Enter a value from one minute to ${max / 60} hours.`;
}

function check({ minimumAge, secondLook, warn, breach }: ReviewDraft) {
  const [early, late] = [hoursProblem(warn, "slaWarnMinutes"), hoursProblem(breach, "slaBreachMinutes")];
  const isInverted = !early && !late && minutesOf(breach) <= minutesOf(warn);
  const isPercent = /^\d{1,3}$/.test(secondLook) && Number(secondLook) <= 100;
  const isAge =
    minimumAge === "" || (/^\d{1,3}$/.test(minimumAge) && isWithin(Number(minimumAge), "minimumAge"));
  return {
    minimumAge: isAge ? undefined : "Enter a whole number from 1 to 120, or nothing.",
    secondLookPercent: isPercent ? undefined : "Enter a whole number from 0 to 100.",
    slaWarnMinutes: early,
    slaBreachMinutes: isInverted ? "Enter a value greater than the warning." : late,
  };
}

/** Manages how cases are reviewed. */
export const useReviewSettings = () =>
  useSettingsDraft({
    part: "review",
    query: settingsQueries.review(useEnvironment()),
    schema: reviewSettingsInput,
    draftOf,
    inputOf,
    changesOf: reviewChangesOf,
    check,
    inputs: ["minimumAge", "secondLookPercent", "slaWarnMinutes", "slaBreachMinutes"],
    save: updateReviewSettings,
    saved: { title: "Review settings saved" },
  });

export type ReviewSettings = ReturnType<typeof useReviewSettings>;

"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf, toastProblem } from "@/components/shell/problem";
import { useDraft } from "@/components/ui/drafts";
import { toast } from "@/components/ui/toast";
import { settingsQueries, updateReviewSettings } from "@/lib/settings/client";
import type { ReviewSettingsDto } from "@/lib/settings/schema";
import type { RoutingRule } from "./rule-words";

/** What the viewer touched: laid over whatever the settings are, also when somebody else was faster. */
type Switches = Pick<ReviewSettingsDto, "dualReview" | "blindSecondReview" | "approvalNeedsHits">;
type Edits = Partial<Switches> & { warn?: string; breach?: string; rules?: readonly RoutingRule[] };
export type ReviewDraft = Switches & {
  /** In hours, as typed. */
  warn: string;
  /** In hours, as typed. */
  breach: string;
  rules: readonly RoutingRule[];
};

/** Two decimals tell every minute from the next. */
const hoursOf = (minutes: number): string => String(Number((minutes / 60).toFixed(2)));

/** Whole minutes, as the settings hold them. */
export const minutesOf = (hours: string): number => Math.round(Number(hours) * 60);

const draftOf = (settings: ReviewSettingsDto, edits: Edits): ReviewDraft => ({
  dualReview: edits.dualReview ?? settings.dualReview,
  blindSecondReview: edits.blindSecondReview ?? settings.blindSecondReview,
  approvalNeedsHits: edits.approvalNeedsHits ?? settings.approvalNeedsHits,
  warn: edits.warn ?? hoursOf(settings.slaWarnMinutes),
  breach: edits.breach ?? hoursOf(settings.slaBreachMinutes),
  rules: edits.rules ?? settings.routingRules,
});

const mostMinutes = 525_600;

export function hoursProblem(hours: string): string | undefined {
  const minutes = minutesOf(hours);
  return minutes >= 1 && minutes <= mostMinutes
    ? undefined
    : `Enter a value from one minute to ${mostMinutes / 60} hours.`;
}

export function breachProblem({ warn, breach }: ReviewDraft): string | undefined {
  const problem = hoursProblem(breach);
  if (problem || hoursProblem(warn)) return problem;
  return minutesOf(breach) > minutesOf(warn) ? undefined : "Enter a value greater than the warning.";
}

const noEdits = {};

/** The settings of review as they are, the draft over them, and the way back or forward. */
export function useReviewSettings() {
  const environment = useEnvironment();
  const client = useQueryClient();
  const options = settingsQueries.review(environment);
  const { data: settings } = useSuspenseQuery(options);
  const [edits, setEdits, forgetEdits] = useDraft<Edits>(`${environment}/settings/review`, noEdits);
  const draft = draftOf(settings, edits);
  const save = useMutation({
    mutationFn: () =>
      updateReviewSettings(environment, {
        version: settings.version,
        dualReview: edits.dualReview,
        blindSecondReview: edits.blindSecondReview,
        approvalNeedsHits: edits.approvalNeedsHits,
        ...(edits.warn !== undefined && { slaWarnMinutes: minutesOf(draft.warn) }),
        ...(edits.breach !== undefined && { slaBreachMinutes: minutesOf(draft.breach) }),
        ...(edits.rules !== undefined && { routingRules: [...draft.rules] }),
      }),
    onSuccess: (saved) => {
      client.setQueryData(options.queryKey, saved);
      forgetEdits();
      toast({
        tone: "success",
        title: "Review settings saved",
        detail: "The change is recorded in the audit log.",
      });
    },
    onError: (error) => {
      if (problemOf(error).status !== 409) return toastProblem("The settings were not saved", error);
      client.invalidateQueries({ queryKey: options.queryKey, exact: true });
    },
  });
  return {
    settings,
    draft,
    save,
    isConflict: save.error !== null && problemOf(save.error).status === 409,
    edit: (part: Edits) => setEdits({ ...edits, ...part }),
    discard: () => {
      forgetEdits();
      save.reset();
    },
  };
}

export type ReviewSettings = ReturnType<typeof useReviewSettings>;

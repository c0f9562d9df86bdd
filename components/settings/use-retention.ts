"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf, toastProblem } from "@/components/shell/problem";
import { useDraft } from "@/components/ui/drafts";
import { toast } from "@/components/ui/toast";
import { settingsQueries, updateRetention } from "@/lib/settings/client";
import type { SettingsDto } from "@/lib/settings/schema";
import type { Change } from "./changes";

/** Windows of one document type as they are typed. */
export type OverrideDraft = { documentType: string; sensitive: string; all: string };

/** Empty keeps data without a limit. */
export type RetentionDraft = {
  sensitive: string;
  all: string;
  isOn: boolean;
  overrides: readonly OverrideDraft[];
  deliveries: string;
  links: string;
  packages: string;
  requests: string;
};

/** The windows of other records: what each is called, in the draft and in the settings. */
export const otherWindows = [
  [
    "deliveries",
    "keepDeliveriesDays",
    "Webhook deliveries",
    "Counted from creation. Pending deliveries are kept.",
  ],
  ["links", "keepLinksDays", "One-time links", "Counted from expiry."],
  [
    "packages",
    "keepPackagesDays",
    "Access packages",
    "Counted from the build. You can build a package again.",
  ],
  [
    "requests",
    "keepRequestsDays",
    "Requesters of closed requests",
    "Counted from closing. The requester's details are erased; the request itself is kept.",
  ],
] as const;

const most = 36_500;
const textOf = (days: number | null) => (days === null ? "" : String(days));
const daysOf = (text: string) => (text.trim() === "" ? null : Number(text));
const wordsOf = (days: number | null) => (days === null ? "no limit" : days === 1 ? "1 day" : `${days} days`);

export function daysProblem(text: string): string | undefined {
  const days = daysOf(text);
  if (days === null || (Number.isInteger(days) && days >= 1 && days <= most)) return undefined;
  return `Enter a whole number of days from 1 to ${most}, or leave empty.`;
}

export function allProblem({
  sensitive,
  all,
}: Pick<RetentionDraft, "sensitive" | "all">): string | undefined {
  const [first, last] = [daysOf(sensitive), daysOf(all)];
  if (daysProblem(all) || first === null || last === null || last >= first) return daysProblem(all);
  return "Enter at least as many days as for sensitive data.";
}

/** What is wrong with the windows of the document types, if anything. */
export function overridesProblem(overrides: readonly OverrideDraft[]): string | undefined {
  const types = overrides.map(({ documentType }) => documentType.trim());
  if (types.some((type) => !type)) return "Enter a document type.";
  if (new Set(types).size < types.length) return "A document type appears twice. Remove one row.";
  return overrides.map((each) => daysProblem(each.sensitive) ?? allProblem(each)).find(Boolean);
}

/** Whether everything in a draft can be saved. */
export const isSound = (draft: RetentionDraft): boolean =>
  !daysProblem(draft.sensitive) &&
  !allProblem(draft) &&
  !overridesProblem(draft.overrides) &&
  otherWindows.every(([name]) => !daysProblem(draft[name]));

const overridesOf = (settings: SettingsDto): OverrideDraft[] =>
  settings.retentionOverrides.map((each) => ({
    documentType: each.documentType,
    sensitive: textOf(each.sensitiveDataRetentionDays),
    all: textOf(each.dataRetentionDays),
  }));

const overridesText = (overrides: readonly OverrideDraft[]) =>
  overrides
    .map(({ documentType, sensitive, all }) => `${documentType} ${sensitive || "∞"}/${all || "∞"}`)
    .join(", ") || "none";

const draftOf = (settings: SettingsDto): RetentionDraft => ({
  sensitive: textOf(settings.sensitiveDataRetentionDays),
  all: textOf(settings.dataRetentionDays),
  isOn: settings.autoRedactOnRetentionExpiry,
  overrides: overridesOf(settings),
  deliveries: textOf(settings.keepDeliveriesDays),
  links: textOf(settings.keepLinksDays),
  packages: textOf(settings.keepPackagesDays),
  requests: textOf(settings.keepRequestsDays),
});

/** What a draft changes, one line each. */
export function retentionChangesOf(settings: SettingsDto, draft: RetentionDraft): Change[] {
  const { sensitiveDataRetentionDays: sensitive, dataRetentionDays: all } = settings;
  const days = (name: string, before: number | null, text: string) =>
    textOf(before) === text.trim()
      ? []
      : [{ name, before: wordsOf(before), after: daysProblem(text) ? text : wordsOf(daysOf(text)) }];
  const on = (isOn: boolean) => (isOn ? "on" : "off");
  return [
    ...days("Sensitive data", sensitive, draft.sensitive),
    ...days("All other data", all, draft.all),
    ...(settings.autoRedactOnRetentionExpiry === draft.isOn
      ? []
      : [{ name: "Automatic erasure", before: on(!draft.isOn), after: on(draft.isOn) }]),
    ...(overridesText(overridesOf(settings)) === overridesText(draft.overrides)
      ? []
      : [
          {
            name: "By document type",
            before: overridesText(overridesOf(settings)),
            after: overridesText(draft.overrides),
          },
        ]),
    ...otherWindows.flatMap(([name, column, label]) => days(label, settings[column], draft[name])),
  ];
}

const noEdits = {};

/** What was edited of the windows of sessions, as the API takes it. */
export const windowsOf = (edits: Partial<RetentionDraft>, draft: RetentionDraft) => ({
  ...(edits.sensitive !== undefined && { sensitiveDataRetentionDays: daysOf(draft.sensitive) }),
  ...(edits.all !== undefined && { dataRetentionDays: daysOf(draft.all) }),
  ...(edits.isOn !== undefined && { autoRedactOnRetentionExpiry: draft.isOn }),
  ...(edits.overrides !== undefined && {
    retentionOverrides: draft.overrides.map(({ documentType, sensitive, all }) => ({
      documentType: documentType.trim(),
      sensitiveDataRetentionDays: daysOf(sensitive),
      dataRetentionDays: daysOf(all),
    })),
  }),
});

/** The settings as they are, the draft over them, and the way back or forward. */
export function useRetention() {
  const environment = useEnvironment();
  const client = useQueryClient();
  const options = settingsQueries.retention(environment);
  const { data: settings } = useSuspenseQuery(options);
  const [edits, setEdits, forgetEdits] = useDraft<Partial<RetentionDraft>>(
    `${environment}/settings/retention`,
    noEdits,
  );
  const draft: RetentionDraft = { ...draftOf(settings), ...edits };
  const save = useMutation({
    mutationFn: () =>
      updateRetention(environment, {
        version: settings.version,
        ...windowsOf(edits, draft),
        ...Object.fromEntries(
          otherWindows.flatMap(([name, column]) =>
            edits[name] === undefined ? [] : [[column, daysOf(draft[name])]],
          ),
        ),
      }),
    onSuccess: (saved) => {
      client.setQueryData(options.queryKey, saved);
      client.invalidateQueries({ queryKey: [environment, "settings", "retention", "plan"] });
      forgetEdits();
      toast({
        tone: "success",
        title: "Retention settings saved",
        detail: "The next nightly run uses the new settings.",
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
    windows: windowsOf(edits, draft),
    save,
    isConflict: save.error !== null && problemOf(save.error).status === 409,
    edit: (part: Partial<RetentionDraft>) => setEdits({ ...edits, ...part }),
    discard: () => {
      forgetEdits();
      save.reset();
    },
  };
}

import { useEnvironment } from "@/components/shell/environment";
import { settingsQueries, updateRetention } from "@/lib/settings/client";
import { retentionSettingsInput, type SettingsDto } from "@/lib/settings/schema";
import type { Change } from "./changes";
import { useSettingsDraft } from "./use-settings-draft";

/** The typed windows of one document type. */
export type OverrideDraft = { documentType: string; sensitive: string; all: string };

/** An empty window stores data without a limit. */
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

/** The windows of other records, with their names in the page, the draft and the settings. */
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

const textOf = (days: number | null) => (days === null ? "" : String(days));
const daysOf = (text: string) => (text.trim() === "" ? null : Number(text));
const wordsOf = (days: number | null) => (days === null ? "no limit" : days === 1 ? "1 day" : `${days} days`);

/** Returns whether the window of all data ends before that of sensitive data. */
function isInverted({ sensitive, all }: Pick<RetentionDraft, "sensitive" | "all">): boolean {
  const [first, last] = [daysOf(sensitive), daysOf(all)];
  return first !== null && last !== null && last < first;
}
const tooFew = "Enter at least as many days as for sensitive data.";

/** Returns a problem of the document types' windows that the schema does not find. */
function overridesProblem(overrides: readonly OverrideDraft[]): string | undefined {
  const types = overrides.map(({ documentType }) => documentType.trim());
  if (types.some((type) => !type)) return "Enter a document type.";
  if (new Set(types).size < types.length) return "A document type appears twice. Remove one row.";
  return overrides.some(isInverted) ? tooFew : undefined;
}

function check(draft: RetentionDraft) {
  const overrides = overridesProblem(draft.overrides);
  return {
    ...(isInverted(draft) && { dataRetentionDays: tooFew }),
    ...(overrides && { retentionOverrides: overrides }),
  };
}

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

/** Lists the changes of a draft, one line each. */
export function retentionChangesOf(settings: SettingsDto, draft: RetentionDraft): Change[] {
  const { sensitiveDataRetentionDays: sensitive, dataRetentionDays: all } = settings;
  const days = (name: string, before: number | null, text: string) =>
    textOf(before) === text.trim()
      ? []
      : [
          {
            name,
            before: wordsOf(before),
            after: Number.isInteger(daysOf(text) ?? 0) ? wordsOf(daysOf(text)) : text,
          },
        ];
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

/** Converts the edited windows of sessions to the API's input. */
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

const inputOf = (edits: Partial<RetentionDraft>, draft: RetentionDraft) => ({
  ...windowsOf(edits, draft),
  ...Object.fromEntries(
    otherWindows.flatMap(([name, column]) =>
      edits[name] === undefined ? [] : [[column, daysOf(draft[name])]],
    ),
  ),
});

/** Manages how long data is stored. */
export function useRetention() {
  const environment = useEnvironment();
  const access = useSettingsDraft({
    part: "retention",
    query: settingsQueries.retention(environment),
    schema: retentionSettingsInput,
    draftOf,
    inputOf,
    changesOf: retentionChangesOf,
    check,
    inputs: [
      "sensitiveDataRetentionDays",
      "dataRetentionDays",
      "retentionOverrides",
      ...otherWindows.map(([, column]) => column),
    ],
    save: updateRetention,
    stale: [environment, "settings", "retention", "plan"],
    saved: { title: "Retention settings saved", detail: "The next nightly run uses the new settings." },
  });
  return { ...access, windows: windowsOf(access.edits, access.draft) };
}

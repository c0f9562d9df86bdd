import { lawNames } from "@/components/requests/words";
import type { RequestSettingsDto, RequestSettingsInput } from "@/lib/request-settings/schema";
import { recordNames, recordParts } from "@/lib/settings/policy";
import type { Change } from "./changes";
import {
  type ProfileDrafts,
  profileChangesOf,
  profileDraftsOf,
  profileProblems,
  profilesOf,
} from "./profile-draft";

export type RecordField = keyof RequestSettingsDto["record"];

/** Hints for the parts of the record of processing, in the order of Art. 15(1). */
const recordHints: Readonly<Record<RecordField, string>> = {
  purposes: "Art. 15(1)(a), for example: to verify applicants and to prevent fraud and money laundering.",
  legalBasis: "Art. 6(1), and the law that requires the processing.",
  biometricBasis:
    "Art. 9(2), because faces are compared. For example explicit consent (a) or a law under (g).",
  recipients: "Art. 15(1)(c). Recipients of a single session are added from its records.",
  transfers: "Art. 15(2). Name the safeguards, or state that there are no transfers.",
  authority: "Art. 15(1)(f). The authority that handles complaints.",
};
export const recordFields = recordParts.map((field) => ({
  field,
  label: recordNames[field],
  hint: recordHints[field],
}));

/** The inputs of the page; lists have one entry per line. */
export type RequestDraft = {
  jurisdiction: RequestSettingsDto["jurisdiction"];
  holidayPlace: string;
  holidays: string;
  fourEyes: boolean;
  profiles: ProfileDrafts;
  record: RequestSettingsDto["record"];
  suspicionKeys: string;
  suspicionTags: string;
  askIsOpen: boolean;
  askText: string;
};

const lines = (text: string) => [
  ...new Set(
    text
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean),
  ),
];

export const draftOf = (settings: RequestSettingsDto): RequestDraft => ({
  jurisdiction: settings.jurisdiction,
  holidayPlace: settings.holidayPlace ?? "",
  holidays: settings.holidays.join("\n"),
  fourEyes: settings.fourEyes,
  profiles: profileDraftsOf(settings),
  record: settings.record,
  suspicionKeys: settings.suspicionKeys.join("\n"),
  suspicionTags: settings.suspicionTags.join("\n"),
  askIsOpen: settings.askIsOpen,
  askText: settings.askText,
});

/** Converts a draft to the operation's input, with only the edited parts. */
export function inputOf(
  edits: Partial<RequestDraft>,
  draft: RequestDraft,
): Omit<RequestSettingsInput, "version"> {
  const all: Required<Omit<RequestSettingsInput, "version">> = {
    ...draft,
    profiles: profilesOf(draft.profiles),
    holidayPlace: draft.holidayPlace.trim().toUpperCase() || null,
    holidays: lines(draft.holidays),
    suspicionKeys: lines(draft.suspicionKeys),
    suspicionTags: lines(draft.suspicionTags),
    askText: draft.askText.trim(),
  };
  return Object.fromEntries(Object.entries(all).filter(([name]) => name in edits));
}

/** Problems for which the schema has only a developer's words. */
export function requestProblems({ holidays, profiles }: RequestDraft): Partial<Record<string, string>> {
  const isDay = (day: string) => /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day));
  return {
    ...profileProblems(profiles),
    ...(!lines(holidays).every(isDay) && { holidays: "Enter one day per line, such as 2026-12-24." }),
  };
}

const onOff = (isOn: boolean) => (isOn ? "on" : "off");
const short = (text: string) => (text.length > 40 ? `${text.slice(0, 38)}…` : text || "nothing");

/** Lists the changes of a draft, one line each. */
export function requestChangesOf(settings: RequestSettingsDto, draft: RequestDraft): Change[] {
  const list = (text: string) => short(lines(text).join(", "));
  const before = draftOf(settings);
  const texts = [
    { name: "Law", of: (from: RequestDraft) => lawNames[from.jurisdiction] },
    { name: "Public holidays", of: (from: RequestDraft) => from.holidayPlace.trim().toUpperCase() || "none" },
    { name: "Extra non-working days", of: ({ holidays }: RequestDraft) => list(holidays) },
    { name: "Four eyes", of: ({ fourEyes }: RequestDraft) => onOff(fourEyes) },
    { name: "SAR/STR keys", of: ({ suspicionKeys }: RequestDraft) => list(suspicionKeys) },
    { name: "SAR/STR tags", of: ({ suspicionTags }: RequestDraft) => list(suspicionTags) },
    { name: "Public request page", of: ({ askIsOpen }: RequestDraft) => onOff(askIsOpen) },
    { name: "Introduction", of: ({ askText }: RequestDraft) => short(askText.trim()) },
    ...recordFields.map(({ field, label }) => ({
      name: label,
      of: ({ record }: RequestDraft) => short(record[field].trim()),
    })),
  ];
  const plain = texts
    .map(({ name, of }) => ({ name, before: of(before), after: of(draft) }))
    .filter((change) => change.before !== change.after || isLongChange(change.name, before, draft));
  return [...plain, ...profileChangesOf(settings, draft.profiles)];
}

/** Returns whether a long text changed, even if the shown beginning is the same. */
function isLongChange(name: string, before: RequestDraft, after: RequestDraft): boolean {
  const field = recordFields.find(({ label }) => label === name)?.field;
  if (field) return before.record[field].trim() !== after.record[field].trim();
  return name === "Text of the form" && before.askText.trim() !== after.askText.trim();
}

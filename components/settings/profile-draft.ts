import type { LawDto, RequestSettingsDto, RequestSettingsInput } from "@/lib/request-settings/schema";
import type { Change } from "./changes";

/** The inputs for one law; empty keeps the law's value. */
export type ProfileDraft = {
  answer: string;
  extended: string;
  moves: "" | "yes" | "no";
  remind: string;
  /** Years for which approved sessions are retained. */
  kept: string;
  /** Years by document type: `passport 10, visa 7`. */
  keptBy: string;
};
export type ProfileDrafts = Record<LawDto["id"], ProfileDraft>;

const text = (value: number | null | undefined) =>
  value === null || value === undefined ? "" : String(value);

function draftOf(change: RequestSettingsDto["profiles"][LawDto["id"]]): ProfileDraft {
  const moves = change?.movesToWorkingDay ?? null;
  return {
    answer: text(change?.answerDays),
    extended: text(change?.extendedDays),
    moves: moves === null ? "" : moves ? "yes" : "no",
    remind: change?.remindWithDaysLeft?.join(", ") ?? "",
    kept: text(change?.keptYears),
    keptBy: (change?.keptYearsByDocument ?? [])
      .map(({ documentType, years }) => `${documentType} ${years}`)
      .join(", "),
  };
}

export const profileDraftsOf = ({ profiles }: RequestSettingsDto): ProfileDrafts => ({
  gdpr: draftOf(profiles.gdpr),
  uk_gdpr: draftOf(profiles.uk_gdpr),
  ccpa: draftOf(profiles.ccpa),
});

const daysOf = (typed: string) => (typed.trim() === "" ? null : Number(typed));
const numbersOf = (typed: string) =>
  typed
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(Number);
const keptByOf = (typed: string) =>
  typed
    .split(",")
    .map((each) => each.trim())
    .filter(Boolean)
    .map((each) => {
      const [, documentType = "", years = ""] = /^(\S+)\s+(\d+)$/.exec(each) ?? [];
      return { documentType, years: Number(years) };
    });

/** Checks what the schema cannot: whether the text consists of document types with years. */
const isKeptBy = (typed: string) => keptByOf(typed).every(({ documentType }) => documentType !== "");

/** The problems of the drafts in the page's words, by paths of the operation's input. */
export const profileProblems = (drafts: ProfileDrafts): Partial<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(drafts)
      .filter(([, { keptBy }]) => !isKeptBy(keptBy))
      .map(([id]) => [
        `profiles.${id}.keptYearsByDocument`,
        "Enter document types with years, such as passport 10, visa 7.",
      ]),
  );

/** The terms of a law that can be edited. */
export const profileParts = [
  "answerDays",
  "extendedDays",
  "remindWithDaysLeft",
  "keptYears",
  "keptYearsByDocument",
] as const;

/** Returns whether a term is longer than the law's. */
export const isLonger = (typed: string, lawDays: number): boolean => (daysOf(typed) ?? 0) > lawDays;

/** Converts the drafts to the operation's input; a law without changes is left out. */
export function profilesOf(drafts: ProfileDrafts): NonNullable<RequestSettingsInput["profiles"]> {
  const kept = Object.entries(drafts).flatMap(
    ([id, { answer, extended, moves, remind, kept: years, keptBy }]) => {
      if (![answer, extended, moves, remind, years, keptBy].some((each) => each.trim())) return [];
      const change = {
        answerDays: daysOf(answer),
        extendedDays: daysOf(extended),
        movesToWorkingDay: moves === "" ? null : moves === "yes",
        remindWithDaysLeft: remind.trim() ? numbersOf(remind) : null,
        keptYears: daysOf(years),
        keptYearsByDocument: keptBy.trim() ? keptByOf(keptBy) : null,
      };
      return [[id, change] as const];
    },
  );
  return Object.fromEntries(kept);
}

/** Lists the changes of the drafts, one line each. */
export function profileChangesOf(settings: RequestSettingsDto, after: ProfileDrafts): Change[] {
  const before = profileDraftsOf(settings);
  const days = (typed: string) => (typed.trim() ? `${typed.trim()} days` : "legal default");
  const plain = (typed: string) => typed.trim() || "legal default";
  const parts = [
    ["answer", "answer within", days],
    ["extended", "extended to", days],
    ["moves", "extend to next working day", plain],
    ["remind", "reminders", plain],
    ["kept", "AML retention, years", plain],
    ["keptBy", "AML retention by document type, years", plain],
  ] as const;
  return settings.laws.flatMap(({ id, law }) =>
    parts
      .map(([part, name, say]) => ({
        name: `${law}: ${name}`,
        before: say(before[id][part]),
        after: say(after[id][part]),
      }))
      .filter((change) => change.before !== change.after),
  );
}

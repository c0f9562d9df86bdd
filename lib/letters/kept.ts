import type { LetterLanguage } from "@/lib/contract/vocabulary";
import { type Day, dayOrNull } from "@/lib/format/day";
import { type RetentionRule, verdictOf } from "@/lib/law/retention";
import { answerTexts } from "@/lib/letters/answer-texts";
import { answerDay, filledIn } from "@/lib/letters/interim";
import type { PlanRowDto } from "@/lib/privacy/schema";
import { retentionClock } from "@/lib/records/window";
import type { RetentionOverride } from "@/lib/settings/schema";

/** A session with the retention settings that apply to it. */
export type KeptFacts = {
  session: {
    resultStatus: string | null;
    terminalAt: Date | null;
    documentType: string | null;
    restrictedUntilOn: Date | null;
  };
  settings: {
    sensitiveDataRetentionDays: number | null;
    dataRetentionDays: number | null;
    overrides: readonly RetentionOverride[];
    autoRedactOnRetentionExpiry: boolean;
  };
  /** What an erasure would do with the session today. */
  plan: Pick<PlanRowDto, "verdict" | "until" | "rule" | "source">;
  /** The retention rule that decides on a day: the law may have changed by then. */
  ruleOn: (day: Day) => RetentionRule;
};

/**
 * Explains to the subject how long one session is stored (GDPR Art. 15(1)(d)): what happens automatically under the
 * retention settings, and what a request for erasure would do. Days count from the end of the verification.
 * @param day returns the day of an instant in the organization's time zone
 */
export function keptWords(
  { session, settings, plan, ruleOn }: KeptFacts,
  day: (instant: Date) => Day,
  language: LetterLanguage = "en",
): string {
  const { kept } = answerTexts[language];
  if (plan.verdict === "erased") return kept.erased;
  const { sensitiveDataUntil, dataUntil } = retentionClock(session, settings);
  const said: string[] = [];
  const dated = (text: string, on: Day) => filledIn(text, { day: answerDay(language, on) });
  /** The last day of a duty that is in force when the settings would erase, or that day. */
  const keptTo = (due: Day): Day => {
    const ended = {
      ...free,
      outcome: session.resultStatus,
      endedOn: session.terminalAt && day(session.terminalAt),
    };
    return latest(due, verdictOf(ended, ruleOn(due), null, due).until);
  };
  if (sensitiveDataUntil) said.push(dated(kept.sensitive, day(sensitiveDataUntil)));
  if (!session.terminalAt) said.push(kept.active);
  else if (dataUntil && settings.autoRedactOnRetentionExpiry && !isOpenEnded(plan)) {
    const due = latest(day(dataUntil), dayOrNull(session.restrictedUntilOn), plan.until);
    said.push(dated(kept.automatic, keptTo(due)));
  } else said.push(kept.open);
  said.push(onRequest(plan, language));
  return said.join(" ");
}

const free = { isRedacted: false, hold: null, isUndecided: false, isRestricted: false };

/** Whether a law keeps the session, to a day that is not known. */
const isOpenEnded = ({ verdict, until }: KeptFacts["plan"]) => verdict === "keep" && until === null;

/** The retention settings erase nothing that a law still keeps. */
const latest = (first: Day, ...others: (Day | null)[]) =>
  others.reduce<Day>((last, other) => (other && other > last ? other : last), first);

/** Why a law keeps data: rule and source. A rule is in English, so other languages cite its source. */
export const keptReason = (rule: string, source: string | null, language: LetterLanguage): string => {
  if (language !== "en" && source) return source;
  return `${rule}${source ? ` (${source})` : ""}`;
};

/**
 * Explains what a request for erasure would do. It does not mention a legal hold, which may serve a suspicion report.
 */
function onRequest({ verdict, until, rule, source }: KeptFacts["plan"], language: LetterLanguage): string {
  const { kept } = answerTexts[language];
  if (verdict === "undecided") return kept.undecided;
  if (verdict !== "keep") return kept.free;
  const why = keptReason(rule, source, language);
  return until
    ? filledIn(kept.retainedUntil, { day: answerDay(language, until), why })
    : filledIn(kept.retained, { why });
}

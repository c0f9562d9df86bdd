import { day as inWords } from "@/lib/format/date";
import { type Day, dayOrNull } from "@/lib/format/day";
import { type RetentionRule, verdictOf } from "@/lib/law/retention";
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
): string {
  if (plan.verdict === "erased") return "Erased.";
  const { sensitiveDataUntil, dataUntil } = retentionClock(session, settings);
  const said: string[] = [];
  /** The last day of a duty that is in force when the settings would erase, or that day. */
  const keptTo = (due: Day): Day => {
    const ended = {
      ...free,
      outcome: session.resultStatus,
      endedOn: session.terminalAt && day(session.terminalAt),
    };
    return latest(due, verdictOf(ended, ruleOn(due), null, due).until);
  };
  if (sensitiveDataUntil)
    said.push(
      `Images and the data read from them are no longer used from ${inWords(day(sensitiveDataUntil))}.`,
    );
  if (!session.terminalAt)
    said.push("Your verification has not ended. The retention period starts when it ends.");
  else if (dataUntil && settings.autoRedactOnRetentionExpiry && !isOpenEnded(plan))
    said.push(
      `All data is erased automatically on ${inWords(keptTo(latest(day(dataUntil), dayOrNull(session.restrictedUntilOn), plan.until)))} or on the next day.`,
    );
  else said.push("We have not set a date for automatic erasure.");
  said.push(onRequest(plan));
  return said.join(" ");
}

const free = { isRedacted: false, hold: null, isUndecided: false, isRestricted: false };

/** Whether a law keeps the session, to a day that is not known. */
const isOpenEnded = ({ verdict, until }: KeptFacts["plan"]) => verdict === "keep" && until === null;

/** The retention settings erase nothing that a law still keeps. */
const latest = (first: Day, ...others: (Day | null)[]) =>
  others.reduce<Day>((last, other) => (other && other > last ? other : last), first);

/**
 * Explains what a request for erasure would do. It does not mention a legal hold, which may serve a suspicion report.
 */
function onRequest({ verdict, until, rule, source }: KeptFacts["plan"]): string {
  if (verdict === "undecided")
    return "If you ask us to erase this data, we erase it when its review is finished, unless a law requires us to keep it.";
  if (verdict !== "keep") return "If you ask us to erase this data, we erase it.";
  const why = `${rule}${source ? ` (${source})` : ""}`;
  return `If you ask us to erase this data, we must still keep it${until ? ` until ${inWords(until)}` : ""}: ${why}.`;
}

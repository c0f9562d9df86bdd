import { day } from "@/lib/format/date";
import type { Day } from "@/lib/format/day";
import { addMonths } from "@/lib/law/calendar";
import type { JurisdictionId } from "@/lib/law/jurisdictions";

/** The outcomes of a session that a retention duty can cover. */
export const retainable = ["approved", "rejected"] as const;

/** A rule that retains a session for a number of years. Plain data: to follow a change of law, add a rule. */
export type RetentionRule = {
  name: string;
  years: number;
  source: string;
  /** The first and the last day of an erasure that it is asked about; without a last day it is in force. */
  validFrom: Day;
  until: Day | null;
  /**
   * The outcomes that it covers. The years of an approved session begin with the end of the customer relationship or
   * the transaction, those of a rejected one with the refusal.
   */
  retains: readonly (typeof retainable)[number][];
  /** The source of a duty to erase personal data when the years have ended; null without one. */
  erasedAfter: string | null;
};

const fiveYears = { name: "5-year anti-money-laundering retention", years: 5 } as const;

/**
 * Anti-money-laundering retention: the records of a customer check are retained for years after the end of the business
 * relationship, or after an occasional transaction. From 10 July 2027 the European Union's rule also covers refusals.
 */
export const amlRules: Readonly<Record<JurisdictionId, readonly RetentionRule[]>> = {
  gdpr: [
    {
      ...fiveYears,
      source: "Directive (EU) 2015/849 Art. 40(1)(a); GDPR Art. 17(3)(b)",
      validFrom: "2017-06-26",
      until: "2027-07-09",
      retains: ["approved"],
      erasedAfter: "Directive (EU) 2015/849 Art. 40(1), second subparagraph",
    },
    {
      ...fiveYears,
      source: "Regulation (EU) 2024/1624 Art. 77(3); GDPR Art. 17(3)(b)",
      validFrom: "2027-07-10",
      until: null,
      retains: ["approved", "rejected"],
      erasedAfter: "Regulation (EU) 2024/1624 Art. 77(3)",
    },
  ],
  uk_gdpr: [
    {
      ...fiveYears,
      source: "Money Laundering Regulations 2017 (UK) reg. 40(3); UK GDPR Art. 17(3)(b)",
      validFrom: "2017-06-26",
      until: null,
      retains: ["approved"],
      erasedAfter: "Money Laundering Regulations 2017 (UK) reg. 40(5)",
    },
  ],
  ccpa: [
    {
      ...fiveYears,
      source: "31 CFR § 1020.220(a)(3)(ii); Cal. Civ. Code § 1798.145(a)",
      validFrom: "2003-10-01",
      until: null,
      retains: ["approved"],
      erasedAfter: null,
    },
  ],
};

/** Returns the rule that decides about an erasure on a day; before the first one, the first. */
export function amlRuleOn(jurisdiction: JurisdictionId, today: Day): RetentionRule {
  const rules = amlRules[jurisdiction];
  const found = rules.findLast(({ validFrom }) => validFrom <= today) ?? rules[0];
  if (!found) throw new Error(`no retention rule of ${jurisdiction}`);
  return found;
}

export const restrictedWords = {
  rule: "a request restricts the processing; lift the restriction first",
  source: "GDPR Art. 18(2), (3)",
} as const;

export type Retained = {
  outcome: string | null;
  isRedacted: boolean;
  /** The matter of the legal hold on the session; null without one. */
  hold: string | null;
  /** The session's review case is open. */
  isUndecided: boolean;
  /** A request has restricted the processing, and the restriction is not lifted. */
  isRestricted: boolean;
  /** The day on which the session ended; null while it is active. */
  endedOn: Day | null;
};

export type Verdict = {
  verdict: "erase" | "keep" | "held" | "undecided" | "erased";
  until: Day | null;
  rule: string;
  source: string | null;
};

/**
 * Decides whether an erasure may erase a session today: for a request, every night and for a redaction alike.
 * @param rule the law's rule, or the organization's in its place
 * @param relationEndedOn the end of the business relationship, from a member or from the identity's archive date;
 * without it, the years count from the end of the session
 */
export function verdictOf(
  session: Retained,
  rule: RetentionRule,
  relationEndedOn: Day | null,
  today: Day,
): Verdict {
  if (session.isRedacted) return { verdict: "erased", until: null, rule: "already erased", source: null };
  if (session.hold)
    return { verdict: "held", until: null, rule: `hold “${session.hold}”`, source: "GDPR Art. 17(3)(e)" };
  if (session.isUndecided)
    return {
      verdict: "undecided",
      until: null,
      rule: "the review is not finished; decide the case first",
      source: "GDPR Art. 17(3)(e)",
    };
  if (session.isRestricted) return { verdict: "keep", until: null, ...restrictedWords };
  if (rule.years === 0) return { verdict: "erase", until: null, rule: "no retention duty", source: null };
  const outcome = rule.retains.find((each) => each === session.outcome);
  if (!outcome)
    return {
      verdict: "erase",
      until: null,
      rule: `no retention duty: the session was not ${rule.retains.join(" or ")}`,
      source: null,
    };
  const from =
    outcome === "rejected" ? refusedOn(session.endedOn) : startOf(session.endedOn, relationEndedOn);
  const why = { rule: `${rule.name}, ${from.words}`, source: rule.source };
  if (!from.day) return { verdict: "keep", until: null, ...why };
  const until = addMonths(from.day, rule.years * 12);
  if (until < today)
    return { verdict: "erase", until: null, rule: `ended: ${why.rule}`, source: rule.source };
  return { verdict: "keep", until, ...why };
}

/** The refusal to enter into a relationship is the end of a rejected session. */
const refusedOn = (endedOn: Day | null): { day: Day | null; words: string } => ({
  day: endedOn,
  words: endedOn ? `counted from the refusal on ${day(endedOn)}` : "counted from an unknown day",
});

/**
 * Returns the day that the years count from, with words that explain it. The end of the session is never called the
 * end of a customer relationship.
 */
function startOf(endedOn: Day | null, relationEndedOn: Day | null): { day: Day | null; words: string } {
  if (relationEndedOn && relationEndedOn >= (endedOn ?? ""))
    return {
      day: relationEndedOn,
      words: `counted from the end of the customer relationship on ${day(relationEndedOn)}`,
    };
  if (!endedOn) return { day: null, words: "counted from an unknown day" };
  if (relationEndedOn)
    return {
      day: endedOn,
      words: `counted from the verification on ${day(endedOn)}, which is after the end of the customer relationship`,
    };
  return {
    day: endedOn,
    words: `counted from the verification on ${day(endedOn)}, because the end of the customer relationship is not known`,
  };
}

import { day } from "@/lib/format/date";
import type { Day } from "@/lib/format/day";
import { addMonths } from "@/lib/law/calendar";
import type { JurisdictionId } from "@/lib/law/jurisdictions";

/** A rule that retains a session for a number of years. Plain data: to follow a change of law, change this table. */
export type RetentionRule = { name: string; years: number; source: string };

/**
 * Anti-money-laundering retention of approved sessions. The records of a customer check are retained for years after
 * the end of the business relationship, or after an occasional transaction.
 */
export const amlRules: Readonly<Record<JurisdictionId, RetentionRule>> = {
  gdpr: {
    name: "5-year anti-money-laundering retention",
    years: 5,
    source: "Directive (EU) 2015/849 Art. 40(1)(a); GDPR Art. 17(3)(b)",
  },
  uk_gdpr: {
    name: "5-year anti-money-laundering retention",
    years: 5,
    source: "Money Laundering Regulations 2017 (UK) reg. 40(3); UK GDPR Art. 17(3)(b)",
  },
  ccpa: {
    name: "5-year anti-money-laundering retention",
    years: 5,
    source: "31 CFR § 1020.220(a)(3)(ii); Cal. Civ. Code § 1798.145(a)",
  },
};

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
 * Decides whether an erasure may erase a session today.
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
  if (session.isRestricted)
    return {
      verdict: "keep",
      until: null,
      rule: "a request restricts the processing; lift the restriction first",
      source: "GDPR Art. 18(2), (3)",
    };
  if (session.outcome !== "approved")
    return {
      verdict: "erase",
      until: null,
      rule: "no retention duty: the session was not approved",
      source: null,
    };
  const from = startOf(session.endedOn, relationEndedOn);
  const why = { rule: `${rule.name}, ${from.words}`, source: rule.source };
  if (!from.day) return { verdict: "keep", until: null, ...why };
  const until = addMonths(from.day, rule.years * 12);
  if (until < today)
    return { verdict: "erase", until: null, rule: `ended: ${why.rule}`, source: rule.source };
  return { verdict: "keep", until, ...why };
}

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

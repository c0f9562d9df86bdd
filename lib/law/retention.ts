import { day } from "@/lib/format/date";
import type { Day } from "@/lib/format/day";
import { addMonths } from "@/lib/law/calendar";
import type { JurisdictionId } from "@/lib/law/jurisdictions";

/** What keeps a session from an erasure, for years from a day. Plain data: a change of law is a change here. */
export type RetentionRule = { name: string; years: number; source: string };

/**
 * Anti-money-laundering retention, for sessions that ended with an approval: what was checked to begin a business
 * relationship is kept for years after its end, or after the transaction where there was none.
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
  /** The matter of a hold that stands. */
  hold: string | null;
  /** Its review case is open. */
  isUndecided: boolean;
  /** A request has restricted its processing, and nobody has lifted that. */
  isRestricted: boolean;
  /** When the session ended; null while it goes on. */
  endedOn: Day | null;
};

export type Verdict = {
  verdict: "erase" | "keep" | "held" | "undecided" | "erased";
  until: Day | null;
  rule: string;
  source: string | null;
};

/**
 * What an erasure may do with one session today.
 * @param rule the law's, or what the organization has set in its place
 * @param relationEndedOn when the business relationship ended, as an officer has said or the identity's archive
 * date; without it the session's own end is the last that is known of the relationship
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

/** The day that the years count from, and what day it is: nothing is called the end of a relationship that is none. */
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

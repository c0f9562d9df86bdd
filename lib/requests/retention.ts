import { addMonths, type Day } from "@/lib/requests/calendar";
import type { JurisdictionId } from "@/lib/requests/jurisdictions";

/** A law that keeps what an erasure would take. Plain data: a change of law is a change here. */
export type RetentionRule = { name: string; years: number; source: string };

/**
 * Anti-money-laundering retention, for sessions that ended with an approval: what was checked to begin a business
 * relationship is kept for years after its end, or after the transaction where there was none.
 */
export const amlRules: Readonly<Record<JurisdictionId, RetentionRule>> = {
  gdpr: {
    name: "AML: 5 years from the end of the relationship",
    years: 5,
    source: "Directive (EU) 2015/849 Art. 40(1)(a); GDPR Art. 17(3)(b)",
  },
  uk_gdpr: {
    name: "AML: 5 years from the end of the relationship",
    years: 5,
    source: "Money Laundering Regulations 2017 (UK) reg. 40(3); UK GDPR Art. 17(3)(b)",
  },
  ccpa: {
    name: "AML: 5 years after the account is closed",
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
  if (session.isRedacted) return { verdict: "erased", until: null, rule: "erased before", source: null };
  if (session.hold)
    return { verdict: "held", until: null, rule: `hold “${session.hold}”`, source: "GDPR Art. 17(3)(e)" };
  if (session.isUndecided)
    return {
      verdict: "undecided",
      until: null,
      rule: "its review is not finished: decide the case first",
      source: "GDPR Art. 17(3)(e)",
    };
  if (session.outcome !== "approved")
    return { verdict: "erase", until: null, rule: "no relationship followed", source: null };
  const ends = [relationEndedOn, session.endedOn].filter((each): each is Day => each !== null).sort();
  const last = ends.at(-1);
  if (!last) return { verdict: "keep", until: null, rule: rule.name, source: rule.source };
  const until = addMonths(last, rule.years * 12);
  if (until < today)
    return { verdict: "erase", until: null, rule: "its retention has ended", source: rule.source };
  return { verdict: "keep", until, rule: rule.name, source: rule.source };
}

import { describe, expect, it } from "vitest";
import { jurisdictionIds } from "@/lib/law/jurisdictions";
import { amlRuleOn, amlRules, verdictOf } from "@/lib/law/retention";

const free = { isRedacted: false, hold: null, isUndecided: false, isRestricted: false };
const decided = (outcome: string | null, endedOn: string | null) => ({ ...free, outcome, endedOn });
const amld = "Directive (EU) 2015/849 Art. 40(1)(a); GDPR Art. 17(3)(b)";
const amlr = "Regulation (EU) 2024/1624 Art. 77(3); GDPR Art. 17(3)(b)";
const mlr = "Money Laundering Regulations 2017 (UK) reg. 40(3); UK GDPR Art. 17(3)(b)";
const cfr = "31 CFR § 1020.220(a)(3)(ii); Cal. Civ. Code § 1798.145(a)";

/** One day before the European Union's Regulation applies, its first day, and days long before and after. */
const days = ["2026-11-29", "2027-07-09", "2027-07-10", "2032-02-01"] as const;

describe.each([
  // The verification or the refusal was on 31 January 2027. Five years later is 31 January 2032.
  ["gdpr", "approved", ["keep", "keep", "keep", "erase"], [amld, amld, amlr, amlr]],
  ["gdpr", "rejected", ["erase", "erase", "keep", "erase"], [null, null, amlr, amlr]],
  ["gdpr", "expired", ["erase", "erase", "erase", "erase"], [null, null, null, null]],
  ["gdpr", null, ["erase", "erase", "erase", "erase"], [null, null, null, null]],
  ["uk_gdpr", "approved", ["keep", "keep", "keep", "erase"], [mlr, mlr, mlr, mlr]],
  ["uk_gdpr", "rejected", ["erase", "erase", "erase", "erase"], [null, null, null, null]],
  ["ccpa", "approved", ["keep", "keep", "keep", "erase"], [cfr, cfr, cfr, cfr]],
  ["ccpa", "rejected", ["erase", "erase", "erase", "erase"], [null, null, null, null]],
] as const)("under %s, a session that was %s", (law, outcome, verdicts, sources) => {
  it.each(days.map((day, index) => [day, verdicts[index], sources[index]] as const))(
    "on %s: %s by %s",
    (today, verdict, source) => {
      const said = verdictOf(decided(outcome, "2027-01-31"), amlRuleOn(law, today), null, today);
      expect(said).toMatchObject({ verdict, source, until: verdict === "keep" ? "2032-01-31" : null });
    },
  );
});

it("counts a refusal from its day, whatever is known of a relationship", () => {
  const rule = amlRuleOn("gdpr", "2027-08-01");
  const said = verdictOf(decided("rejected", "2027-07-20"), rule, "2027-07-25", "2027-08-01");
  expect(said).toMatchObject({ until: "2032-07-20" });
  expect(said.rule).toBe("5-year anti-money-laundering retention, counted from the refusal on 20 Jul 2027");
});

it("keeps what it covers while the day it counts from is not known", () => {
  const rule = amlRuleOn("gdpr", "2027-08-01");
  expect(verdictOf(decided("rejected", null), rule, null, "2027-08-01")).toMatchObject({
    verdict: "keep",
    until: null,
  });
});

it.each([
  ["held", { hold: "Matter 9", isUndecided: true, isRestricted: true }],
  ["undecided", { isUndecided: true, isRestricted: true }],
  ["keep", { isRestricted: true }],
  ["erased", { isRedacted: true, hold: "Matter 9", isUndecided: true }],
] as const)("says %s first", (verdict, more) => {
  const session = { ...decided("abandoned", "2010-01-01"), ...more };
  expect(verdictOf(session, amlRuleOn("gdpr", "2026-11-29"), null, "2026-11-29").verdict).toBe(verdict);
});

it.each(jurisdictionIds)(
  "has rules of %s without gaps, each with a source, the last without an end",
  (id) => {
    const rules = amlRules[id];
    for (const [index, { validFrom, until, source }] of rules.entries()) {
      expect(source).not.toBe("");
      const next = rules[index + 1];
      expect(until === null).toBe(next === undefined);
      if (next && until) expect(Date.parse(next.validFrom) - Date.parse(until)).toBe(86_400_000);
      expect(amlRuleOn(id, validFrom)).toBe(rules[index]);
    }
  },
);

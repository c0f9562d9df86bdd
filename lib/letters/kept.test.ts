import { describe, expect, it } from "vitest";
import { amlRuleOn, verdictOf } from "@/lib/law/retention";
import { type KeptFacts, keptWords } from "@/lib/letters/kept";

const day = (instant: Date) => instant.toISOString().slice(0, 10);
const session = {
  resultStatus: null,
  terminalAt: new Date("2026-11-01T10:00:00Z"),
  documentType: "passport",
  restrictedUntilOn: null,
};
const settings = {
  sensitiveDataRetentionDays: 45,
  dataRetentionDays: 365,
  overrides: [],
  autoRedactOnRetentionExpiry: true,
};
const plan = {
  verdict: "erase",
  until: null,
  rule: "no retention duty: the session was not approved",
  source: null,
} as const;
const ruleOn = (on: string) => amlRuleOn("gdpr", on);
const words = (more: Partial<KeptFacts> = {}) => keptWords({ session, settings, plan, ruleOn, ...more }, day);

describe("how long a verification is stored", () => {
  it("follows the retention settings", () => {
    expect(words()).toBe(
      "Images and the data read from them are no longer used from 16 Dec 2026. All data is erased automatically on 1 Nov 2027 or on the next day. If you ask us to erase this data, we erase it.",
    );
    expect(words({ settings: { ...settings, autoRedactOnRetentionExpiry: false } })).toContain(
      "We have not set a date for automatic erasure.",
    );
    const passport = { documentType: "passport", sensitiveDataRetentionDays: null, dataRetentionDays: 10 };
    expect(words({ settings: { ...settings, overrides: [passport] } })).toMatch(
      /^All data is erased automatically on 11 Nov 2026/,
    );
  });

  it("is not counted while the verification is active", () => {
    expect(words({ session: { ...session, terminalAt: null } })).toMatch(/^Your verification has not ended/);
  });

  it("follows the law that will be in force then", () => {
    const rejected = { ...session, resultStatus: "rejected" };
    expect(words({ session: rejected })).toContain("All data is erased automatically on 1 Nov 2031");
    const settled = { ...settings, dataRetentionDays: 30 };
    expect(words({ session: rejected, settings: settled })).toContain("automatically on 1 Dec 2026");
  });

  it("extends to the last day of a restriction by law", () => {
    const restrictedUntilOn = new Date("2031-11-01");
    expect(words({ session: { ...session, restrictedUntilOn } })).toContain(
      "All data is erased automatically on 1 Nov 2031",
    );
  });

  it("names the rule that would postpone an erasure", () => {
    const kept = {
      verdict: "keep",
      until: "2031-11-01",
      rule: "kept for 5 years",
      source: "Art. 40",
    } as const;
    expect(words({ plan: kept })).toContain(
      "we must still keep it until 1 Nov 2031: kept for 5 years (Art. 40).",
    );
    expect(words({ plan: { ...kept, until: null } })).toContain("we must still keep it: kept for 5 years");
  });

  it("is not ended automatically before the law allows it", () => {
    const kept = { ...plan, verdict: "keep", until: "2031-11-01" } as const;
    expect(words({ plan: kept })).toContain("All data is erased automatically on 1 Nov 2031");
    expect(words({ plan: { ...kept, until: null } })).toContain(
      "We have not set a date for automatic erasure.",
    );
  });

  it("ends with its erasure", () => {
    expect(words({ plan: { ...plan, verdict: "erased" } })).toBe("Erased.");
  });
});

describe("a law's retention in years", () => {
  const approved = {
    outcome: "approved",
    isRedacted: false,
    hold: null,
    isUndecided: false,
    isRestricted: false,
  };
  it.each([
    ["2026-11-01", "2026-12-01", "2031-12-01", "from the end of the customer relationship on 1 Dec 2026"],
    [
      "2026-11-01",
      null,
      "2031-11-01",
      "from the verification on 1 Nov 2026, because the end of the customer relationship is not known",
    ],
    [
      "2026-11-01",
      "2026-10-01",
      "2031-11-01",
      "1 Nov 2026, which is after the end of the customer relationship",
    ],
    [null, null, null, "from an unknown day"],
    [null, "2026-10-01", "2031-10-01", "from the end of the customer relationship on 1 Oct 2026"],
  ])("for a session that ended %s and a relationship that ended %s", (endedOn, ended, until, start) => {
    const verdict = verdictOf({ ...approved, endedOn }, amlRuleOn("gdpr", "2026-11-28"), ended, "2026-11-28");
    expect(verdict).toMatchObject({ verdict: "keep", until });
    expect(verdict.rule).toContain(start);
  });
});

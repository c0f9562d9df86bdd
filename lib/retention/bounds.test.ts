import { describe, expect, it } from "vitest";
import type { JurisdictionId } from "@/lib/law/jurisdictions";
import { brokenFloors, exceededCeilings } from "@/lib/retention/bounds";

const windows = (days: number | null, more: object = {}) => ({ isOn: true, days, overrides: [], ...more });
const under = (jurisdiction: JurisdictionId, profiles: unknown = {}) => ({
  jurisdiction,
  profiles,
  timeZone: "UTC",
});
const gdpr = under("gdpr");

describe("a floor", () => {
  it.each([
    [365, 1],
    [1826, 1],
    // Five years have 1,827 days when two of them are leap years.
    [1827, 0],
    [null, 0],
  ])("a window of %s days breaks %s duties of five years", (days, count) => {
    expect(brokenFloors(windows(days), gdpr)).toHaveLength(count);
  });

  it("is named with its source", () => {
    expect(brokenFloors(windows(30), under("uk_gdpr"))).toEqual([
      {
        documentType: null,
        days: 30,
        neededDays: 1827,
        rule: "5-year anti-money-laundering retention",
        source: "Money Laundering Regulations 2017 (UK) reg. 40(3); UK GDPR Art. 17(3)(b)",
        retains: ["approved"],
      },
    ]);
  });

  it("is judged by the window and the years of each document type", () => {
    const overrides = [
      { documentType: "passport", dataRetentionDays: 100 },
      { documentType: "visa", dataRetentionDays: 100 },
      { documentType: "national_id", dataRetentionDays: null },
    ];
    const saved = { gdpr: { keptYears: 10, keptYearsByDocument: [{ documentType: "visa", years: 0 }] } };
    const found = brokenFloors(windows(4000, { overrides }), under("gdpr", saved));
    expect(found.map(({ documentType }) => documentType)).toEqual(["passport"]);
    expect(brokenFloors(windows(3000), under("gdpr", saved))).toMatchObject([
      { neededDays: 3653, rule: "kept for 10 years by our own rule" },
    ]);
  });

  it("is not broken while nothing is erased automatically", () => {
    expect(brokenFloors(windows(1, { isOn: false }), gdpr)).toEqual([]);
  });
});

describe("a ceiling", () => {
  it.each([
    [1827, 0],
    [1828, 1],
    [null, 1],
  ])("is exceeded by a window of %s days %s times", (days, count) => {
    expect(exceededCeilings(windows(days), gdpr)).toHaveLength(count);
  });

  it("is exceeded once when nothing is erased automatically", () => {
    const overrides = [{ documentType: "passport", dataRetentionDays: 100 }];
    expect(exceededCeilings(windows(30, { isOn: false, overrides }), gdpr)).toEqual([
      {
        documentType: null,
        days: 30,
        years: 5,
        isAutomatic: false,
        source: "Directive (EU) 2015/849 Art. 40(1), second subparagraph",
      },
    ]);
  });

  it("does not exist where no law sets one, or where no duty applies", () => {
    expect(exceededCeilings(windows(null), under("ccpa"))).toEqual([]);
    expect(exceededCeilings(windows(null), under("gdpr", { gdpr: { keptYears: 0 } }))).toEqual([]);
  });
});

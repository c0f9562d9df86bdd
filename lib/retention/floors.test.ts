import { expect, it } from "vitest";
import { brokenFloors } from "@/lib/retention/floors";

const windows = (days: number | null, more: object = {}) => ({ isOn: true, days, overrides: [], ...more });

it.each([
  [365, 1],
  [1826, 1],
  // Five years have 1,827 days when two of them are leap years.
  [1827, 0],
  [null, 0],
])("a window of %s days breaks %s duties of five years", (days, count) => {
  expect(brokenFloors(windows(days), "gdpr", {})).toHaveLength(count);
});

it("names the duty of the law", () => {
  expect(brokenFloors(windows(30), "uk_gdpr", {})).toEqual([
    {
      documentType: null,
      days: 30,
      neededDays: 1827,
      rule: "5-year anti-money-laundering retention",
      source: "Money Laundering Regulations 2017 (UK) reg. 40(3); UK GDPR Art. 17(3)(b)",
    },
  ]);
});

it("judges each document type by its own window and years", () => {
  const overrides = [
    { documentType: "passport", dataRetentionDays: 100 },
    { documentType: "visa", dataRetentionDays: 100 },
    { documentType: "national_id", dataRetentionDays: null },
  ];
  const saved = { gdpr: { keptYears: 10, keptYearsByDocument: [{ documentType: "visa", years: 0 }] } };
  expect(
    brokenFloors(windows(4000, { overrides }), "gdpr", saved).map(({ documentType }) => documentType),
  ).toEqual(["passport"]);
  expect(brokenFloors(windows(3000, { overrides: [] }), "gdpr", saved)).toMatchObject([
    { neededDays: 3653, rule: "kept for 10 years by our own rule" },
  ]);
});

it("is silent while nothing is erased by itself", () => {
  expect(brokenFloors(windows(1, { isOn: false }), "gdpr", {})).toEqual([]);
});

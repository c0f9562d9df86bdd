import { describe, expect, it } from "vitest";
import { compositeRisk, riskLevelOf, signalCategory } from "@/lib/signals/policy";
import { signalCatalog } from "@/prisma/demo/signals";

describe("risk", () => {
  it.each([
    [0, "low"],
    [20, "low"],
    [21, "medium"],
    [45, "medium"],
    [50, "medium"],
    [51, "high"],
    [80, "high"],
    [81, "critical"],
    [100, "critical"],
  ] as const)("of %i is %s", (score, level) => {
    expect(riskLevelOf(score)).toBe(level);
  });

  it("is the sum of its signals, at most 100, and null without signals", () => {
    expect(compositeRisk([])).toBeNull();
    expect(compositeRisk([12.5, 30, null])).toBe(43);
    expect(compositeRisk([60, 60])).toBe(100);
    expect(compositeRisk([-5])).toBe(0);
  });

  it.each(Object.entries(signalCatalog).map(([name, { category }]) => [name, category] as const))(
    "puts %s under %s",
    (name, category) => expect(signalCategory(name)).toBe(category),
  );
});

import { expect, it } from "vitest";
import { riskLevel } from "./risk-bar";

it.each([
  [0, "low"],
  [20, "low"],
  [21, "medium"],
  [50, "medium"],
  [51, "high"],
  [80, "high"],
  [81, "critical"],
  [100, "critical"],
])("%i is %s", (score, level) => {
  expect(riskLevel(score)).toBe(level);
});

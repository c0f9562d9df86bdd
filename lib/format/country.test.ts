import { expect, it } from "vitest";
import { countryName, countryWithCode } from "./country";

it.each([
  ["DE", "Germany"],
  ["deu", "Germany"],
  ["D", "Germany"],
  ["KEN", "Kenya"],
  ["HK", "Hong Kong"],
  ["HKG", "Hong Kong"],
  ["UTO", "Utopia"],
  ["XXA", "Stateless"],
  ["QQQ", "QQQ"],
  ["9", "9"],
  ["", "—"],
])("%s is %s", (code, expected) => {
  expect(countryName(code)).toBe(expected);
});

it("adds the code to the name", () => {
  expect(countryWithCode("UTO")).toBe("Utopia (UTO)");
  expect(countryWithCode("QQQ")).toBe("QQQ");
  expect(countryWithCode(null)).toBe("—");
});

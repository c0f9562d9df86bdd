import { expect, test } from "vitest";
import { adjustedText, filterOf, parseSettings } from "./viewer-settings";

const usual = parseSettings(null);

test("stored settings are read back, and nothing else", () => {
  const settings = { ...usual, brightness: 130, isInverted: true, isLinked: false };
  expect(parseSettings(JSON.stringify({ ...settings, url: "/documents/id_front" }))).toEqual(settings);
});

test.each([
  "",
  "null",
  "[]",
  "{",
  "12",
  '"text"',
  '{"brightness":9000,"contrast":"120","isLinked":"no","hasLoupe":1}',
  '{"brightness":-1}',
])("an unreadable setting gets its default: %s", (text) => {
  expect(parseSettings(text)).toEqual(usual);
});

test("an unadjusted image has no filter and no description", () => {
  expect(filterOf(usual)).toBeUndefined();
  expect(adjustedText(usual)).toBe("");
  const changed = { ...usual, contrast: 80, isInverted: true };
  expect(filterOf(changed)).toBe("invert(1) brightness(100%) contrast(80%)");
  expect(adjustedText(changed)).toBe("contrast 80 %, inverted");
});

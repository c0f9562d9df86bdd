import { expect, test } from "vitest";
import { adjustedText, filterOf, parseSettings } from "./viewer-settings";

const usual = parseSettings(null);

test("what was stored is read back, and nothing else with it", () => {
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
])("what cannot be understood counts for nothing: %s", (text) => {
  expect(parseSettings(text)).toEqual(usual);
});

test("an image that is shown as it came has no filter and nothing to say", () => {
  expect(filterOf(usual)).toBeUndefined();
  expect(adjustedText(usual)).toBe("");
  const changed = { ...usual, contrast: 80, isInverted: true };
  expect(filterOf(changed)).toBe("invert(1) brightness(100%) contrast(80%)");
  expect(adjustedText(changed)).toBe("contrast 80 %, inverted");
});

import { expect, it } from "vitest";
import { sentence, words } from "./words";

it.each([
  ["under_review", "under review"],
  ["drivers_license", "driver licence"],
  ["aml_screening", "AML screening"],
  ["constructor", "constructor"],
  ["mrzCheckDigits", "MRZ check digits"],
  ["session.completed", "session completed"],
  ["exif_editing_detected", "image edited (EXIF)"],
  ["check_against_list", "blocklist"],
  [null, "—"],
])("%s reads %s", (code, expected) => {
  expect(words(code)).toBe(expected);
});

it("starts a sentence", () => {
  expect(sentence("drivers_license")).toBe("Driver licence");
  expect(sentence("national_id")).toBe("National ID");
  expect(sentence(undefined)).toBe("—");
});

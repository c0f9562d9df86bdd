import { expect, it } from "vitest";
import { piecesOf, placeIn, withPassage } from "./words";

const passage = (from: number, to: number) => ({ from, to, ground: "other_person" as const });

it("splits a text at its passages and loses nothing", () => {
  const pieces = piecesOf("abcdef", [passage(1, 3), passage(5, 6)]);
  expect(pieces.map(({ text }) => text)).toEqual(["a", "bc", "de", "f"]);
  expect(pieces.map(({ ground }) => ground !== null)).toEqual([false, true, false, true]);
  expect(piecesOf("abc", [])).toEqual([{ from: 0, text: "abc", ground: null }]);
});

it("converts a position in a text box for a text with two-character line ends", () => {
  const text = "a\r\nb\nc\r\n";
  expect([0, 1, 2, 3, 4, 5, 6, 9].map((at) => placeIn(text, at))).toEqual([0, 1, 3, 4, 5, 6, 8, 8]);
});

it("keeps passages sorted and separate", () => {
  expect(withPassage([passage(4, 6)], passage(0, 4))).toEqual([passage(0, 4), passage(4, 6)]);
  expect(withPassage([passage(4, 6)], passage(5, 9))).toBeNull();
});

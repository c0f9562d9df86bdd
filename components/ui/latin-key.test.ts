import { describe, expect, it } from "vitest";
import { latinKey } from "./latin-key";

const pressed = (key: string, code: string, modifiers: { altKey?: boolean; ctrlKey?: boolean } = {}) =>
  latinKey({ key, code, altKey: false, ctrlKey: false, ...modifiers });

describe("the key in Latin letters", () => {
  it.each([
    ["Russian", "п", "KeyG", "g"],
    ["Russian, upper case", "Ы", "KeyS", "s"],
    ["Ukrainian", "і", "KeyS", "s"],
    ["Greek", "α", "KeyA", "a"],
    ["Greek, with an accent", "ά", "KeyA", "a"],
    ["Hebrew", "ש", "KeyA", "a"],
    ["Arabic", "ش", "KeyA", "a"],
    ["Armenian", "ա", "KeyA", "a"],
    ["Georgian", "ა", "KeyA", "a"],
    ["Thai", "ฟ", "KeyA", "a"],
    ["Hindi", "ो", "KeyA", "a"],
    ["Hindi, a consonant", "क", "KeyK", "k"],
    ["Japanese kana", "ち", "KeyA", "a"],
    ["Korean", "ㅁ", "KeyA", "a"],
    ["Arabic digits", "١", "Digit1", "1"],
    ["Persian digits", "۴", "Digit4", "4"],
  ])("is found by its place: %s %s", (_, key, code, latin) => {
    expect(pressed(key, code)).toBe(latin);
  });

  it.each([
    ["French, where Q stands in the place of A", "q", "KeyA", "q"],
    ["German, where Z stands in the place of Y", "z", "KeyY", "z"],
    ["Turkish", "ı", "KeyI", "ı"],
    ["a sign", "?", "Digit7", "?"],
    ["a named key", "ArrowDown", "ArrowDown", "ArrowDown"],
    ["the space bar", " ", "Space", "space"],
    ["a letter that stands where a Latin layout has a sign", "ж", "Semicolon", "ж"],
  ])("is unchanged: %s", (_, key, code, latin) => {
    expect(pressed(key, code)).toBe(latin);
  });

  it("keeps characters typed with AltGr", () => {
    expect(pressed("я", "KeyQ", { altKey: true, ctrlKey: true })).toBe("я");
  });
});

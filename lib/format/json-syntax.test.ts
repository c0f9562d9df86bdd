import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { syntaxErrorIn } from "@/lib/format/json-syntax";

const isJson = (text: string) => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe("syntaxErrorIn", () => {
  it.each([
    ['{"ssn":"123-45-6789","w":NaN}', 1, 26],
    ["", 1, 1],
    ["{", 1, 2],
    ['{"a":1,}', 1, 8],
    ["[1 2]", 1, 4],
    ['{"a":\n  01}', 2, 3],
    ["{'a':1}", 1, 2],
    ['{"a":1}\n\n{"b":2}', 3, 1],
    ['["a\nb"]', 1, 2],
    ['["\\x"]', 1, 2],
    ["[1,2}", 1, 5],
    ["undefined", 1, 1],
    ['{"a" 1}', 1, 6],
    ["[Infinity]", 1, 2],
    ["\ufeff{}", 1, 1],
  ])("finds the place in %j", (text, line, column) => {
    expect(isJson(text)).toBe(false);
    expect(syntaxErrorIn(text)).toEqual({ line, column });
  });

  it("says of any text what JSON.parse says of it", () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.nat(),
        fc.constantFrom("", "x", ",", "}", "]", '"', "\\", "\n", "-", "0", "\u0001"),
        (json, at, sign) => {
          expect(syntaxErrorIn(json)).toBeNull();
          const place = at % (json.length + 1);
          const changed = json.slice(0, place) + sign + json.slice(place);
          expect(syntaxErrorIn(changed) === null).toBe(isJson(changed));
          const cut = json.slice(0, place);
          expect(syntaxErrorIn(cut) === null).toBe(isJson(cut));
        },
      ),
      { numRuns: 500 },
    );
  });

  it("copes with a text of megabytes", () => {
    const text = JSON.stringify({ image: 'a\\n"'.repeat(1_000_000), plain: "b".repeat(8_000_000) });
    expect(syntaxErrorIn(text)).toBeNull();
    expect(syntaxErrorIn(`${text}x`)).toEqual({ line: 1, column: text.length + 1 });
  });
});

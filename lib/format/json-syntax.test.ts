import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { doubledKeysIn, syntaxErrorIn } from "@/lib/format/json-syntax";

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

  it("agrees with JSON.parse about any text", () => {
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

  it("handles a text of megabytes", () => {
    const text = JSON.stringify({ image: 'a\\n"'.repeat(1_000_000), plain: "b".repeat(8_000_000) });
    expect(syntaxErrorIn(text)).toBeNull();
    expect(syntaxErrorIn(`${text}x`)).toEqual({ line: 1, column: text.length + 1 });
  });
});

describe("doubledKeysIn", () => {
  it.each([
    ['{"a":1,"a":2}', ["a"]],
    ['{"a":1,"\\u0061":2}', ["a"]],
    ['{"session":{"metadata":{"k":[1,{"x":"a","x":"b"}]}}}', ["session.metadata.k[1].x"]],
    ['[{"a":1},{"a":1,"b":{"c":1,"c":2},"a":3}]', ["[1].b.c", "[1].a"]],
    ['{"a":1,"a":2,"a":3}', ["a"]],
    ['{"__proto__":1,"__proto__":2}', ["__proto__"]],
    ['{"a":{"a":{"a":"a"}},"b":["a","a"],"c":"a"}', []],
    ['"a"', []],
    ["", []],
  ])("of %s", (text, paths) => {
    expect(doubledKeysIn(text)).toEqual(paths);
  });

  it("finds none in the output of JavaScript", () => {
    fc.assert(fc.property(fc.json(), (text) => doubledKeysIn(JSON.stringify(JSON.parse(text))).length === 0));
  });
});

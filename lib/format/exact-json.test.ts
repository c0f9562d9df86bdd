import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  exactNumberText,
  inOneSpelling,
  numberOf,
  parseExact,
  plainText,
  stringifyExact,
} from "@/lib/format/exact-json";
import { canonicalJson } from "@/lib/platform/canonical-json";

/** What goes in comes out. */
const round = (text: string) => stringifyExact(parseExact(text));

describe("exact JSON", () => {
  it.each([
    "1524831183200260097",
    "9007199254740993",
    "-9007199254740993",
    "1.10",
    "1.0",
    "-0",
    "0.0",
    "1e400",
    "-1E+400",
    "1e5",
    "0.1e-10",
    "3.14159265358979323846264338327950288",
    "12345678901234567890123456789012345678901234567890",
    "1e-400",
    "0",
    "-1",
    "123.5",
  ])("returns the number %s in its original characters", (literal) => {
    for (const text of [literal, `[${literal}]`, `{"a":${literal},"b":[${literal},{"c":${literal}}]}`])
      expect(round(text)).toBe(text);
  });

  it("does not change a number within a text", () => {
    const text = String.raw`{"1524831183200260097":"1524831183200260097","a\"1.10":"\\","b":"\"1.10\"","c\\":"1e400","d":[1.10,"1.10"]}`;
    expect(round(text)).toBe(text);
  });

  it("never takes a text for a number, whatever it begins with", () => {
    const mark = "\ufdd0";
    for (const value of [
      `${mark}12`,
      `${mark}${mark}12`,
      mark,
      `${mark}"1`,
      `x${mark}12`,
      `"${mark}12"`,
      `,"${mark}${mark}`,
    ]) {
      const text = JSON.stringify({ [value]: [value] });
      expect(JSON.parse(round(text))).toEqual({ [value]: [value] });
    }
    expect(JSON.parse(round(String.raw`["\uFDD012"]`))).toEqual([`${mark}12`]);
  });

  it("keeps keys that mean something to JavaScript", () => {
    const text = '{"__proto__":{"isAdmin":1.10},"constructor":"x","lone":"\\ud800"}';
    expect(round(text)).toBe(text);
    expect(({} as { isAdmin?: unknown }).isAdmin).toBeUndefined();
  });

  it("refuses invalid JSON and invalid numbers", () => {
    for (const text of ["", "{", "01", "1.", "+1", "NaN", ".5", '{"a":1,}', "1e"])
      expect(() => parseExact(text)).toThrow();
  });

  it("returns any JSON value unchanged", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), fc.bigInt(), (json, big) => {
        expect(JSON.parse(round(json))).toEqual(JSON.parse(json));
        expect(round(`[${big},${json}]`)).toBe(`[${big},${round(json)}]`);
      }),
    );
  });

  it("handles long texts and many numbers", () => {
    const long = JSON.stringify({
      image: 'a\\"1'.repeat(1_000_000),
      numbers: Array.from({ length: 50_000 }, (_, at) => at),
    });
    expect(round(long)).toBe(long);
  });

  it("reads a number of the same value as a number when only the value counts", () => {
    expect(parseExact('{"a":1.0,"b":1e3,"c":1.10,"d":9007199254740993,"e":1e400}', "value")).toEqual({
      a: 1,
      b: 1000,
      c: 1.1,
      d: "\ufdd09007199254740993",
      e: "\ufdd01e400",
    });
  });

  it("never changes an integer, however it is written, when only the value counts", () => {
    const read = (text: string) => parseExact(text, "value");
    for (const literal of ["9007199254740993.0", "9.007199254740993e15", "90071992547409930E-1", "123e400"])
      expect(read(literal)).toBe(`\ufdd0${literal}`);
    for (const literal of [
      "1e19",
      "10000000000000000000",
      "9007199254740994",
      "1e308",
      "0.10000000000000000555",
    ])
      expect(read(literal)).toBe(Number(literal));
  });

  it("has one spelling for each value, for comparisons", () => {
    const same = [
      ["1", "1.0", "1e0", "10E-1", "0.1e+1", "1.000"],
      ["0", "-0", "0.0", "0e5", "-0.00e-3"],
      ["9007199254740993", "9007199254740993.0", "9.007199254740993e15", "90071992547409930e-1"],
      ["1e400", "10E+399", "0.1e401"],
      ["-1.1", "-1.10", "-11e-1"],
    ];
    for (const exactness of ["bytes", "value"] as const) {
      const spell = (literal: string) =>
        canonicalJson(inOneSpelling(parseExact(`{"a":[${literal}]}`, exactness)));
      for (const spellings of same) expect(new Set(spellings.map(spell)).size, spellings[0]).toBe(1);
      expect(new Set(same.map(([first = ""]) => spell(first))).size).toBe(same.length);
    }
    expect(inOneSpelling(parseExact('["1.10","1"]'))).toEqual(["1.10", "1"]);
    const long = `1${"0".repeat(400_000)}1e${"9".repeat(400_000)}`;
    expect(inOneSpelling(parseExact(long))).toBe(inOneSpelling(parseExact(long)));
  });

  it("can be read and shown", () => {
    const [big, text] = parseExact('[1524831183200260097,"x"]') as [string, string];
    expect([exactNumberText(big), exactNumberText(text), exactNumberText(1)]).toEqual([
      "1524831183200260097",
      null,
      null,
    ]);
    expect([numberOf(parseExact("1.0")), numberOf(7), numberOf("7"), numberOf(parseExact("1e400"))]).toEqual([
      1,
      7,
      null,
      null,
    ]);
    expect([plainText(big), plainText("x"), plainText("\ufdd0\ufdd0x")]).toEqual([
      "1524831183200260097",
      "x",
      "\ufdd0x",
    ]);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CsvValue, csvCell, csvLine } from "@/lib/csv/cells";

/** Reads a row as RFC 4180 says. */
function readRow(line: string): string[] {
  const cells: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  for (let found = cell.exec(line); found; found = cell.exec(line)) {
    cells.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? "");
    if (found[3] === "\r\n") return cells;
  }
  throw new Error(`Not a row: ${line}`);
}

describe("a row of CSV", () => {
  it("reads back as it was, but for the apostrophe before what a spreadsheet would calculate", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" }), { minLength: 1 }), (texts) => {
        const read = readRow(csvLine(texts));
        expect(read.map((text, at) => (text === `'${texts[at]}` ? texts[at] : text))).toEqual(texts);
      }),
    );
  });

  it.each(["=1+1", "+1", "-1", "@sum", "\tx", "\rx", " =1", '="x"', "＝1", "\n=1"])("defuses %j", (text) => {
    expect(readRow(csvLine([text]))[0]?.startsWith("'")).toBe(true);
  });

  it.each([
    [-5, "-5"],
    [0.5, "0.5"],
    [true, "true"],
    [null, ""],
    [undefined, ""],
    [["a", "b"], '"a; b"'],
    ["Müller, Eva", '"Müller, Eva"'],
    ['say "x"', '"say ""x"""'],
    ["two\nlines", '"two\nlines"'],
    ["2026-11-29T10:00:00.000Z", "2026-11-29T10:00:00.000Z"],
  ] as [CsvValue, string][])("writes %j", (value, cell) => {
    expect(csvCell(value)).toBe(cell);
  });
});

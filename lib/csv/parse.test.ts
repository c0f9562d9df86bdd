import { expect, it } from "vitest";
import { parseCsv } from "@/lib/csv/parse";

const cells = (text: string) => parseCsv(text, 10).map(({ cells }) => cells);

it.each([
  [
    "a,b\r\n1,2\r\n",
    [
      ["a", "b"],
      ["1", "2"],
    ],
  ],
  [
    "\uFEFFa,b\n\n1,\n",
    [
      ["a", "b"],
      ["1", ""],
    ],
  ],
  [
    "a;b\r1;2",
    [
      ["a", "b"],
      ["1", "2"],
    ],
  ],
  [
    'a,b\n"x ""y"", z","two\r\nlines"\n',
    [
      ["a", "b"],
      ['x "y", z', "two\r\nlines"],
    ],
  ],
  ["", []],
  ['""\n', []],
])("reads %j", (text, expected) => expect(cells(text)).toEqual(expected));

it("says on which line a row begins, and where it cannot be read", () => {
  expect(parseCsv('a\n"1\n2"\n3', 10).map(({ line }) => line)).toEqual([1, 2, 4]);
  expect(() => parseCsv('a\n"1\n2', 10)).toThrow("Line 2: a quote is not closed.");
  expect(() => parseCsv('a\n1"2', 10)).toThrow("Line 2: a quote within a cell without quotes.");
  expect(() => parseCsv('a\n"1"2', 10)).toThrow("Line 2: text after a closing quote.");
});

it("takes a file of 8 MiB of quotes in one pass", () => {
  expect(parseCsv(`a\n"${'""'.repeat(4_000_000)}"`, 10)[1]?.cells[0]?.length).toBe(4_000_000);
});

it("refuses a file with too many rows or cells before it has read it", () => {
  expect(() => parseCsv("a\n".repeat(1_000_000), 3)).toThrow("Line 4: more than 3 rows.");
  expect(() => parseCsv(",".repeat(1_000_000), 3)).toThrow("Line 1: more than 200 cells.");
});

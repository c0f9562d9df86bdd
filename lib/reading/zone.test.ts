import { describe, expect, it } from "vitest";
import { signs } from "@/lib/reading/glyphs";
import { readLikes } from "@/lib/reading/zone";
import { checkDigit, zoneSpecimens } from "@/test/zone-specimens";

/** How like each sign a place is: plainly the sign that is given, apart from one that is taken for another. */
const likes = (sign: string, taken?: string) =>
  Float32Array.from([...signs], (each) => (each === taken ? 0.91 : each === sign ? 0.9 : 0.2));

type Misread = { row: number; at: number; as: string };

/** Reads lines of which some places look a little more like another sign, in both blurs. */
function reading(lines: readonly string[], misread: readonly Misread[]) {
  const one = lines.map((line, row) =>
    [...line].map((sign, at) => likes(sign, misread.find((each) => each.row === row && each.at === at)?.as)),
  );
  return readLikes(lines[0]?.length ?? 0, [one, one]);
}

const [passport] = zoneSpecimens;
const french = zoneSpecimens[7];
const second = (number: string, born: string) => {
  const [one, two, three] = [number, born, "320415"].map((part) => part + checkDigit(part));
  const rest = `${"<".repeat(14)}0`;
  return `${one}UTO${two}F${three}${rest}${checkDigit(`${one}${two}${three}${rest}`)}`;
};
const lines = [passport?.lines[0] ?? "", second("X12003456", "830315")];

describe("accepting a zone", () => {
  it("reads what is beyond doubt", () => {
    expect(reading(lines, [])).toEqual({ found: "zone", zone: { lines, unsure: [] } });
    expect(reading(french?.lines ?? [], [])).toMatchObject({ found: "zone" });
  });

  it.each<[string, Misread[]]>([
    [
      "two letters for digits in the number",
      [
        { row: 1, at: 3, as: "O" },
        { row: 1, at: 4, as: "O" },
      ],
    ],
    [
      "two digits of a day",
      [
        { row: 1, at: 14, as: "8" },
        { row: 1, at: 16, as: "8" },
      ],
    ],
  ])("refuses like misreadings whose errors cancel: %s", (_, misread) => {
    expect(reading(lines, misread)).toEqual({ found: "unclear" });
  });

  it("reads a doubtful place that its check digit proves, and not one that it proves wrong", () => {
    const doubtful = lines.map((line, row) => (row === 1 ? line.replace("X12003456", "X12O03456") : line));
    // The place looks a little more like the zero that the check digit was made of.
    expect(reading(doubtful, [{ row: 1, at: 3, as: "0" }])).toMatchObject({ found: "zone", zone: { lines } });
    expect(reading(lines, [{ row: 1, at: 3, as: "O" }])).toEqual({ found: "unclear" });
  });

  it("takes no name of the French card that is in doubt, because a composite digit alone covers it", () => {
    const at = 7;
    const sign = french?.lines[0]?.charAt(at) ?? "";
    const other = sign === "R" ? "B" : "R";
    const read = reading(
      (french?.lines ?? []).map((line, row) =>
        row === 0 ? line.slice(0, at) + other + line.slice(at + 1) : line,
      ),
      [{ row: 0, at, as: sign }],
    );
    expect(read).toEqual({ found: "unclear" });
  });
});

import { describe, expect, it } from "vitest";
import { isolated, visible, visiblePieces } from "@/lib/format/visible";

describe("a text from outside", () => {
  it.each([
    ["محمد\u202eevil", "محمد[U+202E]evil"],
    ["a\u2066b\u2069", "a[U+2066]b[U+2069]"],
    ["\u202aab\u202c\u202d", "[U+202A]ab[U+202C][U+202D]"],
    ["a\u200fb\u200ec\u061c", "a[U+200F]b[U+200E]c[U+061C]"],
    ["a\u0000b\u001b[31m\u007f", "a[U+0000]b[U+001B][31m[U+007F]"],
    ["a\u200bb\ufeffc\u00add", "a[U+200B]b[U+FEFF]c[U+00AD]d"],
    ["line\none\ttab", "line\none\ttab"],
    ["محمد", "محمد"],
    ["می\u200cخواهم", "می\u200cخواهم"],
    ["👩\u200d⚕️", "👩\u200d⚕️"],
    ["", ""],
  ])("%j is shown as %j", (text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it("is told in pieces, with the name of each sign", () => {
    expect(visiblePieces("a\u202eb")).toEqual([
      { from: 0, text: "a" },
      { from: 1, text: "U+202E", control: "right-to-left override" },
      { from: 2, text: "b" },
    ]);
  });

  it("is kept apart in a sentence when it runs from right to left", () => {
    expect(isolated("محمد")).toBe("\u2068محمد\u2069");
    expect(isolated("Anna")).toBe("Anna");
  });
});

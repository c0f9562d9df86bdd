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
    ["क्\u200dष", "क्\u200dष"],
    ["❤\ufe0f", "❤\ufe0f"],
    ["葛\u{e0100}", "葛\u{e0100}"],
    ["Jo\u200dsé", "Jo[U+200D]sé"],
    ["Smi\u200cth", "Smi[U+200C]th"],
    ["Ann\ufe0fa", "Ann[U+FE0F]a"],
    ["An\u034fna\u3164", "An[U+034F]na[U+3164]"],
    ["a\u{e0041}b", "a[U+E0041]b"],
    ["a\ufff9b\u2800", "a[U+FFF9]b[U+2800]"],
    ["a\ud800b", "a[U+D800]b"],
    ["😀", "😀"],
    ["", ""],
  ])("%j is shown as %j", (text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it("is split into pieces, with the name of each invisible character", () => {
    expect(visiblePieces("a\u202eb")).toEqual([
      { from: 0, text: "a" },
      { from: 1, text: "U+202E", control: "right-to-left override" },
      { from: 2, text: "b" },
    ]);
  });

  it("is isolated in a sentence when it runs from right to left", () => {
    expect(isolated("محمد")).toBe("\u2068محمد\u2069");
    expect(isolated("Anna")).toBe("Anna");
  });
});

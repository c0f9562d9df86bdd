import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Buffer as ShapeBuffer } from "harfbuzzjs";
import OpenType from "opentype.js";
import { describe, expect, it, vi } from "vitest";
import { fontsWith } from "@/lib/letters/fonts";
import { linesOf } from "@/lib/letters/lines";
import { type Paper, renderPaper } from "@/lib/letters/pdf";
import printPaper from "@/lib/letters/press";
import { paragraphOf, shapeLine } from "@/lib/letters/shape";
import { AppError } from "@/lib/platform/errors";
import { prepareLogo } from "@/lib/platform/logo";
import { sampleImage } from "@/test/factories";
import { drawnOutlines, readPdf } from "@/test/pdf";

/** Names as they stand in documents, among them what shapers and readers of PDFs get wrong. */
const names = [
  ["Latin", "Nguyễn Thị Ánh Şahin Łukasz Żółć"],
  ["Latin with marks that no letter has", "é̱ x̣̂ Ŋ̈"],
  ["Cyrillic", "Україна Їжак Ђорђе Љубица"],
  ["Greek", "Γεώργιος Παπαδόπουλος"],
  ["Arabic", "خالد الظفيري"],
  ["Arabic with ligatures", "عبد الله سلام علاء لا إلا"],
  ["Arabic with vowels", "مُحَمَّد"],
  ["Persian", "گلناز پژمان"],
  ["Urdu", "ٹیپو ڈار ہے"],
  ["Hebrew", "יוסף כהן"],
  ["Hebrew with vowels", "יוֹסֵף שָׁלוֹם"],
  ["Devanagari", "क्षितिज शर्मा श्री हिन्दी"],
  ["Bengali", "রবীন্দ্রনাথ ঠাকুর"],
  ["Tamil", "சுந்தர்"],
  ["Telugu", "శ్రీనివాస్"],
  ["Sinhala", "ශ්‍රී ලංකා"],
  ["Khmer", "ស្រីមុំ"],
  ["Myanmar", "အောင်ဆန်း"],
  ["Lao", "ສົມສັກ"],
  ["Thai", "สมชาย ใจดี น้ำผึ้ง กี่ ปู่"],
  ["Han", "雅婷 陈 欧阳 直 骨"],
  ["Han beyond the first plane", "𠮷野"],
  ["Kana", "やまだ タロウ"],
  ["Hangul", "김민수 뷁"],
  ["Armenian", "Արամ Խաչատրյան"],
  ["Georgian", "გიორგი მელაძე"],
  ["Ethiopic", "አበበ ቢቂላ"],
] as const;

const paperOf = (name: string): Paper => ({
  title: "Your data",
  sections: [{ title: "Names", pairs: [["Name", name]] }],
});

const valuesIn = (told: readonly { role: string; text: string }[]) =>
  told.filter(({ role }) => role === "TD").map(({ text }) => text);

/** The reader guesses spaces, and guesses wrong beside some letters with marks. */
const letters = (text: string) => text.normalize("NFC").replaceAll(/\s/g, "");

describe("a name is printed in its own letters, and read from the page letter by letter", () => {
  it.each(names)("%s", async (_script, name) => {
    const { lines, told } = await readPdf(await renderPaper(paperOf(name)));
    expect(lines.map(letters)).toContain(letters(`Name${name}`));
    expect(valuesIn(told).map(letters)).toEqual([letters(name)]);
  });

  it("decomposed as composed", async () => {
    const name = "Nguyễn 김민수";
    const { lines } = await readPdf(await renderPaper(paperOf(name.normalize("NFD"))));
    expect(lines).toContain(`Name ${name}`);
  });

  it("all of them on one page, with the same letters in several places", async () => {
    const { told } = await readPdf(
      await renderPaper({ title: "Your data", sections: [{ title: "Names", pairs: names }] }),
    );
    expect(valuesIn(told).map(letters)).toEqual(names.map(([, name]) => letters(name)));
  });

  it.each([
    [
      "an Arabic name and digits in an English sentence",
      "Passport of خالد الظفيري, no. A123456, issued 2024-01-02 (Kuwait).",
    ],
    ["a Hebrew name before brackets", "The name יוסף כהן (Yosef) was read."],
    ["digits and brackets in Arabic", "خالد 123 الظفيري 45/67 (الكويت)"],
  ])("%s", async (_what, text) => {
    expect(valuesIn((await readPdf(await renderPaper(paperOf(text)))).told)).toEqual([text]);
  });
});

/** The glyphs of a line as they are seen, from the left to the right. */
function shapedFrom(text: string, language = "en") {
  const paragraph = paragraphOf(text, fontsWith(""), { weight: "regular", language });
  return shapeLine(paragraph, 0, paragraph.text.length).flatMap(({ font, isRightToLeft, clusters }) =>
    (isRightToLeft ? clusters.toReversed() : clusters).flatMap((cluster) =>
      cluster.glyphs.map((glyph) => ({ ...glyph, font, name: font.shaper.glyphName(glyph.id) })),
    ),
  );
}

describe("the glyphs are those of the shaper", () => {
  it.each(names)("no letter is missing: %s", (_script, name) => {
    const glyphs = shapedFrom(name);
    expect(glyphs.length).toBeGreaterThan(0);
    expect(glyphs.map(({ id }) => id)).not.toContain(0);
  });

  it.each(names.filter(([script]) => !/Han|Kana/.test(script)))(
    "the page draws them in the order in which they are seen: %s",
    async (_script, name) => {
      const expected = shapedFrom(name).filter(({ advance, y }) => advance > 0 && y === 0);
      const outlines = expected.map(({ font, id }) => font.shaper.glyphToPath(id));
      const drawn = await drawnOutlines(
        await renderPaper({ title: name, sections: [{ title: "-", paragraphs: [name] }] }),
      );
      expect(drawn.join("\n")).toContain(outlines.join("\n"));
    },
  );

  it("Arabic letters join", () => {
    const joined = shapedFrom("خالد").map(({ id }) => id);
    const alone = [..."خالد"].map((letter) => shapedFrom(letter)[0]?.id);
    // From the left: the last letter first. Dal joins the lam before it, and lam the letter after it.
    expect(joined).toHaveLength(4);
    for (const [at, id] of joined.entries()) expect(id).not.toBe(alone.toReversed()[at]);
    expect(shapedFrom("لا")).toHaveLength(1);
  });

  it("a Devanagari vowel stands before its consonants, and a vanished r above", () => {
    const glyphs = (text: string) => shapedFrom(text).map(({ name }) => name);
    expect(glyphs("क्षि")).toEqual(["uni093F.10", "uni0915094D0937"]);
    expect(glyphs("शर्मा")).toEqual(["uni0936", "uni092E", "uni093E", "uni0930094D"]);
  });

  it("Thai marks are stacked", () => {
    expect(shapedFrom("น้ำ").map(({ name }) => name)).toEqual([
      "uni0E19",
      "uni0E4D",
      "uni0E49.small",
      "uni0E32",
    ]);
  });

  it.each([
    ["en", "NotoSansHans"],
    ["zh-Hant", "NotoSansHant"],
    ["ja", "NotoSansJP"],
    ["ko", "NotoSansKR"],
  ])("Chinese characters have the forms of the language %s", (language, font) => {
    expect(shapedFrom("直骨", language)[0]?.font.file).toContain(font);
  });

  it("Chinese characters beside kana are Japanese", () => {
    expect(shapedFrom("直の")[0]?.font.file).toContain("NotoSansJP");
  });
});

/** A font with one letter. */
function fontWith(sign: number): Uint8Array {
  const path = new OpenType.Path();
  path.moveTo(100, 0);
  path.lineTo(500, 0);
  path.lineTo(300, 700);
  path.close();
  const glyphs = [
    new OpenType.Glyph({ name: ".notdef", advanceWidth: 600, path: new OpenType.Path() }),
    new OpenType.Glyph({ name: "letter", unicode: sign, advanceWidth: 600, path }),
  ];
  const facts = {
    familyName: "Test",
    styleName: "Regular",
    unitsPerEm: 1000,
    ascender: 800,
    descender: -200,
  };
  return new Uint8Array(new OpenType.Font({ ...facts, glyphs }).toArrayBuffer());
}

describe("a letter that no font has", () => {
  it("fails the document, which names the letter and what to do", async () => {
    await expect(renderPaper(paperOf("a𓀀b 𠀀"))).rejects.toMatchObject({
      code: "conflict",
      message: `“Your data” cannot be printed, because no font has 𓀀 (U+13000), 𠀀 (U+20000). Put a TrueType or OpenType font that has it into the folder “fonts” of the data folder, and try again.`,
    });
  });

  it("is drawn by a font that an operator adds", async () => {
    const paper = paperOf("ꦲ");
    const fontsFolder = await mkdtemp(path.join(tmpdir(), "fonts-"));
    expect(await printPaper({ paper, fontsFolder })).toEqual({ missing: ["ꦲ"] });
    await writeFile(path.join(fontsFolder, "added.otf"), fontWith(0xa9b2));
    const printed = await printPaper({ paper, fontsFolder });
    await rm(fontsFolder, { recursive: true });
    expect("bytes" in printed && (await readPdf(printed.bytes)).lines).toContain("Name ꦲ");
  });

  it("is no control character: they separate words", async () => {
    const { lines } = await readPdf(await renderPaper(paperOf("a\tb\r\nc")));
    expect(lines).toContain("Name a b");
    expect(lines).toContain("c");
  });

  it("is drawn by a font of Chinese characters where only these have it", async () => {
    const { lines } = await readPdf(await renderPaper(paperOf("★ ■ ㎡ 〒 ♪")));
    expect(lines).toContain("Name ★ ■ ㎡ 〒 ♪");
  });

  it("is spelled out where it is a symbol, which stops nothing", async () => {
    const { lines } = await readPdf(await renderPaper(paperOf("✓ ✗ ► ☐ ⇒ │ \u2adc")));
    expect(lines[2]).toMatch(/^Name ✓ \[U\+2717] \[U\+25BA] \[U\+2610] ⇒ │ /);
  });

  it("is spelled out where no font can have it", async () => {
    const { lines } = await readPdf(await renderPaper(paperOf("a\ue000b")));
    expect(lines).toContain("Name a[U+E000]b");
  });
});

describe("a letter with a mark that its font lacks", () => {
  it.each(["א\u0302ב", "ไ\u0331", "x א\u0302 y"])(
    "is drawn with the mark of another font: %s",
    async (name) => {
      const { told } = await readPdf(await renderPaper(paperOf(name)));
      expect(valuesIn(told).map(letters)).toEqual([letters(name)]);
    },
  );

  it("has the mark above it, when read from the right", () => {
    const [mark, letter] = shapedFrom("א\u0302");
    expect(mark?.font.file).not.toBe(letter?.font.file);
    expect(mark?.x).toBeCloseTo(letter?.advance ?? 0);
  });
});

it("a form of a Chinese character stays as it is", async () => {
  const { lines } = await readPdf(await renderPaper(paperOf("\ufa19")));
  expect(lines).toContain("Name \ufa19");
  await expect(renderPaper(paperOf("\u{2f800}"))).rejects.toMatchObject({
    message: expect.stringContaining("(U+2F800)"),
  });
});

describe("a long text", () => {
  const given = (text: string) => {
    const added = vi.spyOn(ShapeBuffer.prototype, "addText");
    linesOf(paragraphOf(text, fontsWith(""), { weight: "regular", language: "en" }), {
      size: 10,
      width: 400,
    });
    const signs = added.mock.calls.reduce((sum, [part]) => sum + part.length, 0);
    added.mockRestore();
    return signs;
  };

  it("costs the shaper as much more as it is longer", () => {
    expect(given("aא".repeat(10_000))).toBeLessThan(4.1 * given("aא".repeat(2500)));
  });

  it("ends after a time, and the next one is printed", async () => {
    const paper = paperOf("aא".repeat(50_000));
    await expect(renderPaper(paper, 50)).rejects.not.toBeInstanceOf(AppError);
    expect((await readPdf(await renderPaper(paperOf("Ada")))).lines).toContain("Name Ada");
  });
});

describe("the document", () => {
  it("has a head, a title, a language, bookmarks, and says what is what", async () => {
    const { bytes, width, height } = await prepareLogo(await sampleImage("png", 200), 2000);
    const read = await readPdf(
      await renderPaper({
        title: "Your data",
        language: "en",
        head: { name: "Γεώργιος Ltd", lines: ["1 Street, Dublin"], logo: { bytes, width, height } },
        intro: ["To you."],
        sections: [
          { title: "Documents", paragraphs: ["Two of them."] },
          {
            title: "Passport",
            isPart: true,
            pairs: [["Number", "A1"]],
            images: [{ bytes, width, height, caption: "The front of the passport" }],
          },
        ],
      }),
    );
    expect(read).toMatchObject({ title: "Your data", language: "en", isTagged: true, images: 2, pages: 1 });
    expect(read.bookmarks).toEqual(["Your data", " Documents", "  Passport"]);
    expect(read.told).toEqual([
      { role: "Figure", text: "Γεώργιος Ltd" },
      { role: "P", text: "Γεώργιος Ltd" },
      { role: "P", text: "1 Street, Dublin" },
      { role: "H1", text: "Your data" },
      { role: "P", text: "To you." },
      { role: "H2", text: "Documents" },
      { role: "P", text: "Two of them." },
      { role: "H3", text: "Passport" },
      { role: "TH", text: "Number" },
      { role: "TD", text: "A1" },
      { role: "Figure", text: "The front of the passport" },
      { role: "P", text: "The front of the passport" },
    ]);
    expect(read.lines.at(-1)).toBe("Your data · page 1 of 1");
  });

  it("numbers its pages in its language", async () => {
    const paragraphs = Array.from({ length: 100 }, (_, at) => `Zeile ${at}`);
    const read = await readPdf(
      await renderPaper({ title: "Ihre Daten", language: "de", sections: [{ title: "Alles", paragraphs }] }),
    );
    expect(read.pages).toBe(3);
    expect(read.lines.filter((line) => line.includes("Seite"))).toEqual([
      "Ihre Daten · Seite 1 von 3",
      "Ihre Daten · Seite 2 von 3",
      "Ihre Daten · Seite 3 von 3",
    ]);
  });

  it("breaks long lines after words, and longer words anywhere, without losing a letter", async () => {
    const words = "We read the name خالد بن عبد الله الظفيري and compared it with the register. "
      .repeat(6)
      .trim();
    const long = "0123456789abcdef".repeat(20);
    const thai = "สมชายใจดีน้ำผึ้ง".repeat(12);
    const { told, lines } = await readPdf(
      await renderPaper({ title: "T", sections: [{ title: "S", paragraphs: [words, long, thai] }] }),
    );
    expect(told.filter(({ role }) => role === "P").map(({ text }) => letters(text))).toEqual(
      [words, long, thai].map(letters),
    );
    expect(told.at(-3)?.text).toBe(words);
    expect(lines.length).toBeGreaterThan(10);
  });

  it("of a person with hundreds of sessions is made in seconds", async () => {
    const ids = Array.from({ length: 400 }, (_, at) => `ses_${String(at).padStart(26, "0")}`);
    const { pages, told } = await readPdf(
      await renderPaper({
        title: "Your data: answer to request dsr_00000000000000000000000000",
        sections: [
          { title: "How long", pairs: ids.map((id) => [id, "until you ask us to erase it"] as const) },
          { title: "What decided", paragraphs: ids.map((id) => `${id}, Approved: no automated check.`) },
        ],
      }),
    );
    expect(pages).toBeGreaterThan(10);
    expect(told.filter(({ role }) => role === "TH").map(({ text }) => text)).toEqual(ids);
  });
});

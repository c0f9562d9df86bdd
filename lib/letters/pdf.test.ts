import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { renderPaper } from "@/lib/letters/pdf";
import { prepareLogo } from "@/lib/platform/logo";
import { sampleImage } from "@/test/factories";

it("renders the letter of a person with hundreds of sessions", { timeout: 60_000 }, async () => {
  const ids = Array.from({ length: 400 }, (_, at) => `ses_${String(at).padStart(26, "0")}`);
  const pdf = await renderPaper({
    title: "Your data: answer to request dsr_00000000000000000000000000",
    intro: ["To somebody."],
    sections: [
      { title: "How long", pairs: ids.map((id) => [id, "until you ask us to erase it"] as const) },
      { title: "What decided", paragraphs: ids.map((id) => `${id}, Approved: no automated check.`) },
    ],
  });
  expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
  expect(pdf.toString("latin1").match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(10);
});

const textOf = (pdf: Buffer) => execFileSync("pdftotext", ["-layout", "-", "-"], { input: pdf }).toString();
const fontsOf = (pdf: Buffer) => execFileSync("pdffonts", ["-"], { input: pdf }).toString();
/** Letters alone: an extraction may tell composed letters in another order, and marks of direction around words. */
const letters = (text: string) =>
  [...text.normalize("NFKC").replaceAll(/[^\p{L}\p{M}]/gu, "")].sort().join("");

describe("a name is printed in its own letters", () => {
  it.each([
    ["Greek", "Γεώργιος Παπαδόπουλος", "NotoSans"],
    ["Arabic", "خالد الظفيري", "NotoNaskhArabic"],
    ["Hebrew", "יוסף כהן", "NotoSansHebrew"],
    ["Thai", "สมชาย ใจดี", "NotoSansThai"],
    ["Devanagari", "क्षितिज शर्मा", "NotoSans"],
    ["Han", "雅婷 陳 歐陽", "NotoSansHans"],
    ["Kana", "やまだ タロウ", "NotoSansHans"],
    ["Hangul", "김민수", "NotoSansKR"],
    ["Armenian", "Արամ Խաչատրյան", "NotoSansArmenian"],
    ["Georgian", "გიორგი მელაძე", "NotoSansGeorgian"],
    ["Latin with marks", "Nguyễn Ünïcödé Şahin", "Geist"],
    ["Cyrillic", "Україна Їжак", "Geist"],
  ])("%s", { timeout: 60_000 }, async (_script, name, font) => {
    const pdf = await renderPaper({
      title: "Your data",
      intro: [`To ${name}. You asked`],
      sections: [{ title: name, pairs: [["Name", name]] }],
    });
    const text = textOf(pdf);
    expect(text).not.toContain("[?]");
    expect(text).toContain("You asked");
    expect(letters(text)).toBe(
      letters(`Your data To ${name} You asked ${name} Name ${name} Your data page of`),
    );
    expect(fontsOf(pdf)).toContain(font);
    // A font that is not embedded is one of the reader's own, which has other letters at these places.
    expect(fontsOf(pdf)).not.toMatch(/Helvetica|Times|Courier/);
  });
});

it("prints a visible replacement for letters that no font has, and says where the complete text is", async () => {
  const pdf = await renderPaper({
    title: "Your data",
    intro: ["To \u{1F600}\u{1F601} Ayu \ua9b2\ua9a6."],
    sections: [{ title: "Signs", pairs: [["Egypt", "a\u{13000}b"]] }],
  });
  const text = textOf(pdf);
  expect(text).toContain("To [?] Ayu [?].");
  expect(text).toContain("a[?]b");
  expect(text).toContain("stands for letters that this paper cannot print. See export.json.");
  expect(fontsOf(pdf)).not.toContain("Helvetica");
});

it("has the name, the contact and the logo of who writes above the title", async () => {
  const { bytes, width, height } = await prepareLogo(await sampleImage("png", 200), 2000);
  const pdf = await renderPaper({
    title: "Your data",
    head: { name: "Γεώργιος Ltd", lines: ["1 Street, Dublin"], logo: { bytes, width, height } },
    sections: [],
  });
  const text = textOf(pdf);
  expect(text.indexOf("1 Street, Dublin")).toBeGreaterThanOrEqual(0);
  expect(text.indexOf("1 Street, Dublin")).toBeLessThan(text.indexOf("Your data"));
  expect(letters(text)).toContain(letters("Γ"));
  expect(pdf.toString("latin1")).toMatch(/\/Subtype \/Image/);
});

// Runs in the thread that pdf.ts starts, because layout takes long and must not block the server.
import { composed, type Fonts, fontsWith } from "@/lib/letters/fonts";
import type { Paper, PaperImage, PaperPair, PaperSection } from "@/lib/letters/pdf";
import { paragraphOf, shapeLine } from "@/lib/letters/shape";
import { contentWidth, type Element, Sheets, type TextStyle } from "@/lib/letters/sheets";

export type PrintJob = { paper: Paper; fontsFolder: string };
/** The PDF, or the letters that no font has. */
export type Printed = { bytes: Uint8Array } | { missing: string[] };

const ink = "#111111";
const grey = "#555555";
const styles = {
  title: { size: 15, leading: 1.3, weight: "semiBold", color: ink },
  heading: { size: 11.5, leading: 1.45, weight: "semiBold", color: ink },
  part: { size: 10, leading: 1.45, weight: "semiBold", color: ink },
  body: { size: 10, leading: 1.45, weight: "regular", color: ink },
  name: { size: 9, leading: 1.61, weight: "regular", color: grey },
  sender: { size: 11, leading: 1.45, weight: "semiBold", color: ink },
  small: { size: 8.5, leading: 1.45, weight: "regular", color: grey },
} as const satisfies Record<string, TextStyle>;

/** Wide enough for an id. */
const nameColumn = 190;
const logoBox = { width: 140, height: 56 };
const imageBox = { width: contentWidth, height: 220 };

const pageWords: Record<string, (page: number, of: number) => string> = {
  de: (page, of) => `Seite ${page} von ${of}`,
  en: (page, of) => `page ${page} of ${of}`,
  es: (page, of) => `página ${page} de ${of}`,
  fr: (page, of) => `page ${page} sur ${of}`,
};

/** Characters that no font can have are spelled out: those without a meaning, and those with a private one. */
const meaningless = /[\p{Private_Use}\p{Unassigned}]/gu;
const spelled = (sign: string): string =>
  `[U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}]`;

/** What a name is made of. Nothing stands for it; any other sign may be spelled out. */
const ofNames = /[\p{L}\p{M}\p{N}]/u;

/** Applies a function to every text of a paper. */
const eachText = (paper: Paper, change: (text: string) => string): Paper => ({
  ...paper,
  title: change(paper.title),
  head: paper.head && { ...paper.head, name: change(paper.head.name), lines: paper.head.lines.map(change) },
  intro: paper.intro?.map(change),
  sections: paper.sections.map((each) => ({
    ...each,
    title: change(each.title),
    paragraphs: each.paragraphs?.map(change),
    pairs: each.pairs?.map(([name, value, language]) => [change(name), change(value), language] as const),
    images: each.images?.map((image) => ({ ...image, caption: change(image.caption) })),
  })),
});

/** Lists the letters of a paper that no font has, or that a shaper finds no glyph for, each once. */
function missingIn(paper: Paper, fonts: Fonts, language: string): string[] {
  const missing = new Set<string>();
  const texts = new Set<string>();
  eachText(paper, (text) => {
    for (const line of text.split("\n")) texts.add(line);
    return text;
  });
  for (const text of texts)
    for (const weight of ["regular", "semiBold"] as const) {
      const paragraph = paragraphOf(text, fonts, { weight, language });
      for (const letter of paragraph.missing) missing.add(letter);
      for (const { clusters } of shapeLine(paragraph, 0, paragraph.text.length))
        for (const cluster of clusters)
          if (cluster.glyphs.some(({ id }) => id === 0)) missing.add(cluster.text);
    }
  return [...missing];
}

/** Prints a paper, unless a letter, a mark or a digit of it has no font. Other signs without one are spelled out. */
export default async function printPaper({ paper: given, fontsFolder }: PrintJob): Promise<Printed> {
  const known = eachText(given, (text) => composed(text.replace(meaningless, spelled)));
  const language = known.language ?? "en";
  const fonts = fontsWith(fontsFolder);
  const without = missingIn(known, fonts, language);
  const missing = without.filter((letter) => ofNames.test(letter));
  if (missing.length > 0) return { missing };
  const symbols = new Set(without.flatMap((signs) => [...signs]));
  const paper = eachText(known, (text) =>
    symbols.size === 0 ? text : text.replace(/./gsu, (sign) => (symbols.has(sign) ? spelled(sign) : sign)),
  );
  const sheets = new Sheets({ title: paper.title, language, fonts });
  if (paper.head) printHead(sheets, paper.head);
  sheets.text(sheets.root, "H1", paper.title, styles.title, { after: 10 });
  const chapter = sheets.bookmark(paper.title);
  for (const text of paper.intro ?? []) sheets.text(sheets.root, "P", text, styles.body, { after: 5 });
  let section = chapter;
  for (const each of paper.sections) {
    const bookmark = printSection(sheets, each, each.isPart ? section : chapter);
    if (!each.isPart) section = bookmark;
  }
  const words = pageWords[language.slice(0, 2)] ?? (pageWords.en as (page: number, of: number) => string);
  return { bytes: await sheets.end((page, of) => `${paper.title} · ${words(page, of)}`, styles.small) };
}

const fitted = ({ width, height }: { width: number; height: number }, box: typeof imageBox) => {
  const scale = Math.min(box.width / width, box.height / height);
  return { width: width * scale, height: height * scale };
};

/** Draws the head of a letter. */
function printHead(sheets: Sheets, { name, lines, logo }: NonNullable<Paper["head"]>): void {
  const top = sheets.y;
  const size = logo && fitted(logo, logoBox);
  if (logo && size) {
    sheets.image(sheets.root, { bytes: logo.bytes, alt: name }, size);
    sheets.y = top;
  }
  const left = size ? size.width + 14 : 0;
  const place = { left, width: contentWidth - left };
  sheets.text(sheets.root, "P", name, styles.sender, place);
  for (const line of lines) sheets.text(sheets.root, "P", line, styles.small, place);
  sheets.y = Math.max(sheets.y, top + (size?.height ?? 0)) + 20;
}

function printSection(
  sheets: Sheets,
  { title, isPart, paragraphs = [], pairs = [], images = [] }: PaperSection,
  above: ReturnType<Sheets["bookmark"]>,
): ReturnType<Sheets["bookmark"]> {
  const part = sheets.element("Sect");
  sheets.y += isPart ? 6 : 12;
  // A heading stands on the page of what it is about.
  sheets.need(images.length > 0 && pairs.length === 0 ? imageBox.height : 50);
  const bookmark = sheets.bookmark(title, above);
  sheets.text(part, isPart ? "H3" : "H2", title, isPart ? styles.part : styles.heading, { after: 4 });
  for (const text of paragraphs) sheets.text(part, "P", text, styles.body, { after: 5 });
  if (pairs.length > 0) printPairs(sheets, part, pairs);
  for (const image of images) printImage(sheets, part, image);
  part.end();
  return bookmark;
}

function printPairs(sheets: Sheets, part: Element, pairs: readonly PaperPair[]): void {
  const table = sheets.element("Table", part);
  for (const [name, value, language] of pairs)
    sheets.row(table, [
      { text: name, style: styles.name, left: 0, width: nameColumn - 8 },
      { text: value, style: styles.body, left: nameColumn, width: contentWidth - nameColumn, language },
    ]);
  table.end();
}

function printImage(sheets: Sheets, part: Element, { bytes, caption, ...pixels }: PaperImage): void {
  const size = fitted(pixels, imageBox);
  sheets.need(size.height + 24);
  sheets.y += 4;
  sheets.image(part, { bytes, alt: caption }, size);
  sheets.y += 3;
  sheets.text(part, "P", caption, styles.small, { after: 6 });
}

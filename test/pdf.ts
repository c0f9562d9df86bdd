import { inflateSync } from "node:zlib";
import { Blob, Face, Font } from "harfbuzzjs";
import { getDocument, OPS } from "pdfjs-dist/legacy/build/pdf.mjs";

/** What a screen reader is told, in its order. The reader drops the space at the end of a line, so each line gets one. */
export type Told = { role: string; text: string };

export type ReadPdf = {
  pages: number;
  /** The text of all pages, a line each, as a reader of PDFs copies it. */
  lines: string[];
  title: unknown;
  language: unknown;
  isTagged: boolean;
  /** Titles of bookmarks, those below another one indented. */
  bookmarks: string[];
  told: Told[];
  images: number;
};

type Node = { role?: string; id?: string; alt?: string; children?: Node[] };
type Item = { type?: string; id?: string; str?: string; hasEOL?: boolean };
type Outline = { title: string; items: Outline[] };

/** Reads a PDF as a viewer does that shares nothing with the program which writes it. */
export async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
  const doc = await getDocument({ data: Uint8Array.from(bytes), verbosity: 0 }).promise;
  const read: ReadPdf = {
    pages: doc.numPages,
    lines: [],
    title: undefined,
    language: undefined,
    isTagged: false,
    bookmarks: [],
    told: [],
    images: 0,
  };
  for (let number = 1; number <= doc.numPages; number++) {
    const page = await doc.getPage(number);
    const { items } = await page.getTextContent({ includeMarkedContent: true });
    read.lines.push(...linesIn(items as Item[]));
    const texts = textsById(items as Item[]);
    toldIn((await page.getStructTree()) as Node, texts, read.told);
    const { fnArray } = await page.getOperatorList();
    read.images += fnArray.filter((operator) => operator === OPS.paintImageXObject).length;
  }
  const { info } = await doc.getMetadata();
  const facts = info as Record<string, unknown>;
  read.title = facts.Title;
  read.language = facts.Language;
  read.isTagged = Boolean((await doc.getMarkInfo())?.Marked);
  const outline = (items: Outline[], depth: number): string[] =>
    items.flatMap((item) => [" ".repeat(depth) + item.title, ...outline(item.items, depth + 1)]);
  read.bookmarks = outline(((await doc.getOutline()) ?? []) as Outline[], 0);
  await doc.destroy();
  return read;
}

const linesIn = (items: readonly Item[]): string[] =>
  items
    .map(({ str = "", hasEOL }) => str + (hasEOL ? "\n" : ""))
    .join("")
    .split("\n")
    .filter(Boolean);

function textsById(items: readonly Item[]): Map<string, string> {
  const texts = new Map<string, string>();
  let open: string | undefined;
  for (const { type, id, str = "" } of items) {
    if (type?.startsWith("beginMarkedContent")) open = id;
    else if (type === "endMarkedContent") open = undefined;
    else if (open) texts.set(open, (texts.get(open) ?? "") + str);
  }
  return texts;
}

function toldIn(node: Node | null, texts: Map<string, string>, told: Told[]): void {
  if (!node) return;
  const said = (each: Node): string =>
    each.alt ?? (each.id ? (texts.get(each.id) ?? "") : (each.children ?? []).map(said).join(" "));
  if (/^(H\d|P|TH|TD|Figure)$/.test(node.role ?? ""))
    told.push({ role: node.role ?? "", text: said(node).replaceAll(/ +/g, " ").trim() });
  else for (const child of node.children ?? []) toldIn(child, texts, told);
}

/** Returns the outlines of every glyph that a PDF draws with TrueType fonts, in the order of drawing. */
export async function drawnOutlines(bytes: Uint8Array): Promise<string[]> {
  const fonts = embeddedFonts(Buffer.from(bytes).toString("latin1"));
  const doc = await getDocument({ data: Uint8Array.from(bytes), verbosity: 0, fontExtraProperties: true })
    .promise;
  const outlines: string[] = [];
  for (let number = 1; number <= doc.numPages; number++) {
    const page = await doc.getPage(number);
    const { fnArray, argsArray } = await page.getOperatorList();
    let font: Font | undefined;
    for (const [at, operator] of fnArray.entries()) {
      if (operator === OPS.setFont)
        font = fonts.get((page.commonObjs.get(argsArray[at][0]) as { name: string }).name);
      if (operator !== OPS.showText || !font) continue;
      for (const glyph of argsArray[at][0] as (number | { originalCharCode: number })[])
        if (typeof glyph === "object") outlines.push(font.glyphToPath(glyph.originalCharCode));
    }
  }
  await doc.destroy();
  return outlines;
}

/** Opens the TrueType fonts in a PDF, by their names. */
function embeddedFonts(pdf: string): Map<string, Font> {
  const objects = new Map(
    [...pdf.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(([, id = "", body = ""]) => [id, body]),
  );
  const fonts = new Map<string, Font>();
  for (const body of objects.values()) {
    const [, name] = /\/FontName \/(\S+)/.exec(body) ?? [];
    const [, id] = /\/FontFile2 (\d+) 0 R/.exec(body) ?? [];
    const stream = id && objects.get(id);
    if (!name || !stream) continue;
    const bytes = stream.slice(stream.indexOf("stream\n") + 7, stream.lastIndexOf("\nendstream"));
    fonts.set(name, new Font(new Face(new Blob(Uint8Array.from(inflateSync(Buffer.from(bytes, "latin1")))))));
  }
  return fonts;
}

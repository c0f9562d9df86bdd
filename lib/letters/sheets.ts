// Runs only in the thread that pdf.ts starts.
import PDFDocument from "pdfkit";
import type { Fonts, Weight } from "@/lib/letters/fonts";
import { drawLine, type Pdf } from "@/lib/letters/ink";
import { type Line, linesOf } from "@/lib/letters/lines";
import { paragraphOf } from "@/lib/letters/shape";

export type TextStyle = { size: number; leading: number; weight: Weight; color: string };
/** A place in the structure of a document, which screen readers follow. */
export type Element = ReturnType<Pdf["struct"]>;
export type Bookmark = ReturnType<Pdf["outline"]["addItem"]>;

/** A text in a row, between two places from the left margin. */
export type Cell = { text: string; style: TextStyle; left: number; width: number; language?: string };

const paper = { width: 595.28, height: 841.89 };
const margin = 48;
/** Below it is the foot of each page. */
const bottom = paper.height - 64;
const footLine = 806;
export const contentWidth = paper.width - 2 * margin;

type Placed = Line & { indent: number; height: number };
type Place = { x: number; y: number; height: number };

/** The pages of a document, filled from above. Everything on them is tagged, or is an artifact. */
export class Sheets {
  private readonly doc: Pdf;
  private readonly parts: Promise<Uint8Array>;
  private readonly language: string;
  private readonly fonts: Fonts;
  readonly root: Element;
  /** Where the next thing is drawn, from the top. */
  y = margin;

  constructor({ title, language, fonts }: { title: string; language: string; fonts: Fonts }) {
    this.language = language;
    this.fonts = fonts;
    // The library writes the title into XML as it is.
    const plain = title.replaceAll(/[<>&]/g, " ");
    this.doc = new PDFDocument({
      size: [paper.width, paper.height],
      margin: 0,
      pdfVersion: "1.7",
      lang: language,
      tagged: true,
      displayTitle: true,
      bufferPages: true,
      info: { Title: plain, Creator: "Countersign", Producer: "Countersign" },
    }) as Pdf;
    this.parts = collected(this.doc);
    this.root = this.doc.struct("Document");
    this.doc.addStructure(this.root);
  }

  /** Starts an element of the structure, below another one or the document itself. */
  element(
    tag: string,
    above: Element = this.root,
    options: { lang?: string; scope?: string; actual?: string } = {},
  ): Element {
    const made = this.doc.struct(tag as "P", options as object);
    above.add(made);
    return made;
  }

  /** Adds a bookmark to the place that is drawn next. */
  bookmark(title: string, above?: Bookmark): Bookmark {
    // The library counts from the right.
    const options = { top: this.y, left: paper.width, expanded: !above } as { expanded: boolean };
    return (above ?? this.doc.outline).addItem(title, options);
  }

  /** Starts a page unless there is so much room left on this one. */
  need(height: number): void {
    if (this.y + height <= bottom || this.y === margin) return;
    this.doc.addPage();
    this.y = margin;
  }

  private lines(
    text: string,
    style: TextStyle,
    { width, language }: { width: number; language?: string },
  ): Placed[] {
    return text.split("\n").flatMap((line) => {
      const paragraph = paragraphOf(line, this.fonts, {
        weight: style.weight,
        language: language ?? this.language,
      });
      const lines = linesOf(paragraph, { size: style.size, width });
      // A text of several lines that is read from the right begins there. One line stays beside its name.
      const isFromRight = paragraph.isRightToLeft && lines.length > 1;
      return lines.map((each) => ({
        ...each,
        indent: isFromRight ? width - each.width : 0,
        height: Math.max(style.size * style.leading, each.ascender - each.descender),
      }));
    });
  }

  private draw(line: Placed, style: TextStyle, { x, y, height }: Place): void {
    const base = y + (height - (line.ascender - line.descender)) / 2 + line.ascender;
    drawLine(this.doc, line, { x: x + line.indent, y: base, size: style.size, color: style.color });
  }

  /**
   * Draws a line as content of an element. A line with letters from the right to the left is drawn as it is seen, so
   * the structure says how it is read.
   */
  private add(element: Element, line: Placed, style: TextStyle, place: Place): void {
    const isSeenAsRead = line.runs.every(({ isRightToLeft }) => !isRightToLeft);
    const content = isSeenAsRead ? element : this.element("Span", element, { actual: line.text });
    content.add(() => this.draw(line, style, place));
    if (!isSeenAsRead) content.end();
  }

  /** Draws a text that continues on the next page where it must. */
  text(
    above: Element,
    tag: string,
    text: string,
    style: TextStyle,
    { left = 0, width = contentWidth, after = 0 }: { left?: number; width?: number; after?: number } = {},
  ): void {
    const element = this.element(tag, above);
    for (const line of this.lines(text, style, { width })) {
      this.need(line.height);
      const place = { x: margin + left, y: this.y, height: line.height };
      this.add(element, line, style, place);
      this.y += line.height;
    }
    element.end();
    this.y += after;
  }

  /** Draws a row of a table: its first cell is the heading of the others. */
  row(table: Element, cells: readonly Cell[]): void {
    const row = this.element("TR", table);
    const columns = cells.map((cell, at) => ({
      cell,
      lines: this.lines(cell.text, cell.style, cell),
      element: this.element(at === 0 ? "TH" : "TD", row, {
        ...(at === 0 && { scope: "Row" }),
        ...(cell.language && { lang: cell.language }),
      }),
    }));
    const heights = Array.from({ length: Math.max(...columns.map(({ lines }) => lines.length)) }, (_, at) =>
      Math.max(...columns.map(({ lines }) => lines[at]?.height ?? 0)),
    );
    // A short row stays on one page.
    if (heights.length <= 8) this.need(heights.reduce((sum, height) => sum + height, 0));
    for (const [at, height] of heights.entries()) {
      this.need(height);
      for (const { cell, lines, element } of columns) {
        const line = lines[at];
        const place = { x: margin + cell.left, y: this.y, height };
        if (line) this.add(element, line, cell.style, place);
      }
      this.y += height;
    }
    for (const { element } of columns) element.end();
    row.end();
    this.y += 2;
  }

  /** Draws a picture. */
  image(
    above: Element,
    { bytes, alt }: { bytes: Uint8Array; alt: string },
    { width, height }: { width: number; height: number },
  ): void {
    this.need(height);
    const { y } = this;
    const figure = this.doc.struct("Figure", {
      alt,
      bbox: [margin, y, margin + width, y + height],
    } as object);
    above.add(figure);
    figure.add(() => {
      this.doc.image(Buffer.from(bytes), margin, y, { width, height });
    });
    figure.end();
    this.y += height;
  }

  /** Writes the foot of every page, and closes the document. */
  end(foot: (page: number, of: number) => string, style: TextStyle): Promise<Uint8Array> {
    const { start, count } = this.doc.bufferedPageRange();
    for (let page = 0; page < count; page++) {
      this.doc.switchToPage(start + page);
      const [line] = this.lines(foot(page + 1, count), style, { width: contentWidth });
      this.doc.markContent("Artifact", { type: "Pagination" });
      if (line) this.draw(line, style, { x: margin, y: footLine, height: line.height });
      this.doc.endMarkedContent();
    }
    this.root.end();
    this.doc.end();
    return this.parts;
  }
}

const collected = (doc: Pdf): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    doc.on("data", (chunk: Buffer) => chunks.push(chunk));
    doc.on("end", () => resolve(Buffer.concat(chunks)));
    doc.on("error", reject);
  });

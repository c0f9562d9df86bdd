import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import opentype, { type Font, type PathCommand } from "opentype.js";

/** The typefaces that cards are set in. */
export type Face = "regular" | "semibold" | "bold" | "mono";

/** Where and how a line of text is drawn. */
export type TextStyle = {
  x: number;
  y: number;
  size: number;
  face?: Face;
  fill?: string;
  anchor?: "start" | "middle" | "end";
  tracking?: number;
  maxWidth?: number;
};

const FILES: Readonly<Record<Face, string>> = {
  regular: "geist-sans/Geist-Regular.ttf",
  semibold: "geist-sans/Geist-SemiBold.ttf",
  bold: "geist-sans/Geist-Bold.ttf",
  mono: "geist-mono/GeistMono-Regular.ttf",
};

const fonts = new Map<Face, Font>();

function loadFont(face: Face): Font {
  const known = fonts.get(face);
  if (known) {
    return known;
  }
  const entry = createRequire(import.meta.url).resolve("geist/font/sans");
  const file = readFileSync(join(dirname(entry), "fonts", FILES[face]));
  const font = opentype.parse(new Uint8Array(file).buffer);
  fonts.set(face, font);
  return font;
}

/** Whether the typeface has a glyph for every character of the text. */
export function canDraw(text: string, face: Face = "semibold"): boolean {
  const font = loadFont(face);
  return [...text].every((char) => font.charToGlyphIndex(char) !== 0);
}

function command(part: PathCommand): string {
  const point = (x: number, y: number): string => `${x.toFixed(1)} ${y.toFixed(1)}`;
  switch (part.type) {
    case "M":
    case "L":
      return part.type + point(part.x, part.y);
    case "Q":
      return `Q${point(part.x1, part.y1)} ${point(part.x, part.y)}`;
    case "C":
      return `C${point(part.x1, part.y1)} ${point(part.x2, part.y2)} ${point(part.x, part.y)}`;
    case "Z":
      return "Z";
  }
}

/**
 * Set one line of text as an SVG path, so no font has to be installed where the image is rendered. A line wider
 * than `maxWidth` is set smaller.
 */
export function textPath(text: string, style: TextStyle): string {
  const font = loadFont(style.face ?? "regular");
  const content = text.normalize("NFC");
  const options = { letterSpacing: style.tracking ?? 0 };
  const natural = font.getAdvanceWidth(content, style.size, options);
  const size =
    style.maxWidth && natural > style.maxWidth ? (style.size * style.maxWidth) / natural : style.size;
  const width = font.getAdvanceWidth(content, size, options);
  const shift = style.anchor === "end" ? width : style.anchor === "middle" ? width / 2 : 0;
  const outline = font.getPath(content, style.x - shift, style.y, size, options).commands;
  return `<path d="${outline.map(command).join("")}" fill="${style.fill ?? "#15202b"}"/>`;
}

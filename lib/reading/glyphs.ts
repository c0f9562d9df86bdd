import { readFileSync } from "node:fs";
import path from "node:path";
import { Blob, Face, Font } from "harfbuzzjs";
import sharp from "sharp";
import { blurred, type Grey, shrunk } from "@/lib/reading/grey";

/** The signs of a machine readable zone (ICAO Doc 9303-3, 4.3). */
export const signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<";

/** The width and the height of the window in which a sign is compared, in pixels; a place of a line is as wide. */
export const windowWidth = 20;
export const windowHeight = 26;

/** The shape of each sign in the order of {@link signs}: of mean 0 and length 1, dark is positive. */
export type Shapes = Float32Array[];

const finer = 4;

/** Draws the signs of OCR-B, which Doc 9303-3 prescribes for zones, each in the middle of its place. */
async function drawn(): Promise<Grey[]> {
  const file = readFileSync(path.join(process.cwd(), "lib/reading/ocr-b.otf"));
  const font = new Font(new Face(new Blob(Uint8Array.from(file).buffer)));
  const glyphOf = (sign: string) => font.nominalGlyph(sign.charCodeAt(0)) ?? 0;
  const advance = font.glyphHAdvance(glyphOf("A"));
  const capital = font.glyphExtents(glyphOf("H"));
  const [width, height] = [windowWidth * finer, windowHeight * finer];
  const size = width / advance;
  const base = height / 2 + ((capital?.yBearing ?? 0) + (capital?.height ?? 0) / 2) * size;
  return Promise.all(
    [...signs].map(async (sign) => {
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#fff"/>
        <path transform="translate(0 ${base}) scale(${size} ${-size})" d="${font.glyphToPath(glyphOf(sign))}"/></svg>`;
      const { data } = await sharp(Buffer.from(svg)).greyscale().raw().toBuffer({ resolveWithObject: true });
      return { data: Float32Array.from(data), width, height };
    }),
  );
}

/** Makes a shape comparable: mean 0 and length 1. */
function normalised(data: Float32Array): Float32Array {
  const mean = data.reduce((sum, shade) => sum + shade, 0) / data.length;
  const out = data.map((shade) => mean - shade);
  const length = Math.sqrt(out.reduce((sum, shade) => sum + shade * shade, 0));
  return out.map((shade) => shade / length);
}

/**
 * Returns the shapes of the signs, blurred as pictures are.
 * @param sigmas standard deviations of the blur, in pixels of the window
 */
export async function shapesOf(sigmas: readonly number[]): Promise<Shapes[]> {
  const glyphs = await drawn();
  return sigmas.map((sigma) =>
    glyphs.map((glyph) => normalised(shrunk(blurred(glyph, sigma * finer), finer).data)),
  );
}

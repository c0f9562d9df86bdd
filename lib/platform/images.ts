import "server-only";
import path from "node:path";
import type { Sharp } from "sharp";
import { AppError } from "@/lib/platform/errors";
import { formatOf, sharp, withoutBlanks } from "@/lib/platform/image-format";

export type PreparedImage = {
  bytes: Buffer;
  thumbnail: Buffer;
  mimeType: "image/jpeg" | "image/png" | "image/webp";
  width: number;
  height: number;
};

export const mostPixels = 100_000_000;
const thumbnailWidth = 320;

/**
 * Reads an uploaded photograph, turns it upright, drops all metadata (EXIF, GPS, XMP, ICC comments) by encoding it
 * again, and creates a thumbnail.
 * @param pixels the most that the image may have: a small file may hold very many
 * @throws AppError validation_error for HEIC, PDF, anything but JPEG, PNG or WebP, and broken files
 */
export async function prepareImage(given: Uint8Array, pixels = mostPixels): Promise<PreparedImage> {
  const input = withoutBlanks(given);
  const format = formatOf(input);
  try {
    const upright = sharp(input, { limitInputPixels: pixels, failOn: "error" }).rotate();
    const encoded = {
      png: () => upright.png(),
      webp: () => upright.webp({ quality: 92 }),
      jpeg: () => upright.jpeg({ quality: 92, chromaSubsampling: "4:4:4" }),
    }[format]();
    const { data, info } = await encoded.toBuffer({ resolveWithObject: true });
    const small = sharp(data).resize({ width: thumbnailWidth, withoutEnlargement: true });
    const thumbnail = await onGround(small, await groundOf(data))
      .webp({ quality: 70 })
      .toBuffer();
    return { bytes: data, thumbnail, mimeType: `image/${format}`, width: info.width, height: info.height };
  } catch (cause) {
    throw new AppError("validation_error", sentenceOf(cause, pixels), { cause });
  }
}

const sentenceOf = (cause: unknown, pixels: number): string =>
  cause instanceof Error && cause.message.includes("exceeds pixel limit")
    ? `The image has more than ${pixels / 1_000_000} million pixels.`
    : "The image is damaged or incomplete and cannot be read.";

/**
 * Returns how many pixels an image says that it has, without decoding it; 0 when it is none that is accepted. Nothing
 * else reaches a decoder.
 */
export async function pixelsOf(bytes: Uint8Array): Promise<number> {
  try {
    const input = withoutBlanks(bytes);
    formatOf(input);
    const { width, height } = await sharp(input, { limitInputPixels: false }).metadata();
    return width * height;
  } catch {
    return 0;
  }
}

const paper = "#ffffff";
const slate = "#3f3f46";
/** Ink with a mean brightness above this, of 255, is illegible on white. */
const brightInk = 170;

/**
 * Chooses the background of a transparent image: white, or dark for light ink.
 * @returns null for an image without transparency
 */
async function groundOf(bytes: Uint8Array): Promise<string | null> {
  const { hasAlpha } = await sharp(bytes).metadata();
  if (!hasAlpha) return null;
  const small = sharp(bytes)
    .resize({ width: 64, height: 64, fit: "inside" })
    .ensureAlpha()
    .toColourspace("srgb");
  const { data, info } = await small.raw().toBuffer({ resolveWithObject: true });
  let ink = 0;
  let covered = 0;
  for (let at = 0; at < data.length; at += info.channels) {
    const alpha = data[at + info.channels - 1] ?? 0;
    const [red = 0, green = red, blue = red] = data.subarray(at, at + Math.max(1, info.channels - 1));
    ink += alpha * (0.299 * red + 0.587 * green + 0.114 * blue);
    covered += alpha;
  }
  return covered > 0 && ink / covered > brightInk ? slate : paper;
}

const onGround = (image: Sharp, ground: string | null) =>
  ground ? image.flatten({ background: ground }) : image;

const font = path.join(
  /* turbopackIgnore: true */ process.cwd(),
  "node_modules/geist/dist/fonts/geist-sans/Geist-Medium.ttf",
);

const escapeMarkup = (text: string) => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);

type Raw = { data: Buffer; info: { width: number; height: number; channels: 1 | 2 | 3 | 4 } };

/** Draws the text in dark with a light edge, readable on any background, with a margin of half a letter. */
async function label(text: string, dpi: number): Promise<Raw> {
  const ink = { text: `<span>${escapeMarkup(text)}</span>`, font: "Geist Medium 10", fontfile: font, dpi };
  const mask = await sharp({ text: ink }).toColourspace("b-w").raw().toBuffer({ resolveWithObject: true });
  const gap = Math.round(dpi / 2);
  const width = mask.info.width + 2 * gap;
  const height = mask.info.height + 2 * gap;
  const data = Buffer.alloc(width * height * 4);
  const draw = (shift: number, shade: number) => {
    for (let y = 0; y < mask.info.height; y++)
      for (let x = 0; x < mask.info.width; x++) {
        const covered = mask.data[(y * mask.info.width + x) * mask.info.channels] ?? 0;
        if (covered < 64) continue;
        const at = ((y + gap + shift) * width + x + gap + shift) * 4;
        data.fill(shade, at, at + 3);
        data[at + 3] = Math.round(covered / 3);
      }
  };
  draw(1, 255);
  draw(0, 0);
  return { data, info: { width, height, channels: 4 } };
}

const tilesKept = 16;
const tiles = new Map<string, Promise<Raw>>();

/** Caches the drawn text, because all images of one page carry the same. */
function tiltedLabel(text: string, dpi: number): Promise<Raw> {
  const name = `${dpi} ${text}`;
  const drawn =
    tiles.get(name) ??
    label(text, dpi).then(({ data, info }) =>
      sharp(data, { raw: info })
        .rotate(-20, { background: "#00000000" })
        .raw()
        .toBuffer({ resolveWithObject: true }),
    );
  tiles.delete(name);
  tiles.set(name, drawn);
  const [oldest] = tiles.keys();
  if (oldest && tiles.size > tilesKept) tiles.delete(oldest);
  return drawn;
}

/**
 * The longest side of a shown image, in pixels. More would cost seconds at every view and show no more of a document.
 */
const longestSide = 4_096;

/** Returns whether an image is larger than it is shown. */
export const isShownSmaller = (width: number, height: number): boolean =>
  Math.max(width, height) > longestSide;

/** Shrinks a very large image to the size it is shown in, as JPEG, on a background where it is transparent. */
export async function shownSize(input: Uint8Array): Promise<Buffer> {
  const image = sharp(input, { limitInputPixels: mostPixels });
  const fitting = image.resize({
    width: longestSide,
    height: longestSide,
    fit: "inside",
    withoutEnlargement: true,
  });
  return onGround(fitting, await groundOf(input))
    .jpeg({ quality: 92, chromaSubsampling: "4:4:4" })
    .toBuffer();
}

/** The longest side of a picture on paper, in pixels: 200 for an inch of its width. */
const longestOnPaper = 1_400;

/** Makes an image fit for a page, as JPEG, on a background where it is transparent. */
export async function paperSize(
  input: Uint8Array,
): Promise<{ bytes: Buffer; width: number; height: number }> {
  const fitting = sharp(input, { limitInputPixels: mostPixels }).resize({
    width: longestOnPaper,
    height: longestOnPaper,
    fit: "inside",
    withoutEnlargement: true,
  });
  const { data, info } = await onGround(fitting, await groundOf(input))
    .toColourspace("srgb")
    .jpeg({ quality: 80 })
    .toBuffer({ resolveWithObject: true });
  return { bytes: data, width: info.width, height: info.height };
}

/**
 * Covers an image with a faint diagonal text that says who looked and when. Returns JPEG, on a background where the
 * image is transparent.
 * @param text plain text; the system's fonts draw scripts that the packaged font lacks
 */
export async function watermark(input: Uint8Array, text: string): Promise<Buffer> {
  const image = sharp(input, { limitInputPixels: mostPixels });
  const { width = 800, height = 600 } = await image.metadata();
  const tilted = await tiltedLabel(text, Math.max(60, Math.round(width / 9)));
  const raw = tilted.info;
  const tile =
    raw.width <= width && raw.height <= height
      ? { input: tilted.data, raw }
      : {
          input: await sharp(tilted.data, { raw }).resize({ width, height, fit: "inside" }).png().toBuffer(),
        };
  return onGround(image, await groundOf(input))
    .composite([{ ...tile, tile: true, blend: "over" }])
    .jpeg({ quality: 85 })
    .toBuffer();
}

/** Renders an SVG drawing as a JPEG photograph. */
export const drawImage = (svg: string): Promise<Buffer> =>
  sharp(Buffer.from(svg)).jpeg({ quality: 85 }).toBuffer();

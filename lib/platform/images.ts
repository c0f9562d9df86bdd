import "server-only";
import path from "node:path";
import sharp from "sharp";
import { AppError } from "@/lib/platform/errors";

export type PreparedImage = {
  bytes: Buffer;
  thumbnail: Buffer;
  mimeType: "image/jpeg" | "image/png" | "image/webp";
  width: number;
  height: number;
};

const maxPixels = 100_000_000;
const thumbnailWidth = 320;

/**
 * Reads a photograph as it came in, turns it upright, drops every metadata block (EXIF, GPS, XMP, ICC comments)
 * by encoding it anew, and makes a thumbnail.
 * @throws AppError validation_error for HEIC, PDF, anything that is no JPEG, PNG or WebP, and broken files
 */
export async function prepareImage(input: Uint8Array): Promise<PreparedImage> {
  refuseKnownForeign(input);
  try {
    const image = sharp(input, { limitInputPixels: maxPixels, failOn: "error" });
    const { format } = await image.metadata();
    const upright = image.rotate();
    const encoded =
      format === "png"
        ? upright.png()
        : format === "webp"
          ? upright.webp({ quality: 92 })
          : format === "jpeg"
            ? upright.jpeg({ quality: 92, chromaSubsampling: "4:4:4" })
            : undefined;
    if (!encoded)
      throw new AppError("validation_error", `Images must be JPEG, PNG or WebP; this one is ${format}.`);
    const { data, info } = await encoded.toBuffer({ resolveWithObject: true });
    const thumbnail = await sharp(data)
      .resize({ width: thumbnailWidth, withoutEnlargement: true })
      .webp({ quality: 70 })
      .toBuffer();
    return {
      bytes: data,
      thumbnail,
      mimeType: `image/${format as "jpeg" | "png" | "webp"}`,
      width: info.width,
      height: info.height,
    };
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError("validation_error", "The image is broken or cut off and cannot be read.", { cause });
  }
}

function refuseKnownForeign(input: Uint8Array): void {
  const head = Buffer.from(input.subarray(0, 32)).toString("latin1");
  if (head.startsWith("%PDF")) {
    throw new AppError(
      "validation_error",
      "PDF files cannot be shown as images; export the page as JPEG or PNG first.",
    );
  }
  if (/^.{4}ftyp(heic|heix|hevc|heif|mif1|msf1|avif)/s.test(head)) {
    throw new AppError(
      "validation_error",
      "HEIC and AVIF photos are not supported; convert the file to JPEG first.",
    );
  }
}

const font = path.join(
  /* turbopackIgnore: true */ process.cwd(),
  "node_modules/geist/dist/fonts/geist-sans/Geist-Medium.ttf",
);

const escapeMarkup = (text: string) => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);

type Raw = { data: Buffer; info: { width: number; height: number; channels: 1 | 2 | 3 | 4 } };

/** The text in dark with a light edge beside it, readable on any ground; half a letter of air around it. */
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

/** The images of one page carry the same text: it is drawn for the first of them. */
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
 * The image with a faint diagonal text all over it, as JPEG: who looked, and when.
 * @param text plain text; scripts the packaged font lacks fall back to the system's fonts
 */
export async function watermark(input: Uint8Array, text: string): Promise<Buffer> {
  const image = sharp(input);
  const { width = 800, height = 600 } = await image.metadata();
  const tilted = await tiltedLabel(text, Math.max(60, Math.round(width / 9)));
  const raw = tilted.info;
  const tile =
    raw.width <= width && raw.height <= height
      ? { input: tilted.data, raw }
      : {
          input: await sharp(tilted.data, { raw }).resize({ width, height, fit: "inside" }).png().toBuffer(),
        };
  return image
    .composite([{ ...tile, tile: true, blend: "over" }])
    .jpeg({ quality: 85 })
    .toBuffer();
}

/** A drawing in SVG as a JPEG photograph. */
export const drawImage = (svg: string): Promise<Buffer> =>
  sharp(Buffer.from(svg)).jpeg({ quality: 85 }).toBuffer();

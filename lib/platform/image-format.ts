import "server-only";
import sharp from "sharp";
import { AppError } from "@/lib/platform/errors";

type Format = "jpeg" | "png" | "webp";

// libvips reads about forty formats; only the ones below reach a decoder. SVG is only for our own drawings.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
  operation: [
    "VipsForeignLoadJpegBuffer",
    "VipsForeignLoadPngBuffer",
    "VipsForeignLoadWebpBuffer",
    "VipsForeignLoadSvgBuffer",
  ],
});

/** The reader of images, with only these formats. */
export { sharp };

/** Drops white space and byte order marks that some programs write before a file. No image begins with them. */
export function withoutBlanks(bytes: Uint8Array): Uint8Array {
  const blank = /^(?:[\t\n\r ]|\xef\xbb\xbf)+/.exec(latin1(bytes, 64));
  return blank ? bytes.subarray(blank[0].length) : bytes;
}

const latin1 = (bytes: Uint8Array, length: number) =>
  Buffer.from(bytes.subarray(0, length)).toString("latin1");

/** Brands of HEIF images in the ISO base media format (ISO/IEC 23008-12, and AVIF). */
const heifBrands = /hei[cxms]|hev[cxms]|heif|mi[fa][1-9f]|msf1|avi[fso]|jpeg|j2ki|vvic/;

/** Common formats that are not accepted, by their first bytes. */
const foreign: [RegExp, string][] = [
  [/^GIF8/, "GIF"],
  [/^(II\*\0|MM\0\*|II\+\0|MM\0\+)/, "TIFF"],
  [/^BM.{4}\0\0\0\0/s, "BMP"],
  [/^.{4}jP {2}/s, "JPEG 2000"],
  [/^.{4}JXL /s, "JPEG XL"],
  [/^8BPS/, "PSD"],
  [/^PK[^\s\w]{2}/, "ZIP"],
  [/^.{4}ftyp/s, "a video"],
  [/^(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)?<svg/is, "SVG"],
  [/^\s*<(!doctype|html|head|body)/i, "a web page"],
];

/** A PDF's header is within this many bytes (Adobe, PDF Reference 1.7, appendix H, note 13). */
const pdfHeader = 1024;
/** Its end is within this many bytes (the same, note 18, and some room). */
const pdfTail = 2048;

/** Returns whether bytes are a PDF, by what is in them. */
export const isPdf = (bytes: Uint8Array): boolean => latin1(bytes, pdfHeader + 5).includes("%PDF-");

/**
 * Refuses a PDF that no reader could open as a whole. Nothing of it is run or decoded here.
 * @throws AppError validation_error for a PDF that was cut off, and for one with a password
 */
export function refuseBrokenPdf(bytes: Uint8Array): void {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const tail = text.subarray(-pdfTail);
  if (!tail.includes("%%EOF") || !tail.includes("startxref"))
    throw new AppError("validation_error", "The PDF is damaged or incomplete and cannot be read.");
  if (text.includes("/Encrypt"))
    throw new AppError("validation_error", "The PDF is locked with a password. Send it without one.");
}

/**
 * Detects the format of an image by its first bytes.
 * @throws AppError validation_error naming the actual format
 */
export function formatOf(bytes: Uint8Array): Format {
  const head = latin1(bytes, pdfHeader + 5);
  if (head.startsWith("\xff\xd8\xff")) return "jpeg";
  if (head.startsWith("\x89PNG\r\n\x1a\n")) return "png";
  if (/^RIFF.{4}WEBP/s.test(head)) return "webp";
  const refuse = (message: string) => new AppError("validation_error", message);
  if (head.includes("%PDF-"))
    throw refuse("PDF files cannot be shown as images. Export the page as JPEG or PNG first.");
  const brands = /^.{4}ftyp(.{4,60})/s.exec(head)?.[1];
  if (brands && heifBrands.test(brands))
    throw refuse("HEIC and AVIF photos are not supported. Convert the file to JPEG first.");
  const name = foreign.find(([pattern]) => pattern.test(head))?.[1];
  if (name) throw refuse(`Images must be JPEG, PNG or WebP; this one is ${name}.`);
  throw refuse("The image is damaged or incomplete and cannot be read.");
}

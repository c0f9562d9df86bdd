// Runs only in the thread that pictures.ts starts: what takes too long there does not hold up the program.
import sharp from "sharp";
import { type BarcodeReading, readBarcode } from "@/lib/reading/barcode";
import { type Shapes, shapesOf } from "@/lib/reading/glyphs";
import type { Grey } from "@/lib/reading/grey";
import { blurs, readZone, type ZoneReading } from "@/lib/reading/zone";

/** A picture to look at. `bytes` is JPEG, PNG or WebP. */
export type LookJob = { bytes: Uint8Array };
export type Looked = { zone: ZoneReading; barcode: BarcodeReading };

/** The longest side at which a zone is read, and at which a barcode is. */
const longestOfZone = 2200;
const longestOfBarcode = 3000;

async function greyOf(bytes: Uint8Array, longest: number): Promise<Grey> {
  const { data, info } = await sharp(bytes)
    .flatten({ background: "#ffffff" })
    .resize({ width: longest, height: longest, fit: "inside", withoutEnlargement: true })
    .greyscale()
    .toColourspace("b-w")
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: Float32Array.from(data), width: info.width, height: info.height };
}

let shapes: Promise<Shapes[]> | undefined;

/** Looks for a machine readable zone and barcodes in a picture. */
export default async function look({ bytes }: LookJob): Promise<Looked> {
  shapes ??= shapesOf(blurs);
  const zone = readZone(await greyOf(bytes, longestOfZone), await shapes);
  // An enhanced driver's licence has both, and so has a picture of two documents.
  const barcode = await readBarcode(await greyOf(bytes, longestOfBarcode));
  return { zone, barcode };
}

// Runs only in the thread that pictures.ts starts: a picture that is made to break a decoder ends that thread alone.
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

/** Looks for a machine readable zone and a barcode in a picture. */
export default async function look({ bytes }: LookJob): Promise<Looked> {
  shapes ??= shapesOf(blurs);
  const zone = readZone(await greyOf(bytes, longestOfZone), await shapes);
  // No document has both.
  const barcode: BarcodeReading =
    zone.found === "zone" ? { found: "nothing" } : await readBarcode(await greyOf(bytes, longestOfBarcode));
  return { zone, barcode };
}

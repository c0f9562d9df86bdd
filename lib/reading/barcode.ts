import { readFileSync } from "node:fs";
import path from "node:path";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import { type Licence, parseAamva } from "@/lib/reading/aamva";
import type { Grey } from "@/lib/reading/grey";

/** What looking for the barcode of a driver's licence came to. */
export type BarcodeReading =
  | { found: "licence"; licences: Licence[] }
  /** There is a barcode, and it is not one of a driver's licence, or lacks what one must say. */
  | { found: "other" }
  | { found: "nothing" };

/** The package fetches this file from a foreign host unless it is handed in. */
const decoder = "node_modules/zxing-wasm/dist/reader/zxing_reader.wasm";
let prepared = false;

function prepare(): void {
  if (prepared) return;
  const wasmBinary = Uint8Array.from(readFileSync(path.join(process.cwd(), decoder))).buffer;
  prepareZXingModule({ overrides: { wasmBinary } });
  prepared = true;
}

/**
 * Looks for the PDF417 barcode of a driver's licence (AAMVA DL/ID Card Design Standard, annex D) and reads it. Its own
 * correction of errors (ISO/IEC 15438) decides that the text is right: a damaged symbol has none.
 */
export async function readBarcode({ data, width, height }: Grey): Promise<BarcodeReading> {
  prepare();
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let at = 0; at < data.length; at++) {
    const shade = data[at] ?? 0;
    pixels[at * 4] = shade;
    pixels[at * 4 + 1] = shade;
    pixels[at * 4 + 2] = shade;
    pixels[at * 4 + 3] = 255;
  }
  const image = { data: pixels, width, height, colorSpace: "srgb" } as ImageData;
  const found = await readBarcodes(image, { formats: ["PDF417"], tryHarder: true, maxNumberOfSymbols: 4 });
  const valid = found.filter(({ isValid }) => isValid);
  const licences = valid.flatMap(({ bytes }) => parseAamva(Buffer.from(bytes).toString("latin1")) ?? []);
  if (licences.length > 0) return { found: "licence", licences };
  return { found: valid.length > 0 ? "other" : "nothing" };
}

import "server-only";
import { sharp } from "@/lib/platform/image-format";

/** What was measured in one photograph. */
export type Quality = {
  width: number;
  height: number;
  /** The variance of the Laplacian at 800 pixels of width: how sharp its edges are. */
  sharpness: number;
  /** The mean brightness, from 0 to 255. */
  brightness: number;
  /** The share of pixels that are as good as white. */
  glare: number;
  faults: string[];
};

const shortestSide = 400;
/** Print has hard edges and a face has few, so that they are measured differently. */
const leastSharpness = { document: 15, selfie: 3 } as const;
const darkest = 40;
const brightest = 240;
const mostGlare = 0.6;

/** Returns the variance of the discrete Laplacian of a grey picture. */
function sharpnessOf(data: Buffer, width: number, height: number): number {
  let [count, sum, squares] = [0, 0, 0];
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      const near =
        (data[at - 1] ?? 0) + (data[at + 1] ?? 0) + (data[at - width] ?? 0) + (data[at + width] ?? 0);
      const edge = near - 4 * (data[at] ?? 0);
      count++;
      sum += edge;
      squares += edge * edge;
    }
  return count > 0 ? squares / count - (sum / count) ** 2 : 0;
}

/**
 * Measures whether a person could read a photograph. It finds what is plainly too small, blurred, dark or overexposed;
 * it does not know what is in the picture.
 * @param bytes JPEG, PNG or WebP that was encoded here
 */
export async function qualityOf(bytes: Uint8Array, of: keyof typeof leastSharpness): Promise<Quality> {
  const { width = 0, height = 0 } = await sharp(bytes).metadata();
  const grey = await sharp(bytes)
    .flatten({ background: "#ffffff" })
    .greyscale()
    .resize({ width: 800, height: 800, fit: "inside", withoutEnlargement: true })
    .toColourspace("b-w")
    .raw()
    .toBuffer({ resolveWithObject: true });
  const sharpness = sharpnessOf(grey.data, grey.info.width, grey.info.height);
  let [sum, white] = [0, 0];
  for (const shade of grey.data) {
    sum += shade;
    if (shade >= 252) white++;
  }
  const brightness = sum / grey.data.length;
  const glare = white / grey.data.length;
  const faults = [
    Math.min(width, height) < shortestSide && "too_small",
    sharpness < leastSharpness[of] && "blurred",
    brightness < darkest && "too_dark",
    (brightness > brightest || glare > mostGlare) && "glare",
  ].filter((fault): fault is string => fault !== false);
  const round = (value: number) => Math.round(value * 100) / 100;
  return {
    width,
    height,
    sharpness: round(sharpness),
    brightness: round(brightness),
    glare: round(glare),
    faults,
  };
}

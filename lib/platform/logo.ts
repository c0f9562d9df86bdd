import "server-only";
import { AppError } from "@/lib/platform/errors";
import { formatOf, sharp, withoutBlanks } from "@/lib/platform/image-format";

/** The size that a logo is drawn at, at most: sharp on paper, small in the answer. */
const logoBox = { width: 1000, height: 400 };

/**
 * Reads a picture for letters and public pages: without metadata, as PNG, and small enough for both.
 * @param mostPixels the longest side of the file that is taken
 * @throws AppError validation_error for anything but a whole JPEG, PNG or WebP of this size
 */
export async function prepareLogo(
  given: Uint8Array,
  mostPixels: number,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; width: number; height: number }> {
  const input = withoutBlanks(given);
  formatOf(input);
  const damaged = (cause: unknown) =>
    new AppError("validation_error", "The image is damaged or incomplete and cannot be read.", { cause });
  const { width, height } = await sharp(input)
    .metadata()
    .catch((cause) => {
      throw damaged(cause);
    });
  if (Math.max(width, height) > mostPixels)
    throw new AppError(
      "validation_error",
      `The image is ${width} × ${height} pixels. Make it at most ${mostPixels} × ${mostPixels}.`,
    );
  try {
    const { data, info } = await sharp(input, { limitInputPixels: mostPixels ** 2, failOn: "error" })
      .rotate()
      .resize({ ...logoBox, fit: "inside", withoutEnlargement: true })
      .png({ compressionLevel: 9 })
      .toBuffer({ resolveWithObject: true });
    return { bytes: Uint8Array.from(data), width: info.width, height: info.height };
  } catch (cause) {
    throw damaged(cause);
  }
}

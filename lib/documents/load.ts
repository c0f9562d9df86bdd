import "server-only";
import { blobs } from "@/lib/platform/blobs";
import { isShownSmaller, shownSize } from "@/lib/platform/images";
import type { RecordCipher } from "@/lib/vault/cipher";

/** The copy for the screen lies beside the image, in the same folder and under the same key, and goes with it. */
export const viewKeyOf = (blobKey: string): string => `${blobKey}-view`;

type Image = { blobKey: string; width: number | null; height: number | null };

/**
 * The bytes of an image as it is shown: of a very large one a smaller copy, made and stored at the first look, so that
 * a hundred megapixels are decoded once and not at every look.
 * @returns null when there is no such image
 */
export async function viewBytes(
  cipher: RecordCipher,
  { blobKey, width, height }: Image,
): Promise<Buffer | null> {
  const isLarge = isShownSmaller(width ?? 0, height ?? 0);
  const viewKey = viewKeyOf(blobKey);
  const copy = isLarge ? await blobs().get(viewKey) : null;
  if (copy) return cipher.openImage(viewKey, copy);
  const sealed = await blobs().get(blobKey);
  if (!sealed) return null;
  const bytes = cipher.openImage(blobKey, sealed);
  if (!isLarge) return bytes;
  const smaller = await shownSize(bytes);
  await blobs().put(viewKey, cipher.sealImage(viewKey, smaller));
  return smaller;
}

import "server-only";
import { blobs } from "@/lib/platform/blobs";
import { isShownSmaller, shownSize } from "@/lib/platform/images";
import type { RecordCipher } from "@/lib/vault/cipher";

/**
 * The key of the copy for the screen. It is stored next to the image, under the same data key, and is erased with it.
 */
export const viewKeyOf = (blobKey: string): string => `${blobKey}-view`;

type Image = { blobKey: string; width: number | null; height: number | null };

/**
 * Returns the bytes of an image for the screen. For a very large image it makes a smaller copy once and stores it, so
 * that a hundred megapixels are not decoded at every view.
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
  await blobs().putNew(viewKey, cipher.sealImage(viewKey, smaller));
  return smaller;
}

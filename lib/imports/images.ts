import "server-only";
import { randomUUID } from "node:crypto";
import { type BundleDocument, bundleDocument } from "@/lib/contract/bundle";
import { extrasOf } from "@/lib/contract/bundle-extras";
import { instantOf } from "@/lib/format/instant";
import { blobs } from "@/lib/platform/blobs";
import { AppError } from "@/lib/platform/errors";
import { formatOf, withoutBlanks } from "@/lib/platform/image-format";
import { type PreparedImage, prepareImage } from "@/lib/platform/images";
import type { ImageFormat } from "@/lib/settings/schema";
import type { DataKey } from "@/lib/vault/data-keys";

/** Returns the bytes of a bundle's image; null when the bundle does not contain it. */
export type ImageSource = (downloadUrl: string) => Promise<Uint8Array | null>;

/** The contract's names of documents, and those of pictures that some vendors cut out of one. */
const ownNames = [
  ...["selfie", "proof_of_address", "id_front", "id_back"],
  ...["portrait", "chip_portrait", "ghost_portrait", "signature"],
];

/** The name of a document in signed URLs, from what the export says about it. */
function docTypeOf({ document_type, page }: BundleDocument): string {
  const type = document_type ?? "document";
  if (ownNames.includes(type)) return type;
  return page === "back" ? "id_back" : "id_front";
}

/** Gives each document its own name: the second front of a session is `id_front_2`. */
export function assignDocTypes(documents: readonly BundleDocument[]): string[] {
  const used = new Map<string, number>();
  return documents.map((document) => {
    const type = docTypeOf(document);
    const count = (used.get(type) ?? 0) + 1;
    used.set(type, count);
    return count === 1 ? type : `${type}_${count}`;
  });
}

/**
 * Reads and cleans the images of a bundle, in the order of its documents; null where there is none.
 * @param accepted the formats that an admin lets in
 * @throws AppError validation_error naming the document whose image cannot be used
 */
export async function prepareImages(
  documents: readonly BundleDocument[],
  readImage: ImageSource,
  accepted: readonly ImageFormat[],
): Promise<(PreparedImage | null)[]> {
  const images = [];
  for (const [at, { download_url }] of documents.entries()) {
    const bytes = download_url ? await readImage(download_url) : null;
    images.push(bytes ? await prepareAt(bytes, at, accepted) : null);
  }
  return images;
}

async function prepareAt(
  bytes: Uint8Array,
  at: number,
  accepted: readonly ImageFormat[],
): Promise<PreparedImage> {
  try {
    refuseUnwanted(bytes, accepted);
    return await prepareImage(bytes);
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    throw new AppError("validation_error", `documents[${at}].download_url: ${cause.message}`, { cause });
  }
}

const formatNames = { jpeg: "JPEG", png: "PNG", webp: "WebP" } as const;

/**
 * Refuses a format that an admin has switched off.
 * @throws AppError validation_error
 */
export function refuseUnwanted(bytes: Uint8Array, accepted: readonly ImageFormat[]): void {
  const format = formatOf(withoutBlanks(bytes));
  if (accepted.includes(format)) return;
  const names = accepted.map((each) => formatNames[each]).join(", ");
  throw new AppError(
    "validation_error",
    `${formatNames[format]} images are not accepted; Settings → Documents accepts ${names}.`,
  );
}

type HeldImage = {
  id: string;
  mimeType: string | null;
  sizeBytes: number | null;
  width: number | null;
  height: number | null;
  blobKey: string | null;
  thumbnailKey: string | null;
};

/** The rows of a bundle's documents. Its images are sealed and stored first; stored images are kept. */
export async function documentRows(
  documents: readonly BundleDocument[],
  dataKey: DataKey,
  images: readonly (PreparedImage | null)[],
  held: readonly HeldImage[] = [],
) {
  const docTypes = assignDocTypes(documents);
  const rows = [];
  for (const [at, document] of documents.entries()) {
    const image = images[at];
    const stored = image ? await storeImage(image, dataKey) : held.find(({ id }) => id === document.id);
    rows.push({
      id: document.id,
      docType: docTypes[at] ?? document.id,
      documentType: document.document_type ?? null,
      page: document.page ?? null,
      mimeType: stored?.mimeType ?? document.mime_type ?? null,
      sizeBytes: document.size_bytes ?? stored?.sizeBytes ?? null,
      capturedAt: instantOf(document.captured_at),
      width: stored?.width ?? null,
      height: stored?.height ?? null,
      blobKey: stored?.blobKey ?? null,
      thumbnailKey: stored?.thumbnailKey ?? null,
      sealed: dataKey.cipher.seal("document", document.id, { extra: extrasOf(bundleDocument, document) }),
    });
  }
  return rows;
}

/** Seals and stores an image with its thumbnail. @returns the columns of its row */
export async function storeImage(image: PreparedImage, dataKey: DataKey): Promise<StoredImage> {
  const blobKey = `${dataKey.id}/${randomUUID()}`;
  const thumbnailKey = `${blobKey}-thumbnail`;
  await blobs().put(blobKey, dataKey.cipher.sealImage(blobKey, image.bytes));
  await blobs().put(thumbnailKey, dataKey.cipher.sealImage(thumbnailKey, image.thumbnail));
  const { mimeType, width, height } = image;
  return { blobKey, thumbnailKey, mimeType, width, height, sizeBytes: image.bytes.length };
}

/** The columns of a stored file. A PDF has no size in pixels and no thumbnail. */
export type StoredImage = {
  blobKey: string;
  thumbnailKey: string | null;
  mimeType: string;
  width: number | null;
  height: number | null;
  sizeBytes: number;
};

/** Seals and stores a PDF as it is. @returns the columns of its row */
export async function storePdf(bytes: Buffer, dataKey: DataKey): Promise<StoredImage> {
  const blobKey = `${dataKey.id}/${randomUUID()}`;
  await blobs().put(blobKey, dataKey.cipher.sealImage(blobKey, bytes));
  const noPicture = { thumbnailKey: null, width: null, height: null };
  return { ...noPicture, blobKey, mimeType: "application/pdf", sizeBytes: bytes.length };
}

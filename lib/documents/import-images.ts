import "server-only";
import { randomUUID } from "node:crypto";
import { instantOf } from "@/lib/format/instant";
import { blobs } from "@/lib/platform/blobs";
import { AppError } from "@/lib/platform/errors";
import { prepareImage } from "@/lib/platform/images";
import type { DataKey } from "@/lib/platform/keys";
import { sealBlob, sealRow } from "@/lib/privacy/seal";
import { type BundleDocument, bundleDocument, extrasOf } from "@/lib/sessions/bundle";

/** Gives the bytes of a bundle's image; null when the bundle does not come with it. */
export type ImageSource = (downloadUrl: string) => Promise<Uint8Array | null>;

/** What the contract calls the place of a document in signed URLs, from what its export says of it. */
function docTypeOf({ document_type, page }: BundleDocument): string {
  const type = document_type ?? "document";
  if (["selfie", "proof_of_address", "id_front", "id_back"].includes(type)) return type;
  return page === "back" ? "id_back" : "id_front";
}

/** One place for each document: the second front of a session is `id_front_2`. */
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
 * The rows of a bundle's documents. Images that come with the bundle are cleaned, sealed and stored first.
 * @throws AppError validation_error naming the document whose image cannot be used
 */
export async function documentRows(
  documents: readonly BundleDocument[],
  dataKey: DataKey,
  readImage: ImageSource,
) {
  const docTypes = assignDocTypes(documents);
  const rows = [];
  for (const [at, document] of documents.entries()) {
    const stored = await storeImage(document, at, dataKey, readImage);
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
      sealed: sealRow(dataKey.key, "document", document.id, { extra: extrasOf(bundleDocument, document) }),
    });
  }
  return rows;
}

async function storeImage(document: BundleDocument, at: number, dataKey: DataKey, readImage: ImageSource) {
  const bytes = document.download_url ? await readImage(document.download_url) : null;
  if (!bytes) return null;
  const image = await prepareImage(bytes).catch((cause) => {
    if (!(cause instanceof AppError)) throw cause;
    throw new AppError("validation_error", `documents[${at}].download_url: ${cause.message}`, { cause });
  });
  const blobKey = `${dataKey.id}/${randomUUID()}`;
  const thumbnailKey = `${blobKey}-thumbnail`;
  await blobs().put(blobKey, sealBlob(dataKey.key, blobKey, image.bytes));
  await blobs().put(thumbnailKey, sealBlob(dataKey.key, thumbnailKey, image.thumbnail));
  const { mimeType, width, height } = image;
  return { blobKey, thumbnailKey, mimeType, width, height, sizeBytes: image.bytes.length };
}

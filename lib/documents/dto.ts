import "server-only";
import type { DocumentDto } from "@/lib/documents/schema";
import { instantOrNull } from "@/lib/format/instant";
import type { urlSigner } from "@/lib/records/signed-url";

type DocumentRow = {
  id: string;
  docType: string;
  documentType: string | null;
  page: string | null;
  mimeType: string | null;
  sizeBytes: number | null;
  width: number | null;
  height: number | null;
  capturedAt: Date | null;
  blobKey: string | null;
  thumbnailKey: string | null;
};

/** A document, with signed URLs if the actor gets any. */
export function toDocumentDto(
  row: DocumentRow,
  sessionId: string,
  expiresIn: number,
  sign: Awaited<ReturnType<typeof urlSigner>> | null,
): DocumentDto {
  const target = { sessionId, docType: row.docType };
  return {
    docType: row.docType,
    mimeType: row.mimeType,
    url: sign?.({ ...target, variant: "original" }).url ?? null,
    expiresIn,
    id: row.id,
    documentType: row.documentType,
    page: row.page,
    sizeBytes: row.sizeBytes,
    width: row.width,
    height: row.height,
    capturedAt: instantOrNull(row.capturedAt),
    isAvailable: row.blobKey !== null,
    thumbnailUrl: sign && row.thumbnailKey ? sign({ ...target, variant: "thumbnail" }).url : null,
  };
}

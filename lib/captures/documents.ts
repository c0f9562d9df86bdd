import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { type Capture, lockCapture, subjectOf } from "@/lib/captures/load";
import { takesDocuments } from "@/lib/captures/policy";
import { largestDocument, type UploadedDto, uploadInput } from "@/lib/captures/schema";
import { viewKeyOf } from "@/lib/documents/load";
import { recordEvent } from "@/lib/events/record";
import { instant } from "@/lib/format/instant";
import { refuseUnwanted, type StoredImage, storeImage, storePdf } from "@/lib/imports/images";
import { blobs } from "@/lib/platform/blobs";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/id";
import { isPdf, refuseBrokenPdf } from "@/lib/platform/image-format";
import { type PreparedImage, prepareImage } from "@/lib/platform/images";
import { belowSession, keyOf } from "@/lib/platform/scope";
import { requireSession } from "@/lib/records/open";
import { currentSettings } from "@/lib/settings/load";
import { queueWebhooks } from "@/lib/webhooks/write";

/** The files of a form by the names of their parts. */
export type UploadForm = ReadonlyMap<string, readonly { readonly bytes: Buffer }[]>;

const only = (form: UploadForm, part: string) => {
  const [given, ...more] = form.get(part) ?? [];
  if (more.length > 0) throw new AppError("bad_request", `The form has several parts with the name ${part}.`);
  return given;
};

const textOf = (form: UploadForm, part: string) => {
  const given = only(form, part);
  return given && given.bytes.length > 0 ? given.bytes.toString("utf8") : undefined;
};

/**
 * Reads the form of an upload. Parts with other names are ignored, as the contract ignores what is unknown.
 * @throws AppError bad_request without a file or with several; payload_too_large above 10 MiB; ZodError
 */
export function readUpload(form: UploadForm) {
  const file = only(form, "file");
  if (!file || file.bytes.length === 0)
    throw new AppError(
      "bad_request",
      "The form must have one part with the name file, and it must not be empty.",
    );
  if (file.bytes.length > largestDocument)
    throw new AppError("payload_too_large", "The file is larger than 10 MB.");
  const input = uploadInput.parse({
    documentType: textOf(form, "document_type"),
    poaDocumentType: textOf(form, "poa_document_type"),
    poaDocumentDate: textOf(form, "poa_document_date"),
  });
  return { ...input, bytes: file.bytes };
}

export type Upload = ReturnType<typeof readUpload>;

/**
 * Stores one document of a session that is being captured, encrypted, in place of the one of the same type.
 * @throws AppError not_found; conflict when it is restricted; bad_request when the session takes no documents now;
 * validation_error for a file that is none of JPEG, PNG, WebP and PDF by its content, or is damaged
 */
export async function uploadDocument(
  actor: Actor,
  input: { sessionId: string; form: UploadForm },
): Promise<UploadedDto> {
  authorize(actor, "documents:upload");
  await requireSession(actor, input.sessionId, "work");
  return putDocument(actor, input.sessionId, readUpload(input.form), "api");
}

/** {@link uploadDocument} for an actor that has been authorized otherwise. */
export async function putDocument(
  actor: Actor,
  sessionId: string,
  upload: Upload,
  source: "api" | "capture",
): Promise<UploadedDto> {
  const prepared = await prepareUpload(actor, upload);
  const { answer, replaced } = await db.$transaction(
    async (tx) => {
      const capture = await lockCapture(tx, actor, sessionId);
      if (!takesDocuments(capture.state))
        throw new AppError("bad_request", `This session is ${capture.state}. It takes no more documents.`);
      return storeUpload(tx, actor, capture, { upload, prepared, source });
    },
    { timeout: 60_000 },
  );
  for (const key of replaced) await blobs().remove(key);
  return answer;
}

/** A document that may be stored: an image that was encoded again, or the bytes of a PDF. */
type Prepared = PreparedImage | { pdf: Buffer };

async function prepareUpload(actor: Actor, { bytes, documentType }: Upload): Promise<Prepared> {
  if (isPdf(bytes)) {
    if (documentType === "selfie")
      throw new AppError("validation_error", "A selfie must be a photograph, not a PDF.");
    refuseBrokenPdf(bytes);
    return { pdf: bytes };
  }
  refuseUnwanted(bytes, (await currentSettings(actor)).documents.acceptedFormats);
  return prepareImage(bytes, mostPixels);
}

/** The most pixels of a picture of an applicant: those of a telephone's largest ordinary setting. */
const mostPixels = 50_000_000;

type Storing = { upload: Upload; prepared: Prepared; source: "api" | "capture" };

/**
 * Writes the files while the session is locked, so that an erasure comes before or after them. Files of a transaction
 * that fails are in the folder of the session's key, and go with it.
 */
async function storeUpload(tx: Transaction, actor: Actor, capture: Capture, given: Storing) {
  const { prepared, upload, source } = given;
  if (!capture.dataKeyId) throw new AppError("bad_request", "This session has been redacted.");
  const dataKey = { id: capture.dataKeyId, cipher: capture.cipher };
  const stored =
    "pdf" in prepared ? await storePdf(prepared.pdf, dataKey) : await storeImage(prepared, dataKey);
  const replaced = await replaceRow(tx, capture, { ...given, stored });
  const { documentType: docType } = upload;
  await recordEvent(tx, actor, {
    type: "session.document-uploaded",
    metadata: {
      docType,
      mimeType: stored.mimeType,
      sizeBytes: stored.sizeBytes,
      isReplaced: replaced.isReplaced,
    },
    resource: { type: "session", id: capture.id },
  });
  await beginCapture(tx, actor, capture);
  const answer: UploadedDto = {
    id: replaced.id,
    sessionId: capture.id,
    documentType: docType,
    mimeType: stored.mimeType,
    fileSizeBytes: stored.sizeBytes,
    uploadSource: source,
    createdAt: instant(replaced.capturedAt),
    isReplaced: replaced.isReplaced,
  };
  return { answer, replaced: replaced.keys };
}

async function replaceRow(
  tx: Transaction,
  capture: Capture,
  { upload, source, stored }: Storing & { stored: StoredImage },
) {
  const { documentType: docType, poaDocumentType, poaDocumentDate } = upload;
  const where = { ...belowSession(capture), docType };
  const before = await tx.document.findFirst({ where, select: { blobKey: true, thumbnailKey: true } });
  await tx.document.deleteMany({ where });
  const [id, capturedAt] = [newId("doc"), new Date()];
  const extra = {
    upload_source: source,
    ...(poaDocumentType && { poa_document_type: poaDocumentType }),
    ...(poaDocumentDate && { poa_document_date: poaDocumentDate }),
  };
  await tx.document.create({
    data: {
      ...belowSession(capture),
      id,
      docType,
      documentType: docType,
      capturedAt,
      ...stored,
      sealed: capture.cipher.seal("document", id, { extra }),
    },
    select: { pk: true },
  });
  const keys = before?.blobKey ? [before.blobKey, viewKeyOf(before.blobKey), before.thumbnailKey ?? ""] : [];
  return { id, capturedAt, keys: keys.filter(Boolean), isReplaced: before !== null };
}

/** Writes down that the capture of a locked session has begun, and tells it the first time. */
export async function beginCapture(
  tx: Transaction,
  actor: Actor,
  capture: Capture,
  held: Capture["held"] = capture.held,
): Promise<void> {
  const sealed = held === capture.held ? undefined : capture.cipher.seal("session", capture.id, held);
  await tx.session.update({
    where: keyOf(capture),
    data: { status: "capturing", updatedAt: new Date(), ...(sealed && { sealed }) },
    select: { pk: true },
  });
  if (capture.state === "pending")
    await queueWebhooks(tx, actor, ["session.started"], subjectOf(capture, "capturing"));
}

/** Lists the types of the documents of a session whose files are there. */
export async function documentTypesOf(
  tx: Pick<Transaction, "document">,
  session: Pick<Capture, "organizationPk" | "environment" | "pk">,
): Promise<string[]> {
  const rows = await tx.document.findMany({
    where: { ...belowSession(session), blobKey: { not: null } },
    orderBy: { pk: "asc" },
    select: { docType: true },
  });
  return rows.map(({ docType }) => docType);
}

import "server-only";
import { recordEvent } from "@/lib/audit/record";
import { type Actor, authorize } from "@/lib/auth/actor";
import { type SignedUrlActor, urlSigner } from "@/lib/auth/signed-url";
import { toDocumentDto } from "@/lib/documents/dto";
import type { DocumentDto } from "@/lib/documents/schema";
import { exactUtc } from "@/lib/format/date";
import { blobs } from "@/lib/platform/blobs";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { watermark } from "@/lib/platform/images";
import { isSensitiveDataExpired } from "@/lib/privacy/policy";
import { openBlob } from "@/lib/privacy/seal";
import { dataKeyOf, ownSessionOf } from "@/lib/sessions/own";
import { currentSettings } from "@/lib/settings/current";

/**
 * The documents of a session with signed URLs; empty once the sensitive window has closed or it is redacted.
 * Handing out the URLs is the view that is recorded.
 */
export async function listDocuments(
  actor: Actor,
  input: { sessionId: string },
): Promise<{ data: DocumentDto[] }> {
  authorize(actor, "documents:view");
  const session = await ownSessionOf(actor, input.sessionId);
  const settings = await currentSettings(actor);
  if (isSensitiveDataExpired(session, settings, new Date())) return { data: [] };
  const rows = await db.document.findMany({ where: { sessionPk: session.pk }, orderBy: { pk: "asc" } });
  const sign = await urlSigner(actor, settings.imageUrlExpirySeconds);
  const viewed = rows.filter(({ blobKey }) => blobKey).map(({ docType }) => docType);
  if (viewed.length > 0) {
    await recordEvent(db, actor, {
      type: "document.viewed",
      metadata: { docTypes: viewed, variant: actor.kind === "person" ? "watermarked" : "original" },
      resource: { type: "session", id: session.id },
    });
  }
  const viewer = actor.kind === "person" ? actor.id : undefined;
  return {
    data: rows.map((row) => toDocumentDto(row, session.id, settings.imageUrlExpirySeconds, viewer, sign)),
  };
}

export type FetchedDocument = { bytes: Buffer; mimeType: string };

/**
 * The image a signed URL names: the stored bytes, or with the viewer's name and the time in it for people.
 * @throws AppError not_found when there is no such image, when it is redacted, or past the sensitive window. A URL
 * of an export outlives the window: the person asked for everything we hold.
 */
export async function fetchDocument(actor: SignedUrlActor): Promise<FetchedDocument> {
  authorize(actor, "documents:fetch");
  const { sessionId, docType, variant, viewer, purpose } = actor.target;
  const session = await ownSessionOf(actor, sessionId);
  const missing = () => new AppError("not_found", "This image is not available.");
  const isGone = session.retentionStatus === "redacted";
  if (
    isGone ||
    (purpose !== "export" && isSensitiveDataExpired(session, await currentSettings(actor), new Date()))
  )
    throw missing();
  const [key, row] = await Promise.all([
    dataKeyOf(actor, session),
    db.document.findUnique({ where: { sessionPk_docType: { sessionPk: session.pk, docType } } }),
  ]);
  const blobKey = variant === "thumbnail" ? row?.thumbnailKey : row?.blobKey;
  const sealed = blobKey ? await blobs().get(blobKey) : null;
  if (!key || !row || !blobKey || !sealed) throw missing();
  const bytes = openBlob(key, blobKey, sealed);
  const mimeType = variant === "thumbnail" ? "image/webp" : (row.mimeType ?? "application/octet-stream");
  if (!viewer || variant === "thumbnail") return { bytes, mimeType };
  const member = await db.member.findUnique({ where: { id: viewer }, select: { name: true } });
  return {
    bytes: await watermark(bytes, `${member?.name ?? viewer} · ${exactUtc(new Date())}`),
    mimeType: "image/jpeg",
  };
}

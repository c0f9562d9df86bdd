import "server-only";
import { recordEvent } from "@/lib/audit/record";
import { type Actor, authorize } from "@/lib/auth/actor";
import { type SignedTarget, type SignedUrlActor, urlSigner } from "@/lib/auth/signed-url";
import { toDocumentDto } from "@/lib/documents/dto";
import type { DocumentDto } from "@/lib/documents/schema";
import { exactUtc } from "@/lib/format/date";
import { blobs } from "@/lib/platform/blobs";
import { db, prepared } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { Prisma } from "@/lib/platform/generated/client";
import { watermark } from "@/lib/platform/images";
import { isSensitiveDataExpired } from "@/lib/privacy/policy";
import { openBlob } from "@/lib/privacy/seal";
import { dataKeyOf, ownSessionOf } from "@/lib/sessions/own";
import { currentSettings } from "@/lib/settings/current";
import { retentionOverrides } from "@/lib/settings/retention-overrides";

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
  return readImage(actor, actor.target);
}

/**
 * Draws the viewer's name into an image whose signed URL was just handed out, so that it is there when the browser
 * asks. Never throws: whoever asks for the image gets the error.
 */
export async function drawAhead(actor: Actor, target: { sessionId: string; docType: string }): Promise<void> {
  authorize(actor, "documents:view");
  await readImage(actor, { ...target, variant: "original", viewer: actor.id }).catch(() => undefined);
}

async function readImage(actor: Actor, target: SignedTarget): Promise<FetchedDocument> {
  const { sessionId, docType, variant, viewer, purpose } = target;
  const found = await findImage(actor, sessionId, docType);
  const isOutOfReach =
    !found ||
    found.retentionStatus === "redacted" ||
    (purpose !== "export" && isSensitiveDataExpired(found, windowsIn(found), new Date()));
  const blobKey = variant === "thumbnail" ? found?.thumbnailKey : found?.blobKey;
  const key = isOutOfReach || !blobKey ? undefined : await dataKeyOf(actor, found);
  if (!found || !key || !blobKey) throw new AppError("not_found", "This image is not available.");
  const open = async () => {
    const sealed = await blobs().get(blobKey);
    if (!sealed) throw new AppError("not_found", "This image is not available.");
    return openBlob(key, blobKey, sealed);
  };
  if (viewer) return { bytes: await drawnFor(viewer, blobKey, open), mimeType: "image/jpeg" };
  const mimeType = variant === "thumbnail" ? "image/webp" : (found.mimeType ?? "application/octet-stream");
  return { bytes: await open(), mimeType };
}

const drawnMs = 5_000;
type Kept = { countersignDrawn?: Map<string, Promise<Buffer>> };
const kept = globalThis as typeof globalThis & Kept;

/**
 * The image with the viewer's name in it, drawn at most once in five seconds: as long as an opened data key stays in
 * memory, and asked for only with that key in hand, so that an erased image is gone at once.
 */
async function drawnFor(viewer: string, blobKey: string, open: () => Promise<Buffer>): Promise<Buffer> {
  kept.countersignDrawn ??= new Map();
  const drawn = kept.countersignDrawn;
  const name = `${viewer} ${blobKey}`;
  const known = drawn.get(name);
  if (known) return known;
  const draw = async () => {
    const [bytes, member] = await Promise.all([
      open(),
      db.member.findUnique({ where: { id: viewer }, select: { name: true } }),
    ]);
    return watermark(bytes, `${member?.name ?? viewer} · ${exactUtc(new Date())}`);
  };
  const bytes = draw();
  drawn.set(name, bytes);
  setTimeout(() => drawn.delete(name), drawnMs).unref();
  bytes.catch(() => drawn.delete(name));
  return bytes;
}

type FoundImage = {
  dataKeyId: string | null;
  retentionStatus: string;
  terminalAt: Date | null;
  mimeType: string | null;
  blobKey: string | null;
  thumbnailKey: string | null;
  sensitiveDataRetentionDays: number | null;
  dataRetentionDays: number | null;
  documentType: string | null;
  overrides: unknown;
};

const windowsIn = ({ overrides, ...found }: FoundImage) => ({
  ...found,
  retentionOverrides: retentionOverrides.catch([]).parse(overrides ?? []),
});

/** The document, its session and the settings that bear on it, in one query: images are fetched by the dozen. */
async function findImage(actor: Actor, sessionId: string, docType: string): Promise<FoundImage | null> {
  if (sessionId.includes("\0") || docType.includes("\0")) return null;
  const { organizationPk, environment } = actor.scope;
  const [found] = await db.$queryRaw<FoundImage[]>`${Prisma.raw(prepared)}
    SELECT s.data_key_id::text AS "dataKeyId", s.retention_status::text AS "retentionStatus", s.terminal_at AS "terminalAt",
      d.mime_type AS "mimeType", d.blob_key AS "blobKey", d.thumbnail_key AS "thumbnailKey",
      c.sensitive_data_retention_days AS "sensitiveDataRetentionDays", c.data_retention_days AS "dataRetentionDays",
      s.document_type AS "documentType", c.retention_overrides AS overrides
    FROM sessions s
    JOIN documents d ON d.session_pk = s.pk AND d.doc_type = ${docType}
    LEFT JOIN settings c ON c.organization_pk = s.organization_pk AND c.environment = s.environment
    WHERE s.organization_pk = ${organizationPk} AND s.environment = ${environment}::"Environment" AND s.id = ${sessionId}`;
  return found ?? null;
}

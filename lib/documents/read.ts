import "server-only";
import { type Actor, authorize, can, inScope } from "@/lib/actor/actor";
import { toDocumentDto } from "@/lib/documents/dto";
import { viewBytes } from "@/lib/documents/load";
import type { DocumentDto } from "@/lib/documents/schema";
import { recordLook } from "@/lib/events/looks";
import { recordEvent } from "@/lib/events/record";
import { exactUtc } from "@/lib/format/date";
import { blobs } from "@/lib/platform/blobs";
import { askDirectly, db } from "@/lib/platform/db";
import { prepared } from "@/lib/platform/db-client";
import { AppError } from "@/lib/platform/errors";
import { Prisma } from "@/lib/platform/generated/client";
import { watermark } from "@/lib/platform/images";
import { belowSession, type Scope, sameScope, scopeSql } from "@/lib/platform/scope";
import { holderOf } from "@/lib/records/holder";
import { cipherOf, type OpenSession, openSession } from "@/lib/records/open";
import { hasSaidWhy } from "@/lib/records/opening";
import {
  type IssuedTarget,
  type Issuer,
  issuerOf,
  type SignedUrlActor,
  urlSigner,
} from "@/lib/records/signed-url";
import { isSensitiveDataExpired } from "@/lib/records/window";

/**
 * Lists the documents of a session; none once the sensitive window has closed or the session is redacted. API keys
 * and the member who claimed the case get signed URLs. Everybody else asks to see the images: {@link showDocuments}.
 * @throws AppError as `openSession`
 */
export async function listDocuments(
  actor: Actor,
  input: { sessionId: string },
): Promise<{ data: DocumentDto[] }> {
  authorize(actor, "documents:view");
  return { data: await documentsOf(actor, await openSession(actor, input.sessionId, "read")) };
}

/** {@link listDocuments} of an opened session. Handing out URLs is a view, and is recorded. */
export async function documentsOf(actor: Actor, session: OpenSession): Promise<DocumentDto[]> {
  if (actor.kind !== "person") return handOut(actor, session, "viewed");
  const claim = await claimOf(actor, session);
  if (claim) return handOut(actor, session, claim === "ahead" ? "fetched-ahead" : "viewed");
  return (await rowsOf(session)).map((row) =>
    toDocumentDto(row, session.id, session.settings.documents.imageUrlExpirySeconds, null),
  );
}

/**
 * Returns signed URLs to a member who has not claimed the case. Recorded as a view.
 * @param input.comparedFor the case of another session that the images are compared for
 */
export async function showDocuments(
  actor: Actor,
  input: { sessionId: string; comparedFor?: string },
): Promise<{ data: DocumentDto[] }> {
  authorize(actor, "documents:view");
  const session = await openSession(actor, input.sessionId, "read");
  return { data: await handOut(actor, session, "viewed", input.comparedFor) };
}

const rowsOf = async (session: OpenSession) =>
  session.isExpired ? [] : db.document.findMany({ where: belowSession(session), orderBy: { pk: "asc" } });

/**
 * Whether the member has claimed the session's case; `ahead` while it was preloaded or assigned and not opened yet.
 */
async function claimOf(actor: Actor, { pk }: OpenSession): Promise<"ahead" | "open" | null> {
  const found = await db.reviewCase.findUnique({
    where: { ofSession: { ...inScope(actor), sessionPk: pk } },
    select: { assignedTo: true, claimExpiresAt: true, claimedAt: true },
  });
  if (!found || holderOf(found, new Date()) !== actor.id) return null;
  return found.claimedAt ? "open" : "ahead";
}

async function handOut(
  actor: Actor,
  session: OpenSession,
  how: "viewed" | "fetched-ahead",
  comparedFor?: string,
): Promise<DocumentDto[]> {
  const { imageUrlExpirySeconds } = session.settings.documents;
  const [rows, sign] = await Promise.all([rowsOf(session), urlSigner(actor, imageUrlExpirySeconds)]);
  const docTypes = rows.filter(({ blobKey }) => blobKey).map(({ docType }) => docType);
  if (docTypes.length > 0)
    await recordEvent(db, actor, {
      type: `document.${how}`,
      metadata: {
        docTypes,
        variant: actor.kind === "person" ? "watermarked" : "original",
        ...(comparedFor && { comparedFor }),
      },
      resource: { type: "session", id: session.id },
    });
  return rows.map((row) => toDocumentDto(row, session.id, imageUrlExpirySeconds, sign));
}

export type FetchedDocument = { bytes: Buffer; mimeType: string };

/**
 * The image a signed URL names: the stored bytes, or with the viewer's name and the time in it for people. Each look
 * of a member or API key at an image is recorded, once a minute.
 * @throws AppError forbidden once whoever the URL was made for may not open images any more; not_found when there is
 * no such image, when it is redacted or restricted, or past the sensitive window. A URL of an export outlives the
 * window: the person asked for everything we hold.
 */
export async function fetchDocument(actor: SignedUrlActor): Promise<FetchedDocument> {
  authorize(actor, "documents:fetch");
  const { target } = actor;
  const found = await findImage(actor, target);
  const issuer = issuerOf(actor, { ...found, id: target.issuer });
  const read = await readImage(issuer, target, found);
  await recordLook(issuer, {
    about: `${target.docType}/${target.variant}`,
    event: {
      type: "document.fetched",
      metadata: { docType: target.docType, variant: target.variant, isExport: target.purpose === "export" },
      resource: { type: "session", id: target.sessionId },
    },
  });
  return read;
}

/**
 * Draws the viewer's name into an image whose signed URL was just returned, so that it is ready when the browser
 * asks. Never throws: the request for the image gets the error.
 */
export async function drawAhead(actor: Actor, given: { sessionId: string; docType: string }): Promise<void> {
  authorize(actor, "documents:view");
  const target = { ...given, variant: "original" as const, issuer: actor.id };
  const draw = async () => readImage(actor, target, await findImage(actor, target));
  await draw().catch(() => undefined);
}

const notAvailable = () => new AppError("not_found", "This image is not available.");

async function readImage(actor: Actor, target: IssuedTarget, found: FoundImage): Promise<FetchedDocument> {
  const { variant, purpose, issuer } = target;
  if (found.isRestricted && !(await mayReadRestricted(actor, { ...inScope(actor), pk: found.pk })))
    throw notAvailable();
  const isOutOfReach =
    found.retentionStatus === "redacted" ||
    (purpose !== "export" &&
      isSensitiveDataExpired({ ...found, documentType: null }, windowsOf(found), new Date()));
  const blobKey = variant === "thumbnail" ? found.thumbnailKey : found.blobKey;
  const cipher = await cipherOf(actor, "session", isOutOfReach ? null : found);
  if (cipher.isDestroyed || !blobKey) throw notAvailable();
  // A PDF is no picture: no name can be drawn into it. It is downloaded as it is, and the look is recorded.
  const isPicture = found.mimeType !== "application/pdf";
  if (actor.kind === "person" && purpose !== "export" && isPicture) {
    const size = variant === "thumbnail" ? { width: null, height: null } : found;
    const open = async () => {
      const bytes = await viewBytes(cipher, { blobKey, width: size.width, height: size.height });
      if (!bytes) throw notAvailable();
      return bytes;
    };
    return { bytes: await drawnFor(issuer, blobKey, open), mimeType: "image/jpeg" };
  }
  const sealed = await blobs().get(blobKey);
  if (!sealed) throw notAvailable();
  const mimeType = variant === "thumbnail" ? "image/webp" : (found.mimeType ?? "application/octet-stream");
  return { bytes: cipher.openImage(blobKey, sealed), mimeType };
}

const mayReadRestricted = async (actor: Actor, session: Scope & { pk: bigint }) =>
  actor.kind === "person" && can(actor, "sessions:read-restricted") && (await hasSaidWhy(session, actor.id));

const drawnMs = 5_000;
type Kept = { countersignDrawn?: Map<string, Promise<Buffer>> };
const kept = globalThis as typeof globalThis & Kept;

/**
 * The image with the viewer's name in it, drawn at most once in five seconds. The caller has the session's cipher, so
 * an erased image is gone at once.
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
  pk: bigint;
  /** The id of the session. */
  id: string;
  isRestricted: boolean;
  dataKeyId: string | null;
  retentionStatus: string;
  terminalAt: Date | null;
  mimeType: string | null;
  blobKey: string | null;
  thumbnailKey: string | null;
  width: number | null;
  height: number | null;
  sensitiveDataRetentionDays: number | null;
  dataRetentionDays: number | null;
} & Omit<Issuer, "id">;

/** These windows are already those of the session's document type. */
const windowsOf = ({ sensitiveDataRetentionDays, dataRetentionDays }: FoundImage) => ({
  sensitiveDataRetentionDays,
  dataRetentionDays,
  overrides: [],
});

/**
 * The document, its session, the settings that bear on it and whoever the URL was made for, in one query: images are
 * fetched by the dozen.
 * @throws AppError not_found
 */
async function findImage(actor: Actor, { sessionId, docType, issuer }: IssuedTarget): Promise<FoundImage> {
  const [found] = await askDirectly<
    Omit<FoundImage, "pk"> & { pk: string }
  >(Prisma.sql`${Prisma.raw(prepared)}
    SELECT s.pk, s.id, s.is_restricted AS "isRestricted", s.data_key_id::text AS "dataKeyId",
      s.retention_status::text AS "retentionStatus", s.terminal_at AS "terminalAt",
      d.mime_type AS "mimeType", d.blob_key AS "blobKey", d.thumbnail_key AS "thumbnailKey", d.width, d.height,
      CASE WHEN o.document_type IS NULL THEN c.sensitive_data_retention_days ELSE o.sensitive_data_retention_days END
        AS "sensitiveDataRetentionDays",
      CASE WHEN o.document_type IS NULL THEN c.data_retention_days ELSE o.data_retention_days END AS "dataRetentionDays",
      m.roles::text[] AS roles, k.scopes, coalesce(m.email, 'api_key:' || k.key_prefix, '') AS name
    FROM sessions s
    JOIN documents d ON ${sameScope("d", "s")} AND d.session_pk = s.pk AND d.doc_type = ${docType}
    LEFT JOIN retention_settings c ON ${sameScope("c", "s")}
    LEFT JOIN retention_overrides o ON ${sameScope("o", "s")} AND o.document_type = s.document_type
    LEFT JOIN members m ON m.id = ${issuer} AND m.organization_pk = s.organization_pk AND m.removed_at IS NULL
      AND (m.second_factor_since IS NOT NULL OR NOT EXISTS (
        SELECT 1 FROM organizations g WHERE g.pk = m.organization_pk AND g.second_factor_roles && m.roles))
    LEFT JOIN api_keys k ON k.id = ${issuer} AND ${sameScope("k", "s")}
      AND k.is_active AND (k.expires_at IS NULL OR k.expires_at > now())
    WHERE ${scopeSql(inScope(actor), "s")} AND s.id = ${sessionId}`);
  if (!found) throw notAvailable();
  return { ...found, pk: BigInt(found.pk) };
}

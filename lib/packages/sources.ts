import "server-only";
import type { Actor } from "@/lib/actor/actor";
import type { UnreadableDto } from "@/lib/contract/answer";
import type { Bundle } from "@/lib/contract/bundle";
import { stringifyExact } from "@/lib/format/exact-json";
import { profileNamed } from "@/lib/law/profiles";
import { packageName } from "@/lib/packages/names";
import { imageItem, type PackedImage } from "@/lib/packages/unreadable";
import { isImageWithheld } from "@/lib/packages/withheld";
import { blobs } from "@/lib/platform/blobs";
import { AppError } from "@/lib/platform/errors";
import { openSession } from "@/lib/records/open";
import { marksOf, reviewedBundle, suspicionNames } from "@/lib/remarks/load";
import { answerOf } from "@/lib/remarks/policy";
import type { OwnRequest } from "@/lib/requests/load";
import { withoutReview } from "@/lib/requests/open-reviews";

/** A file of a package: its path, and a function that creates its bytes. */
export type PackageFile = {
  path: string;
  make: () => Promise<Buffer>;
  /** The size, if it is known in advance. */
  bytes?: number | null;
};

/** Writes JSON as a file of a package. */
export const json = (value: unknown) => Buffer.from(`${stringifyExact(value, 2)}\n`);
/** The endings of images and other documents by their type. */
export const extensions: Record<string, string> = {
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/webp": "webp",
  "application/pdf": "pdf",
};
/** The path of an image below the folder of its session. */
export const imagePath = (docType: string, mimeType: string | null) =>
  `images/${packageName(docType)}.${extensions[mimeType ?? ""] ?? "bin"}`;

/** Unreadable data as a package names it. */
export const unreadableLine = ({ sessionId, item, reason }: UnreadableDto) => ({
  session: sessionId,
  item,
  reason,
});

/** A session in a package. */
export type Packed = {
  id: string;
  images: (PackedImage & { mimeType: string | null; sizeBytes: number | null })[];
  missing: readonly UnreadableDto[];
  /** The session's review is open, so the answer withholds its results. */
  isWithheld: boolean;
  /** The answer contains what the vendor sent about the session. */
  hasRecord: boolean;
};

/** Remembers the last bundle, because two consecutive files need it. At most one bundle is in memory. */
export function keepingLast<T>(make: (id: string) => Promise<T>): (id: string) => Promise<T> {
  let last: { id: string; made: Promise<T> } | undefined;
  return (id) => {
    if (last?.id !== id) last = { id, made: make(id) };
    return last.made;
  };
}

/** The rules that a request was received under. */
export const lawOf = (request: OwnRequest) => profileNamed(request.lawVersion);

/** Returns the document type at the end of an image's URL. */
const docTypeIn = (url: string) => decodeURIComponent(new URL(url).pathname.split("/").at(-1) ?? "");

/** Returns an image's path in the package, or a note that the law withholds it. */
function packedPath(request: OwnRequest, url: string, mimeType: string | null): string {
  const docType = docTypeIn(url);
  return isImageWithheld(request, docType) ? "[withheld by law]" : imagePath(docType, mimeType);
}

/** Builds the contract's export with file names instead of URLs, without withheld and unreadable data. */
export async function bundleOf(
  actor: Actor,
  request: OwnRequest,
  { id: sessionId, missing, isWithheld }: Packed,
): Promise<Bundle> {
  const bundle = await reviewedBundle(actor, request, sessionId, () => undefined);
  const urlOf = (url: string, mimeType: string | null) => {
    const fault = missing.find(({ item }) => item === imageItem(docTypeIn(url)));
    return fault ? `[could not be read: ${fault.reason}]` : packedPath(request, url, mimeType);
  };
  const documents = bundle.documents?.map((document) => ({
    ...document,
    download_url: document.download_url && urlOf(document.download_url, document.mime_type ?? null),
    download_url_expires_at: null,
  }));
  const jurisdiction = request.jurisdiction;
  const whole = answerOf(
    { ...bundle, documents },
    {
      law: lawOf(request),
      marks: await marksOf(actor, request, sessionId),
      suspicion: await suspicionNames(actor),
    },
  );
  const answer = isWithheld ? withoutReview(whole, jurisdiction) : whole;
  return missing.length === 0 ? answer : { ...answer, could_not_be_read: missing.map(unreadableLine) };
}

/** Tells which images of a session could be read. */
export const isThere =
  ({ missing }: Packed) =>
  ({ docType }: PackedImage): boolean =>
    missing.every(({ item }) => item !== imageItem(docType));

/** The images of a session that could be read, as files below its folder. */
export const imageFiles = (actor: Actor, folder: string, packed: Packed): PackageFile[] =>
  packed.images.filter(isThere(packed)).map(({ docType, mimeType, blobKey, sizeBytes }) => ({
    path: `${folder}/${imagePath(docType, mimeType)}`,
    bytes: sizeBytes,
    make: () => imageOf(actor, packed.id, blobKey),
  }));

/**
 * Opens an image.
 * @throws AppError conflict when it was erased meanwhile
 */
export async function imageOf(actor: Actor, sessionId: string, blobKey: string): Promise<Buffer> {
  const { cipher } = await openSession(actor, sessionId, "answer");
  const sealed = await blobs().get(blobKey);
  if (cipher.isDestroyed || !sealed)
    throw new AppError(
      "conflict",
      "An image was erased while the package was built. Build the package again.",
    );
  return cipher.openImage(blobKey, sealed);
}

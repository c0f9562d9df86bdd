import type { Bundle } from "@/lib/contract/bundle";
import { exactNumberText, inOneSpelling } from "@/lib/format/exact-json";
import { canonicalJson } from "@/lib/platform/canonical-json";
import { isSame as isSameBytes } from "@/lib/platform/crypto";
import type { PreparedImage } from "@/lib/platform/images";
import type { Scope } from "@/lib/platform/scope";

export type ImportOutcome =
  | {
      outcome: "created" | "updated" | "unchanged";
      images: number;
      /** Places of the bundle that name an image which neither came with it nor is here already. */
      missingImages: string[];
    }
  | { outcome: "conflict"; reason: string };

/** What is here of a session that comes in again. */
export type Found = Scope & {
  /** The session's. */
  id: string;
  pk: bigint;
  importDigest: Uint8Array | null;
  importedUpdatedAt: Date | null;
  updatedAt: Date;
  retentionStatus: string;
  isRestricted: boolean;
  dataKeyId: string | null;
  documents: { id: string; blobKey: string | null }[];
};

type Images = readonly (PreparedImage | null)[];

/**
 * What makes a bundle another one: everything in it but the signatures of its URLs, which change with every export, and
 * how whoever wrote it orders keys and spells numbers.
 */
export const digestible = (bundle: Bundle): string =>
  canonicalJson(inOneSpelling(JSON.parse(JSON.stringify(withoutSignatures(bundle)))));

function withoutSignatures(bundle: Bundle) {
  const documents = bundle.documents?.map(
    ({ download_url: _, download_url_expires_at: __, ...document }) => document,
  );
  return { ...bundle, documents };
}

/**
 * What an earlier release compared: as it came in, with numbers in 53 bits. A session that came in so is brought in
 * again by the same bundle, with its numbers whole.
 */
export const earlierDigestible = (bundle: Bundle): string =>
  JSON.stringify(withoutSignatures(bundle), (_, value: unknown) =>
    exactNumberText(value) === null ? value : Number(exactNumberText(value)),
  );

/** Where a bundle names an image that is nowhere. A redacted session's are not missed. */
export function missingOf(bundle: Bundle, images: Images, found: Found | null): string[] {
  const held = new Set(found?.documents.filter(({ blobKey }) => blobKey).map(({ id }) => id));
  return (bundle.documents ?? []).flatMap(({ id, download_url }, at) =>
    download_url && !images[at] && !held.has(id) ? [`documents[${at}].download_url`] : [],
  );
}

/**
 * Whether a session that is here already is brought in again.
 * @returns what is said instead; null when it is
 */
export function judge(
  found: Found,
  { importDigest, earlierDigest }: { importDigest: Buffer; earlierDigest: Buffer },
  bundle: Bundle,
  images: Images,
): ImportOutcome | null {
  if (found.retentionStatus === "redacted")
    return { outcome: "conflict", reason: "the session has been redacted here" };
  // A restriction leaves storing alone as what may be done (GDPR Art. 18(2)).
  if (found.isRestricted) return { outcome: "conflict", reason: "the session cannot be changed here now" };
  const held = new Set(found.documents.filter(({ blobKey }) => blobKey).map(({ id }) => id));
  const isImageNew = (bundle.documents ?? []).some(({ id }, at) => images[at] && !held.has(id));
  const isAs = (digest: Buffer) => found.importDigest !== null && isSameBytes(found.importDigest, digest);
  const isSame = isAs(importDigest);
  if (isSame && !isImageNew)
    return { outcome: "unchanged", images: 0, missingImages: missingOf(bundle, images, found) };
  if (!found.importedUpdatedAt)
    return { outcome: "conflict", reason: "a session with this id exists here and was not imported" };
  if (found.updatedAt > found.importedUpdatedAt)
    return { outcome: "conflict", reason: "the session has been changed here since it was imported" };
  const updatedAt = new Date(bundle.session.updated_at);
  if (updatedAt < found.importedUpdatedAt)
    return { outcome: "conflict", reason: "the session here is newer" };
  if (!isSame && !isAs(earlierDigest) && updatedAt <= found.importedUpdatedAt)
    return { outcome: "conflict", reason: "the bundle differs from the session here and is not newer" };
  return null;
}

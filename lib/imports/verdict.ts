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
      /** Places in the bundle that name an image which neither came with it nor is stored. */
      missingImages: string[];
    }
  | { outcome: "conflict"; reason: string };

/** The stored session that is imported again. */
export type Found = Scope & {
  /** The id of the session. */
  id: string;
  pk: bigint;
  importDigest: Uint8Array | null;
  importedUpdatedAt: Date | null;
  updatedAt: Date;
  retentionStatus: string;
  isRestricted: boolean;
  dataKeyId: string | null;
  identityPk: bigint | null;
  documents: { id: string; blobKey: string | null }[];
};

type Images = readonly (PreparedImage | null)[];

/**
 * The part of a bundle that makes it a different one: everything except the signatures of its URLs, the order of keys
 * and the spelling of numbers.
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
 * The part that an earlier release compared, with numbers in 53 bits. The same bundle imports such a session again,
 * with exact numbers.
 */
export const earlierDigestible = (bundle: Bundle): string =>
  JSON.stringify(withoutSignatures(bundle), (_, value: unknown) =>
    exactNumberText(value) === null ? value : Number(exactNumberText(value)),
  );

/** Places in a bundle whose image is missing. A redacted session misses none. */
export function missingOf(bundle: Bundle, images: Images, found: Found | null): string[] {
  const held = new Set(found?.documents.filter(({ blobKey }) => blobKey).map(({ id }) => id));
  return (bundle.documents ?? []).flatMap(({ id, download_url }, at) =>
    download_url && !images[at] && !held.has(id) ? [`documents[${at}].download_url`] : [],
  );
}

type Incoming = {
  importDigest: Buffer;
  earlierDigest: Buffer;
  /** Whether it was fetched from the session's own source now, which need not say when it changed. */
  isItsSource?: boolean | undefined;
};

/**
 * Decides whether a stored session is imported again.
 * @returns the outcome to report instead; null when it is imported
 */
export function judge(
  found: Found,
  { importDigest, earlierDigest, isItsSource = false }: Incoming,
  bundle: Bundle,
  images: Images,
): ImportOutcome | null {
  if (found.retentionStatus === "redacted")
    return { outcome: "conflict", reason: "the session has been redacted here" };
  // Under a restriction, data may only be stored (GDPR Art. 18(2)).
  if (found.isRestricted) return { outcome: "conflict", reason: "the session cannot be changed here now" };
  const held = new Set(found.documents.filter(({ blobKey }) => blobKey).map(({ id }) => id));
  const isImageNew = (bundle.documents ?? []).some(({ id }, at) => images[at] && !held.has(id));
  const isAs = (digest: Buffer) => found.importDigest !== null && isSameBytes(found.importDigest, digest);
  const isSame = isAs(importDigest);
  if (isSame && !isImageNew)
    return { outcome: "unchanged", images: 0, missingImages: missingOf(bundle, images, found) };
  if (!found.importedUpdatedAt)
    return { outcome: "conflict", reason: "a session with this id exists here and was not imported" };
  // Whatever changes a session here sets another time. The source's clock may be ahead of ours.
  if (found.updatedAt.getTime() !== found.importedUpdatedAt.getTime())
    return { outcome: "conflict", reason: "the session has been changed here since it was imported" };
  const updatedAt = new Date(bundle.session.updated_at);
  if (updatedAt < found.importedUpdatedAt)
    return { outcome: "conflict", reason: "the session here is newer" };
  if (!isItsSource && !isSame && !isAs(earlierDigest) && updatedAt <= found.importedUpdatedAt)
    return { outcome: "conflict", reason: "the bundle differs from the session here and is not newer" };
  return null;
}

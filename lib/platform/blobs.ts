import "server-only";
import path from "node:path";
import { bucketBlobs } from "@/lib/platform/blobs-in-bucket";
import { movingBlobs } from "@/lib/platform/blobs-moving";
import { diskBlobs } from "@/lib/platform/blobs-on-disk";
import { type Env, env } from "@/lib/platform/env";

/** A blob in a folder of the store, and when it was last written. */
export type BlobEntry = { key: string; writtenAt: Date };

/** A store of encrypted files. Keys are `folder/name`; a folder is removed as a whole. */
export type BlobStore = {
  /** The name of the store in messages, such as “the bucket images”. */
  place: string;
  /** Writes a blob, and replaces the one with this key. */
  put: (key: string, bytes: Uint8Array) => Promise<void>;
  /** Writes a blob unless one with this key exists. @returns whether it was written */
  putNew: (key: string, bytes: Uint8Array) => Promise<boolean>;
  /** @returns null when the blob does not exist */
  get: (key: string) => Promise<Buffer | null>;
  has: (key: string) => Promise<boolean>;
  /** Removes a blob with all its versions. Removing a missing blob is no error. */
  remove: (key: string) => Promise<void>;
  /** Removes all blobs of a folder with all their versions. */
  removeFolder: (folder: string) => Promise<void>;
  /** The blobs of one folder. */
  list: (folder: string) => Promise<BlobEntry[]>;
  /** The names of all folders of data keys, some at a time. What else is there is not listed. */
  folders: () => AsyncIterable<string[]>;
  /** The id of the installation that the store belongs to; null when it has none. */
  readOwner: () => Promise<string | null>;
  /** Writes the id of the installation, unless the store has one. */
  writeOwner: (id: string) => Promise<void>;
  /**
   * Verifies that blobs can be written, read and erased.
   * @throws StartError in one sentence
   */
  prove: () => Promise<void>;
};

export type BlobDriver = Env["BLOBS"];

function storeOf(driver: BlobDriver): BlobStore {
  const { dataDir, BLOBS_S3_BUCKET, BLOBS_S3_PREFIX, BLOBS_S3_ENDPOINT } = env();
  if (driver === "disk") return diskBlobs(path.join(/* turbopackIgnore: true */ dataDir, "blobs"));
  return bucketBlobs({
    bucket: BLOBS_S3_BUCKET ?? "",
    prefix: BLOBS_S3_PREFIX,
    endpoint: BLOBS_S3_ENDPOINT,
  });
}

/** The two stores of an installation whose blobs are being moved; null when none are. */
export function moveOfBlobs(): { from: BlobStore; to: BlobStore } | null {
  const { BLOBS, BLOBS_MOVE_FROM } = env();
  return BLOBS_MOVE_FROM ? { from: storeOf(BLOBS_MOVE_FROM), to: storeOf(BLOBS) } : null;
}

/** The blob store of this installation. */
export function blobs(): BlobStore {
  const move = moveOfBlobs();
  return move ? movingBlobs(move) : storeOf(env().BLOBS);
}

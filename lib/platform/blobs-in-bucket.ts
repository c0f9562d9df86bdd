import "server-only";
import { randomUUID } from "node:crypto";
import { isFolderName, isSafeName } from "@/lib/platform/blob-names";
import type { BlobStore } from "@/lib/platform/blobs";
import { openBucket, type Place } from "@/lib/platform/bucket";
import { StartError } from "@/lib/platform/errors";

/** Stores blobs in a bucket, below a prefix. What is erased is erased with all its versions. */
export function bucketBlobs({ prefix, ...place }: Place & { prefix: string }): BlobStore {
  const { bucket } = place;
  const s3 = openBucket(place);
  const owner = `${prefix}installation`;
  const named = (...parts: string[]) => {
    if (!parts.every(isSafeName)) throw new Error("Not a blob key.");
    return prefix + parts.join("/");
  };
  const nameOf = (key: string) => named(...key.split("/"));
  const store: BlobStore = {
    place: `the bucket ${bucket}`,
    put: (key, bytes) => s3.put(nameOf(key), bytes),
    putNew: (key, bytes) => s3.putNew(nameOf(key), bytes),
    get: (key) => s3.get(nameOf(key)),
    has: (key) => s3.has(nameOf(key)),
    remove: (key) => s3.eraseBelow(nameOf(key), (name) => name === nameOf(key)),
    removeFolder: (folder) => s3.eraseBelow(`${named(folder)}/`),
    async list(folder) {
      const found = await s3.list(`${named(folder)}/`);
      return found.map(({ Key = "", LastModified }) => ({
        key: Key.slice(prefix.length),
        // A service that does not say when an object was written is not taken to say that it is old.
        writtenAt: LastModified ?? new Date(),
      }));
    },
    async *folders() {
      for await (const names of s3.folders(prefix)) yield names.filter(isFolderName);
    },
    readOwner: async () => (await s3.get(owner))?.toString().trim() || null,
    async writeOwner(id) {
      await s3.putNew(owner, Buffer.from(`${id}\n`));
    },
    prove: () => prove(store),
  };
  return store;
}

/**
 * Writes a blob, reads it and erases it. A bucket may refuse each of these, and one that keeps its objects for a time
 * (object lock) would keep what a person wants erased.
 */
async function prove(store: BlobStore): Promise<void> {
  const folder = `probe-${randomUUID()}`;
  const key = `${folder}/probe`;
  const step = async <T>(what: string, work: () => Promise<T>): Promise<T> =>
    work().catch((cause: Error) => {
      throw new StartError(`Images cannot be ${what} ${store.place}. ${cause.message.replace(/\.?$/, ".")}`, {
        cause,
      });
    });
  await step("looked up in", () => store.get(key));
  await step("written to", () => store.put(key, Buffer.from(key)));
  await step("read from", () => store.get(key));
  await step("erased from", () => store.removeFolder(folder));
}

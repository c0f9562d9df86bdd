import "server-only";
import type { BlobStore } from "@/lib/platform/blobs";
import { StartError } from "@/lib/platform/errors";

/**
 * A store whose blobs are on their way from one store to another: it writes to the new one, reads from both, and
 * removes from both.
 */
export function movingBlobs({ from, to }: { from: BlobStore; to: BlobStore }): BlobStore {
  return {
    place: `${from.place} and ${to.place}`,
    put: to.put,
    putNew: async (key, bytes) => !(await from.has(key)) && (await to.putNew(key, bytes)),
    // A blob that left the old store between the two reads is in the new one.
    get: async (key) => (await to.get(key)) ?? (await from.get(key)) ?? to.get(key),
    has: async (key) => (await to.has(key)) || (await from.has(key)) || to.has(key),
    // The old store comes first, so that what is moved at this moment finds its source gone.
    async remove(key) {
      await from.remove(key);
      await to.remove(key);
    },
    async removeFolder(folder) {
      await from.removeFolder(folder);
      await to.removeFolder(folder);
    },
    async list(folder) {
      const newer = await to.list(folder);
      const known = new Set(newer.map(({ key }) => key));
      return [...newer, ...(await from.list(folder)).filter(({ key }) => !known.has(key))];
    },
    async *folders() {
      yield* from.folders();
      yield* to.folders();
    },
    async readOwner() {
      const [old, own] = await Promise.all([from.readOwner(), to.readOwner()]);
      if (old && own && old !== own)
        throw new StartError(
          `The images in ${from.place} and in ${to.place} belong to two installations; name two places of one installation.`,
        );
      return own ?? old;
    },
    writeOwner: to.writeOwner,
    async prove() {
      await from.prove();
      await to.prove();
    },
  };
}

/** What a move has done so far. */
export type Moved = { moved: number; bytes: number };

/**
 * Moves every blob from one store to the other: copies it, reads the copy back, and only then removes the source. It
 * can be interrupted and started again at any moment, and the program may run meanwhile.
 * @param tell called after each blob with what was done so far
 * @throws Error when a copy differs from its source, which is then kept
 */
export async function moveBlobs(
  { from, to }: { from: BlobStore; to: BlobStore },
  tell: (soFar: Moved) => void = () => undefined,
): Promise<Moved> {
  const done: Moved = { moved: 0, bytes: 0 };
  for await (const folders of from.folders())
    for (const folder of folders) {
      for (const { key } of await from.list(folder)) {
        const bytes = await moveOne({ from, to }, key);
        if (bytes === null) continue;
        done.bytes += bytes;
        done.moved++;
        tell(done);
      }
      // Nothing but drafts of writes that were interrupted is left.
      if ((await from.list(folder)).length === 0) await from.removeFolder(folder);
    }
  return done;
}

/** @returns the number of bytes of the blob; null when it was erased meanwhile */
async function moveOne(
  { from, to }: { from: BlobStore; to: BlobStore },
  key: string,
): Promise<number | null> {
  const bytes = await from.get(key);
  if (!bytes) return null;
  // A blob that is in the new store already is at least as new as the source.
  if (await to.putNew(key, bytes)) {
    const copy = await to.get(key);
    if (copy && !copy.equals(bytes))
      throw new Error(`The copy of ${key} in ${to.place} differs from ${from.place}; the source was kept.`);
    // Whoever erased the source meanwhile may have done so before the copy was there.
    if (!(await from.has(key))) {
      await to.remove(key);
      return null;
    }
    if (!copy) throw new Error(`The copy of ${key} is not in ${to.place}; the source was kept.`);
  }
  await from.remove(key);
  return bytes.length;
}

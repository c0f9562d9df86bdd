import "server-only";
import type { Ends } from "@/lib/cells/ends";
import { dataKeysOf } from "@/lib/cells/kept-keys";

const atOnce = 16;

/** Runs work on every item, some at a time. */
export async function inTurns<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const item of waiting) await work(item);
    }),
  );
}

export type Copied = { files: number; bytes: number };

/**
 * Copies the files of folders that the other cell does not have.
 * @throws Error when a copy differs from its source
 */
export async function copyFolders({ from, to }: Ends, folders: readonly string[]): Promise<Copied> {
  const done: Copied = { files: 0, bytes: 0 };
  await inTurns(folders, async (folder) => {
    const files = await from.blobs.list(folder);
    if (files.length === 0) return;
    const known = new Map((await to.blobs.list(folder)).map(({ key, writtenAt }) => [key, writtenAt]));
    for (const { key, writtenAt } of files) {
      const copy = known.get(key);
      // A file that was written again after its copy is copied again.
      if (copy && copy >= writtenAt) continue;
      const bytes = await from.blobs.get(key);
      if (!bytes) continue;
      await to.blobs.put(key, bytes);
      if (!(await to.blobs.get(key))?.equals(bytes))
        throw new Error(`The copy of ${key} in ${to.blobs.place} differs from ${from.blobs.place}.`);
      done.files++;
      done.bytes += bytes.length;
    }
  });
  return done;
}

/** Copies every file of the organization that the other cell does not have. */
export const copyImages = async (ends: Ends): Promise<Copied> =>
  copyFolders(ends, await dataKeysOf(ends.from.keys, ends.id));

/** The names of all files that rows of the organization name. */
export async function namedFiles({ from, pk }: Ends): Promise<string[]> {
  const { rows } = await from.main.query<{ key: string }>(
    `SELECT blob_key AS key FROM documents WHERE organization_pk = $1 AND blob_key IS NOT NULL
     UNION ALL SELECT blob_key FROM source_records WHERE organization_pk = $1`,
    [pk],
  );
  return rows.map(({ key }) => key);
}

/** Folders with packages: their files are named by no row. */
export async function packageFolders({ from, pk }: Ends): Promise<string[]> {
  const { rows } = await from.main.query<{ id: string }>(
    "SELECT data_key_id::text AS id FROM packages WHERE organization_pk = $1 AND data_key_id IS NOT NULL",
    [pk],
  );
  return rows.map(({ id }) => id);
}

/** Copies, while the organization is held, what was written since the first copy. */
export async function copyLastImages(ends: Ends, copied: ReadonlySet<string>): Promise<Copied> {
  const fresh = (await namedFiles(ends))
    .filter((key) => !copied.has(key))
    .map((key) => key.split("/")[0] ?? "");
  return copyFolders(ends, [...new Set([...fresh, ...(await packageFolders(ends))])]);
}

/** Removes the files of data keys. */
export const removeImages = (
  { blobs }: Pick<Ends["to"], "blobs">,
  folders: readonly string[],
): Promise<void> => inTurns(folders, (folder) => blobs.removeFolder(folder));

import "server-only";
import { readFile } from "node:fs";
import fs from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { env } from "@/lib/platform/env";

/** A store of encrypted files. Keys are `folder/name`; a folder is removed as a whole. */
export type BlobStore = {
  put: (key: string, bytes: Uint8Array) => Promise<void>;
  /** @returns null when the blob does not exist */
  get: (key: string) => Promise<Buffer | null>;
  /** Removing a missing blob is no error. */
  remove: (key: string) => Promise<void>;
  removeFolder: (folder: string) => Promise<void>;
  /** Lists folders whose last write was more than `ageSeconds` ago. */
  listFolders: (ageSeconds: number) => Promise<string[]>;
};

/** Reads into one buffer of the file's size. The promise API would read pieces and join them. */
const readWhole = promisify(readFile);

const isSafe = (part: string) => /^[a-z0-9][a-z0-9_.-]*$/i.test(part);

/** Stores blobs below a folder of the local disk, spread over 256 sub-folders. */
export function diskBlobs(root: string): BlobStore {
  const locate = (...parts: string[]) => {
    if (!parts.every(isSafe)) throw new Error("Not a blob key.");
    return path.join(/* turbopackIgnore: true */ root, parts[0]?.slice(0, 2) ?? "", ...parts);
  };
  return {
    async put(key, bytes) {
      const file = locate(...key.split("/"));
      await fs.mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
      const handle = await fs.open(`${file}.new`, "w", 0o600);
      await handle.writeFile(bytes);
      await handle.sync();
      await handle.close();
      await fs.rename(`${file}.new`, file);
    },
    async get(key) {
      return readWhole(locate(...key.split("/"))).catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return null;
        throw error;
      });
    },
    async remove(key) {
      await fs.rm(locate(...key.split("/")), { force: true });
    },
    async removeFolder(folder) {
      await fs.rm(locate(folder), { recursive: true, force: true });
    },
    async listFolders(ageSeconds) {
      const shelves = await fs.readdir(root, { withFileTypes: true }).catch(() => []);
      const folders = shelves.filter((shelf) => shelf.isDirectory());
      const below = folders.map(async ({ name: shelf }) => {
        const place = path.join(/* turbopackIgnore: true */ root, shelf);
        const folders = (await fs.readdir(place)).map(async (folder) => ({
          folder,
          ...(await fs.stat(path.join(place, folder))),
        }));
        return Promise.all(folders);
      });
      const deadline = Date.now() - ageSeconds * 1000;
      return (await Promise.all(below))
        .flat()
        .filter(({ mtimeMs }) => mtimeMs < deadline)
        .map(({ folder }) => folder);
    },
  };
}

/** The folder of this installation's images. */
export const blobsFolder = (): string => path.join(/* turbopackIgnore: true */ env().dataDir, "blobs");

/** The blob store of this installation. */
export const blobs = (): BlobStore => diskBlobs(blobsFolder());

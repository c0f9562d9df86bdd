import "server-only";
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs";
import fs from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { isFolderName, isSafeName } from "@/lib/platform/blob-names";
import type { BlobStore } from "@/lib/platform/blobs";
import { StartError } from "@/lib/platform/errors";

/** Reads into one buffer of the file's size. The promise API would read pieces and join them. */
const readWhole = promisify(readFile);

/** The end of the name of a file that is still being written. */
const unfinished = ".new";

const orIfMissing =
  <T>(value: T) =>
  (error: NodeJS.ErrnoException): T => {
    if (error.code === "ENOENT") return value;
    throw error;
  };

async function writeWhole(file: string, bytes: Uint8Array): Promise<string> {
  await fs.mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomUUID()}${unfinished}`;
  const handle = await fs.open(draft, "wx", 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return draft;
}

/** Stores blobs below a folder of the local disk, spread over 256 sub-folders. */
export function diskBlobs(root: string): BlobStore {
  const locate = (...parts: string[]) => {
    if (!parts.every(isSafeName)) throw new Error("Not a blob key.");
    return path.join(/* turbopackIgnore: true */ root, parts[0]?.slice(0, 2) ?? "", ...parts);
  };
  const fileOf = (key: string) => locate(...key.split("/"));
  return {
    place: `the folder ${root}`,
    async put(key, bytes) {
      const draft = await writeWhole(fileOf(key), bytes);
      await fs.rename(draft, fileOf(key));
    },
    async putNew(key, bytes) {
      const draft = await writeWhole(fileOf(key), bytes);
      try {
        await fs.link(draft, fileOf(key));
        return true;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
        throw error;
      } finally {
        await fs.rm(draft, { force: true });
      }
    },
    get: (key) => readWhole(fileOf(key)).catch(orIfMissing(null)),
    has: (key) => fs.access(fileOf(key)).then(() => true, orIfMissing(false)),
    remove: (key) => fs.rm(fileOf(key), { force: true }),
    removeFolder: (folder) => fs.rm(locate(folder), { recursive: true, force: true }),
    async list(folder) {
      const names = await fs.readdir(locate(folder)).catch(orIfMissing([] as string[]));
      const entries = names
        .filter((name) => !name.endsWith(unfinished))
        .map(async (name) => {
          const found = await fs.stat(locate(folder, name)).catch(orIfMissing(null));
          return found ? [{ key: `${folder}/${name}`, writtenAt: found.mtime }] : [];
        });
      return (await Promise.all(entries)).flat();
    },
    async *folders() {
      const shelves = await fs.readdir(root, { withFileTypes: true }).catch(orIfMissing([]));
      for (const shelf of shelves.filter((each) => each.isDirectory()))
        yield (
          await fs
            .readdir(path.join(/* turbopackIgnore: true */ root, shelf.name))
            .catch(orIfMissing([] as string[]))
        ).filter(isFolderName);
    },
    ...ownerOnDisk(root),
    // The start verifies the whole data folder.
    prove: async () => undefined,
  };
}

function ownerOnDisk(root: string): Pick<BlobStore, "readOwner" | "writeOwner"> {
  const file = path.join(/* turbopackIgnore: true */ root, "installation");
  return {
    async readOwner() {
      const text = await fs.readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return "";
        throw new StartError(
          `The folder of images ${root} cannot be read (${error.code}); check its permissions.`,
          { cause: error },
        );
      });
      return text.trim() || null;
    },
    async writeOwner(id) {
      try {
        await fs.mkdir(root, { recursive: true, mode: 0o700 });
        await fs.writeFile(file, `${id}\n`, { flag: "wx", mode: 0o600 });
      } catch (cause) {
        const { code } = cause as NodeJS.ErrnoException;
        if (code === "EEXIST") return;
        throw new StartError(`The folder of images ${root} cannot be written to (${code}).`, { cause });
      }
    },
  };
}

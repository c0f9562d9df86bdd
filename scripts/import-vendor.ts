import fs from "node:fs/promises";
import path from "node:path";
import type { Environment } from "@/lib/actor/actor";
import { type BundleReading, checkBundle, readJson } from "@/lib/contract/bundle-reader";
import { adapters } from "@/lib/intake/adapters";
import type { Adapter, VendorRecord } from "@/lib/vendors/adapter";
import type { VendorClient } from "@/lib/vendors/client";
import { VendorError } from "@/lib/vendors/error";

/** A session in a file that a vendor's API wrote. */
export type VendorFile = { adapter: Adapter; id: string; record: VendorRecord };

/** Returns whether a value has the shape of a bundle, valid or not. */
export const isBundleLike = (value: unknown): boolean => typeof Object(value).session === "object";

/**
 * Recognizes the file of a vendor; null for any other.
 * @throws VendorError when it is a vendor's and no session, saying what is missing
 */
export function vendorFileOf(value: unknown, text: string): VendorFile | null {
  if (isBundleLike(value)) return null;
  for (const adapter of Object.values(adapters)) {
    const found = adapter.fromFile(value, text);
    if (found) return { adapter, ...found };
  }
  return null;
}

const mostBytes = 64 * 1024 * 1024;

/** The files of a folder by what a vendor may call them: their name without its ending, and the id within. */
type Folder = {
  /** Empty where the folder has several sessions: a file could be of any of them. */
  byName: ReadonlyMap<string, string>;
  byId: ReadonlyMap<string, string>;
};

async function readBytes(file: string): Promise<Buffer> {
  const { size } = await fs.stat(file);
  if (size > mostBytes) throw new VendorError("unreadable", `${path.basename(file)} is larger than 64 MiB.`);
  return fs.readFile(file);
}

const readText = async (file: string): Promise<string> => {
  const bytes = await readBytes(file);
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
};

type Kind = { isSession: boolean; id: string | null };
const unknown: Kind = { isSession: false, id: null };

/** What a JSON file is: a session, or a part of one such as an applicant, by its id. */
async function kindOf(file: string): Promise<Kind> {
  const text = await readText(file).catch(() => "");
  const read = readJson(Buffer.from(text));
  // What cannot be read is told where the file itself is imported.
  if ("faults" in read || isBundleLike(read.value)) return unknown;
  const { id } = Object(read.value) as { id?: unknown };
  const part = { isSession: false, id: typeof id === "string" ? id : null };
  try {
    return vendorFileOf(read.value, text) ? { isSession: true, id: null } : part;
  } catch (error) {
    // A report is a vendor's file and no session: it is a part of one.
    if (error instanceof VendorError) return part;
    throw error;
  }
}

const folders = new Map<string, Promise<Folder>>();

async function indexFolder(folder: string): Promise<Folder> {
  const root = await fs.realpath(folder);
  const entries = await fs.readdir(root, { withFileTypes: true });
  const byName = new Map<string, string>();
  const byId = new Map<string, string>();
  let sessions = 0;
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const file = path.join(root, entry.name);
    byName.set(entry.name, file);
    const bare = path.parse(entry.name).name;
    if (!byName.has(bare)) byName.set(bare, file);
    const { isSession, id } = /\.json$/i.test(entry.name) ? await kindOf(file) : unknown;
    if (isSession) sessions++;
    if (id !== null && !byId.has(id)) byId.set(id, file);
  }
  return { byName: sessions > 1 ? new Map() : byName, byId };
}

const folderOf = (folder: string): Promise<Folder> => {
  const known = folders.get(folder) ?? indexFolder(folder);
  folders.set(folder, known);
  return known;
};

const decoded = (text: string) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** The last part of a path or URL: the name that a folder has for it. */
const lastIn = (url: string): string =>
  decoded(
    url
      .replace(/[?#].*$/s, "")
      .split("/")
      .findLast(Boolean) ?? "",
  );

/** A client that finds in a folder what a vendor would answer. It asks nobody. */
type FolderClient = { client: VendorClient; used: Set<string> };

/** @param own the session's own file, which is the answer to the first question */
async function folderClient(
  folder: string | null,
  own: { file: string; text: string },
): Promise<FolderClient> {
  const { byName, byId } = folder ? await folderOf(folder) : { byName: new Map(), byId: new Map() };
  const used = new Set<string>();
  let isAsked = false;
  const find = (names: readonly string[], maps: readonly ReadonlyMap<string, string>[]): string => {
    for (const name of names)
      for (const map of maps) {
        const file = map.get(name);
        if (!file || file === own.file) continue;
        used.add(file);
        return file;
      }
    throw new VendorError("not_found", "The folder has no such file.");
  };
  const client: VendorClient = {
    json: async (url, call) => {
      // A link to a file is asked for by the file's id, under which the folder has it.
      if (call?.form?.file) return JSON.stringify({ url: call.form.file });
      if (!isAsked) {
        isAsked = true;
        return own.text;
      }
      return readText(find([lastIn(url)], [byId, byName]));
    },
    file: async (url, name) => readBytes(find([...(name ? [name] : []), lastIn(url)], [byName])),
  };
  return { client, used };
}

export type VendorReading = {
  reading: BundleReading;
  remarks: string[];
  readImage: (downloadUrl: string) => Promise<Uint8Array | null>;
  /** The other files that belong to the session. */
  used: ReadonlySet<string>;
};

/**
 * Reads a vendor's file as a bundle, with what lies beside it.
 * @param entry the file, its text and its folder; without a folder, it stands alone
 * @throws VendorError saying what is missing
 */
export async function readVendorFile(
  { adapter, id }: VendorFile,
  entry: { file: string; text: string; folder: string | null },
  environment: Environment,
): Promise<VendorReading> {
  const settings = adapter.settings.parse({});
  const { client, used } = await folderClient(entry.folder, entry);
  const record = await adapter.fetch(client, settings, id);
  // The same files give the same bundle: their own time is what they say of it.
  const times = await Promise.all([entry.file, ...used].map((file) => fs.stat(file).catch(() => null)));
  const changed = times.flatMap((found) => (found ? [found.mtimeMs] : []));
  const at = changed.length > 0 ? new Date(Math.max(...changed)) : new Date();
  const mapped = adapter.map(record, settings, { environment, firstSeenAt: at, changedAt: at });
  const readImage = async (downloadUrl: string) => {
    try {
      return await adapter.image(client, record, settings, downloadUrl);
    } catch (error) {
      if (error instanceof VendorError && error.fault === "not_found") return null;
      throw error;
    }
  };
  return { reading: checkBundle(mapped.bundle), remarks: mapped.remarks, readImage, used };
}

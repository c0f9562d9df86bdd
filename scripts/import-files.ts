import fs from "node:fs/promises";
import path from "node:path";

export type FoundFiles = {
  files: string[];
  /** Files of a folder that look like data and are not read. */
  leftOut: string[];
};

/** Names of files that accompany bundles: their images, and what programs leave in folders. */
const beside = /\.(jpe?g|png|webp|heic|heif|avif|gif|tiff?|bmp|pdf|txt|md|html?)$|(^|[/\\])(\.|thumbs\.db$)/i;

/** Returns the files that an argument names: the file itself, or every `.json` in a folder and its subfolders. */
export async function listFiles(given: string): Promise<FoundFiles> {
  const found = given === "-" ? null : await fs.stat(given).catch(() => null);
  if (!found?.isDirectory()) return { files: [given], leftOut: [] };
  const entries = await fs.readdir(given, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  const isBundle = (name: string) => /\.json$/i.test(name);
  return {
    files: names.filter(isBundle),
    leftOut: names.filter((name) => !isBundle(name) && !beside.test(path.relative(given, name))),
  };
}

const decoded = (text: string) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/**
 * Returns the names that the file of a relative reference (RFC 3986) may have: as written, decoded, and without query
 * and fragment; with slashes of both kinds, and with accents composed or not, because file systems differ.
 */
export function namesOf(reference: string): string[] {
  const bare = reference.replace(/[?#].*$/s, "");
  const written = [reference, decoded(bare), bare, decoded(reference)];
  const either = written.flatMap((name) => [name, name.replaceAll("\\", "/")]);
  return [...new Set(either.flatMap((name) => [name, name.normalize("NFC"), name.normalize("NFD")]))].filter(
    (name) => name !== "" && !name.includes("\0"),
  );
}

/**
 * Reads an image from the bundle's own folder only: never from the network or from a folder above.
 * @returns null when there is no such file
 */
export async function readImage(folder: string | null, reference: string): Promise<Uint8Array | null> {
  if (!folder || /^[a-z][a-z0-9+.-]+:/i.test(reference)) return null;
  const root = await fs.realpath(folder);
  for (const name of namesOf(reference)) {
    const file = await fs.realpath(path.resolve(root, name)).catch(() => null);
    if (!file?.startsWith(root + path.sep)) continue;
    if ((await fs.stat(file)).isFile()) return fs.readFile(file);
  }
  return null;
}

import type { VendorRecord } from "@/lib/vendors/adapter";
import { VendorError } from "@/lib/vendors/error";

const mostImageBytes = 25 * 1024 * 1024;

/**
 * Names an image that stands as Base64 within a JSON document of a record, as `download_url` of a bundle.
 * @param document the name of the JSON document in the record
 * @param path the keys and positions that lead to the Base64 text
 */
export const inlineUrl = (document: string, path: readonly (string | number)[]): string =>
  `answer:${document}#${path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("")}`;

/** The JSON document and the JSON pointer (RFC 6901) of {@link inlineUrl}; null for any other URL. */
function partsOf(downloadUrl: string): { document: string; path: string[] } | null {
  const [, document, pointer] = /^answer:([^#]+)#((?:\/[^/]*)+)$/.exec(downloadUrl) ?? [];
  if (!document || !pointer) return null;
  const path = pointer.slice(1).split("/");
  return { document, path: path.map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~")) };
}

/** Returns whether a URL names an image within a record. */
export const isInline = (downloadUrl: string): boolean => partsOf(downloadUrl) !== null;

/**
 * Returns the bytes of an image that stands within a record; null when the record has none there.
 * @throws VendorError unreadable when it is no Base64 or larger than 25 MiB
 */
export function inlineImage(record: VendorRecord, downloadUrl: string): Buffer | null {
  const parts = partsOf(downloadUrl);
  const text = parts && record[parts.document];
  if (!text) return null;
  let value: unknown = JSON.parse(text);
  for (const key of parts.path) {
    const isThere = typeof value === "object" && value !== null && Object.hasOwn(value, key);
    value = isThere ? Reflect.get(Object(value), key) : null;
  }
  if (typeof value !== "string" || value === "") return null;
  return fromBase64(value);
}

/** @throws VendorError unreadable */
function fromBase64(value: string): Buffer {
  const bare = value.replace(/^data:[^,]{0,100},/, "").replaceAll(/\s/g, "");
  if (bare.length > (mostImageBytes / 3) * 4 + 4)
    throw new VendorError(
      "unreadable",
      `An image within an answer is larger than ${mostImageBytes / 1024 / 1024} MiB.`,
    );
  if (!/^[\w+/-]*={0,2}$/.test(bare))
    throw new VendorError("unreadable", "An image within an answer is no Base64 text.");
  return Buffer.from(bare, "base64");
}

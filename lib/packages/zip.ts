import "server-only";
import { configure, Uint8ArrayReader, ZipWriter } from "@zip.js/zip.js";

// Compression runs in this process, which has no web workers.
configure({ useWebWorkers: false });

export type ZipEntry = { path: string; open: () => Promise<Uint8Array> };

/** File types that are compressed already. */
const isPacked = (path: string) => /\.(jpg|png|webp|pdf)$/.test(path);

/**
 * Writes a ZIP file by file, with at most one file in memory. Each local header has the sizes and the checksum of its
 * file: the programs of macOS refuse a file whose sizes follow its bytes (APPNOTE 4.3.9).
 * @param password encrypts every file with AES-256 (WinZip AE-2)
 */
export function zipStream(
  entries: readonly ZipEntry[],
  options: { at: Date; password?: string },
): ReadableStream<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const write = async () => {
    const zip = new ZipWriter(writable, {
      lastModDate: options.at,
      dataDescriptor: false,
      ...(options.password && { password: options.password, encryptionStrength: 3 as const }),
    });
    for (const { path, open } of entries)
      await zip.add(path, new Uint8ArrayReader(await open()), { level: isPacked(path) ? 0 : 6 });
    await zip.close();
  };
  write().catch((error) => writable.abort(error).catch(() => undefined));
  return readable;
}

import "server-only";
import { configure, Uint8ArrayReader, ZipWriter } from "@zip.js/zip.js";

// Our own process compresses: there are no web workers here.
configure({ useWebWorkers: false });

export type ZipEntry = { path: string; open: () => Promise<Uint8Array> };

/** Files that are compressed already. */
const isPacked = (path: string) => /\.(jpg|png|webp|pdf)$/.test(path);

/**
 * A ZIP as it is written, file by file: no more than one of them is in memory.
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
      ...(options.password && { password: options.password, encryptionStrength: 3 as const }),
    });
    for (const { path, open } of entries)
      await zip.add(path, new Uint8ArrayReader(await open()), { level: isPacked(path) ? 0 : 6 });
    await zip.close();
  };
  write().catch((error) => writable.abort(error).catch(() => undefined));
  return readable;
}

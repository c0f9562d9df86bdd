import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { zipStream } from "@/lib/packages/zip";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "zip-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const contents = new Map([
  ["sessions/one/export.json", "{}\n".repeat(500)],
  ["sessions/one/images/id_front.jpg", "packed already"],
  ["sessions/one/grüße.json", "{}"],
]);

async function zipped(password?: string): Promise<Buffer> {
  const entries = [...contents].map(([name, text]) => ({ path: name, open: async () => Buffer.from(text) }));
  const at = new Date("2026-11-30T10:00:00Z");
  return Buffer.from(await new Response(zipStream(entries, { at, password })).arrayBuffer());
}

/** Reads the local headers one after the other, as a program does that has no directory yet. */
function localHeaders(zip: Buffer) {
  const headers = [];
  for (let at = 0; zip.readUInt32LE(at) === 0x04034b50; ) {
    const [nameLength, extraLength] = [zip.readUInt16LE(at + 26), zip.readUInt16LE(at + 28)];
    const [size, bare] = [zip.readUInt32LE(at + 18), zip.readUInt32LE(at + 22)];
    const name = zip.subarray(at + 30, at + 30 + nameLength).toString("utf8");
    headers.push({
      name,
      needs: zip.readUInt16LE(at + 4),
      isEncrypted: (zip.readUInt16LE(at + 6) & 1) !== 0,
      sizesFollow: (zip.readUInt16LE(at + 6) & 8) !== 0,
      isUtf8: (zip.readUInt16LE(at + 6) & 0x800) !== 0,
      method: zip.readUInt16LE(at + 8),
      bare,
    });
    at += 30 + nameLength + extraLength + size;
  }
  return headers;
}

it("writes what the programs of Windows and macOS open: sizes first, deflate or stored, no ZIP64", async () => {
  const headers = localHeaders(await zipped());
  expect(headers.map(({ name }) => name)).toEqual([...contents.keys()]);
  for (const { name, needs, isEncrypted, sizesFollow, method, isUtf8, bare } of headers) {
    expect({ sizesFollow, isEncrypted }).toEqual({ sizesFollow: false, isEncrypted: false });
    expect(bare).toBe(Buffer.byteLength(contents.get(name) ?? ""));
    expect(method).toBe(name.endsWith(".jpg") ? 0 : 8);
    // 45 would be ZIP64.
    expect(needs).toBeLessThanOrEqual(20);
    expect(isUtf8).toBe(name.includes("ü"));
  }
});

it("is whole for a program of another make", async () => {
  const file = path.join(folder, "a.zip");
  writeFileSync(file, await zipped());
  expect(execFileSync("unzip", ["-t", file]).toString()).toContain("No errors detected");
});

it("encrypts every file as WinZip AE-2, with the sizes first too", async () => {
  const headers = localHeaders(await zipped("a long password"));
  expect(headers).toHaveLength(contents.size);
  for (const { needs, isEncrypted, sizesFollow, method } of headers)
    expect({ needs, isEncrypted, sizesFollow, method }).toEqual({
      needs: 51,
      isEncrypted: true,
      sizesFollow: false,
      method: 99,
    });
});

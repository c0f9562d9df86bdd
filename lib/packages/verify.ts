import { createHash } from "node:crypto";
import { openAsBlob } from "node:fs";
import { BlobReader, configure, type Entry, TextWriter, Uint8ArrayWriter, ZipReader } from "@zip.js/zip.js";
import { type ProvenEvent, verifyEventProof } from "@/lib/audit-chain/proof-file";
import { isSignedInBase64, readPublicKey } from "@/lib/platform/ed25519";

configure({ useWebWorkers: false });

export type PackageVerdict = {
  faults: string[];
  files: number;
  publicKey: string;
  /** What the audit log says of it; null when the package has no proof. */
  proven: ProvenEvent | null;
};

/** The proof that the audit log records the package, which is added once the event is sealed. */
export const proofFile = "package.tlog-proof";
const proofs = ["SHA256SUMS", "SIGNATURE", "verify.html", proofFile];
type FileEntry = Extract<Entry, { directory: false }>;
const isFile = (entry: Entry): entry is FileEntry => !entry.directory;
const line = /^([0-9a-f]{64}) {2}([^\n]+)$/;

/**
 * Verifies a package file without a server: every file against SHA256SUMS, and SHA256SUMS against SIGNATURE. Reads
 * one file at a time.
 * @param options `password` of an encrypted package; `key`, the sender's public key in base64, and `logKey`, the one
 * of the audit log, if they are known
 * @returns the faults in words; none when the package is unchanged
 */
export async function verifyPackage(
  file: string,
  options: { password?: string; key?: string; logKey?: string } = {},
): Promise<PackageVerdict> {
  const verdict: PackageVerdict = { faults: [], files: 0, publicKey: "", proven: null };
  try {
    const zip = new ZipReader(new BlobReader(await openAsBlob(file)), { password: options.password });
    const entries = new Map<string, FileEntry>();
    for (const entry of (await zip.getEntries()).filter(isFile)) {
      if (entries.has(entry.filename)) verdict.faults.push(`twice    ${entry.filename}`);
      entries.set(entry.filename, entry);
    }
    await verifyEntries(entries, options, verdict);
    await zip.close();
  } catch (error) {
    verdict.faults.push(`cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  return verdict;
}

async function verifyEntries(
  entries: ReadonlyMap<string, FileEntry>,
  { key, logKey }: { key?: string; logKey?: string },
  verdict: PackageVerdict,
): Promise<void> {
  const text = async (name: string) => entries.get(name)?.getData(new TextWriter());
  const [sums, signed] = [await text("SHA256SUMS"), await text("SIGNATURE")];
  if (sums === undefined || signed === undefined) {
    verdict.faults.push("SHA256SUMS or SIGNATURE is missing");
    return;
  }
  verdict.faults.push(...signatureFaults(sums, signed, key, verdict));
  const proof = await text(proofFile);
  if (proof !== undefined) {
    const sha256 = createHash("sha256").update(sums).digest("hex");
    const { faults, proven } = verifyEventProof(proof, { type: "package.built", sha256, key: logKey });
    verdict.faults.push(...faults.map((fault) => `${proofFile}: ${fault}`));
    verdict.proven = proven;
  }
  const listed = new Set(proofs);
  for (const each of sums.trimEnd().split("\n")) {
    const [, sum, path] = line.exec(each) ?? [];
    if (!sum || !path) {
      verdict.faults.push(`SHA256SUMS has a line that is none: ${each.slice(0, 80)}`);
      continue;
    }
    listed.add(path);
    const bytes = await entries.get(path)?.getData(new Uint8ArrayWriter());
    if (!bytes) verdict.faults.push(`missing  ${path}`);
    else if (createHash("sha256").update(bytes).digest("hex") !== sum)
      verdict.faults.push(`changed  ${path}`);
    verdict.files++;
  }
  for (const path of entries.keys()) if (!listed.has(path)) verdict.faults.push(`not ours ${path}`);
}

function signatureFaults(
  sums: string,
  signed: string,
  key: string | undefined,
  verdict: PackageVerdict,
): string[] {
  const [publicKey = "", signature = ""] = signed.trim().split("\n");
  verdict.publicKey = publicKey;
  if (key && key !== publicKey) return ["the key is not the sender's"];
  try {
    return isSignedInBase64(readPublicKey(publicKey), sums, signature)
      ? []
      : ["the signature is not of these checksums"];
  } catch {
    return ["SIGNATURE holds no key"];
  }
}

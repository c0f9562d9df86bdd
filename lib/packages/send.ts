import "server-only";
import type { Actor } from "@/lib/actor/actor";
import { proofFor } from "@/lib/audit-chain/proof";
import { openStaged, signatureFile, sumsFile } from "@/lib/packages/build";
import { proofFile } from "@/lib/packages/verify";
import { zipStream } from "@/lib/packages/zip";
import { digest } from "@/lib/platform/crypto";
import { AppError } from "@/lib/platform/errors";
import { cipherOf } from "@/lib/records/open";
import type { OwnRequest } from "@/lib/requests/load";

export type PackageDownload = {
  packageId: string;
  name: string;
  /** Starts to write the ZIP. */
  open: () => Promise<ReadableStream<Uint8Array>>;
};

/**
 * Prepares the package of a request as one ZIP, which is written while it is read.
 * @throws AppError not_found when there is no package, or one of its files is missing
 */
export async function packageZip(actor: Actor, request: OwnRequest): Promise<PackageDownload> {
  const made = request.package;
  const cipher = await cipherOf(actor, "package", made);
  if (cipher.isDestroyed || made?.status !== "ready" || !made.builtAt)
    throw new AppError("not_found", "This request has no package yet. Build the package first.");
  const open = async (path: string) => {
    const bytes = await openStaged(cipher, made, path);
    if (!bytes)
      throw new AppError("not_found", "A file of this package is missing. Build the package again.");
    return bytes;
  };
  const sums = (await open(sumsFile)).toString();
  const paths = sums
    .trimEnd()
    .split("\n")
    .map((line) => line.slice(66));
  const entries = [...paths, sumsFile, signatureFile, "verify.html"].map((path) => ({
    path,
    open: () => open(path),
  }));
  const proof = await proofFor(actor, {
    type: "package.built",
    resource: { type: "request", id: request.id },
    sha256: digest(sums).toString("hex"),
  });
  if (proof) entries.push({ path: proofFile, open: async () => Buffer.from(proof) });
  const { builtAt } = made;
  const password = cipher.open("package", made.id, made.sealed)?.password;
  return {
    packageId: made.id,
    name: `${request.id}.zip`,
    open: async () => zipStream(entries, { at: builtAt, password }),
  };
}

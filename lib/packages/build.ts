import "server-only";
import { createHash } from "node:crypto";
import type { Actor } from "@/lib/actor/actor";
import type { UnreadableDto } from "@/lib/contract/answer";
import { recordEvent } from "@/lib/events/record";
import { contentOf } from "@/lib/packages/content";
import type { PackageFile } from "@/lib/packages/sources";
import { verifierPage } from "@/lib/packages/verifier";
import { blobs } from "@/lib/platform/blobs";
import { digest } from "@/lib/platform/crypto";
import { db } from "@/lib/platform/db";
import { publicKeyText, signingKey, signText } from "@/lib/platform/ed25519";
import { AppError } from "@/lib/platform/errors";
import { purposeKey } from "@/lib/platform/keys";
import { log } from "@/lib/platform/log";
import { scopeOf } from "@/lib/platform/scope";
import { cipherOf } from "@/lib/records/open";
import { type OwnRequest, ownRequestOf } from "@/lib/requests/load";
import type { RecordCipher } from "@/lib/vault/cipher";

/** The files at the root of a package that prove the others. */
export const sumsFile = "SHA256SUMS";
export const signatureFile = "SIGNATURE";

/** The name of a finished file, sealed, in the blob store. It does not reveal the path. */
const stagedKey = (dataKeyId: string, path: string) =>
  `${dataKeyId}/p${digest(path).toString("hex").slice(0, 40)}`;

/** Opens a stored file of a package; null when it is missing. */
export async function openStaged(
  cipher: RecordCipher,
  made: { dataKeyId: string | null },
  path: string,
): Promise<Buffer | null> {
  if (!made.dataKeyId) return null;
  const name = stagedKey(made.dataKeyId, path);
  const sealed = await blobs().get(name);
  return sealed && cipher.openImage(name, sealed);
}

/**
 * Creates the files of a package one after the other, and seals each under the package's key at once. A file that
 * exists is not created again, so an interrupted build continues where it was. At most one file is in memory.
 * @throws AppError conflict when the source data has been erased, or another process took over the build
 */
export async function buildPackage(actor: Actor, requestId: string): Promise<void> {
  const request = await ownRequestOf(actor, requestId);
  const made = request.package;
  const cipher = await cipherOf(actor, "package", made);
  if (cipher.isDestroyed || !made?.dataKeyId)
    throw new AppError("conflict", "Its source data has been erased.");
  const stage = staging(cipher, made.dataKeyId);
  await alive(request, () => makeFiles(actor, request, stage));
}

async function makeFiles(actor: Actor, request: OwnRequest, stage: Stage): Promise<void> {
  const { files, unreadable } = await contentOf(actor, request);
  refuseSharedPaths(files);
  const lines: string[] = [];
  await beat(request, 0, files.length + 3);
  for (const [at, file] of files.entries()) {
    lines.push(`${await stage(file)}  ${file.path}`);
    await beat(request, at + 1, files.length + 3);
  }
  const sums = `${lines.join("\n")}\n`;
  const signing = signingKey(await purposeKey(actor.scope.organizationId, "package-signature"));
  const signature = `${publicKeyText(signing)}\n${signText(signing, sums).toString("base64")}\n`;
  const proofs: PackageFile[] = [
    { path: sumsFile, make: async () => Buffer.from(sums) },
    { path: signatureFile, make: async () => Buffer.from(signature) },
    { path: "verify.html", make: async () => Buffer.from(verifierPage) },
  ];
  for (const file of proofs) await stage(file, true);
  await finish(actor, request, { files: files.length + proofs.length, sums: digest(sums), unreadable });
}

/** If two files had one path, the second would get the content of the first. Some file systems ignore case. */
function refuseSharedPaths(files: readonly PackageFile[]): void {
  const paths = new Set(files.map(({ path }) => path.toLowerCase()));
  if (paths.size < files.length) throw new Error("Two files of a package have one path.");
}

type Stage = ReturnType<typeof staging>;

/**
 * Stores a file unless it exists.
 * @returns its SHA-256 in hex
 */
const staging = (cipher: RecordCipher, dataKeyId: string) =>
  async function stage({ path, make }: PackageFile, isAnew = false): Promise<string> {
    const name = stagedKey(dataKeyId, path);
    const there = isAnew ? null : await blobs().get(name);
    const bytes = there ? cipher.openImage(name, there) : await make();
    if (!there) await blobs().put(name, cipher.sealImage(name, bytes));
    return createHash("sha256").update(bytes).digest("hex");
  };

/** The condition that this process still builds the package. */
const building = ({ package: made, ...request }: OwnRequest) => ({
  ...scopeOf(request),
  pk: made?.pk,
  builder: made?.builder,
  status: "building" as const,
});

/** The interval of the heartbeat, because one file can take long. */
const signOfLifeMs = 15_000;

async function alive<T>(request: OwnRequest, work: () => Promise<T>): Promise<T> {
  const signs = setInterval(
    () =>
      db.package
        .updateMany({ where: building(request), data: { workedAt: new Date() } })
        .catch((err) => log.error({ err }, "no sign of life")),
    signOfLifeMs,
  );
  return work().finally(() => clearInterval(signs));
}

/**
 * Records the progress, which is also a heartbeat: after a minute without one, another process takes over the build.
 * @throws AppError conflict when a session in the package was erased, or another process took over
 */
async function beat(request: OwnRequest, filesDone: number, filesTotal: number): Promise<void> {
  const { count } = await db.package.updateMany({
    where: building(request),
    data: { filesDone, filesTotal, workedAt: new Date() },
  });
  if (count === 0) throw new AppError("conflict", "Its source data was erased while the package was built.");
}

type Built = { files: number; sums: Buffer; unreadable: UnreadableDto[] };

async function finish(actor: Actor, request: OwnRequest, { files, sums, unreadable }: Built): Promise<void> {
  const { id = "" } = request.package ?? {};
  await db.$transaction(async (tx) => {
    const { count } = await tx.package.updateMany({
      where: building(request),
      data: {
        status: "ready",
        filesDone: files,
        filesTotal: files,
        unreadable,
        digest: Uint8Array.from(sums),
        builtAt: new Date(),
      },
    });
    if (count === 1)
      await recordEvent(tx, actor, {
        type: "package.built",
        metadata: { packageId: id, files, sha256: sums.toString("hex") },
        resource: { type: "request", id: request.id },
      });
  });
}

import "server-only";
import { createHash } from "node:crypto";
import type { Actor } from "@/lib/actor/actor";
import type { UnreadableDto } from "@/lib/contract/answer";
import { recordEvent } from "@/lib/events/record";
import { contentOf, type PackageFile } from "@/lib/packages/content";
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

/** The files that prove the others, at the root of a package. */
export const sumsFile = "SHA256SUMS";
export const signatureFile = "SIGNATURE";

/** Where a file of a package waits, sealed, to be sent. The name says nothing. */
const stagedKey = (dataKeyId: string, path: string) =>
  `${dataKeyId}/p${digest(path).toString("hex").slice(0, 40)}`;

/** Opens a file that was staged; null when it is not there. */
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
 * Makes every file of a package, one after the other, each sealed under the package's key as soon as it is made. A
 * file that is there already is not made again: a build that was killed goes on where it was, and one file is the
 * most that is ever in memory.
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

/** One path for two files would give the second the content of the first, on some file systems also but for case. */
function refuseSharedPaths(files: readonly PackageFile[]): void {
  const paths = new Set(files.map(({ path }) => path.toLowerCase()));
  if (paths.size < files.length) throw new Error("Two files of a package have one path.");
}

type Stage = ReturnType<typeof staging>;

/** Stages a file unless it is there; @returns its SHA-256 in hex */
const staging = (cipher: RecordCipher, dataKeyId: string) =>
  async function stage({ path, make }: PackageFile, isAnew = false): Promise<string> {
    const name = stagedKey(dataKeyId, path);
    const there = isAnew ? null : await blobs().get(name);
    const bytes = there ? cipher.openImage(name, there) : await make();
    if (!there) await blobs().put(name, cipher.sealImage(name, bytes));
    return createHash("sha256").update(bytes).digest("hex");
  };

/** The package as long as it is this builder's. */
const building = ({ package: made, ...request }: OwnRequest) => ({
  ...scopeOf(request),
  pk: made?.pk,
  builder: made?.builder,
  status: "building" as const,
});

/** One file can take long: that the process lives is said in between as well. */
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
 * Says how far it is; whoever sees no sign of life for a minute takes the build over.
 * @throws AppError conflict when the package has been ended, because a session in it was erased, or taken over
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

import "server-only";
import { recordEvent } from "@/lib/audit/record";
import { type Actor, authorize, inScope } from "@/lib/auth/actor";
import { documentRows, type ImageSource } from "@/lib/documents/import-images";
import { blobs } from "@/lib/platform/blobs";
import { isSame, mac } from "@/lib/platform/crypto";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/id";
import { createDataKey, type DataKey, destroyDataKeys, purposeKey } from "@/lib/platform/keys";
import { blindIndexesOf } from "@/lib/privacy/blind-index";
import type { Bundle } from "@/lib/sessions/bundle";
import { childRows, sessionRow } from "@/lib/sessions/import-rows";

export type ImportOutcome =
  | { outcome: "created" | "updated" | "unchanged"; images: number; missingImages: number }
  | { outcome: "conflict"; reason: string };

export type ImportOptions = { source: string; readImage: ImageSource; dryRun?: boolean };

type Found = {
  pk: bigint;
  importDigest: Uint8Array | null;
  importedUpdatedAt: Date | null;
  updatedAt: Date;
  retentionStatus: string;
  dataKeyId: string | null;
};

/**
 * Brings in one session, all of it or nothing. Repeating it changes nothing; a bundle that is newer than what was
 * imported replaces it; anything that happened here in between makes it a conflict.
 * @throws AppError validation_error for an image that cannot be used, or a bundle of the other environment
 */
export async function importBundle(
  actor: Actor,
  bundle: Bundle,
  options: ImportOptions,
): Promise<ImportOutcome> {
  authorize(actor, "sessions:import");
  const { environment } = actor.scope;
  if (bundle.session.is_sandbox !== (environment === "sandbox")) {
    throw new AppError(
      "validation_error",
      `session.is_sandbox: expected ${environment === "sandbox"} to go into ${environment}, found the opposite`,
    );
  }
  const importDigest = mac(
    await purposeKey(actor.scope.organizationId, "import-digest"),
    JSON.stringify(bundle),
  );
  const where = { organizationPk_environment_id: { ...inScope(actor), id: bundle.session.id } };
  const select = {
    pk: true,
    importDigest: true,
    importedUpdatedAt: true,
    updatedAt: true,
    retentionStatus: true,
    dataKeyId: true,
  };
  const found = await db.session.findUnique({ where, select });
  const verdict = found ? judge(found, importDigest, bundle) : null;
  if (verdict) return verdict;
  const outcome = found ? "updated" : "created";
  if (options.dryRun) return { outcome, images: 0, missingImages: 0 };
  return replace(actor, bundle, importDigest, found, options);
}

function judge(found: Found, importDigest: Buffer, bundle: Bundle): ImportOutcome | null {
  if (found.importDigest && isSame(found.importDigest, importDigest))
    return { outcome: "unchanged", images: 0, missingImages: 0 };
  if (found.retentionStatus === "redacted")
    return { outcome: "conflict", reason: "it has been redacted here" };
  if (!found.importedUpdatedAt)
    return { outcome: "conflict", reason: "a session with this id exists here and was not imported" };
  if (found.updatedAt > found.importedUpdatedAt)
    return { outcome: "conflict", reason: "it has been changed here since it was imported" };
  if (new Date(bundle.session.updated_at) < found.importedUpdatedAt)
    return { outcome: "conflict", reason: "what is here is newer" };
  return null;
}

async function replace(
  actor: Actor,
  bundle: Bundle,
  importDigest: Buffer<ArrayBuffer>,
  found: Found | null,
  options: ImportOptions,
): Promise<ImportOutcome> {
  // The key is written before the row: a kill leaves a key that opens nothing, and the sweep removes it.
  const dataKey = await createDataKey(actor.scope.organizationId);
  try {
    const documents = await documentRows(bundle.documents ?? [], dataKey, options.readImage);
    const images = documents.filter((document) => document.blobKey).length;
    const outcome = found ? ("updated" as const) : ("created" as const);
    await db.$transaction(
      async (tx) => {
        if (found) await removeForReplacement(tx, found);
        const pk = await insertSession(tx, actor, bundle, { importDigest, dataKey, source: options.source });
        await insertChildren(tx, actor, bundle, pk, dataKey);
        await tx.document.createMany({ data: documents.map((row) => ({ ...row, sessionPk: pk })) });
        await recordEvent(tx, actor, {
          type: "session.imported",
          metadata: { outcome, source: options.source, images },
          resource: { type: "session", id: bundle.session.id },
        });
      },
      { timeout: 60_000 },
    );
    if (found?.dataKeyId) await discardKey(found.dataKeyId);
    return { outcome, images, missingImages: documents.length - images };
  } catch (error) {
    await discardKey(dataKey.id);
    throw toConflict(error) ?? error;
  }
}

async function discardKey(id: string): Promise<void> {
  await destroyDataKeys([id]);
  await blobs().removeFolder(id);
}

/** The same row must still be there: another import or a redaction may have been faster. */
async function removeForReplacement(tx: Transaction, found: Found): Promise<void> {
  const { count } = await tx.session.deleteMany({
    where: { pk: found.pk, updatedAt: found.updatedAt, dataKeyId: found.dataKeyId },
  });
  if (count !== 1) throw new AppError("conflict", "The session was changed while it was being imported.");
}

/** An id of the bundle that another session already has. */
function toConflict(error: unknown): AppError | null {
  const { code, meta } = error as { code?: string; meta?: { modelName?: string } };
  if (code !== "P2002") return null;
  return new AppError(
    "conflict",
    `An id of this bundle is taken by another session (${meta?.modelName ?? "row"}).`,
    { cause: error },
  );
}

async function insertSession(
  tx: Transaction,
  actor: Actor,
  bundle: Bundle,
  { importDigest, dataKey, source }: { importDigest: Buffer<ArrayBuffer>; dataKey: DataKey; source: string },
): Promise<bigint> {
  const identityPk = await upsertIdentity(tx, actor, bundle);
  const row = sessionRow(bundle, dataKey.key);
  const data = {
    ...row,
    ...inScope(actor),
    id: bundle.session.id,
    source,
    importDigest,
    dataKeyId: dataKey.id,
    identityPk,
  };
  const { pk } = await tx.session.create({ data, select: { pk: true } });
  return pk;
}

/** The contract's rule: a person is known once a session with an external_ref has been completed. */
async function upsertIdentity(
  tx: Transaction,
  actor: Actor,
  { session, result }: Bundle,
): Promise<bigint | null> {
  if (!session.external_ref || session.status !== "completed") return null;
  const scope = inScope(actor);
  const at = new Date(session.updated_at);
  const status =
    result?.status === "approved"
      ? ("verified" as const)
      : result?.status === "rejected"
        ? ("rejected" as const)
        : ("pending" as const);
  const verified = status === "verified" ? { firstVerifiedAt: at, lastVerifiedAt: at } : {};
  await tx.identity.createMany({
    data: [
      {
        ...scope,
        id: newId("idn"),
        externalRef: session.external_ref,
        status,
        createdAt: new Date(session.created_at),
        updatedAt: at,
        ...verified,
      },
    ],
    skipDuplicates: true,
  });
  const where = { organizationPk_environment_externalRef: { ...scope, externalRef: session.external_ref } };
  const identity = await tx.identity.findUniqueOrThrow({ where, select: { pk: true, updatedAt: true } });
  if (identity.updatedAt < at) {
    await tx.identity.update({
      where: { pk: identity.pk },
      data: { status, updatedAt: at, ...(status === "verified" && { lastVerifiedAt: at }) },
      select: { pk: true },
    });
  }
  return identity.pk;
}

async function insertChildren(
  tx: Transaction,
  actor: Actor,
  bundle: Bundle,
  sessionPk: bigint,
  dataKey: DataKey,
): Promise<void> {
  const rows = childRows(bundle, dataKey.key, inScope(actor));
  const below = <T>(items: readonly T[]) => items.map((item) => ({ ...item, sessionPk }));
  if (rows.result) await tx.result.create({ data: { ...rows.result, sessionPk }, select: { pk: true } });
  if (rows.reviewCase)
    await tx.reviewCase.create({ data: { ...rows.reviewCase, sessionPk }, select: { pk: true } });
  await tx.sessionTag.createMany({ data: below(rows.tags) });
  await tx.check.createMany({ data: below(rows.checks) });
  await tx.fraudSignal.createMany({ data: below(rows.signals) });
  await tx.caseNote.createMany({ data: below(rows.notes) });
  await tx.webhookDelivery.createMany({ data: below(rows.deliveries) });
  for (const { row, hits } of rows.screening) {
    const { pk: checkPk } = await tx.screeningCheck.create({
      data: { ...row, sessionPk },
      select: { pk: true },
    });
    await tx.screeningHit.createMany({ data: hits.map((hit) => ({ ...hit, checkPk })) });
  }
  const indexes = await blindIndexesOf(actor.scope.organizationId, bundle);
  await tx.blindIndex.createMany({ data: below(indexes.map((index) => ({ ...index, ...inScope(actor) }))) });
}

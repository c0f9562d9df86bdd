import "server-only";
import { recordEvent } from "@/lib/audit/record";
import { type Actor, authorize, inScope } from "@/lib/auth/actor";
import { documentRows, type ImageSource, prepareImages } from "@/lib/documents/import-images";
import { blobs } from "@/lib/platform/blobs";
import { isSame as isSameBytes, mac } from "@/lib/platform/crypto";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/id";
import type { PreparedImage } from "@/lib/platform/images";
import { createDataKey, type DataKey, destroyDataKeys, purposeKey } from "@/lib/platform/keys";
import { blindIndexesOf } from "@/lib/privacy/blind-index";
import type { Bundle } from "@/lib/sessions/bundle";
import { childRows, sessionRow } from "@/lib/sessions/import-rows";
import { dataKeyOf } from "@/lib/sessions/own";

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
  documents: { id: string; blobKey: string | null }[];
};

/**
 * Brings in one session, all of it or nothing. Repeating it changes nothing; a bundle that is newer than what was
 * imported replaces it, and keeps images that it does not bring itself; anything that happened here in between makes
 * it a conflict.
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
  const importDigest = mac(await purposeKey(actor.scope.organizationId, "import-digest"), digestible(bundle));
  const found = await findImported(actor, bundle.session.id);
  const images = await prepareImages(bundle.documents ?? [], options.readImage);
  const verdict = found ? judge(found, importDigest, bundle, images) : null;
  if (verdict) return verdict;
  const missingImages = images.filter((image) => image === null).length;
  const outcome = {
    outcome: found ? ("updated" as const) : ("created" as const),
    images: images.length - missingImages,
    missingImages,
  };
  if (options.dryRun) return outcome;
  const incoming = { bundle, importDigest, images, source: options.source, outcome: outcome.outcome };
  await (found ? update(actor, incoming, found) : create(actor, incoming)).catch((error) => {
    throw toConflict(error) ?? error;
  });
  return outcome;
}

type Incoming = {
  bundle: Bundle;
  importDigest: Buffer<ArrayBuffer>;
  images: readonly (PreparedImage | null)[];
  source: string;
  outcome: "created" | "updated";
};

/** What makes a bundle another one: everything in it but the signatures of its URLs, which change with every export. */
function digestible(bundle: Bundle): string {
  const documents = bundle.documents?.map(
    ({ download_url: _, download_url_expires_at: __, ...document }) => document,
  );
  return JSON.stringify({ ...bundle, documents });
}

function findImported(actor: Actor, id: string): Promise<Found | null> {
  return db.session.findUnique({
    where: { organizationPk_environment_id: { ...inScope(actor), id } },
    select: {
      pk: true,
      importDigest: true,
      importedUpdatedAt: true,
      updatedAt: true,
      retentionStatus: true,
      dataKeyId: true,
      documents: { select: { id: true, blobKey: true } },
    },
  });
}

function judge(
  found: Found,
  importDigest: Buffer,
  bundle: Bundle,
  images: Incoming["images"],
): ImportOutcome | null {
  if (found.retentionStatus === "redacted")
    return { outcome: "conflict", reason: "it has been redacted here" };
  const held = new Set(found.documents.filter(({ blobKey }) => blobKey).map(({ id }) => id));
  const isImageNew = (bundle.documents ?? []).some(({ id }, at) => images[at] && !held.has(id));
  const isSame = found.importDigest !== null && isSameBytes(found.importDigest, importDigest);
  if (isSame && !isImageNew) return { outcome: "unchanged", images: 0, missingImages: 0 };
  if (!found.importedUpdatedAt)
    return { outcome: "conflict", reason: "a session with this id exists here and was not imported" };
  if (found.updatedAt > found.importedUpdatedAt)
    return { outcome: "conflict", reason: "it has been changed here since it was imported" };
  const updatedAt = new Date(bundle.session.updated_at);
  if (updatedAt < found.importedUpdatedAt) return { outcome: "conflict", reason: "what is here is newer" };
  if (!isSame && updatedAt <= found.importedUpdatedAt)
    return { outcome: "conflict", reason: "it differs from what is here and is not newer" };
  return null;
}

/** The key is written before the row: a kill leaves a key that opens nothing, and the sweep removes it. */
async function create(actor: Actor, incoming: Incoming): Promise<void> {
  const { bundle, importDigest, source } = incoming;
  const dataKey = await createDataKey(actor.scope.organizationId);
  try {
    const documents = await documentRows(bundle.documents ?? [], dataKey, incoming.images);
    await db.$transaction(
      async (tx) => {
        const identityPk = await upsertIdentity(tx, actor, bundle);
        const data = {
          ...sessionRow(bundle, dataKey.key),
          ...inScope(actor),
          id: bundle.session.id,
          source,
          importDigest,
          dataKeyId: dataKey.id,
          identityPk,
        };
        const { pk } = await tx.session.create({ data, select: { pk: true } });
        await insertChildren(tx, actor, incoming, pk, dataKey, documents);
      },
      { timeout: 60_000 },
    );
  } catch (error) {
    await discardUnused(dataKey.id).catch(() => undefined);
    throw error;
  }
}

/** Only a key that no row names may go: the commit may have gone through although its answer was lost. */
async function discardUnused(id: string): Promise<void> {
  if ((await db.session.count({ where: { dataKeyId: id } })) > 0) return;
  await blobs().removeFolder(id);
  await destroyDataKeys([id]);
}

/** The session's row and key stay; what hangs on it is replaced. */
async function update(actor: Actor, incoming: Incoming, found: Found): Promise<void> {
  const { bundle, importDigest } = incoming;
  const gone = () => new AppError("conflict", "The session was changed while it was being imported.");
  const key = await dataKeyOf(actor, found);
  if (!key || !found.dataKeyId) throw gone();
  const dataKey = { id: found.dataKeyId, key };
  const kept = await db.document.findMany({ where: { sessionPk: found.pk, blobKey: { not: null } } });
  const documents = await documentRows(bundle.documents ?? [], dataKey, incoming.images, kept);
  await db.$transaction(
    async (tx) => {
      const identityPk = await upsertIdentity(tx, actor, bundle);
      const where = { pk: found.pk, updatedAt: found.updatedAt, dataKeyId: dataKey.id };
      const { count } = await tx.session.updateMany({
        where,
        data: { ...sessionRow(bundle, key), importDigest, identityPk },
      });
      if (count !== 1) throw gone();
      await removeChildren(tx, found.pk);
      await insertChildren(tx, actor, incoming, found.pk, dataKey, documents);
    },
    { timeout: 60_000 },
  );
  const inUse = new Set(documents.flatMap(({ blobKey, thumbnailKey }) => [blobKey, thumbnailKey]));
  for (const blobKey of kept.flatMap((row) => [row.blobKey, row.thumbnailKey])) {
    if (blobKey && !inUse.has(blobKey)) await blobs().remove(blobKey);
  }
}

async function removeChildren(tx: Transaction, sessionPk: bigint): Promise<void> {
  const where = { sessionPk };
  await tx.result.deleteMany({ where });
  await tx.reviewCase.deleteMany({ where });
  await tx.document.deleteMany({ where });
  await tx.sessionTag.deleteMany({ where });
  await tx.check.deleteMany({ where });
  await tx.fraudSignal.deleteMany({ where });
  await tx.caseNote.deleteMany({ where });
  await tx.webhookDelivery.deleteMany({ where });
  await tx.screeningCheck.deleteMany({ where });
  await tx.blindIndex.deleteMany({ where });
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
  { bundle, source, outcome, images }: Incoming,
  sessionPk: bigint,
  dataKey: DataKey,
  documents: Awaited<ReturnType<typeof documentRows>>,
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
  await tx.document.createMany({ data: below(documents) });
  await tx.blindIndex.createMany({ data: below(indexes.map((index) => ({ ...index, ...inScope(actor) }))) });
  await recordEvent(tx, actor, {
    type: "session.imported",
    metadata: { outcome, source, images: images.filter(Boolean).length },
    resource: { type: "session", id: bundle.session.id },
  });
}

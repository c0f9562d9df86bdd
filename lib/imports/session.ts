import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import type { Bundle } from "@/lib/contract/bundle";
import { viewKeyOf } from "@/lib/documents/load";
import { recordEvent } from "@/lib/events/record";
import { type Screened, screenBundle } from "@/lib/imports/blocklist";
import { type Children, insertChildren, removeChildren } from "@/lib/imports/children";
import { toConflict } from "@/lib/imports/conflict";
import { documentRows, type ImageSource, prepareImages } from "@/lib/imports/images";
import { heldHits } from "@/lib/imports/late-hits";
import { resubmitted } from "@/lib/imports/resubmitted";
import { identityFacts, sessionRow } from "@/lib/imports/rows";
import {
  digestible,
  earlierDigestible,
  type Found,
  type ImportOutcome,
  judge,
  missingOf,
} from "@/lib/imports/verdict";
import { blockables } from "@/lib/lists/schema";
import { blobs } from "@/lib/platform/blobs";
import { mac } from "@/lib/platform/crypto";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { PreparedImage } from "@/lib/platform/images";
import { purposeKey } from "@/lib/platform/keys";
import { belowSession, scopeSql } from "@/lib/platform/scope";
import { announceCases } from "@/lib/records/live";
import { cipherOf } from "@/lib/records/open";
import { endLeftFields, tellUpserted, upsertIdentity } from "@/lib/sessions/identities";
import { currentSettings } from "@/lib/settings/load";
import { blindIndexesOf, findableOf, indexVersion, type Sought, soughtLike } from "@/lib/vault/blind-index";
import type { RecordCipher } from "@/lib/vault/cipher";
import { createDataKey, destroyDataKeys } from "@/lib/vault/data-keys";

export type ImportOptions = {
  source: string;
  readImage: ImageSource;
  dryRun?: boolean;
  /** Whether its case is a demo. */
  isDemo?: boolean;
  /** Whether the bundle comes from where the session came from: then another one counts, though it may not say that it is newer. */
  isItsSource?: boolean;
};

/** {@link import("@/lib/imports/import").importBundle} for a caller that has been authorized otherwise. */
export async function bringIn(actor: Actor, bundle: Bundle, options: ImportOptions): Promise<ImportOutcome> {
  const { environment } = actor.scope;
  if (bundle.session.is_sandbox !== (environment === "sandbox")) {
    throw new AppError(
      "validation_error",
      `session.is_sandbox: expected ${environment === "sandbox"} to go into ${environment}, found the opposite`,
    );
  }
  const key = await purposeKey(actor.scope.organizationId, "import-digest");
  const importDigest = mac(key, digestible(bundle));
  const earlierDigest = mac(key, earlierDigestible(bundle));
  const found = await findImported(actor, bundle.session.id);
  const { acceptedFormats } = (await currentSettings(actor)).documents;
  const images = await prepareImages(bundle.documents ?? [], options.readImage, acceptedFormats);
  const verdict = found
    ? judge(found, { importDigest, earlierDigest, isItsSource: options.isItsSource }, bundle, images)
    : null;
  if (verdict) return verdict;
  const outcome = {
    outcome: found ? ("updated" as const) : ("created" as const),
    images: images.filter(Boolean).length,
    missingImages: missingOf(bundle, images, found),
  };
  if (options.dryRun) return outcome;
  const findable = findableOf(bundle);
  const { organizationId } = actor.scope;
  const [indexes, sought] = [
    await blindIndexesOf(organizationId, findable),
    await soughtLike(organizationId, findable, blockables),
  ];
  const { source, isDemo = false } = options;
  const incoming = {
    bundle,
    importDigest,
    images,
    indexes,
    sought,
    source,
    isDemo,
    outcome: outcome.outcome,
  };
  const caseId = await (found ? update(actor, incoming, found) : create(actor, incoming)).catch((error) => {
    throw toConflict(error) ?? error;
  });
  if (caseId) announceCases(actor, [caseId]);
  return outcome;
}

type Incoming = {
  bundle: Bundle;
  importDigest: Buffer<ArrayBuffer>;
  images: readonly (PreparedImage | null)[];
  indexes: Children["indexes"];
  /** The digests to look up on the blocklist. */
  sought: readonly Sought[];
  source: string;
  isDemo: boolean;
  outcome: "created" | "updated";
};

function findImported(actor: Actor, id: string): Promise<Found | null> {
  return db.session.findUnique({
    where: { organizationPk_environment_id: { ...inScope(actor), id } },
    select: {
      organizationPk: true,
      environment: true,
      pk: true,
      id: true,
      importDigest: true,
      importedUpdatedAt: true,
      updatedAt: true,
      retentionStatus: true,
      isRestricted: true,
      dataKeyId: true,
      identityPk: true,
      documents: { select: { id: true, blobKey: true } },
    },
  });
}

/** The key is written before the row. If the process is killed in between, the sweep removes the unused key. */
async function create(actor: Actor, incoming: Incoming): Promise<string | null> {
  const { bundle, importDigest, indexes, source } = incoming;
  const dataKey = await createDataKey(actor.scope, "session", bundle.session.id);
  try {
    const documents = await documentRows(bundle.documents ?? [], dataKey, incoming.images);
    return await db.$transaction(
      async (tx) => {
        const screened = await screenBundle(tx, actor, bundle, incoming.sought);
        const row = arrivedRow(screened, dataKey.cipher);
        const identity = await upsertIdentity(tx, actor, identityFacts(screened.bundle));
        const data = {
          ...row,
          ...inScope(actor),
          id: bundle.session.id,
          source,
          importDigest,
          dataKeyId: dataKey.id,
          identityPk: identity?.pk ?? null,
          indexVersion,
        };
        const { pk: sessionPk } = await tx.session.create({ data, select: { pk: true } });
        // Nothing is told of demo data.
        if (!incoming.isDemo) await tellUpserted(tx, actor, identity, sessionPk);
        await recordImport(tx, actor, incoming);
        const { cipher } = dataKey;
        return insertChildren(tx, actor, {
          sessionPk,
          cipher,
          row,
          screened,
          documents,
          indexes,
          isDemo: incoming.isDemo,
          hasNewDocument: false,
        });
      },
      { timeout: 60_000 },
    );
  } catch (error) {
    await discardUnused(actor, dataKey.id).catch(() => undefined);
    throw error;
  }
}

/** The session's columns. A session that the blocklist rejected ends now, whatever its source says later. */
function arrivedRow({ bundle, blocked }: Screened, cipher: RecordCipher) {
  const row = sessionRow(bundle, cipher);
  return blocked ? { ...row, terminalAt: blocked.at, updatedAt: blocked.at } : row;
}

async function recordImport(tx: Transaction, actor: Actor, { bundle, source, outcome, images }: Incoming) {
  await recordEvent(tx, actor, {
    type: "session.imported",
    metadata: { outcome, source, images: images.filter(Boolean).length },
    resource: { type: "session", id: bundle.session.id },
  });
}

/**
 * Deletes the data key after a session could not be written, unless a row uses it: the commit may have succeeded although the
 * connection broke.
 */
export async function discardUnused(actor: Actor, id: string): Promise<void> {
  if ((await db.session.count({ where: { ...inScope(actor), dataKeyId: id } })) > 0) return;
  await blobs().removeFolder(id);
  await destroyDataKeys([id]);
}

/** Keeps the session's row and key, and replaces everything below it. */
async function update(actor: Actor, incoming: Incoming, found: Found): Promise<string | null> {
  const { bundle, importDigest, indexes } = incoming;
  const gone = () => new AppError("conflict", "The session was changed while it was being imported.");
  const cipher = await cipherOf(actor, "session", found);
  if (cipher.isDestroyed || !found.dataKeyId) throw gone();
  const dataKey = { id: found.dataKeyId, cipher };
  const kept = await db.document.findMany({ where: { ...belowSession(found), blobKey: { not: null } } });
  const documents = await documentRows(bundle.documents ?? [], dataKey, incoming.images, kept);
  const hasNewDocument = documents.some(({ id }) => !found.documents.some((held) => held.id === id));
  const caseId = await db.$transaction(
    async (tx) => {
      // Locks the session before its case, as decisions do.
      // It may have been restricted while its images were fetched, which changes no other column.
      const [free] = await tx.$queryRaw<
        unknown[]
      >`SELECT 1 FROM sessions WHERE ${scopeSql(found)} AND pk = ${found.pk}
        AND NOT is_restricted AND retention_status <> 'redacted' FOR UPDATE`;
      if (!free) throw gone();
      await tx.$queryRaw`SELECT 1 FROM review_cases WHERE ${scopeSql(found)} AND session_pk = ${found.pk} FOR UPDATE`;
      const screened = await screenBundle(tx, actor, bundle, incoming.sought, found.pk);
      const held = await heldHits(tx, found, cipher);
      const row = await resubmitted(tx, actor, found, arrivedRow(screened, cipher), hasNewDocument);
      const identity = await upsertIdentity(tx, actor, identityFacts(screened.bundle));
      const where = { ...inScope(actor), pk: found.pk, updatedAt: found.updatedAt, dataKeyId: dataKey.id };
      const { count } = await tx.session.updateMany({
        where,
        data: { ...row, importDigest, identityPk: identity?.pk ?? null, indexVersion },
      });
      if (count !== 1) throw gone();
      await removeChildren(tx, found);
      const { identityPk: left } = found;
      if (left && left !== identity?.pk) await endLeftFields(tx, actor, left);
      if (!incoming.isDemo) await tellUpserted(tx, actor, identity, found.pk);
      await recordImport(tx, actor, incoming);
      const given = {
        cipher,
        row,
        screened,
        documents,
        indexes,
        isDemo: incoming.isDemo,
        hasNewDocument,
        held,
      };
      return insertChildren(tx, actor, { ...given, sessionPk: found.pk });
    },
    { timeout: 60_000 },
  );
  const inUse = new Set(documents.flatMap(({ blobKey, thumbnailKey }) => [blobKey, thumbnailKey]));
  for (const blobKey of kept.flatMap((row) => [row.blobKey, row.thumbnailKey])) {
    if (!blobKey || inUse.has(blobKey)) continue;
    await blobs().remove(blobKey);
    await blobs().remove(viewKeyOf(blobKey));
  }
  return caseId;
}

import "server-only";
import type { Actor } from "@/lib/actor/actor";
import { isMainBehind } from "@/lib/audit-chain/whole";
import { erasedKeys, recordErasures } from "@/lib/erasure/ledger";
import { blobs } from "@/lib/platform/blobs";
import { db, type Transaction } from "@/lib/platform/db";
import type { ErasedKind } from "@/lib/platform/generated/enums";
import { log } from "@/lib/platform/log";
import { belowSession, type Scope, scopeOf } from "@/lib/platform/scope";
import { destroyDataKeys, existingDataKeys, listDataKeys } from "@/lib/vault/data-keys";
import { isRemoved, personalModels, redactedColumns } from "@/lib/vault/field-map";

type Emptied = {
  updateMany: (input: { where: object; data: object }) => Promise<unknown>;
  deleteMany: (input: { where: object }) => Promise<unknown>;
};

/** A session with what goes. `takenIdentity`: the identity whose custom fields go too. */
type Reached = Scope & { pk: bigint; takenIdentity: bigint | null };

/** How a table relates to its session, where it is not by `sessionPk`. */
const reach: Record<string, (session: Reached) => object> = {
  Session: (session) => ({ ...scopeOf(session), pk: session.pk }),
  ScreeningHit: (session) => ({ ...scopeOf(session), check: belowSession(session) }),
  Identity: ({ takenIdentity, ...session }) => ({
    ...scopeOf(session),
    pk: { in: takenIdentity === null ? [] : [takenIdentity] },
    sealed: { not: null },
  }),
  SecondLook: (session) => ({ ...scopeOf(session), case: belowSession(session) }),
};

/** The rows of a session in a table of the field map. */
export const reachOf = (model: string, session: Reached) => ({
  delegate: (model.charAt(0).toLowerCase() + model.slice(1)) as "result",
  where: reach[model]?.(session) ?? belowSession(session),
});

/**
 * Empties every personal column below a session, table by table of the field map. A column that is classified there
 * is redacted here.
 */
export async function emptyPersonalColumns(tx: Transaction, session: Reached): Promise<void> {
  for (const model of personalModels()) {
    const { delegate, where } = reachOf(model, session);
    const table = tx[delegate] as unknown as Emptied;
    if (isRemoved(model)) await table.deleteMany({ where });
    else await table.updateMany({ where, data: redactedColumns(model) });
  }
  await tx.screeningCheck.updateMany({ where: belowSession(session), data: { redactedAt: new Date() } });
}

/**
 * The second half of a redaction: writes the erasure ledger, destroys the key, deletes the images, then deletes the
 * note of unfinished work. Every step can be repeated, so the next call completes work that was interrupted between
 * two steps. A line that is in the ledger twice has the same meaning as once.
 */
export async function finishRedaction(dataKeyId: string): Promise<void> {
  const note = await db.redactionCleanup.findUnique({ where: { dataKeyId } });
  if (note) await recordErasures([toEntry(note)]);
  await destroyDataKeys([dataKeyId]);
  await blobs().removeFolder(dataKeyId);
  await db.redactionCleanup.deleteMany({ where: { dataKeyId } });
}

const toEntry = (note: RedactionNote) => ({
  kind: note.kind,
  id: note.subjectId,
  data_key: note.dataKeyId,
  organization: note.organizationId,
  environment: note.environment,
});

type RedactionNote = NonNullable<Awaited<ReturnType<typeof db.redactionCleanup.findUnique>>>;

/**
 * Notes, in the transaction of the change, which keys must still be destroyed and what was sealed under each.
 * @param subjects the kind and the id of what is erased, with the key that opened it
 */
export async function noteErasures(
  tx: Pick<Transaction, "redactionCleanup">,
  { scope: { organizationId, environment } }: Actor,
  subjects: readonly { kind: ErasedKind; id: string; dataKeyId: string }[],
): Promise<void> {
  await tx.redactionCleanup.createMany({
    data: subjects.map(({ kind, id, dataKeyId }) => ({
      dataKeyId,
      kind,
      subjectId: id,
      organizationId,
      environment,
    })),
    skipDuplicates: true,
  });
}

/**
 * Completes every redaction that a crash interrupted.
 * @returns how many
 */
export async function finishRedactions(): Promise<number> {
  const open = await db.redactionCleanup.findMany({ orderBy: { createdAt: "asc" } });
  for (const { dataKeyId } of open) await finishRedaction(dataKeyId);
  if (open.length > 0) log.info({ count: open.length }, "finished redactions");
  return open.length;
}

const orphanAgeSeconds = 3600;

/** More orphans than crashes can explain. Then the databases do not belong together, and nothing may be destroyed. */
const mostOrphans = 25;

/**
 * Destroys keys and images that no row names: what an import left that was killed before its row was written. Looks
 * at the keys of organizations this database knows and at no others, and at none while the database is older than the
 * keys: what it does not name may have come after it.
 * @returns how many were destroyed; 0 when they cannot be explained, which is logged
 */
export async function sweepOrphans(ageSeconds = orphanAgeSeconds): Promise<number> {
  if (await isMainBehind()) {
    log.error("the main database is older than the keys database; no key and no image is removed");
    return 0;
  }
  const orphans = [...(await orphanedKeys(ageSeconds)), ...(await orphanedFolders(ageSeconds))];
  // A restored folder of images explains any number of orphans: the ledger names them.
  const explained = orphans.length > mostOrphans ? await erasedKeys(orphans) : new Set<string>();
  if (orphans.length - explained.size > mostOrphans) {
    log.error(
      { count: orphans.length },
      "too many keys without a session; do the two databases belong together?",
    );
    return 0;
  }
  for (const id of orphans) {
    await blobs().removeFolder(id);
    await destroyDataKeys([id]);
  }
  return orphans.length;
}

async function orphanedKeys(ageSeconds: number): Promise<string[]> {
  const orphans: string[] = [];
  // Of an organization that arrives from another cell, keys are there before their rows.
  const served = await db.organization.findMany({ where: { heldAt: null }, select: { pk: true, id: true } });
  for (const organization of served) orphans.push(...(await orphanedKeysOf(organization, ageSeconds)));
  return orphans;
}

async function orphanedKeysOf({ pk, id }: { pk: bigint; id: string }, ageSeconds: number): Promise<string[]> {
  const orphans: string[] = [];
  for (let after: string | undefined; ; ) {
    const ids = await listDataKeys([id], ageSeconds, after, 500);
    if (ids.length === 0) return orphans;
    const which = {
      where: { organizationPk: pk, dataKeyId: { in: ids } },
      select: { dataKeyId: true },
    } as const;
    const sessions = await db.session.findMany(which);
    const requests = await db.request.findMany(which);
    const packages = await db.package.findMany(which);
    const used = new Set([...sessions, ...requests, ...packages].map(({ dataKeyId }) => dataKeyId));
    orphans.push(...ids.filter((each) => !used.has(each)));
    after = ids.at(-1);
  }
}

/** Folders of images whose key has been destroyed and into which nothing was written for some time. */
async function orphanedFolders(ageSeconds: number): Promise<string[]> {
  const deadline = new Date(Date.now() - ageSeconds * 1000);
  const orphans = new Set<string>();
  for await (const folders of blobs().folders()) {
    const existing = await existingDataKeys(folders);
    for (const folder of folders.filter((id) => !existing.has(id)))
      if ((await blobs().list(folder)).every(({ writtenAt }) => writtenAt < deadline)) orphans.add(folder);
  }
  return [...orphans];
}

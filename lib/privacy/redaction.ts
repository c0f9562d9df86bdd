import "server-only";
import { blobs } from "@/lib/platform/blobs";
import { db, type Transaction } from "@/lib/platform/db";
import { destroyDataKeys, listDataKeys } from "@/lib/platform/keys";
import { log } from "@/lib/platform/log";
import { redactedColumns } from "@/lib/privacy/field-map";

/** Empties every personal column of a session and what hangs on it, as the field map says. */
export async function emptyPersonalColumns(tx: Transaction, sessionPk: bigint): Promise<void> {
  const where = { sessionPk };
  await tx.result.updateMany({ where, data: redactedColumns("Result") });
  await tx.document.updateMany({ where, data: redactedColumns("Document") });
  await tx.check.updateMany({ where, data: redactedColumns("Check") });
  await tx.fraudSignal.updateMany({ where, data: redactedColumns("FraudSignal") });
  await tx.screeningHit.updateMany({ where: { check: where }, data: redactedColumns("ScreeningHit") });
  await tx.screeningCheck.updateMany({
    where,
    data: { ...redactedColumns("ScreeningCheck"), redactedAt: new Date() },
  });
  await tx.reviewCase.updateMany({ where, data: redactedColumns("ReviewCase") });
  await tx.caseNote.updateMany({ where, data: redactedColumns("CaseNote") });
  await tx.webhookDelivery.updateMany({ where, data: redactedColumns("WebhookDelivery") });
  await tx.oneTimeLink.updateMany({ where, data: redactedColumns("OneTimeLink") });
  await tx.blindIndex.deleteMany({ where });
}

/**
 * The second half of a redaction: destroys the key, then the images, then the note that this was still to be done.
 * Every step can be repeated, so a kill between any two leaves work that the next call finishes.
 */
export async function finishRedaction(dataKeyId: string): Promise<void> {
  await destroyDataKeys([dataKeyId]);
  await blobs().removeFolder(dataKeyId);
  await db.redactionCleanup.deleteMany({ where: { dataKeyId } });
}

/** Finishes every redaction that a crash left half done. @returns how many */
export async function finishRedactions(): Promise<number> {
  const open = await db.redactionCleanup.findMany({ orderBy: { createdAt: "asc" } });
  for (const { dataKeyId } of open) await finishRedaction(dataKeyId);
  if (open.length > 0) log.info({ count: open.length }, "finished redactions");
  return open.length;
}

const orphanAgeSeconds = 3600;

/**
 * Destroys keys and images that no row names: what an import left that was killed before its row was written.
 * @returns how many keys were destroyed
 */
export async function sweepOrphans(ageSeconds = orphanAgeSeconds): Promise<number> {
  let removed = 0;
  let after: string | undefined;
  for (;;) {
    const ids = await listDataKeys(ageSeconds, after, 500);
    if (ids.length === 0) return removed;
    const [sessions, entries] = await Promise.all([
      db.session.findMany({ where: { dataKeyId: { in: ids } }, select: { dataKeyId: true } }),
      db.listEntry.findMany({ where: { dataKeyId: { in: ids } }, select: { dataKeyId: true } }),
    ]);
    const used = new Set([...sessions, ...entries].map(({ dataKeyId }) => dataKeyId));
    for (const id of ids.filter((candidate) => !used.has(candidate))) {
      await blobs().removeFolder(id);
      await destroyDataKeys([id]);
      removed++;
    }
    after = ids.at(-1);
  }
}

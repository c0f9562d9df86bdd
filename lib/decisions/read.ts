import "server-only";
import { createHash } from "node:crypto";
import { type Actor, authorize } from "@/lib/actor/actor";
import { type DeskReading, readDesk } from "@/lib/cases/desk";
import { isBlindTo } from "@/lib/cases/dto";
import { type OpenCase, openCase } from "@/lib/cases/load";
import { openDecision } from "@/lib/decisions/load";
import {
  type SnapshotDesk,
  type SnapshotDto,
  type SnapshotListDto,
  storedDesk,
} from "@/lib/decisions/schema";
import { recordEvent } from "@/lib/events/record";
import { instant, instantOrNull } from "@/lib/format/instant";
import { memberNames } from "@/lib/members/load";
import { blobs } from "@/lib/platform/blobs";
import { db } from "@/lib/platform/db";
import { scopeOf } from "@/lib/platform/scope";
import { readStoredOrNull } from "@/lib/platform/stored-or-null";

/**
 * Returns the reviewer's screen at the moment of the decision, with a digest of each stored image, and the members'
 * names.
 */
export async function snapshotDesk(
  actor: Actor,
  found: OpenCase,
): Promise<Pick<DeskReading, "names"> & { desk: SnapshotDesk }> {
  const { cipher } = found.session;
  const { desk, documents, names } = await readDesk(actor, found);
  const images = documents.map(async ({ docType, blobKey }) => {
    const sealed = !cipher.isDestroyed && blobKey ? await blobs().get(blobKey) : null;
    if (!sealed || !blobKey) return { docType, sha256: null };
    return {
      docType,
      sha256: createHash("sha256").update(cipher.openImage(blobKey, sealed)).digest("hex"),
    };
  });
  return { names, desk: { ...desk, images: await Promise.all(images) } };
}

/** Lists the decisions on a case in order, including undone ones. */
export async function listSnapshots(actor: Actor, input: { caseId: string }): Promise<SnapshotListDto> {
  authorize(actor, "cases:read");
  const found = await openCase(actor, input.caseId, "read");
  const isHidden = isBlindTo(actor, found, found.session.settings.review);
  const [rows, names] = await Promise.all([
    db.decisionSnapshot.findMany({
      where: { ...scopeOf(found), casePk: found.pk, ...(isHidden && { isFinal: true }) },
      orderBy: { pk: "asc" },
    }),
    memberNames(actor),
  ]);
  return { data: rows.map((row) => toHead(row, names)) };
}

type SnapshotRow = Awaited<ReturnType<typeof db.decisionSnapshot.findMany>>[number];

const toHead = (row: SnapshotRow, names: ReadonlyMap<string, string>) => ({
  id: row.id,
  decision: row.decision,
  isFinal: row.isFinal,
  decidedBy: names.get(row.decidedBy) ?? row.decidedBy,
  decidedAt: instant(row.decidedAt),
  undoneAt: instantOrNull(row.undoneAt),
  settingsVersion: row.settingsVersion,
});

/**
 * Returns a decision with the screen that its reviewer saw, whatever has changed since. If values were clear then,
 * reading them is recorded. An API key gets no `desk`: its whitelist applies, and it reads the result.
 * @throws AppError not_found for a snapshot of another case; `desk` is null once the session has been redacted
 */
export async function getSnapshot(
  actor: Actor,
  input: { caseId: string; snapshotId: string },
): Promise<SnapshotDto> {
  authorize(actor, "cases:read");
  authorize(actor, "documents:view");
  const { found, row } = await openDecision(actor, input);
  const held = found.session.shown.open("snapshot", row.id, row.sealed);
  const isShown = actor.kind === "person" && held?.desk !== undefined && held.desk !== null;
  const desk = isShown ? readStoredOrNull(storedDesk, held.desk, "decision_snapshots.sealed.desk") : null;
  if (desk?.isOpen)
    await recordEvent(db, actor, {
      type: "pii.revealed",
      metadata: { fields: desk.fields.filter(({ shown }) => shown !== null).map(({ field }) => field) },
      resource: { type: "session", id: found.session.id },
    });
  return {
    ...toHead(row, await memberNames(actor)),
    notes: held?.notes ?? null,
    rejectionReason: held?.rejectionReason ?? null,
    desk,
    isUnreadable: isShown && desk === null,
  };
}

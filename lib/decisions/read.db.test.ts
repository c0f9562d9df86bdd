import { describe, expect } from "vitest";
import { getDesk } from "@/lib/cases/desk";
import { claimCase, escalateCase, snoozeCase, updateCase } from "@/lib/cases/write";
import { correctResult } from "@/lib/corrections/pii";
import { getSnapshot, listSnapshots } from "@/lib/decisions/read";
import type { SnapshotDesk } from "@/lib/decisions/schema";
import { approveCase } from "@/lib/decisions/write";
import { exportSession, redactSession } from "@/lib/privacy/write";
import { cipherOf } from "@/lib/records/open";
import { countEvents, itInScene } from "@/test/case-scene";
import { actorOf, keyActorOf } from "@/test/factories";
import { db } from "@/test/test-db";

describe("the snapshot of a decision", () => {
  itInScene(
    "shows the case as it looked, however much changes, and goes with the session's key",
    async ({ scene }) => {
      const { organization, anna, lea, caseId } = scene;
      await claimCase(anna, { caseId });
      const seen = await getDesk(anna, { caseId });
      expect(seen.isOpen).toBe(true);
      await approveCase(anna, { caseId, notes: "fine" });
      await db.fraudSignal.deleteMany();
      const [head] = (await listSnapshots(lea, { caseId })).data;
      const replay = await getSnapshot(lea, { caseId, snapshotId: head?.id ?? "" });
      expect(replay.desk?.fields).toEqual(seen.fields);
      expect(replay.desk?.signals).toEqual(seen.signals);
      expect(replay.desk?.images.length).toBeGreaterThan(0);
      for (const { sha256 } of replay.desk?.images ?? []) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(replay.notes).toBe("fine");
      expect(await countEvents(scene, "pii.revealed")).toBe(1);
      const key = keyActorOf(organization, ["cases:read", "sessions:read", "verifications:read"]);
      expect((await getSnapshot(key, { caseId, snapshotId: head?.id ?? "" })).desk).toBeNull();
      const stored = await db.decisionSnapshot.findFirstOrThrow();
      const name = seen.fields.find(({ field }) => field === "first_name")?.shown ?? "?";
      expect(Buffer.from(stored.sealed ?? []).includes(name)).toBe(false);
      expect(JSON.stringify(stored.before)).not.toContain(name);
      await redactSession(actorOf(scene.organization), { sessionId: scene.sessionId });
      const after = await getSnapshot(lea, { caseId, snapshotId: head?.id ?? "" });
      expect(after).toMatchObject({ desk: null, notes: null, decision: "approved" });
    },
  );

  itInScene("says that a stored screen cannot be read, and shows the decision", async ({ scene }) => {
    const { anna, lea, caseId } = scene;
    await claimCase(anna, { caseId });
    await approveCase(anna, { caseId, notes: "fine" });
    const { pk, id: snapshotId, sealed } = await db.decisionSnapshot.findFirstOrThrow();
    const session = await db.session.findFirstOrThrow({ where: { id: scene.sessionId } });
    const cipher = await cipherOf(anna, "session", session);
    const kept = cipher.open("snapshot", snapshotId, sealed);
    const store = (desk: unknown) =>
      db.decisionSnapshot.updateMany({
        where: { pk },
        data: { sealed: cipher.seal("snapshot", snapshotId, { before: undefined, ...kept, desk }) },
      });
    for (const desk of ["a text", { ...Object(kept?.desk), riskScore: "high" }]) {
      await store(desk);
      expect(await getSnapshot(lea, { caseId, snapshotId })).toMatchObject({
        ...{ desk: null, isUnreadable: true, decision: "approved", notes: "fine" },
      });
    }
    await store(kept?.desk);
    expect(await getSnapshot(lea, { caseId, snapshotId })).toMatchObject({ isUnreadable: false });
    // As a release stored it that had no blind review and no rule on hits.
    const { approvalNeedsHits: _, ...desk } = structuredClone(kept?.desk) as SnapshotDesk;
    Reflect.deleteProperty(desk.reviewCase, "isBlind");
    await store(desk);
    expect(await getSnapshot(lea, { caseId, snapshotId })).toMatchObject({
      isUnreadable: false,
      desk: { approvalNeedsHits: false, reviewCase: { isBlind: false }, fields: desk.fields },
    });
  });

  itInScene(
    "records the first look of a claim, and masks the desk of a case that one does not hold",
    async ({ scene }) => {
      const { anna, ben, caseId } = scene;
      const masked = await getDesk(anna, { caseId });
      expect(masked.isOpen).toBe(false);
      expect(await countEvents(scene, "case.opened")).toBe(0);
      await claimCase(anna, { caseId });
      const open = await getDesk(anna, { caseId });
      await getDesk(anna, { caseId });
      expect(await countEvents(scene, "case.opened")).toBe(1);
      for (const { field, shown } of masked.fields) {
        const clear = open.fields.find((row) => row.field === field)?.shown;
        if (clear) expect(shown).toBe("•••");
      }
      expect((await getDesk(ben, { caseId })).isOpen).toBe(false);
    },
  );
});

itInScene(
  "exports what was written on the case: metadata, reasons, corrected and uncorrected data",
  async ({ scene }) => {
    const { anna, lea, caseId } = scene;
    await claimCase(anna, { caseId });
    await updateCase(anna, { caseId, metadata: { ticket: "T-1" }, customFields: { colour: "red" } });
    await snoozeCase(anna, { caseId, event: "document_added", reason: "waits for the back" });
    await claimCase(lea, { caseId });
    await correctResult(lea, { caseId, extractedData: { firstName: "Emilie" } });
    await escalateCase(lea, { caseId, reason: "looks odd" });
    const { review_case, result } = await exportSession(actorOf(scene.organization), {
      sessionId: scene.sessionId,
    });
    expect(review_case).toMatchObject({
      metadata: { ticket: "T-1" },
      custom_fields: { colour: "red" },
      escalation_reason: "looks odd",
      snooze_reason: "waits for the back",
    });
    expect(result).toMatchObject({ extracted_data: { first_name: "Emilie" } });
    expect(JSON.stringify((result as Record<string, unknown>).uncorrected_data)).toContain("first_name");
  },
);

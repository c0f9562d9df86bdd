import { describe, expect } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { getDesk } from "@/lib/cases/desk";
import { getCase, getSessionCase, listNotes } from "@/lib/cases/read";
import { claimCase, releaseCase } from "@/lib/cases/write";
import { getSnapshot, listSnapshots } from "@/lib/decisions/read";
import { undoDecision } from "@/lib/decisions/undo";
import { nextCase } from "@/lib/queue/claim";
import { caseListQuery } from "@/lib/queue/schema";
import { listCases } from "@/lib/queue/search";
import { cipherOf } from "@/lib/records/open";
import { getTimeline } from "@/lib/timeline/read";
import {
  claimAndApprove,
  claimAndReject,
  countEvents,
  itInDualReview,
  pendingDeliveries,
  sessionOf,
} from "@/test/case-scene";
import { createMember } from "@/test/factories";
import { db } from "@/test/test-db";

describe("dual review", () => {
  itInDualReview("tells nothing of a disagreement that is undone", async ({ scene }) => {
    const { anna, ben, caseId } = scene;
    await claimAndApprove(anna, { caseId });
    await claimAndReject(ben, { caseId, rejectionReasonCode: "face_mismatch" });
    expect(await undoDecision(ben, { caseId })).toMatchObject({ isDisputed: false });
    expect(await pendingDeliveries(scene)).toEqual([]);
    await claimAndReject(ben, { caseId, rejectionReasonCode: "face_mismatch" });
    await db.webhookDelivery.updateMany({
      where: { organizationPk: scene.organization.pk },
      data: { status: "delivered" },
    });
    await expect(undoDecision(ben, { caseId })).rejects.toMatchObject({ code: "conflict" });
  });

  itInDualReview("takes a recommendation and a different person's agreement", async ({ scene }) => {
    const { anna, ben, caseId } = scene;
    await claimCase(anna, { caseId });
    const first = await claimAndApprove(anna, { caseId });
    expect(first).toMatchObject({
      status: "pending_second_review",
      firstDecision: "approved",
      decision: null,
    });
    expect(await pendingDeliveries(scene)).toHaveLength(0);
    expect((await sessionOf(scene)).status).toBe("under_review");
    await expect(claimCase(anna, { caseId })).rejects.toMatchObject({ code: "conflict" });
    await expect(claimAndApprove(anna, { caseId })).rejects.toMatchObject({ code: "conflict" });
    expect(await nextCase(anna, { tab: "pending_second_review", ahead: false })).toBeNull();
    expect((await nextCase(ben, { tab: "pending_second_review", ahead: false }))?.id).toBe(caseId);
    expect(await claimAndApprove(ben, { caseId })).toMatchObject({
      status: "approved",
      decision: "approved",
    });
    expect(await pendingDeliveries(scene)).toHaveLength(3);
  });

  itInDualReview("sends a disagreement to a lead who is neither of the two", async ({ scene }) => {
    const { anna, ben, lea, caseId } = scene;
    await claimAndApprove(anna, { caseId });
    const disputed = await claimAndReject(ben, { caseId, rejectionReasonCode: "face_mismatch" });
    expect(disputed).toMatchObject({ status: "escalated", isDisputed: true, decision: null });
    expect(await countEvents(scene, "case.disputed")).toBe(1);
    const [delivery, ...more] = await pendingDeliveries(scene);
    expect(more).toEqual([]);
    expect(delivery).toMatchObject({ event: "case.escalated", payload: { case_id: caseId } });
    for (const word of ["face_mismatch", anna.id, ben.id])
      expect(JSON.stringify(delivery?.payload)).not.toContain(word);
    expect(delivery?.nextAttemptAt?.getTime()).toBeGreaterThan(Date.now() + 5_000);
    await expect(claimAndApprove(anna, { caseId })).rejects.toMatchObject({ code: "forbidden" });
    expect(await claimAndReject(lea, { caseId, rejectionReasonCode: "face_mismatch" })).toMatchObject({
      status: "rejected",
    });
    expect(await db.decisionSnapshot.count()).toBe(3);
  });

  itInDualReview(
    "shows what a recommended rejection asks for to whoever gives the second opinion, until it is final",
    async ({ scene }) => {
      const { anna, ben, caseId } = scene;
      const proposed = async (actor: Actor) => (await getDesk(actor, { caseId })).proposedRejection;
      await db.reviewSettings.updateMany({ data: { blindSecondReview: false } });
      expect(await proposed(ben)).toBeNull();
      await claimAndReject(anna, {
        caseId,
        rejectionReasonCode: "document_tampered",
        rejectionReason: "The photograph was replaced.",
        addToBlocklist: ["document_number"],
      });
      expect(await proposed(ben)).toEqual({
        by: expect.stringMatching(/^Test reviewer/),
        reasonCode: "document_tampered",
        reason: "The photograph was replaced.",
        addToBlocklist: ["document_number"],
      });
      const auditor = await createMember(scene.organization, ["auditor"]);
      expect(await proposed(auditor)).toMatchObject({ reasonCode: "document_tampered", reason: "•••" });
      expect(await db.listEntry.count({ where: { organizationPk: scene.organization.pk } })).toBe(0);
      await undoDecision(anna, { caseId });
      expect(await proposed(anna)).toBeNull();
      await claimAndReject(anna, { caseId, rejectionReasonCode: "other", addToBlocklist: true });
      await claimAndReject(ben, {
        caseId,
        rejectionReasonCode: "other",
        addToBlocklist: ["document_number"],
      });
      expect(await proposed(ben)).toBeNull();
      const blocked = await db.listEntry.findMany({ where: { organizationPk: scene.organization.pk } });
      expect(blocked.map(({ kind }) => kind)).toEqual(["document_number"]);
    },
  );

  itInDualReview(
    "says that a recommended rejection cannot be read, and lets the second reviewer decide",
    async ({ scene }) => {
      const { anna, ben, caseId } = scene;
      await db.reviewSettings.updateMany({ data: { blindSecondReview: false } });
      await claimAndReject(anna, { caseId, rejectionReasonCode: "other", rejectionReason: "In words." });
      const { pk, id, sealed } = await db.decisionSnapshot.findFirstOrThrow();
      const session = await db.session.findFirstOrThrow({ where: { id: scene.sessionId } });
      const cipher = await cipherOf(anna, "session", session);
      const rejection = { reasonCode: "unheard_of" as "other" };
      const kept = { before: undefined, desk: undefined, ...cipher.open("snapshot", id, sealed), rejection };
      await db.decisionSnapshot.updateMany({
        where: { pk },
        data: { sealed: cipher.seal("snapshot", id, kept) },
      });
      await claimCase(ben, { caseId });
      expect((await getDesk(ben, { caseId })).proposedRejection).toMatchObject({
        ...{ reasonCode: null, reason: "In words.", addToBlocklist: false, isUnreadable: true },
      });
      expect(await claimAndApprove(ben, { caseId })).toMatchObject({ status: "escalated", isDisputed: true });
    },
  );

  itInDualReview(
    "is blind: the second reviewer sees the first opinion once they have given theirs",
    async ({ scene }) => {
      const { anna, ben, lea, caseId, sessionId, organization } = scene;
      await claimAndReject(anna, {
        caseId,
        rejectionReasonCode: "face_mismatch",
        notes: "Not the same person.",
      });
      const auditor = await createMember(organization, ["auditor"]);
      for (const second of [ben, lea]) {
        await claimCase(second, { caseId });
        const desk = await getDesk(second, { caseId });
        expect(desk.reviewCase).toMatchObject({ isBlind: true, firstDecision: null });
        expect([desk.proposedRejection, JSON.stringify(desk.notes)]).not.toContain("Not the same person.");
        expect(JSON.stringify(desk)).not.toMatch(/face_mismatch|Not the same person/);
        expect(await getCase(second, { caseId })).toMatchObject({ firstDecision: null });
        expect((await listCases(second, caseListQuery.parse({}))).data[0]).toMatchObject({
          firstDecision: null,
        });
        for (const read of [
          await listNotes(second, { caseId }),
          await getSessionCase(second, { sessionId }),
          await getTimeline(second, { sessionId }),
        ])
          expect(JSON.stringify(read)).not.toMatch(/Not the same person|reject/i);
        expect((await listSnapshots(second, { caseId })).data).toEqual([]);
        const { id: snapshotId } = await db.decisionSnapshot.findFirstOrThrow({
          where: { case: { id: caseId } },
        });
        await expect(getSnapshot(second, { caseId, snapshotId })).rejects.toMatchObject({ code: "conflict" });
        await releaseCase(second, { caseId });
      }
      expect(await getCase(anna, { caseId })).toMatchObject({ firstDecision: "rejected", isBlind: false });
      expect(await getCase(auditor, { caseId })).toMatchObject({ firstDecision: "rejected" });
      expect(await claimAndApprove(ben, { caseId })).toMatchObject({
        status: "escalated",
        firstDecision: "rejected",
        isBlind: false,
      });
      expect(JSON.stringify(await listNotes(ben, { caseId }))).toContain("Not the same person.");
    },
  );
});

import { describe, expect } from "vitest";
import { claimCase } from "@/lib/cases/write";
import { undoDecision } from "@/lib/decisions/undo";
import {
  claimAndApprove,
  claimAndReject,
  countEvents,
  itInDualReview,
  itInScene,
  pendingDeliveries,
  sessionOf,
} from "@/test/case-scene";
import { db } from "@/test/test-db";

describe("a decision", () => {
  itInScene(
    "can be undone for ten seconds by whoever made it, and then nothing of it leaves",
    async ({ scene }) => {
      const { anna, ben, caseId } = scene;
      await claimCase(anna, { caseId });
      await claimAndReject(anna, { caseId, rejectionReasonCode: "other", addToBlocklist: true });
      expect(await db.listEntry.count({ where: { removedAt: null } })).toBeGreaterThan(0);
      await expect(undoDecision(ben, { caseId })).rejects.toMatchObject({ code: "conflict" });
      const undone = await undoDecision(anna, { caseId });
      expect(undone).toMatchObject({
        status: "in_review",
        decision: null,
        assignedTo: anna.id,
        decidedAt: null,
      });
      expect(await sessionOf(scene)).toMatchObject({
        status: "under_review",
        resultStatus: "needs_review",
        terminalAt: null,
        result: { status: "needs_review" },
      });
      expect(await pendingDeliveries(scene)).toHaveLength(0);
      expect(await db.listEntry.count({ where: { removedAt: null } })).toBe(0);
      expect(await countEvents(scene, "case.decision-undone")).toBe(1);
      await expect(undoDecision(anna, { caseId })).rejects.toMatchObject({ code: "conflict" });
      await claimAndApprove(anna, { caseId });
      await db.decisionSnapshot.updateMany({
        where: { undoneAt: null },
        data: { decidedAt: new Date(Date.now() - 10_001) },
      });
      await expect(undoDecision(anna, { caseId })).rejects.toMatchObject({ code: "conflict" });
      expect(await sessionOf(scene)).toMatchObject({ status: "completed", resultStatus: "approved" });
    },
  );

  itInScene(
    "is not undone when what was there before cannot be read, and stays as it is",
    async ({ scene }) => {
      const { anna, caseId } = scene;
      await claimAndApprove(anna, { caseId });
      await db.decisionSnapshot.updateMany({ data: { before: { reviewCase: "lost" } } });
      await expect(undoDecision(anna, { caseId })).rejects.toMatchObject({
        code: "conflict",
        message: expect.stringContaining("cannot be read"),
      });
      expect(await sessionOf(scene)).toMatchObject({ status: "completed", resultStatus: "approved" });
    },
  );

  itInScene("cannot be undone once its webhook has left", async ({ scene }) => {
    const { anna, caseId } = scene;
    await claimAndApprove(anna, { caseId });
    await db.webhookDelivery.updateMany({ where: { event: "session.approved" }, data: { attempts: 1 } });
    await expect(undoDecision(anna, { caseId })).rejects.toMatchObject({ code: "conflict" });
    expect(await pendingDeliveries(scene)).toHaveLength(3);
  });
});

describe("a recommendation", () => {
  itInDualReview("is not taken back once somebody has begun the second opinion", async ({ scene }) => {
    const { anna, ben, caseId } = scene;
    await claimAndApprove(anna, { caseId });
    await claimCase(ben, { caseId });
    await expect(undoDecision(anna, { caseId })).rejects.toMatchObject({ code: "conflict" });
    expect(await claimAndApprove(ben, { caseId })).toMatchObject({ status: "approved" });
  });

  itInDualReview("lets a recommendation be taken back too", async ({ scene }) => {
    const { anna, caseId } = scene;
    await claimCase(anna, { caseId });
    await claimAndApprove(anna, { caseId });
    expect(await undoDecision(anna, { caseId })).toMatchObject({
      status: "in_review",
      firstDecision: null,
      assignedTo: anna.id,
    });
  });
});

import { describe, expect } from "vitest";
import type { Actor } from "@/lib/auth/actor";
import { nextCase } from "@/lib/cases/claim";
import { approveCase, rejectCase, undoDecision } from "@/lib/cases/decision";
import { getDesk } from "@/lib/cases/desk";
import { claimCase } from "@/lib/cases/write";
import { db } from "@/lib/platform/db";
import { countEvents, itInDualReview, pendingDeliveries, sessionOf } from "@/prisma/case-scene";
import { createMember } from "@/prisma/factories";

describe("dual review", () => {
  itInDualReview("takes a recommendation and a different person's agreement", async ({ scene }) => {
    const { anna, ben, caseId } = scene;
    await claimCase(anna, { caseId });
    const first = await approveCase(anna, { caseId });
    expect(first).toMatchObject({
      status: "pending_second_review",
      firstDecision: "approved",
      decision: null,
    });
    expect(await pendingDeliveries(scene)).toHaveLength(0);
    expect((await sessionOf(scene)).status).toBe("under_review");
    await expect(claimCase(anna, { caseId })).rejects.toMatchObject({ code: "conflict" });
    await expect(approveCase(anna, { caseId })).rejects.toMatchObject({ code: "conflict" });
    expect(await nextCase(anna, { tab: "pending_second_review", ahead: false })).toBeNull();
    expect((await nextCase(ben, { tab: "pending_second_review", ahead: false }))?.id).toBe(caseId);
    expect(await approveCase(ben, { caseId })).toMatchObject({ status: "approved", decision: "approved" });
    expect(await pendingDeliveries(scene)).toHaveLength(2);
  });

  itInDualReview("sends a disagreement to a lead who is neither of the two", async ({ scene }) => {
    const { anna, ben, lea, caseId } = scene;
    await approveCase(anna, { caseId });
    const disputed = await rejectCase(ben, { caseId, rejectionReasonCode: "face_mismatch" });
    expect(disputed).toMatchObject({ status: "escalated", isDisputed: true, decision: null });
    expect(await countEvents(scene, "case.disputed")).toBe(1);
    await expect(approveCase(anna, { caseId })).rejects.toMatchObject({ code: "forbidden" });
    expect(await rejectCase(lea, { caseId, rejectionReasonCode: "face_mismatch" })).toMatchObject({
      status: "rejected",
    });
    expect(await db.decisionSnapshot.count()).toBe(3);
  });

  itInDualReview(
    "shows what a recommended rejection asks for to whoever gives the second opinion, until it is final",
    async ({ scene }) => {
      const { anna, ben, caseId } = scene;
      const proposed = async (actor: Actor) => (await getDesk(actor, { caseId })).proposedRejection;
      expect(await proposed(ben)).toBeNull();
      await rejectCase(anna, {
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
      await rejectCase(anna, { caseId, rejectionReasonCode: "other", addToBlocklist: true });
      await rejectCase(ben, { caseId, rejectionReasonCode: "other", addToBlocklist: ["document_number"] });
      expect(await proposed(ben)).toBeNull();
      const blocked = await db.listEntry.findMany({ where: { organizationPk: scene.organization.pk } });
      expect(blocked.map(({ kind }) => kind)).toEqual(["document_number"]);
    },
  );
});

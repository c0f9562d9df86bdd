import { describe, expect } from "vitest";
import { claimCase, escalateCase } from "@/lib/cases/write";
import { approveCase, rejectCase } from "@/lib/decisions/write";
import { scopeOf } from "@/lib/platform/scope";
import { nextCase } from "@/lib/queue/claim";
import {
  claimAndReject,
  countEvents,
  itInDualReview,
  itInScene,
  pendingDeliveries,
  sessionOf,
} from "@/test/case-scene";
import { createMember, keyActorOf } from "@/test/factories";
import { db } from "@/test/test-db";

describe("a decision", () => {
  itInScene(
    "reaches case, result, session, audit log and webhooks, which wait ten seconds",
    async ({ scene }) => {
      const { anna, caseId } = scene;
      await expect(approveCase(anna, { caseId })).rejects.toMatchObject({
        code: "conflict",
        message: expect.stringContaining("Claim this case first"),
      });
      const decided = await claimAndReject(anna, {
        caseId,
        rejectionReasonCode: "document_tampered",
        rejectionReason: "The photograph was replaced.",
        notes: "See the hologram.",
      });
      expect(decided).toMatchObject({ status: "rejected", decision: "rejected", assignedTo: null });
      const row = await sessionOf(scene);
      expect(row).toMatchObject({ status: "completed", resultStatus: "rejected" });
      expect(row.terminalAt).not.toBeNull();
      expect(row.result).toMatchObject({
        status: "rejected",
        rejectionReasonCode: "document_tampered",
        processingMode: "manual",
      });
      expect(await countEvents(scene, "case.rejected")).toBe(1);
      const queued = await pendingDeliveries(scene);
      expect(queued.map(({ event }) => event).sort()).toEqual([
        "case.rejected",
        "identity.created",
        "session.declined",
      ]);
      for (const { nextAttemptAt, createdAt } of queued)
        expect((nextAttemptAt?.getTime() ?? 0) - createdAt.getTime()).toBeGreaterThan(9_000);
    },
  );

  itInScene(
    "is made once when 64 clients make it at the same time: one wins, the others get 409",
    async ({ scene }) => {
      const { caseId } = scene;
      const clients = await Promise.all(
        Array.from({ length: 64 }, () => createMember(scene.organization, ["reviewer"])),
      );
      // Keys that act for reviewers: they take what nobody holds in the same step.
      const answers = await Promise.allSettled(
        clients.map(({ id: reviewerId }, at) => {
          const key = keyActorOf(scene.organization, ["cases:decide"]);
          return at % 2
            ? approveCase(key, { caseId, reviewerId })
            : rejectCase(key, { caseId, reviewerId, rejectionReasonCode: "other" });
        }),
      );
      expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      for (const answer of answers)
        if (answer.status === "rejected") expect(answer.reason).toMatchObject({ code: "conflict" });
      expect((await countEvents(scene, "case.approved")) + (await countEvents(scene, "case.rejected"))).toBe(
        1,
      );
      expect(await pendingDeliveries(scene)).toHaveLength(3);
      expect(await db.decisionSnapshot.count()).toBe(1);
    },
  );

  itInScene(
    "is refused on a case that somebody else holds, that has changed, or that is decided",
    async ({ scene }) => {
      const { anna, ben, caseId } = scene;
      const { version } = await claimCase(anna, { caseId });
      await expect(approveCase(ben, { caseId })).rejects.toMatchObject({ code: "conflict" });
      await expect(approveCase(anna, { caseId, version: version - 1 })).rejects.toMatchObject({
        code: "conflict",
      });
      await approveCase(anna, { caseId, version });
      await expect(approveCase(anna, { caseId })).rejects.toMatchObject({ code: "conflict" });
      await expect(escalateCase(anna, { caseId })).rejects.toMatchObject({ code: "conflict" });
      expect(await nextCase(ben, { tab: "unassigned", ahead: false })).toBeNull();
    },
  );

  itInScene(
    "is refused by hits that nobody has judged, unless the organization says otherwise",
    async ({ scene }) => {
      const { anna, caseId, organization } = scene;
      const check = await db.screeningCheck.findFirstOrThrow({ where: { session: { id: scene.sessionId } } });
      await db.screeningHit.createMany({
        data: [0, 1].map((position) => ({
          ...scopeOf(check),
          checkPk: check.pk,
          position: 100 + position,
          matchScore: 0.9,
        })),
      });
      const { version } = await claimCase(anna, { caseId });
      const approve = () => approveCase(anna, { caseId, version });
      await expect(approve()).rejects.toMatchObject({
        code: "conflict",
        message: "2 screening hits are open. Resolve them before you approve.",
      });
      const key = keyActorOf(organization, ["cases:decide"]);
      await expect(approveCase(key, { caseId, reviewerId: anna.id })).rejects.toMatchObject({
        code: "conflict",
      });
      expect((await sessionOf(scene)).resultStatus).toBe("needs_review");
      // A rejection needs no hit judged: it lets nobody in.
      const settings = { organizationPk: organization.pk };
      await db.reviewSettings.updateMany({ where: settings, data: { approvalNeedsHits: false } });
      expect(await approve()).toMatchObject({ status: "approved" });
    },
  );

  itInDualReview("is not given twice by one API key, whoever it names", async ({ scene }) => {
    const { anna, ben, caseId, organization } = scene;
    const key = keyActorOf(organization, ["cases:decide"]);
    expect(await approveCase(key, { caseId, reviewerId: anna.id })).toMatchObject({
      status: "pending_second_review",
    });
    await expect(approveCase(key, { caseId, reviewerId: ben.id })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("same caller"),
    });
    const another = keyActorOf(organization, ["cases:decide"]);
    expect(await approveCase(another, { caseId, reviewerId: ben.id })).toMatchObject({ status: "approved" });
  });
});

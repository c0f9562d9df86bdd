import { describe, expect } from "vitest";
import { nextCase } from "@/lib/cases/claim";
import { approveCase, rejectCase } from "@/lib/cases/decision";
import { claimCase, escalateCase } from "@/lib/cases/write";
import { db } from "@/lib/platform/db";
import { countEvents, itInScene, pendingDeliveries, sessionOf } from "@/prisma/case-scene";
import { createMember } from "@/prisma/factories";

describe("a decision", () => {
  itInScene(
    "reaches case, result, session, audit log and webhooks, which wait ten seconds",
    async ({ scene }) => {
      const { anna, caseId } = scene;
      await claimCase(anna, { caseId });
      const decided = await rejectCase(anna, {
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
      expect(queued.map(({ event }) => event).sort()).toEqual(["case.rejected", "session.declined"]);
      for (const { nextAttemptAt, createdAt } of queued)
        expect((nextAttemptAt?.getTime() ?? 0) - createdAt.getTime()).toBeGreaterThan(9_000);
    },
  );

  itInScene(
    "is made once when 64 clients make it at the same time: one wins, the others get 409",
    {
      timeout: 60_000,
    },
    async ({ scene }) => {
      const { caseId } = scene;
      const clients = await Promise.all(
        Array.from({ length: 64 }, () => createMember(scene.organization, ["reviewer"])),
      );
      const answers = await Promise.allSettled(
        clients.map((client, at) =>
          at % 2
            ? approveCase(client, { caseId })
            : rejectCase(client, { caseId, rejectionReasonCode: "other" }),
        ),
      );
      expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      for (const answer of answers)
        if (answer.status === "rejected") expect(answer.reason).toMatchObject({ code: "conflict" });
      expect((await countEvents(scene, "case.approved")) + (await countEvents(scene, "case.rejected"))).toBe(
        1,
      );
      expect(await pendingDeliveries(scene)).toHaveLength(2);
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
});

import { describe, expect } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { claimCase } from "@/lib/cases/write";
import { bulkAssign } from "@/lib/queue/bulk-assign";
import { bulkAssignInput } from "@/lib/queue/schema";
import { claimAndReject, countEvents, itInScene, openSample } from "@/test/case-scene";
import { actorOf, createMember, createOrganization, importFor } from "@/test/factories";
import { db } from "@/test/test-db";

const assign = (actor: Actor, caseIds: string[], assigneeId: string | null) =>
  bulkAssign(actor, bulkAssignInput.parse({ caseIds, assigneeId }));

describe("assigning several cases", () => {
  itInScene(
    "assigns those that it can, names the others, and ends the same when it is sent twice",
    async ({ scene }) => {
      const { anna, ben, lea, caseId, organization } = scene;
      const [decided, restricted] = ["ses_a", "ses_b"].map((id) => openSample(id));
      for (const bundle of [decided, restricted]) await importFor(actorOf(organization), bundle);
      const idOf = (bundle: typeof decided) => bundle?.review_case?.id ?? "";
      await claimAndReject(anna, { caseId: idOf(decided), rejectionReasonCode: "other" });
      await db.session.updateMany({ where: { id: "ses_b" }, data: { restrictedAt: new Date() } });
      await claimCase(anna, { caseId });
      const given = [caseId, caseId, idOf(decided), idOf(restricted), "rvc_none"];
      for (let sent = 0; sent < 2; sent++) {
        const done = await assign(lea, given, ben.id);
        expect(done).toMatchObject({ total: 4, assigned: 1 });
        expect(done.refused.map((each) => each.caseId)).toEqual([
          idOf(decided),
          idOf(restricted),
          "rvc_none",
        ]);
        expect(done.refused.slice(1).map(({ reason }) => reason)).toEqual([
          "Case not found.",
          "Case not found.",
        ]);
      }
      expect(await db.reviewCase.findFirst({ where: { id: caseId } })).toMatchObject({ assignedTo: ben.id });
      expect(await assign(lea, [caseId], null)).toMatchObject({ assigned: 1, refused: [] });
      expect(await db.reviewCase.findFirst({ where: { id: caseId } })).toMatchObject({ assignedTo: null });
      expect(await countEvents(scene, "case.released")).toBe(1);
    },
  );

  itInScene("is refused to others than leads, for no reviewer, and elsewhere", async ({ scene }) => {
    const { anna, lea, caseId, organization } = scene;
    for (const role of ["compliance", "auditor", "admin"] as const)
      await expect(assign(await createMember(organization, [role]), [caseId], anna.id)).rejects.toMatchObject(
        {
          code: "forbidden",
        },
      );
    await expect(assign(anna, [caseId], anna.id)).rejects.toMatchObject({ code: "forbidden" });
    const auditor = await createMember(organization, ["auditor"]);
    await expect(assign(lea, [caseId], auditor.id)).rejects.toMatchObject({ code: "validation_error" });
    const stranger = await createMember(await createOrganization(), ["lead"]);
    const elsewhere = { ...lea, scope: { ...lea.scope, environment: "live" } } as Actor;
    expect(await assign(stranger, [caseId], stranger.id)).toMatchObject({ assigned: 0 });
    expect(await assign(elsewhere, [caseId], anna.id)).toMatchObject({ assigned: 0 });
    for (const caseIds of [[], Array.from({ length: 101 }, (_, at) => `rvc_${at}`)])
      expect(bulkAssignInput.safeParse({ caseIds, assigneeId: null }).success).toBe(false);
  });
});

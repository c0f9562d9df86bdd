import { describe, expect } from "vitest";
import { getDesk } from "@/lib/cases/desk";
import { claimCase } from "@/lib/cases/write";
import { approveCase } from "@/lib/decisions/write";
import { confirmHits, dismissHits, reopenHits } from "@/lib/screening/write";
import { type CaseScene, claimAndReject, itInScene, openSample } from "@/test/case-scene";
import { actorOf, importFor, keyActorOf } from "@/test/factories";
import { db } from "@/test/test-db";

const hits = [
  { id: "hit_a", name: "Emil Johnson", match_score: 0.9 },
  { id: "hit_b", name: "E. Johnson", match_score: 0.6 },
];

async function withHits({ organization, sessionId }: CaseScene, given: readonly object[] = hits) {
  const bundle = openSample(sessionId);
  await db.session.deleteMany({ where: { organizationPk: organization.pk, id: sessionId } });
  const screening = bundle.screening?.map((check) => ({ ...check, hits: given }));
  await importFor(actorOf(organization), { ...bundle, screening });
  return bundle.screening?.[0]?.id ?? "";
}

describe("a screening hit", () => {
  itInScene("names the values that cannot be read, and shows the others", async ({ scene }) => {
    const { anna, caseId } = scene;
    const unread = { name: { first: "Emil" }, countries: "PA", birthdate: 1986, reason_code: "unheard_of" };
    const read = { id: "hit_a", list_name: "UN", entity_type: null, match_types: ["name"] };
    await withHits(scene, [{ ...read, ...unread, dismissed: true }, hits[1] ?? {}]);
    await claimCase(anna, { caseId });
    const [check] = (await getDesk(anna, { caseId })).screening;
    const [whole, broken] = check?.hits ?? [];
    expect(broken).toMatchObject({
      ...{
        name: null,
        countries: [],
        birthdate: null,
        reasonCode: null,
        listName: "UN",
        matchTypes: ["name"],
      },
      unreadFields: ["name", "birthdate", "countries", "reason_code"],
    });
    expect(whole).not.toHaveProperty("unreadFields");
  });

  itInScene("is judged by whoever holds the case, and says why", async ({ scene }) => {
    const { anna, ben, caseId } = scene;
    const checkId = await withHits(scene);
    const why = { reasonCode: "birth_date_differs", reason: "Born twelve years earlier." } as const;
    await expect(dismissHits(anna, { checkId, hitIds: ["hit_a"], ...why })).rejects.toMatchObject({
      code: "conflict",
      message: "Claim the case of these hits first.",
    });
    await claimCase(anna, { caseId });
    await expect(dismissHits(ben, { checkId, hitIds: ["hit_a"], ...why })).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(dismissHits(anna, { checkId, hitIds: ["hit_a"] })).rejects.toMatchObject({
      code: "validation_error",
      fields: [{ field: "reason_code", message: "is required" }],
    });
    await expect(confirmHits(anna, { checkId, hitIds: ["hit_a"] })).rejects.toMatchObject({
      code: "validation_error",
    });
    await dismissHits(anna, { checkId, hitIds: ["hit_a"], ...why });
    const [check] = (await getDesk(anna, { caseId })).screening;
    expect(check?.hits.find(({ id }) => id === "hit_a")).toMatchObject({
      isDismissed: true,
      reasonCode: "birth_date_differs",
      dismissedReason: "Born twelve years earlier.",
      resolvedBy: anna.name,
    });
    const event = await db.auditEvent.findFirstOrThrow({ where: { type: "screening.hits-resolved" } });
    expect(event.metadata).toEqual({ resolution: "dismissed", hits: 1, reasonCode: "birth_date_differs" });
    expect(JSON.stringify(event.metadata)).not.toContain("Born");
  });

  itInScene(
    "can be opened again until the case is decided, and then stays as it was judged",
    async ({ scene }) => {
      const { anna, caseId } = scene;
      const checkId = await withHits(scene);
      await claimCase(anna, { caseId });
      await dismissHits(anna, { checkId, reasonCode: "name_differs" });
      expect(await reopenHits(anna, { checkId, hitIds: ["hit_b"] })).toEqual({ checkId, reopenedCount: 1 });
      expect(await reopenHits(anna, { checkId, hitIds: ["hit_b"] })).toEqual({ checkId, reopenedCount: 0 });
      await expect(reopenHits(anna, { checkId, hitIds: ["nobody"] })).rejects.toMatchObject({
        code: "validation_error",
      });
      await expect(approveCase(anna, { caseId })).rejects.toMatchObject({
        message: "1 screening hit is open. Resolve it before you approve.",
      });
      await confirmHits(anna, { checkId, hitIds: ["hit_b"], reasonCode: "identifier_agrees" });
      await claimAndReject(anna, { caseId, rejectionReasonCode: "other" });
      for (const act of [reopenHits, confirmHits, dismissHits])
        await expect(
          act(anna, { checkId, hitIds: ["hit_a"], reasonCode: "other" } as Parameters<typeof reopenHits>[1]),
        ).rejects.toMatchObject({ code: "conflict" });
    },
  );

  itInScene(
    "is dismissed by an API key as the contract has it, without a code and by default all of them",
    async ({ scene }) => {
      const checkId = await withHits(scene);
      const key = keyActorOf(scene.organization, ["screening:write"]);
      expect(await dismissHits(key, { checkId, reason: "Checked elsewhere." })).toEqual({
        checkId,
        dismissedCount: 2,
      });
      const [check] = (await getDesk(actorOf(scene.organization), { caseId: scene.caseId })).screening;
      expect(check?.hits.map(({ reasonCode }) => reasonCode)).toEqual([null, null]);
    },
  );
});

import { describe, expect } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { addDays, midnightOf, todayIn } from "@/lib/format/day";
import { getQuality } from "@/lib/quality/read";
import { qualityQuery } from "@/lib/quality/schema";
import { currentSettings } from "@/lib/settings/load";
import { callPath, signedInHeaders } from "@/test/api";
import { type CaseScene, claimAndApprove, itInScene } from "@/test/case-scene";
import { db } from "@/test/test-db";

const today = todayIn("UTC");
const noon = (day: string) => new Date(midnightOf(day).getTime() + 12 * 3_600_000);

/** Adds decisions of a day to the case, in the database alone: their second looks, if any, are Lea's. */
async function addLooks(
  { organization, caseId }: CaseScene,
  who: Actor,
  { day, count, outcome }: { day: string; count: number; outcome?: "approved" | "rejected" },
): Promise<void> {
  const at = noon(day);
  await db.$executeRaw`
    WITH made AS (
      INSERT INTO decision_snapshots (organization_pk, environment, case_pk, session_pk, id, decision, is_final,
        decided_by, decided_at, settings_version, before)
      SELECT c.organization_pk, c.environment, c.pk, c.session_pk, 'dec_' || gen_random_uuid(), 'approved', true,
        ${who.id}, ${at}, 1, '{}' FROM review_cases c, generate_series(1, ${count})
        WHERE c.organization_pk = ${organization.pk} AND c.id = ${caseId} RETURNING *)
    INSERT INTO second_looks (organization_pk, environment, case_pk, snapshot_pk, id, first_reviewer, first_outcome,
      created_at, taken_by, taken_at, outcome, given_at)
    SELECT organization_pk, environment, case_pk, pk, 'slk_' || gen_random_uuid(), decided_by, 'approved', decided_at,
      CASE WHEN ${outcome ?? null}::text IS NOT NULL THEN 'mem_lea' END, NULL, ${outcome ?? null}::"CaseDecision",
      CASE WHEN ${outcome ?? null}::text IS NOT NULL THEN decided_at END FROM made`;
}

describe("the figures", () => {
  itInScene("are of the days that are asked for, however many decisions there are", async ({ scene }) => {
    const { anna, ben, lea } = scene;
    await currentSettings(lea);
    const [near, far] = [addDays(today, -30), addDays(today, -200)];
    await addLooks(scene, anna, { day: near, count: 700, outcome: "approved" });
    await addLooks(scene, anna, { day: near, count: 400, outcome: "rejected" });
    await addLooks(scene, ben, { day: far, count: 3, outcome: "approved" });
    await addLooks(scene, ben, { day: far, count: 1_001 });
    expect(await getQuality(lea, {})).toMatchObject({
      days: { from: addDays(today, -89), to: today, timeZone: "UTC" },
      sampled: 1_100,
      looked: 1_100,
      waiting: [],
      reviewers: [{ memberId: anna.id, looked: 1_100, agreed: 700, share: { value: 7 / 11 } }],
    });
    const old = await getQuality(lea, { from: far, to: far });
    expect(old).toMatchObject({
      ...{ sampled: 1_004, looked: 3, noLongerPossible: 0, waitingCount: 1_000, waitingIsCapped: true },
      reviewers: [{ memberId: ben.id, looked: 3, agreed: 3, kappa: null }],
    });
    expect(old.waiting).toHaveLength(50);
    expect((await getQuality(lea, { from: far })).sampled).toBe(2_104);
    expect((await getQuality(lea, { to: addDays(far, -1) })).sampled).toBe(0);
    expect((await getQuality(ben, { from: far })).reviewers.map(({ memberId }) => memberId)).toEqual([
      ben.id,
    ]);
  });

  itInScene("are of days in the organization's time zone", async ({ scene }) => {
    const { anna, lea, organization } = scene;
    await currentSettings(lea);
    const day = addDays(today, -5);
    await addLooks(scene, anna, { day, count: 1, outcome: "approved" });
    const where = { organizationPk: organization.pk };
    // 23:30 UTC is the next day in Tokyo.
    await db.secondLook.updateMany({ where, data: { createdAt: new Date(`${day}T23:30:00Z`) } });
    const counted = async (at: string) => (await getQuality(lea, { from: at, to: at })).sampled;
    expect([await counted(day), await counted(addDays(day, 1))]).toEqual([1, 0]);
    await db.organization.update({ where: { pk: organization.pk }, data: { timeZone: "Asia/Tokyo" } });
    expect([await counted(day), await counted(addDays(day, 1))]).toEqual([0, 1]);
  });

  itInScene("count a decision once it can no longer be undone", async ({ scene }) => {
    const { anna, lea, organization, caseId } = scene;
    await currentSettings(anna);
    const where = { organizationPk: organization.pk };
    await db.reviewSettings.updateMany({ where, data: { secondLookPercent: 100 } });
    await claimAndApprove(anna, { caseId });
    expect((await getQuality(lea, {})).sampled).toBe(0);
    await db.secondLook.updateMany({ where, data: { createdAt: new Date(Date.now() - 11_000) } });
    expect((await getQuality(lea, {})).sampled).toBe(1);
  });

  itInScene("refuse days that are none", async ({ scene }) => {
    for (const query of [
      { from: "2026-02-30" },
      { from: "yesterday" },
      { to: "1999-12-31" },
      { to: "+010000-01-01" },
      { from: "2026-05-02", to: "2026-05-01" },
    ])
      expect([query, qualityQuery.safeParse(query).success]).toEqual([query, false]);
    const headers = await signedInHeaders(scene.lea.id);
    const get = async (query: string) =>
      (await callPath("GET", `/api/v1/quality?${query}`, { headers })).status;
    expect(await get("from=2026-05-02&to=2026-05-01")).toBe(422);
    expect(await get("from=2000-01-01&to=2099-12-31")).toBe(200);
    // None to come, also for the first day.
    expect((await getQuality(scene.lea, { from: "2099-01-01" })).days).toMatchObject({
      from: today,
      to: today,
    });
  });
});

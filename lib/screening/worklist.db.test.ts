import { describe, expect } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { claimCase } from "@/lib/cases/write";
import { exportSession, redactSession } from "@/lib/privacy/write";
import { listHitFilterValues, listHits } from "@/lib/screening/hits";
import { hitListQuery } from "@/lib/screening/schema";
import { confirmHits, dismissHits, reopenHits } from "@/lib/screening/write";
import { callPath } from "@/test/api";
import { type CaseScene, claimAndReject, itInScene, openSample } from "@/test/case-scene";
import {
  actorOf,
  createApiKey,
  createMember,
  createOrganization,
  importFor,
  keyActorOf,
} from "@/test/factories";
import { db } from "@/test/test-db";

const list = (actor: Actor, input: object = {}) => listHits(actor, hitListQuery.parse(input));
const idsOf = ({ data }: Awaited<ReturnType<typeof list>>) => data.map(({ hit }) => hit.id);

/** Brings a session whose first screening check has these hits. */
async function withHits(scene: CaseScene, id: string, hits: readonly object[], createdAt: string) {
  const bundle = openSample(id);
  await db.session.deleteMany({ where: { organizationPk: scene.organization.pk, id } });
  const screening = bundle.screening?.slice(0, 1).map((check) => ({ ...check, created_at: createdAt, hits }));
  await importFor(actorOf(scene.organization), { ...bundle, screening });
  return { checkId: screening?.[0]?.id ?? "", caseId: bundle.review_case?.id ?? "", bundle };
}

const person = () => {
  const data = openSample("ses_x").result?.extracted_data as Record<string, string>;
  return {
    name: `${data.last_name}, ${data.first_name}`,
    born: data.date_of_birth,
    country: data.nationality,
  };
};

describe("the screening worklist", () => {
  itInScene("lists hits of all sessions, oldest first, in pages and by filters", async ({ scene }) => {
    const { anna, sessionId } = scene;
    await withHits(scene, sessionId, [{ id: "old_a" }, { id: "old_b" }], "2026-01-05T00:00:00Z");
    const { caseId } = await withHits(scene, "ses_young", [{ id: "young" }], new Date().toISOString());
    expect(idsOf(await list(anna))).toEqual(["old_a", "old_b", "young"]);
    expect(idsOf(await list(anna, { sort: "newest" }))).toEqual(["young", "old_b", "old_a"]);
    const first = await list(anna, { limit: 2 });
    expect(first.pagination).toMatchObject({ total: 3, hasMore: true });
    expect(idsOf(await list(anna, { limit: 2, pageAfter: first.pagination.nextCursor }))).toEqual(["young"]);
    expect(idsOf(await list(anna, { olderThanDays: 7 }))).toEqual(["old_a", "old_b"]);
    for (const q of [caseId, "ses_young"]) expect(idsOf(await list(anna, { q }))).toEqual(["young"]);
    expect(idsOf(await list(anna, { q: "nothing" }))).toEqual([]);
    expect(idsOf(await list(anna, { q: "\0" }))).toEqual([]);
    const { kinds, sources, countries } = await listHitFilterValues(anna);
    for (const filter of [{ kind: kinds.join() }, { source: sources.join() }, { country: countries.join() }])
      expect(idsOf(await list(anna, filter))).toHaveLength(3);
    for (const filter of [{ kind: "none" }, { source: "none" }, { country: "ZZ" }])
      expect(idsOf(await list(anna, filter))).toEqual([]);
  });

  itInScene(
    "says what agrees before it masks, and tells nothing to whom values are hidden",
    async ({ scene }) => {
      const { anna, organization, sessionId } = scene;
      const { name, born, country } = person();
      await withHits(
        scene,
        sessionId,
        [
          { id: "same", name: name.toUpperCase(), birthdate: born?.slice(0, 4), countries: [country] },
          { id: "other", name: "Quentin Zzyzx", birthdate: "1931", countries: ["PA"] },
          { id: "nothing" },
          { id: "broken", name: { first: "x" }, birthdate: 1931, countries: "PA" },
        ],
        "2026-01-05T00:00:00Z",
      );
      const agreements = async (actor: Actor) =>
        Object.fromEntries(
          (await list(actor)).data.map(({ hit, contrasts }) => [
            hit.id,
            contrasts.map((each) => each.agreement),
          ]),
        );
      expect(await agreements(anna)).toEqual({
        same: ["agrees", "agrees", "agrees"],
        other: ["differs", "differs", "differs"],
        nothing: ["unknown", "unknown", "unknown"],
        broken: ["unknown", "unknown", "unknown"],
      });
      const text = JSON.stringify(await list(anna));
      for (const value of [name, born, "Zzyzx", "1931"]) expect(text).not.toContain(value);
      for (const role of ["auditor", "admin"] as const) {
        const member = await createMember(organization, [role]);
        expect(new Set(Object.values(await agreements(member)).flat())).toEqual(new Set(["unknown"]));
        expect((await list(member)).data.map(({ hit }) => hit.name)).toEqual([null, null, null, null]);
      }
      const key = keyActorOf(organization, ["verifications:read"]);
      expect((await list(key)).data[0]?.subject).toBeNull();
      expect(
        await db.auditEvent.count({ where: { organizationPk: organization.pk, type: "pii.read" } }),
      ).toBe(1);
    },
  );

  itInScene("keeps who resolved and reopened a hit, when and why", async ({ scene }) => {
    const { anna, sessionId } = scene;
    const { checkId, caseId } = await withHits(scene, sessionId, [{ id: "a" }], "2026-01-05T00:00:00Z");
    await claimCase(anna, { caseId });
    expect((await list(anna, { state: "open" })).data).toMatchObject([{ isMine: true, state: "open" }]);
    const hits = { checkId, hitIds: ["a"] };
    await dismissHits(anna, { ...hits, reasonCode: "name_differs", reason: "Another alphabet." });
    await dismissHits(anna, { ...hits, reasonCode: "name_differs", reason: "Another alphabet." });
    await reopenHits(anna, hits);
    await confirmHits(anna, { ...hits, reasonCode: "photo_agrees" });
    expect(idsOf(await list(anna, { state: "open" }))).toEqual([]);
    const [row] = (await list(anna, { state: "match" })).data;
    expect(
      row?.history?.map(({ resolution, reasonCode, reason }) => [resolution, reasonCode, reason]),
    ).toEqual([
      ["dismissed", "name_differs", "Another alphabet."],
      ["reopened", null, null],
      ["confirmed", "photo_agrees", null],
    ]);
    expect(row?.history?.[0]?.by).toBe((await db.member.findFirstOrThrow({ where: { id: anna.id } })).name);
  });

  itInScene(
    "keeps a source's own history of a hit, and says that one of ours cannot be read without losing it",
    async ({ scene }) => {
      const { anna, sessionId, organization } = scene;
      const theirs = { resolution_history: "by the source", extra: 1 };
      const broken = { countersign_history: [{ at: 5 }] };
      const given = [
        { id: "a", ...theirs },
        { id: "b", ...broken },
      ];
      const { checkId, caseId } = await withHits(scene, sessionId, given, "2026-01-05T00:00:00Z");
      await claimCase(anna, { caseId });
      const before = (await list(anna, {})).data;
      expect(before.map(({ hit, history }) => [hit.id, history])).toEqual([
        ["a", []],
        ["b", null],
      ]);
      await dismissHits(anna, { checkId, hitIds: ["a", "b"], reasonCode: "name_differs" });
      const after = (await list(anna, {})).data;
      expect(after.map(({ history }) => history?.length ?? null)).toEqual([1, null]);
      const exported = JSON.stringify((await exportSession(actorOf(organization), { sessionId })).screening);
      expect(exported).toContain('"resolution_history":"by the source"');
      expect(exported).toContain('"countersign_history":[{"at":5},');
    },
  );

  itInScene(
    "does not offer hits of decided cases, and names the member who has claimed a case",
    async ({ scene }) => {
      const { anna, ben, sessionId } = scene;
      const { caseId } = await withHits(scene, sessionId, [{ id: "a" }], "2026-01-05T00:00:00Z");
      await claimCase(anna, { caseId });
      expect((await list(ben)).data[0]).toMatchObject({ isMine: false, holder: expect.any(String) });
      await claimAndReject(anna, { caseId, rejectionReasonCode: "other" });
      expect(idsOf(await list(ben, { state: "open" }))).toEqual([]);
      expect((await list(ben)).data[0]).toMatchObject({ holder: null, caseStatus: "rejected" });
    },
  );

  itInScene("shows nothing of restricted or redacted sessions, nor of others", async ({ scene }) => {
    const { anna, organization, sessionId } = scene;
    const compliance = await createMember(organization, ["compliance"]);
    await withHits(scene, sessionId, [{ id: "a" }], "2026-01-05T00:00:00Z");
    const own = { organizationPk: organization.pk, id: sessionId };
    await db.session.updateMany({ where: own, data: { restrictedAt: new Date() } });
    for (const actor of [anna, compliance]) expect(idsOf(await list(actor))).toEqual([]);
    await db.session.updateMany({ where: own, data: { restrictedAt: null } });
    expect(idsOf(await list(anna))).toEqual(["a"]);
    const elsewhere = { ...anna, scope: { ...anna.scope, environment: "live" } } as Actor;
    const stranger = await createMember(await createOrganization(), ["lead"]);
    for (const actor of [elsewhere, stranger]) expect(idsOf(await list(actor))).toEqual([]);
    await db.reviewCase.updateMany({
      where: { organizationPk: organization.pk },
      data: { status: "approved" },
    });
    await redactSession(compliance, { sessionId, confirm: sessionId });
    expect(idsOf(await list(anna))).toEqual([]);
  });

  itInScene("refuses what it cannot read, and callers without the permission", async ({ scene }) => {
    const headers = { "X-API-Key": await createApiKey(scene.organization, ["verifications:read"]) };
    for (const query of ["state=closed", "limit=0", "older_than_days=-1", "page[after]=x", "sort=best"]) {
      const answer = await callPath("GET", `/api/v1/screening/hits?${query}`, { headers });
      expect([query, answer.status]).toEqual([query, 422]);
    }
    const without = { "X-API-Key": await createApiKey(scene.organization, ["cases:read"]) };
    const refused = await callPath("GET", "/api/v1/screening/hits", { headers: without });
    expect(refused.status).toBe(403);
  });
});

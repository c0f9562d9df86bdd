import { describe, expect } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { recordShown } from "@/lib/cases/desk";
import { claimCase } from "@/lib/cases/write";
import { undoDecision } from "@/lib/decisions/undo";
import { approveCase } from "@/lib/decisions/write";
import { getDecisionInvolvement, getInvolvement, involvementForSubject } from "@/lib/involvement/read";
import { subjectWords } from "@/lib/letters/involved";
import { redactSession } from "@/lib/privacy/write";
import { currentSettings } from "@/lib/settings/load";
import { callPath } from "@/test/api";
import { type CaseScene, claimAndApprove, claimAndReject, itInScene } from "@/test/case-scene";
import { createMember, keyActorOf } from "@/test/factories";
import { db } from "@/test/test-db";

const own = ({ organization }: CaseScene) => ({ organizationPk: organization.pk });
const lastDecision = async (scene: CaseScene) =>
  (await db.decisionSnapshot.findFirstOrThrow({ where: own(scene), orderBy: { pk: "desc" } })).id;
const involvementOf = async (scene: CaseScene, actor: Actor = scene.lea) =>
  getDecisionInvolvement(actor, { caseId: scene.caseId, snapshotId: await lastDecision(scene) });
const nameOf = async ({ id }: Actor) => (await db.member.findUniqueOrThrow({ where: { id } })).name;

describe("a person's part in one decision", () => {
  itInScene("is what was on the screen, for how long, and what was done", async ({ scene }) => {
    const { anna, lea, caseId } = scene;
    await claimCase(anna, { caseId });
    await recordShown(anna, caseId);
    // What another member does on the case is not Anna's.
    await recordShown(lea, caseId);
    await db.reviewCase.updateMany({
      where: own(scene),
      data: { claimedAt: new Date(Date.now() - 90_000) },
    });
    await approveCase(anna, { caseId, notes: "Blurred" });
    const found = await involvementOf(scene);
    expect(found).toMatchObject({
      decision: "approved",
      door: "desk",
      decidedBy: await nameOf(anna),
      logSince: null,
    });
    expect(found.heldSeconds).toBeGreaterThanOrEqual(90);
    expect(found.openSeconds).toBeLessThan(90);
    expect(found.imagesShown.length).toBeGreaterThan(0);
    expect([...found.imagesShown].sort()).toEqual([...(found.imagesStored ?? [])].sort());
    expect(found.looks.map(({ type }) => type)).toContain("case.opened");
    expect(found.words[0]).toBe(`${await nameOf(anna)} made the decision at the desk.`);
    expect(JSON.stringify(found)).not.toContain("Blurred");
  });

  itInScene("counts what the person did before the decision, and not after", async ({ scene }) => {
    const { lea, caseId } = scene;
    await claimCase(lea, { caseId });
    await approveCase(lea, { caseId, notes: "The print is blurred, and readable." });
    const { acts } = await involvementOf(scene);
    expect(acts.map(({ type, what }) => [type, what])).toEqual([["case.note-added", []]]);
    await recordShown(lea, caseId);
    expect((await involvementOf(scene)).imagesShown).toEqual([]);
  });

  itInScene("is not known of a decision that came by the API", async ({ scene }) => {
    const { organization, anna, caseId } = scene;
    const key = keyActorOf(organization, ["cases:write"]);
    await claimAndApprove(key, { caseId, reviewerId: anna.id });
    const found = await involvementOf(scene);
    expect(found).toMatchObject({ door: "api", decidedBy: await nameOf(anna), imagesShown: [] });
    expect(found.words.join(" ")).toContain("is not recorded here");
    const figures = await getInvolvement(scene.lea, {});
    expect(figures.people).toMatchObject([
      { decisions: 1, byApi: 1, opened: 0, withImages: 0, medianHeldSeconds: null },
    ]);
    expect(figures.unseen).toEqual([]);
  });

  itInScene(
    "says what is not known any more, once the data is erased or the log is shorter",
    async ({ scene }) => {
      const { organization, anna, lea, caseId, sessionId } = scene;
      await claimAndReject(anna, { caseId, rejectionReasonCode: "underage" });
      const officer = await createMember(organization, ["compliance"]);
      await redactSession(officer, { sessionId, confirm: sessionId, reason: "The person asked." });
      expect(await involvementOf(scene)).toMatchObject({
        imagesStored: null,
        suggestion: null,
        door: "desk",
      });
      await db.$executeRaw`ALTER TABLE audit_events DISABLE TRIGGER USER`;
      await db.auditEvent.deleteMany({ where: own(scene) });
      await db.auditEvent.create({
        data: {
          ...own(scene),
          ...{ environment: lea.scope.environment, id: "evt_pruned", type: "audit.pruned", metadata: {} },
          ...{ actorKind: "job", actorId: "audit.prune", actorName: "audit.prune" },
        },
      });
      await db.$executeRaw`ALTER TABLE audit_events ENABLE TRIGGER USER`;
      const found = await involvementOf(scene);
      expect(found).toMatchObject({ door: "unknown", openSeconds: null });
      expect(found.logSince).not.toBeNull();
      expect(await getInvolvement(lea, {})).toMatchObject({ people: [], notCounted: 1, unseen: [] });
    },
  );

  itInScene("is closed to reviewers and keys, and to other organizations", async ({ scene }) => {
    const { organization, anna, caseId } = scene;
    await claimAndApprove(anna, { caseId });
    const input = { caseId, snapshotId: await lastDecision(scene) };
    for (const actor of [anna, keyActorOf(organization, ["cases:write", "audit:read"])]) {
      await expect(getDecisionInvolvement(actor, input)).rejects.toMatchObject({ code: "forbidden" });
      await expect(getInvolvement(actor, {})).rejects.toMatchObject({ code: "forbidden" });
    }
    for (const role of ["compliance", "auditor", "admin"] as const)
      expect(await involvementOf(scene, await createMember(organization, [role]))).toMatchObject({
        door: "desk",
      });
    const wrong = { caseId, snapshotId: "dec_\0" };
    await expect(getDecisionInvolvement(scene.lea, wrong)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("what the subject is told", () => {
  itInScene("names no member, and is nothing before a person has decided", async ({ scene }) => {
    const { anna, lea, caseId, sessionId } = scene;
    expect(await involvementForSubject(lea, sessionId)).toBeNull();
    await claimCase(anna, { caseId });
    await recordShown(anna, caseId);
    await approveCase(anna, { caseId });
    const facts = await involvementForSubject(lea, sessionId);
    if (!facts) throw new Error("no decision");
    const words = subjectWords(facts).join(" ");
    expect(words).toContain("A person made the decision on our desk for reviews.");
    expect(words).toContain("Images on the screen before:");
    expect(words).not.toContain(await nameOf(anna));
  });
});

describe("people's part in the decisions of some days", () => {
  itInScene(
    "counts final decisions that stand, and lists those without an image on the screen",
    async ({ scene }) => {
      const { anna, lea, caseId } = scene;
      await claimAndApprove(anna, { caseId });
      expect(await getInvolvement(lea, {})).toMatchObject({
        people: [{ memberId: anna.id, decisions: 1, opened: 0, withImages: 1, sawImages: 0, acted: 0 }],
        unseen: [
          { caseId, id: await lastDecision(scene), decision: "approved", decidedBy: await nameOf(anna) },
        ],
        notCounted: 0,
        logSince: null,
      });
      await undoDecision(anna, { caseId });
      expect(await getInvolvement(lea, {})).toMatchObject({ people: [], unseen: [] });
      await recordShown(anna, caseId);
      await approveCase(anna, { caseId });
      expect(await getInvolvement(lea, {})).toMatchObject({
        people: [{ opened: 1, sawImages: 1 }],
        unseen: [],
      });
      expect(await getInvolvement(lea, { from: "2020-01-01", to: "2020-12-31" })).toMatchObject({
        people: [],
      });
    },
  );

  itInScene("tells nobody the decision who may still take its second look", async ({ scene }) => {
    const { organization, anna, lea, caseId } = scene;
    await currentSettings(anna);
    await db.reviewSettings.updateMany({ where: own(scene), data: { secondLookPercent: 100 } });
    await claimAndApprove(anna, { caseId });
    expect(await getInvolvement(lea, {})).toMatchObject({ people: [{ decisions: 1 }], unseen: [] });
    const officer = await createMember(organization, ["compliance"]);
    expect((await getInvolvement(officer, {})).unseen).toHaveLength(1);
    await db.secondLook.updateMany({ where: own(scene), data: { givenAt: new Date() } });
    expect((await getInvolvement(lea, {})).unseen).toHaveLength(1);
  });

  itInScene("names no decision on a restricted session", async ({ scene }) => {
    const { anna, lea, caseId } = scene;
    await claimAndApprove(anna, { caseId });
    await db.session.updateMany({ where: own(scene), data: { restrictedAt: new Date() } });
    expect(await getInvolvement(lea, {})).toMatchObject({ people: [{ decisions: 1 }], unseen: [] });
  });

  itInScene("refuses days that are none", async () => {
    const answer = await callPath("GET", "/api/v1/involvement?from=2026-02-30");
    expect([401, 422]).toContain(answer.status);
  });
});

import { describe, expect } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { getDesk } from "@/lib/cases/desk";
import { claimCase } from "@/lib/cases/write";
import { overrideCheck } from "@/lib/decisions/override";
import { undoDecision } from "@/lib/decisions/undo";
import { rejectCase } from "@/lib/decisions/write";
import { showDocuments } from "@/lib/documents/read";
import { belowSession } from "@/lib/platform/scope";
import { redactSession } from "@/lib/privacy/write";
import { getQuality as getFigures, getLook } from "@/lib/quality/read";
import { recordOutcome, releaseLook, takeLook } from "@/lib/quality/write";
import { dismissHits } from "@/lib/screening/write";
import { revealPii } from "@/lib/sessions/write";
import { currentSettings } from "@/lib/settings/load";
import { reviewSettingsInput } from "@/lib/settings/schema";
import { callPath, signedInHeaders } from "@/test/api";
import {
  type CaseScene,
  claimAndApprove,
  claimAndReject,
  countEvents,
  itInScene,
  sessionOf,
  switchToDualReview,
} from "@/test/case-scene";
import { createApiKey, createMember, createOrganization } from "@/test/factories";
import { db } from "@/test/test-db";

const own = ({ organization }: CaseScene) => ({ organizationPk: organization.pk });
const looks = (scene: CaseScene) => db.secondLook.findMany({ where: own(scene) });

async function sampleAll(scene: CaseScene, secondLookPercent = 100): Promise<void> {
  await currentSettings(scene.anna);
  await db.reviewSettings.updateMany({ where: own(scene), data: { secondLookPercent } });
}

/** Rejects the case as Anna, with a note, and lets the time for an undo pass. */
async function rejected(scene: CaseScene): Promise<string> {
  await sampleAll(scene);
  const { anna, caseId } = scene;
  await claimAndReject(anna, { caseId, rejectionReasonCode: "underage", notes: "Looks very young" });
  return settled(scene);
}

const lapse = (scene: CaseScene) =>
  db.secondLook.updateMany({ where: own(scene), data: { takenAt: new Date(Date.now() - 1_801_000) } });

async function settled(scene: CaseScene): Promise<string> {
  await db.secondLook.updateMany({ where: own(scene), data: { createdAt: new Date(Date.now() - 11_000) } });
  const [look] = await looks(scene);
  return look?.id ?? "none";
}

const getQuality = (actor: Actor) => getFigures(actor, {});
const approve = (actor: Actor, lookId: string) => recordOutcome(actor, { lookId, outcome: "approved" });
const nameOf = async ({ id }: Actor) => (await db.member.findUniqueOrThrow({ where: { id } })).name;
const waitingOf = async (actor: Actor) => (await getQuality(actor)).waiting.map(({ id }) => id);
const conflict = { code: "conflict" };
const missing = { code: "not_found" };

describe("the sample", () => {
  itInScene("is none by default and every decision at 100 percent", async ({ scene }) => {
    const { anna, caseId } = scene;
    await claimAndApprove(anna, { caseId });
    expect(await looks(scene)).toEqual([]);
    await undoDecision(anna, { caseId });
    await sampleAll(scene);
    await claimAndApprove(anna, { caseId });
    expect(await looks(scene)).toMatchObject([
      { firstReviewer: anna.id, firstOutcome: "approved", takenBy: null, outcome: null, givenAt: null },
    ]);
  });

  itInScene("has no decision that can be or was undone", async ({ scene }) => {
    const { anna, ben, caseId } = scene;
    await sampleAll(scene);
    await claimAndApprove(anna, { caseId });
    const [{ id: lookId } = { id: "" }] = await looks(scene);
    expect(await waitingOf(ben)).toEqual([]);
    await expect(takeLook(ben, { lookId })).rejects.toMatchObject(missing);
    await undoDecision(anna, { caseId });
    expect(await looks(scene)).toEqual([]);
  });

  itInScene("has the final decision of two, and neither of its reviewers looks at it", async ({ scene }) => {
    const { anna, ben, lea, caseId } = scene;
    await sampleAll(scene);
    await switchToDualReview(scene);
    await claimAndApprove(anna, { caseId });
    expect(await looks(scene)).toEqual([]);
    await claimAndApprove(ben, { caseId });
    expect(await looks(scene)).toMatchObject([{ firstReviewer: ben.id }]);
    const lookId = await settled(scene);
    for (const actor of [anna, ben]) {
      expect(await waitingOf(actor)).toEqual([]);
      await expect(takeLook(actor, { lookId })).rejects.toMatchObject(conflict);
    }
    expect(await waitingOf(lea)).toEqual([lookId]);
  });

  itInScene("is set as a whole percentage", async () => {
    const parse = (secondLookPercent: unknown) =>
      reviewSettingsInput.safeParse({ secondLookPercent, version: 1 }).success;
    expect([0, 1, 100].map(parse)).toEqual([true, true, true]);
    expect([-1, 101, 1.5, "5", null].map(parse)).toEqual([false, false, false, false, false]);
  });
});

describe("a second look", () => {
  itInScene("shows the evidence, and nothing of what anybody made of it", async ({ scene }) => {
    const { anna, ben, lea, caseId } = scene;
    await sampleAll(scene);
    const ran = { policy: "document_ocr", attempt: 1, status: "failed" as const };
    await db.check.create({ data: { ...belowSession(await sessionOf(scene)), ...ran } });
    await overrideCheck(lea, { caseId, policy: ran.policy, passed: true, approves: false });
    await claimCase(anna, { caseId });
    const { screening } = await getDesk(anna, { caseId });
    for (const { id: checkId, hits } of screening)
      for (const hit of hits)
        await dismissHits(anna, { checkId, hitIds: [hit.id], reasonCode: "other", reason: "Another person" });
    await rejectCase(anna, { caseId, rejectionReasonCode: "underage", notes: "Looks very young" });
    const lookId = await settled(scene);
    await expect(getLook(ben, { lookId })).rejects.toMatchObject(missing);
    await takeLook(ben, { lookId });
    const look = await getLook(ben, { lookId });
    expect(look.isOpen).toBe(true);
    expect(look.fields.some(({ shown }) => shown !== null)).toBe(true);
    expect(look.checks).toMatchObject([ran]);
    expect(Object.keys(look.session).sort()).toEqual(["country", "documentType", "id", "retentionStatus"]);
    for (const hit of look.screening.flatMap(({ hits }) => hits))
      expect(hit).toMatchObject({
        isDismissed: false,
        isConfirmed: false,
        resolvedBy: null,
        reasonCode: null,
      });
    const headers = await signedInHeaders(ben.id);
    const answers = [
      JSON.stringify(look),
      await (await callPath("GET", `/api/v1/quality/${lookId}`, { headers })).text(),
      await (await callPath("GET", "/api/v1/quality", { headers })).text(),
      await (await callPath("GET", `/api/v1/sessions/${scene.sessionId}/documents`, { headers })).text(),
    ];
    for (const answer of answers)
      for (const told of [
        anna.id,
        await nameOf(anna),
        caseId,
        "underage",
        "Looks very young",
        "Another person",
        "rejected",
      ])
        expect(answer).not.toContain(told);
    const reads = await db.auditEvent.findMany({
      where: { ...own(scene), type: "pii.read", actorId: ben.id },
    });
    expect(reads.map(({ metadata, resourceId }) => [resourceId, metadata])).toEqual([
      [scene.sessionId, { what: "second look", fields: expect.arrayContaining(["last_name"]) }],
    ]);
  });

  itInScene("is recorded once, and changes nothing on the case", async ({ scene }) => {
    const { anna, ben, lea } = scene;
    const lookId = await rejected(scene);
    await expect(approve(ben, lookId)).rejects.toMatchObject(conflict);
    await takeLook(ben, { lookId });
    const before = await sessionOf(scene);
    const both = await Promise.allSettled([approve(ben, lookId), approve(ben, lookId)]);
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(both.find(({ status }) => status === "rejected")).toMatchObject({ reason: conflict });
    for (const actor of [ben, lea]) {
      await expect(approve(actor, lookId)).rejects.toMatchObject(conflict);
      await expect(takeLook(actor, { lookId })).rejects.toMatchObject(conflict);
      await expect(getLook(actor, { lookId })).rejects.toMatchObject(missing);
    }
    expect(await sessionOf(scene)).toEqual(before);
    expect(await looks(scene)).toMatchObject([{ takenBy: ben.id, outcome: "approved", reasonCode: null }]);
    expect(await countEvents(scene, "second-look.taken")).toBe(1);
    const events = await db.auditEvent.findMany({ where: { ...own(scene), type: "second-look.recorded" } });
    expect(events.map(({ metadata }) => metadata)).toEqual([
      { lookId, outcome: "approved", reasonCode: null, agrees: false },
    ]);
    const { reviewers, disagreements } = await getQuality(lea);
    expect(reviewers).toMatchObject([{ memberId: anna.id, looked: 1, agreed: 0, kappa: null }]);
    expect(disagreements).toMatchObject([
      {
        id: lookId,
        caseId: scene.caseId,
        decidedBy: await nameOf(anna),
        decision: "rejected",
        outcome: "approved",
      },
    ]);
  });

  itInScene("is not for whoever decided, acted on or opened the case", async ({ scene }) => {
    const { anna, lea, organization, caseId } = scene;
    const cara = await createMember(organization, ["reviewer"]);
    const lookId = await rejected(scene);
    expect(await waitingOf(lea)).toEqual([lookId]);
    await getDesk(lea, { caseId });
    for (const actor of [anna, lea]) {
      expect(await waitingOf(actor)).toEqual([]);
      await expect(takeLook(actor, { lookId })).rejects.toMatchObject(conflict);
      await expect(approve(actor, lookId)).rejects.toMatchObject(conflict);
    }
    expect(await waitingOf(cara)).toEqual([lookId]);
    await takeLook(cara, { lookId });
    await getLook(cara, { lookId });
    await showDocuments(cara, { sessionId: scene.sessionId });
    expect(await waitingOf(cara)).toEqual([lookId]);
    expect(await approve(cara, lookId).then(() => true)).toBe(true);
  });

  itInScene("is not for whoever peeks at the case after taking it", async ({ scene }) => {
    const { ben, organization, caseId, sessionId } = scene;
    const lookId = await rejected(scene);
    await takeLook(ben, { lookId });
    await revealPii(ben, { sessionId, fields: ["last_name"] });
    await expect(approve(ben, lookId)).rejects.toMatchObject(conflict);
    const cara = await createMember(organization, ["reviewer"]);
    await lapse(scene);
    await takeLook(cara, { lookId });
    await getDesk(cara, { caseId });
    expect(await waitingOf(cara)).toEqual([]);
    await expect(approve(cara, lookId)).rejects.toMatchObject(conflict);
    await expect(takeLook(cara, { lookId })).rejects.toMatchObject(conflict);
  });

  itInScene("is taken by one of two who ask at once", async ({ scene }) => {
    const { ben, lea } = scene;
    const lookId = await rejected(scene);
    const both = await Promise.allSettled([ben, lea].map((actor) => takeLook(actor, { lookId })));
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(both.find(({ status }) => status === "rejected")).toMatchObject({ reason: conflict });
    expect(await countEvents(scene, "second-look.taken")).toBe(1);
  });

  itInScene("is released to everybody who is blind, its taker included", async ({ scene }) => {
    const { ben, lea, sessionId } = scene;
    const lookId = await rejected(scene);
    await expect(releaseLook(ben, { lookId })).rejects.toMatchObject(conflict);
    await takeLook(ben, { lookId });
    await getLook(ben, { lookId });
    await showDocuments(ben, { sessionId });
    await expect(releaseLook(lea, { lookId })).rejects.toMatchObject(conflict);
    await releaseLook(ben, { lookId });
    await expect(releaseLook(ben, { lookId })).rejects.toMatchObject(conflict);
    await expect(getLook(ben, { lookId })).rejects.toMatchObject(missing);
    await expect(approve(ben, lookId)).rejects.toMatchObject(conflict);
    expect([await waitingOf(ben), await waitingOf(lea)]).toEqual([[lookId], [lookId]]);
    expect(await looks(scene)).toMatchObject([{ takenBy: null, takenAt: null }]);
    await takeLook(lea, { lookId });
    expect([await waitingOf(ben), await waitingOf(lea)]).toEqual([[], [lookId]]);
    await expect(releaseLook(ben, { lookId })).rejects.toMatchObject(conflict);
    await approve(lea, lookId);
    await expect(releaseLook(lea, { lookId })).rejects.toMatchObject(conflict);
    expect(await countEvents(scene, "second-look.released")).toBe(1);
  });

  itInScene("returns to the list when it is not recorded within half an hour", async ({ scene }) => {
    const { ben, lea } = scene;
    const lookId = await rejected(scene);
    await takeLook(ben, { lookId });
    await takeLook(ben, { lookId });
    expect([await waitingOf(ben), await waitingOf(lea)]).toEqual([[lookId], []]);
    await expect(takeLook(lea, { lookId })).rejects.toMatchObject(conflict);
    await lapse(scene);
    await expect(getLook(ben, { lookId })).rejects.toMatchObject(missing);
    await takeLook(lea, { lookId });
    await expect(approve(ben, lookId)).rejects.toMatchObject(conflict);
    expect(await recordOutcome(lea, { lookId, outcome: "rejected", reasonCode: "other" })).toEqual({
      id: lookId,
      agrees: true,
    });
  });

  itInScene("is for reviewers and leads; reviewers see their own figures only", async ({ scene }) => {
    const { anna, ben, lea, organization } = scene;
    const lookId = await rejected(scene);
    const [admin, compliance, auditor] = await Promise.all(
      (["admin", "compliance", "auditor"] as const).map((role) => createMember(organization, [role])),
    );
    for (const actor of [admin, compliance, auditor] as Actor[]) {
      await expect(takeLook(actor, { lookId })).rejects.toMatchObject({ code: "forbidden" });
      await expect(getLook(actor, { lookId })).rejects.toMatchObject({ code: "forbidden" });
      await expect(approve(actor, lookId)).rejects.toMatchObject({
        code: "forbidden",
      });
    }
    for (const actor of [compliance, auditor] as Actor[])
      await expect(getQuality(actor)).rejects.toMatchObject({ code: "forbidden" });
    await takeLook(ben, { lookId });
    await approve(ben, lookId);
    const figures = async (actor: Actor) => {
      const { reviewers, disagreements } = await getQuality(actor);
      return [reviewers.length, disagreements.length];
    };
    expect(await Promise.all([anna, ben, lea, admin as Actor].map(figures))).toEqual([
      [1, 0],
      [0, 0],
      [1, 1],
      [1, 1],
    ]);
    expect(await waitingOf(admin as Actor)).toEqual([]);
  });

  itInScene("is not found from another environment or organization", async ({ scene }) => {
    const lookId = await rejected(scene);
    const elsewhere = { ...scene.ben, scope: { ...scene.ben.scope, environment: "live" } } as Actor;
    const stranger = await createMember(await createOrganization(), ["lead"]);
    await takeLook(scene.ben, { lookId });
    await approve(scene.ben, lookId);
    for (const actor of [elsewhere, stranger]) {
      expect(await getQuality(actor)).toMatchObject({ waiting: [], reviewers: [], disagreements: [] });
      await expect(takeLook(actor, { lookId })).rejects.toMatchObject(missing);
      await expect(getLook(actor, { lookId })).rejects.toMatchObject(missing);
      await expect(approve(actor, lookId)).rejects.toMatchObject(missing);
    }
  });

  itInScene("is no longer possible for restricted, redacted and hidden data", async ({ scene }) => {
    const { ben, organization, sessionId } = scene;
    const lookId = await rejected(scene);
    const officer = await createMember(organization, ["lead", "compliance"]);
    await takeLook(ben, { lookId });
    const isGone = async () => {
      for (const actor of [ben, officer])
        expect(await getQuality(actor)).toMatchObject({
          ...{ waiting: [], waitingCount: 0, sampled: 1, looked: 0, noLongerPossible: 1 },
        });
      for (const actor of [ben, officer])
        await expect(takeLook(actor, { lookId })).rejects.toMatchObject(missing);
      await expect(getLook(ben, { lookId })).rejects.toMatchObject(missing);
      await expect(approve(ben, lookId)).rejects.toMatchObject(missing);
    };
    const session = { ...own(scene), id: sessionId };
    await db.session.updateMany({ where: session, data: { restrictedAt: new Date() } });
    await isGone();
    await db.session.updateMany({ where: session, data: { restrictedAt: null } });
    await getLook(ben, { lookId });
    await db.retentionSettings.updateMany({ where: own(scene), data: { sensitiveDataRetentionDays: 1 } });
    await db.session.updateMany({
      where: session,
      data: { terminalAt: new Date(Date.now() - 2 * 86_400_000) },
    });
    await isGone();
    await db.retentionSettings.updateMany({ where: own(scene), data: { sensitiveDataRetentionDays: null } });
    await getLook(ben, { lookId });
    const compliance = await createMember(organization, ["compliance"]);
    await redactSession(compliance, { sessionId, confirm: sessionId });
    await isGone();
  });

  itInScene("refuses what it cannot read, and API keys", async ({ scene }) => {
    const lookId = await rejected(scene);
    await takeLook(scene.ben, { lookId });
    const headers = await signedInHeaders(scene.ben.id);
    const post = async (id: string, body: object) =>
      (await callPath("POST", `/api/v1/quality/${id}/outcome`, { headers, body: JSON.stringify(body) }))
        .status;
    for (const body of [
      {},
      { outcome: "maybe" },
      { outcome: "rejected" },
      { outcome: "approved", reason_code: "other" },
      { outcome: "rejected", reason_code: "mood" },
      { outcome: "approved", notes: "x" },
      { outcome: "approved", note: 1 },
      { outcome: "approved", note: "\u0000" },
      { outcome: "approved", note: "x".repeat(4_001) },
    ])
      expect([body, await post(lookId, body)]).toEqual([body, 422]);
    expect(await post("slk_nobody", { outcome: "approved" })).toBe(404);
    expect(await post("a%00b", { outcome: "approved" })).toBe(422);
    const key = {
      "X-API-Key": await createApiKey(scene.organization, ["cases:write", "verifications:read"]),
    };
    for (const at of ["quality", `quality/${lookId}`])
      expect((await callPath("GET", `/api/v1/${at}`, { headers: key })).status).toBe(403);
    expect(await post(lookId, { outcome: "rejected", reason_code: "other" })).toBe(200);
    expect(await post(lookId, { outcome: "rejected", reason_code: "other" })).toBe(409);
  });
});

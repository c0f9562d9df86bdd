import { describe, expect } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { getDesk } from "@/lib/cases/desk";
import { claimCase } from "@/lib/cases/write";
import { listSnapshots } from "@/lib/decisions/read";
import { resubmitCase } from "@/lib/decisions/resubmit";
import { undoDecision } from "@/lib/decisions/undo";
import { approveCase } from "@/lib/decisions/write";
import { nextCase } from "@/lib/queue/claim";
import { callPath, signedInHeaders } from "@/test/api";
import {
  type CaseScene,
  countEvents,
  itInDualReview,
  itInScene,
  openSample,
  pendingDeliveries,
  sessionOf,
} from "@/test/case-scene";
import { actorOf, createApiKey, createMember, createOrganization, importFor } from "@/test/factories";
import { db } from "@/test/test-db";

const asked = {
  documents: ["id_front" as const, "selfie" as const],
  reason: "glare" as const,
  message: "Please turn off the lamp, Anna.",
};

const ask = async (actor: Actor, { caseId }: CaseScene) => {
  await claimCase(actor, { caseId });
  return resubmitCase(actor, { caseId, ...asked });
};

/** The source's next bundle of the session. */
async function importAgain(scene: CaseScene, change: (bundle: ReturnType<typeof openSample>) => void) {
  const bundle = openSample(scene.sessionId);
  bundle.session.updated_at = new Date(Date.now() + 60_000).toISOString();
  change(bundle);
  return importFor(actorOf(scene.organization), bundle);
}

const addPicture = (bundle: ReturnType<typeof openSample>) => {
  const [first] = bundle.documents ?? [];
  if (!first) throw new Error("The sample has no document.");
  bundle.documents = [
    { ...first, id: "doc_again", download_url: null },
    ...(bundle.documents ?? []).slice(1),
  ];
};

describe("asking for another picture", () => {
  itInScene("sends the session back and lets the case wait, in one change", async ({ scene }) => {
    const { anna, ben, caseId } = scene;
    const before = await sessionOf(scene);
    const shown = await ask(anna, scene);
    expect(shown).toMatchObject({
      status: "open",
      decision: null,
      assignedTo: null,
      snoozeEvent: "document_added",
    });
    expect(shown.resubmitAskedAt).not.toBeNull();
    const session = await sessionOf(scene);
    expect(session).toMatchObject({ status: "pending", terminalAt: null, updatedAt: before.updatedAt });
    expect(session.result?.status).toBe("needs_review");
    const days = (Number(session.tokenExpiresAt) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(6.9);
    expect(days).toBeLessThan(7.1);
    expect(await nextCase(ben, { tab: "unassigned", ahead: false })).toBeNull();

    const deliveries = await pendingDeliveries(scene);
    expect(deliveries.map(({ event }) => event)).toEqual(["session.resubmission-required"]);
    expect(deliveries[0]?.payload).toMatchObject({
      ...{ case_id: caseId, status: "pending", resubmit_reason: "glare" },
      resubmit_documents: ["id_front", "selfie"],
    });
    expect(JSON.stringify(deliveries.map(({ payload }) => payload))).not.toContain("lamp");
    expect(deliveries[0]?.nextAttemptAt?.getTime()).toBeGreaterThan(Date.now() + 5_000);
    const event = await db.auditEvent.findFirstOrThrow({
      where: { type: "case.resubmission-requested", resourceId: caseId },
    });
    expect(JSON.stringify(event.metadata)).not.toContain("lamp");

    const snapshots = (await listSnapshots(anna, { caseId })).data;
    expect(snapshots).toMatchObject([{ decision: "resubmission", isFinal: false, undoneAt: null }]);
    const stored = await db.decisionSnapshot.findFirstOrThrow({ where: { id: snapshots[0]?.id } });
    expect(Buffer.from(stored.sealed ?? []).includes("lamp")).toBe(false);
    expect((await getDesk(ben, { caseId })).resubmission).toMatchObject({ ...asked, isAnswered: false });
  });

  itInScene("is not undone once the source has answered", async ({ scene }) => {
    const { anna, caseId } = scene;
    await ask(anna, scene);
    await importAgain(scene, addPicture);
    const answered = await sessionOf(scene);
    await expect(undoDecision(anna, { caseId })).rejects.toMatchObject({ code: "conflict" });
    expect(await sessionOf(scene)).toEqual(answered);
  });

  itInScene("is undone like a decision: nothing is sent and nothing stays", async ({ scene }) => {
    const { anna, ben, caseId } = scene;
    const before = await sessionOf(scene);
    await ask(anna, scene);
    await expect(undoDecision(ben, { caseId })).rejects.toMatchObject({ code: "conflict" });
    const back = await undoDecision(anna, { caseId });
    expect(back).toMatchObject({ status: "in_review", assignedTo: anna.id, snoozedUntil: null });
    expect(back.resubmitAskedAt).toBeNull();
    const { status, tokenExpiresAt, updatedAt, terminalAt } = before;
    expect(await sessionOf(scene)).toMatchObject({ status, tokenExpiresAt, updatedAt, terminalAt });
    expect(await pendingDeliveries(scene)).toEqual([]);
    expect((await getDesk(anna, { caseId })).resubmission).toBeNull();
    await expect(undoDecision(anna, { caseId })).rejects.toMatchObject({ code: "conflict" });
    await approveCase(anna, { caseId });
    expect((await sessionOf(scene)).status).toBe("completed");
  });

  itInScene("ends when a picture arrives: the case is back, one attempt further", async ({ scene }) => {
    const { anna, ben, caseId } = scene;
    await ask(anna, scene);
    const attempts = (await sessionOf(scene)).processingAttempts ?? 1;
    expect((await importAgain(scene, addPicture)).outcome).toBe("updated");
    expect(await sessionOf(scene)).toMatchObject({
      status: "under_review",
      processingAttempts: attempts + 1,
    });
    expect((await nextCase(ben, { tab: "unassigned", ahead: false }))?.id).toBe(caseId);
    const desk = await getDesk(ben, { caseId });
    expect(desk.resubmission).toMatchObject({ reason: "glare", isAnswered: true });
    expect(desk.origin?.attempt).toBe(attempts + 1);
    expect(await countEvents(scene, "case.resubmitted")).toBe(1);
  });

  itInScene("ends with a further attempt, and with nothing else that a source sends", async ({ scene }) => {
    const { anna, caseId } = scene;
    await ask(anna, scene);
    const attempts = (await sessionOf(scene)).processingAttempts ?? 1;
    const until = (await sessionOf(scene)).tokenExpiresAt;
    await importAgain(scene, ({ session }) => {
      session.tags = ["seen"];
    });
    expect(await sessionOf(scene)).toMatchObject({ status: "pending", tokenExpiresAt: until });
    await importAgain(scene, ({ session }) => {
      session.updated_at = new Date(Date.now() + 120_000).toISOString();
      session.processing_attempts = attempts + 3;
    });
    expect(await sessionOf(scene)).toMatchObject({
      status: "under_review",
      processingAttempts: attempts + 3,
    });
    const row = await db.reviewCase.findFirstOrThrow({ where: { id: caseId } });
    expect(row).toMatchObject({ snoozedUntil: null, resubmitAskedAt: null, resubmissions: 1 });
  });

  itInDualReview("needs one person, and begins the review anew", async ({ scene }) => {
    const { anna, ben, caseId } = scene;
    await claimCase(anna, { caseId });
    await approveCase(anna, { caseId });
    expect(await ask(ben, scene)).toMatchObject({ status: "open", firstReviewer: null, firstDecision: null });
    const back = await undoDecision(ben, { caseId });
    expect(back).toMatchObject({ status: "pending_second_review", firstReviewer: anna.id });
  });

  itInScene("is refused for sessions that have ended or are with the applicant", async ({ scene }) => {
    const { anna, ben, caseId, sessionId } = scene;
    await expect(resubmitCase(ben, { caseId, ...asked })).rejects.toMatchObject({ code: "conflict" });
    await claimCase(anna, { caseId });
    for (const status of ["completed", "failed", "pending", "capturing", "processing"] as const) {
      await db.session.updateMany({ where: { id: sessionId }, data: { status } });
      await expect(resubmitCase(anna, { caseId, ...asked })).rejects.toMatchObject({
        code: "validation_error",
      });
    }
    await db.session.updateMany({ where: { id: sessionId }, data: { status: "under_review" } });
    await expect(resubmitCase(anna, { caseId, ...asked, version: 1 })).rejects.toMatchObject({
      code: "conflict",
    });
    const [one, two] = await Promise.allSettled([1, 2].map(() => resubmitCase(anna, { caseId, ...asked })));
    expect([one?.status, two?.status].toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(await countEvents(scene, "case.resubmission-requested")).toBe(1);
    await expect(ask(anna, scene)).rejects.toMatchObject({ code: "validation_error" });
  });

  itInScene(
    "is refused elsewhere, without the right, in wrong words and while restricted",
    async ({ scene }) => {
      const { anna, lea, caseId, sessionId, organization } = scene;
      await claimCase(anna, { caseId });
      const at = `/api/v1/cases/${caseId}/resubmit`;
      const call = async (actor: Actor, body: object) => {
        const headers = await signedInHeaders(actor.id);
        return (await callPath("POST", at, { headers, body: JSON.stringify(body) })).status;
      };
      const wrong = [
        {},
        { ...asked, documents: [] },
        { ...asked, documents: ["selfie", "selfie"] },
        { ...asked, documents: ["passport"] },
        { ...asked, reason: "ugly" },
        { ...asked, message: "x".repeat(501) },
        { ...asked, message: "a\u0000b" },
        { ...asked, extra: 1 },
      ];
      for (const body of wrong) expect(await call(anna, body), JSON.stringify(body)).toBe(422);
      for (const role of ["compliance", "auditor", "admin"] as const)
        expect(await call(await createMember(organization, [role]), asked), role).toBe(403);
      const stranger = await createMember(await createOrganization(), ["lead"]);
      expect(await call(stranger, asked)).toBe(404);
      const live = { "X-API-Key": await createApiKey(organization, ["cases:write"], "live") };
      const body = JSON.stringify({ ...asked, reviewer_id: lea.id });
      expect((await callPath("POST", at, { headers: live, body })).status).toBe(404);
      await db.session.updateMany({ where: { id: sessionId }, data: { restrictedAt: new Date() } });
      expect(await call(anna, asked)).toBe(404);
      expect((await sessionOf(scene)).status).toBe("under_review");
    },
  );
});

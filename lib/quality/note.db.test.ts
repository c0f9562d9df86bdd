import { describe, expect } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { contentOf } from "@/lib/packages/content";
import { redactSession } from "@/lib/privacy/write";
import { getLook, getLookNote, getQuality } from "@/lib/quality/read";
import { recordOutcome, takeLook } from "@/lib/quality/write";
import { listRemarks } from "@/lib/remarks/read";
import { markRemark } from "@/lib/remarks/write";
import { ownRequestOf } from "@/lib/requests/load";
import { decideMatch, reviewRequest } from "@/lib/requests/review";
import { searchRequest } from "@/lib/requests/search";
import { receiveRequest, verifyRequester } from "@/lib/requests/write";
import { currentSettings } from "@/lib/settings/load";
import { type CaseScene, claimAndApprove, itInScene, sessionOf } from "@/test/case-scene";
import { createMember } from "@/test/factories";
import { db } from "@/test/test-db";

const note = "The portrait is glued over another one";
const missing = { code: "not_found" };
const own = ({ organization }: CaseScene) => ({ organizationPk: organization.pk });

/** Anna approves; the decision is sampled and can no longer be undone. */
async function sampled(scene: CaseScene): Promise<string> {
  const { anna, caseId } = scene;
  await currentSettings(anna);
  await db.reviewSettings.updateMany({ where: own(scene), data: { secondLookPercent: 100 } });
  await claimAndApprove(anna, { caseId });
  await db.secondLook.updateMany({ where: own(scene), data: { createdAt: new Date(Date.now() - 11_000) } });
  return (await db.secondLook.findFirstOrThrow({ where: own(scene) })).id;
}

/** Ben rejects in a second look, with a note, what Anna has approved. */
async function noted(scene: CaseScene): Promise<string> {
  const { ben } = scene;
  const lookId = await sampled(scene);
  await takeLook(ben, { lookId });
  await recordOutcome(ben, { lookId, outcome: "rejected", reasonCode: "document_tampered", note });
  return lookId;
}

/** An access request about the session, as far as its search. */
async function requested(scene: CaseScene, officer: Actor): Promise<string> {
  const { externalRef } = await sessionOf(scene);
  const { id: requestId } = await receiveRequest(officer, {
    kind: "access",
    channel: "email",
    requester: { externalRef: externalRef ?? "", firstName: "Nobody", lastName: "Known" },
  });
  await verifyRequester(officer, { requestId, how: "signed_in" });
  await searchRequest(officer, { requestId });
  await decideMatch(officer, { requestId, sessionId: scene.sessionId, state: "accepted" });
  return requestId;
}

/** The files of an answer that are texts, by the ends of their paths. */
async function filesOf(officer: Actor, requestId: string): Promise<Record<string, string>> {
  const { files } = await contentOf(officer, await ownRequestOf(officer, requestId));
  const texts = files.filter(({ path }) => path.endsWith(".json"));
  const made = texts.map(async ({ path, make }) => [path.split("/").at(-1), (await make()).toString()]);
  return Object.fromEntries(await Promise.all(made));
}

describe("the note of a second look", () => {
  itInScene("is read by leads, whose read is recorded, and is nowhere else", async ({ scene }) => {
    const { anna, ben, lea, organization } = scene;
    const lookId = await noted(scene);
    const row = await db.secondLook.findFirstOrThrow({ where: own(scene) });
    expect(Buffer.from(row.sealed ?? []).includes("portrait")).toBe(false);
    const admin = await createMember(organization, ["admin"]);
    for (const actor of [anna, ben, admin])
      await expect(getLookNote(actor, { lookId })).rejects.toMatchObject({ code: "forbidden" });
    const figures = await getQuality(lea, {});
    expect(figures.disagreements).toMatchObject([{ id: lookId, hasNote: true }]);
    expect(JSON.stringify(figures)).not.toContain(note);
    expect(await getLookNote(lea, { lookId })).toEqual({ id: lookId, note });
    const read = { type: "pii.read", actorId: lea.id, resourceId: scene.sessionId };
    expect(await db.auditEvent.findMany({ where: { ...own(scene), ...read } })).toMatchObject([
      { metadata: { what: "note of a second look", fields: [] } },
    ]);
    const events = await db.auditEvent.findMany({ where: own(scene) });
    expect(JSON.stringify(events.map(({ metadata }) => metadata))).not.toContain("portrait");
    for (const id of ["slk_nobody", "a\0b"])
      await expect(getLookNote(lea, { lookId: id })).rejects.toMatchObject(missing);
  });

  itInScene("is closed with its session, and erased with it; the outcome is kept", async ({ scene }) => {
    const { lea, organization, sessionId } = scene;
    const lookId = await noted(scene);
    const session = { ...own(scene), id: sessionId };
    await db.session.updateMany({ where: session, data: { restrictedAt: new Date() } });
    await expect(getLookNote(lea, { lookId })).rejects.toMatchObject(missing);
    expect((await getQuality(lea, {})).disagreements).toEqual([]);
    await db.session.updateMany({ where: session, data: { restrictedAt: null } });
    const officer = await createMember(organization, ["compliance"]);
    await redactSession(officer, { sessionId, confirm: sessionId, reason: "Matter 3" });
    await expect(getLookNote(lea, { lookId })).rejects.toMatchObject(missing);
    expect(await db.secondLook.findMany({ where: own(scene) })).toMatchObject([
      { id: lookId, outcome: "rejected", reasonCode: "document_tampered", sealed: null },
    ]);
    expect(await getQuality(lea, {})).toMatchObject({
      reviewers: [{ looked: 1, agreed: 0 }],
      disagreements: [{ id: lookId, hasNote: false }],
    });
  });

  itInScene("is in the answer to an access request, with the outcome", async ({ scene }) => {
    const lookId = await noted(scene);
    const officer = await createMember(scene.organization, ["compliance"]);
    const requestId = await requested(scene, officer);
    await reviewRequest(officer, { requestId });
    const files = await filesOf(officer, requestId);
    expect(JSON.parse(files["decisions-and-lists.json"] ?? "")).toMatchObject({
      second_looks: [{ id: lookId, outcome: "rejected", reason_code: "document_tampered" }],
    });
    const { case_notes: notes } = JSON.parse(files["export.json"] ?? "");
    expect(notes).toContainEqual(expect.objectContaining({ note_id: lookId, author: null, content: note }));
    for (const text of Object.values(files)) expect(text).not.toContain(scene.ben.id);
  });

  itInScene("can be marked as suspicion material, of which the answer says nothing", async ({ scene }) => {
    const lookId = await noted(scene);
    const { organization, sessionId } = scene;
    const officer = await createMember(organization, ["compliance"]);
    const requestId = await requested(scene, officer);
    const remark = `note:${lookId}`;
    const { data } = await listRemarks(officer, { requestId });
    expect(data).toContainEqual(expect.objectContaining({ sessionId, remark, text: note }));
    await markRemark(officer, { requestId, sessionId, remark, isSuspicion: true });
    await reviewRequest(officer, { requestId });
    const files = await filesOf(officer, requestId);
    expect(files["export.json"]).not.toContain(lookId);
    for (const text of Object.values(files)) expect(text).not.toContain("portrait");
  });
});

itInScene("a read of masked values leaves its event too", async ({ scene }) => {
  const { organization } = scene;
  const lookId = await sampled(scene);
  const cara = await createMember(organization, ["reviewer"]);
  const masked = {
    ...cara,
    permissions: new Set([...cara.permissions].filter((each) => each !== "pii:reveal")),
  };
  await takeLook(masked, { lookId });
  expect((await getLook(masked, { lookId })).isOpen).toBe(false);
  expect(
    await db.auditEvent.findMany({ where: { ...own(scene), type: "pii.read", actorId: cara.id } }),
  ).toMatchObject([{ resourceId: scene.sessionId, metadata: { what: "second look", fields: [] } }]);
});

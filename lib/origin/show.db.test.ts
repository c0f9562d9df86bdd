import { describe, expect, vi } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { getDesk } from "@/lib/cases/desk";
import { addNote, claimCase, escalateCase } from "@/lib/cases/write";
import { undoDecision } from "@/lib/decisions/undo";
import { approveCase } from "@/lib/decisions/write";
import { getTimeline } from "@/lib/timeline/read";
import { type CaseScene, itInDualReview, itInScene, openSample } from "@/test/case-scene";
import { actorOf, createMember, createOrganization, importFor, keyActorOf } from "@/test/factories";
import { db } from "@/test/test-db";

const originOf = async (actor: Actor, caseId: string) => (await getDesk(actor, { caseId })).origin;

/** Imports a case with a device, an address and a signal about both. */
async function caseFrom({ organization }: CaseScene, session: object, signals: object[] = []) {
  const bundle = openSample("ses_origin");
  Object.assign(bundle.session, session);
  Object.assign(bundle, { fraud_signals: signals });
  await importFor(actorOf(organization), bundle);
  return bundle.review_case?.id ?? "";
}

const device = { id: "dev-8812", model: "Pixel 9", os: "Android 16" };
const vpn = {
  signal_type: "vpn_detected",
  risk_score: 15,
  details: { country: "NL", provider: "example" },
};

describe("the origin of a case", () => {
  itInScene(
    "is clear to the member who claimed it, masked for others, and logged by name",
    async ({ scene }) => {
      const caseId = await caseFrom(scene, { consent_ip: "203.0.113.9", device, processing_attempts: 2 }, [
        vpn,
      ]);
      const { anna, ben, organization } = scene;
      const auditor = await createMember(organization, ["auditor"]);
      await claimCase(anna, { caseId });
      expect(await originOf(anna, caseId)).toMatchObject({
        ipAddress: "203.0.113.9",
        ipCountry: "NL",
        hiddenBy: ["vpn"],
        device: "Pixel 9, Android 16",
        attempt: 2,
        rule: null,
        grounds: [],
      });
      for (const other of [ben, auditor])
        expect(await originOf(other, caseId)).toMatchObject({ ipAddress: "•••", device: "•••" });
      expect(await originOf(auditor, caseId)).toMatchObject({ ipCountry: null });
      const opened = await db.auditEvent.findFirstOrThrow({
        where: { type: "case.opened", resourceId: caseId },
      });
      expect(opened.metadata).toMatchObject({ fields: expect.arrayContaining(["consent_ip", "device"]) });
    },
  );

  itInScene("says that nothing is known, and guesses no country", async ({ scene }) => {
    const strange = [
      { ...vpn, details: { country: "Netherlands, 1012 Amsterdam" } },
      { signal_type: "mrz_tampering", risk_score: 5, details: { country: "DE" } },
    ];
    const caseId = await caseFrom(scene, { consent_ip: null, device: { id: "  " } }, strange);
    await claimCase(scene.anna, { caseId });
    expect(await originOf(scene.anna, caseId)).toMatchObject({
      ...{ ipAddress: null, device: null, ipCountry: null, hiddenBy: ["vpn"] },
    });
  });

  itInScene("gives API keys no device, and nobody anything after the sensitive window", async ({ scene }) => {
    const caseId = await caseFrom(scene, { consent_ip: "203.0.113.9", device });
    const key = keyActorOf(scene.organization, ["cases:read", "sessions:read", "verifications:read"]);
    expect(await originOf(key, caseId)).toMatchObject({ ipAddress: "203.0.113.9", device: null });
    await claimCase(scene.anna, { caseId });
    await db.session.updateMany({
      where: { id: "ses_origin" },
      data: { retentionStatus: "sensitive_redacted" },
    });
    for (const actor of [scene.anna, key])
      expect(await originOf(actor, caseId)).toMatchObject({ ipAddress: null, device: null });
  });
});

const acts = async (actor: Actor, sessionId: string) =>
  (await getTimeline(actor, { sessionId, only: "acts" })).data.map(({ title, actor: by, detail }) =>
    [title, detail, by].filter(Boolean).join(" · "),
  );

describe("the timeline of the desk", () => {
  itInScene("tells the acts on the case in their order, and no looks", async ({ scene }) => {
    const { anna, lea, caseId, sessionId } = scene;
    const name = async (actor: Actor) =>
      (await db.member.findUniqueOrThrow({ where: { id: actor.id } })).name;
    const [a, l] = [await name(anna), await name(lea)];
    await claimCase(anna, { caseId });
    await getDesk(anna, { caseId });
    await addNote(anna, { caseId, content: "The name of the person is secret" });
    await escalateCase(anna, { caseId, escalatedTo: lea.id, reason: "secret too" });
    await claimCase(lea, { caseId });
    await approveCase(lea, { caseId });
    await undoDecision(lea, { caseId });
    const told = await acts(anna, sessionId);
    expect(told.filter((each) => each.includes(" · "))).toEqual(
      expect.arrayContaining([
        `Claimed · ${a}`,
        `Note added · ${a}`,
        `Escalated · to ${l} · ${a}`,
        `Claimed · ${l}`,
        `Approved · ${l}`,
        `Decision undone · ${l}`,
      ]),
    );
    const order = ["Session created", "Claimed", "Note added", "Escalated", "Approved", "Decision undone"];
    const places = order.map((title) => told.findIndex((each) => each.startsWith(title)));
    expect(places).toEqual(places.toSorted((left, right) => left - right));
    expect(places).not.toContain(-1);
    expect(told.join()).not.toMatch(/opened|viewed|secret|decision_ocr/i);
  });

  itInDualReview("does not tell the second reviewer what the first decided", async ({ scene }) => {
    const { anna, ben, caseId, sessionId } = scene;
    await claimCase(anna, { caseId });
    await approveCase(anna, { caseId });
    const told = await acts(ben, sessionId);
    expect(told.some((each) => each.startsWith("First decision made"))).toBe(true);
    expect(told.join()).not.toMatch(/approve/i);
  });

  itInScene("names nobody to a key, and finds nothing elsewhere or while restricted", async ({ scene }) => {
    const { anna, organization, caseId, sessionId } = scene;
    await claimCase(anna, { caseId });
    const { name } = await db.member.findUniqueOrThrow({ where: { id: anna.id } });
    const key = keyActorOf(organization, ["sessions:read"]);
    expect((await acts(key, sessionId)).join()).not.toContain(name);
    const stranger = await createMember(await createOrganization(), ["reviewer"]);
    const live = { ...anna, scope: { ...anna.scope, environment: "live" as const } };
    for (const actor of [stranger, live])
      await expect(acts(actor, sessionId)).rejects.toMatchObject({ code: "not_found" });
    await db.session.updateMany({ where: { id: sessionId }, data: { restrictedAt: new Date() } });
    await vi.waitFor(() => expect(acts(anna, sessionId)).rejects.toMatchObject({ code: "not_found" }));
  });
});

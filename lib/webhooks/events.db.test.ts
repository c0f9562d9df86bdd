import { expect } from "vitest";
import { claimCase, createCase, escalateCase } from "@/lib/cases/write";
import { type CaseScene, itInScene, openSample } from "@/test/case-scene";
import { actorOf, createBareCases, importFor } from "@/test/factories";
import { db } from "@/test/test-db";

const queued = async ({ organization }: CaseScene) =>
  db.webhookDelivery.findMany({
    where: { organizationPk: organization.pk, endpointPk: { not: null } },
    orderBy: { pk: "asc" },
  });
const eventsOf = async (scene: CaseScene) => (await queued(scene)).map(({ event }) => event);

itInScene("an arriving session that needs a review and has no case tells of both", async ({ scene }) => {
  await db.webhookDelivery.deleteMany({ where: { organizationPk: scene.organization.pk } });
  const { review_case: _, ...bundle } = openSample("ses_arrived");
  const session = { ...bundle.session, id: "ses_arrived" };
  delete (session as { case_id?: unknown }).case_id;
  await importFor(actorOf(scene.organization), { ...bundle, session });
  const rows = await queued(scene);
  expect(rows.map(({ event }) => event)).toEqual(["session.requires-review", "case.created"]);
  expect(rows[0]?.payload).toMatchObject({ session_id: "ses_arrived", status: "under_review" });
  expect(rows[1]?.payload).toMatchObject({ case_id: expect.stringMatching(/^rvc_/) });
  // The same bundle again changes nothing and tells nothing.
  await importFor(actorOf(scene.organization), { ...bundle, session });
  expect(await queued(scene)).toHaveLength(2);
});

itInScene("a session that comes with its case is no news to its source", async ({ scene }) => {
  expect(await eventsOf(scene)).toEqual([]);
});

itInScene("a case that is created for a session tells once", async ({ scene }) => {
  const [, bare = ""] = await createBareCases(scene.organization, 2);
  const session = await db.session.findFirstOrThrow({ where: { reviewCase: { id: bare } } });
  await db.reviewCase.deleteMany({ where: { id: bare } });
  const caller = actorOf(scene.organization);
  const { id } = await createCase(caller, { sessionId: session.id });
  await createCase(caller, { sessionId: session.id });
  const rows = await queued(scene);
  expect(rows.map(({ event }) => event)).toEqual(["case.created"]);
  expect(rows[0]?.payload).toMatchObject({ case_id: id, session_id: session.id });
});

itInScene("an escalation tells neither who nor why", async ({ scene }) => {
  const { anna, lea, caseId } = scene;
  await claimCase(anna, { caseId });
  await escalateCase(anna, { caseId, escalatedTo: lea.id, reason: "The photograph is odd.", notes: "Look." });
  const [row] = await queued(scene);
  expect(row).toMatchObject({ event: "case.escalated", payload: { case_id: caseId } });
  const text = JSON.stringify(row?.payload);
  for (const word of ["odd", "Look", anna.id, lea.id]) expect(text).not.toContain(word);
});

itInScene("an escalation that is refused tells nothing", async ({ scene }) => {
  await expect(escalateCase(scene.lea, { caseId: scene.caseId, version: 99 })).rejects.toThrow();
  expect(await eventsOf(scene)).toEqual([]);
});

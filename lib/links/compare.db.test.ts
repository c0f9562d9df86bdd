import { describe, expect } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { claimCase } from "@/lib/cases/write";
import { showLinkedDocuments } from "@/lib/links/read";
import { redactSession } from "@/lib/privacy/write";
import { callPath, signedInHeaders } from "@/test/api";
import { type CaseScene, itInScene, openSample } from "@/test/case-scene";
import { actorOf, createMember, createOrganization, importFor, sampleImage } from "@/test/factories";
import { db } from "@/test/test-db";

const linked = "ses_linked";

/** Imports a finished session of the same person, which shares the document number with the case. */
async function link({ organization }: CaseScene, id = linked, change: object = {}) {
  const bundle = openSample(id);
  const image = await sampleImage();
  Object.assign(bundle, { review_case: null, ...change });
  bundle.session.status = "completed";
  if (bundle.result) bundle.result.status = "approved";
  const images = (bundle.documents ?? []).map(({ download_url }) => [download_url ?? "", image]);
  await importFor(actorOf(organization), bundle, Object.fromEntries(images));
}

const compare = (actor: Actor, { caseId }: CaseScene, sessionId = linked) =>
  showLinkedDocuments(actor, { caseId, sessionId });

describe("the images of a linked session", () => {
  itInScene("are shown by URLs of the member, and the look says what it was for", async ({ scene }) => {
    await link(scene);
    const { anna, caseId } = scene;
    await claimCase(anna, { caseId });
    const { data } = await compare(anna, scene);
    const urls = data.flatMap(({ url }) => (url ? [new URL(url, "https://desk.example")] : []));
    expect(urls.length).toBeGreaterThan(0);
    for (const url of urls) {
      expect(url.pathname).toContain(linked);
      expect(url.searchParams.get("issuer")).toBe(anna.id);
    }
    const event = await db.auditEvent.findFirstOrThrow({
      where: { type: "document.viewed", resourceId: linked },
    });
    expect(event).toMatchObject({ actorId: anna.id, metadata: { comparedFor: caseId } });
  });

  itInScene("are refused for sessions that share nothing or are elsewhere", async ({ scene }) => {
    await link(scene);
    const { anna, caseId, organization } = scene;
    const away = await createOrganization();
    await link({ ...scene, organization: away }, "ses_away");
    const live = { ...anna, scope: { ...anna.scope, environment: "live" as const } };
    const stranger = await createMember(away, ["reviewer"]);
    for (const [actor, id] of [
      [anna, "ses_away"],
      [anna, "ses_none"],
      [anna, scene.sessionId],
      [live, linked],
      [stranger, linked],
    ] as const)
      await expect(showLinkedDocuments(actor, { caseId, sessionId: id })).rejects.toMatchObject({
        code: "not_found",
      });
    await db.blindIndex.deleteMany({
      where: { organizationPk: organization.pk, session: { id: linked } },
    });
    await expect(compare(anna, scene)).rejects.toMatchObject({
      message: expect.stringContaining("not linked to the case"),
    });
    expect(
      await db.auditEvent.count({
        where: { organizationPk: organization.pk, resourceId: linked, type: "document.viewed" },
      }),
    ).toBe(0);
  });

  itInScene("are refused in words once the session is restricted or erased", async ({ scene }) => {
    const { anna, organization } = scene;
    await link(scene);
    await link(scene, "ses_window");
    await db.session.updateMany({
      where: { id: "ses_window" },
      data: { retentionStatus: "sensitive_redacted" },
    });
    await expect(compare(anna, scene, "ses_window")).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("display period"),
    });
    await db.session.updateMany({ where: { id: linked }, data: { restrictedAt: new Date() } });
    const officer = await createMember(organization, ["compliance"]);
    await expect(compare(anna, scene)).rejects.toMatchObject({ code: "not_found" });
    await expect(compare(officer, scene)).rejects.toMatchObject({ code: "conflict" });
    await db.session.updateMany({ where: { id: linked }, data: { restrictedAt: null } });
    await redactSession(actorOf(organization), { sessionId: linked });
    await expect(compare(anna, scene)).rejects.toThrow();
  });

  itInScene("are for roles with images only, and malformed names are refused", async ({ scene }) => {
    await link(scene);
    const { organization, caseId } = scene;
    for (const [role, status] of [
      ["reviewer", 200],
      ["lead", 200],
      ["compliance", 200],
      ["auditor", 403],
      ["admin", 403],
    ] as const) {
      const headers = await signedInHeaders((await createMember(organization, [role])).id);
      const at = `/api/v1/cases/${caseId}/links/${linked}/documents`;
      const answer = await callPath("POST", at, { headers });
      expect(answer.status, role).toBe(status);
      const wrong = await callPath("POST", at.replace(linked, "x".repeat(300)), { headers });
      expect([403, 404, 422], role).toContain(wrong.status);
    }
  });
});

import { describe, expect } from "vitest";
import type { BriefDto } from "@/lib/brief/schema";
import { callPath, signedInHeaders } from "@/test/api";
import { itInScene, sessionOf } from "@/test/case-scene";
import { createApiKey, createMember } from "@/test/factories";
import { db } from "@/test/test-db";

type Brief = { case_id: string; session_id: string; sentences: BriefDto["sentences"]; error?: string };

async function ask(
  caseId: string,
  headers: Record<string, string>,
): Promise<{ status: number; body: Brief }> {
  const answer = await callPath("GET", `/api/v1/cases/${caseId}/brief`, { headers });
  return { status: answer.status, body: await answer.json() };
}

describe("the brief of a case", () => {
  itInScene(
    "has the facts of its items, each with its place, and no value of the person",
    async ({ scene }) => {
      const lead = await signedInHeaders(scene.lea.id);
      const { status, body } = await ask(scene.caseId, lead);
      expect(status).toBe(200);
      expect(body).toMatchObject({ case_id: scene.caseId, session_id: scene.sessionId });
      const desk = `/sandbox/queue/${scene.caseId}#`;
      for (const { href, side } of body.sentences)
        expect(href.startsWith(side === "similar" ? "/sandbox/sessions?" : desk)).toBe(true);
      const { result } = await sessionOf(scene);
      expect(result).not.toBeNull();
      const text = JSON.stringify(body);
      for (const value of ["Emily", "Johnson", "1995", "X12345678", "Maple"])
        expect(text).not.toContain(value);
      expect((await ask(scene.caseId, lead)).body).toEqual(body);
    },
  );

  itInScene("counts similar sessions as the list behind its link does", async ({ scene }) => {
    const lead = await signedInHeaders(scene.lea.id);
    const of = async () =>
      (await ask(scene.caseId, lead)).body.sentences.find(({ code }) => code === "similar_approved")?.values
        .count;
    expect(await of()).toBe(0);
    const like = await db.session.findFirstOrThrow({
      where: { id: scene.sessionId },
      select: { documentType: true },
    });
    expect(like.documentType).not.toBeNull();
    await db.session.updateMany({
      where: { id: scene.sessionId },
      data: { resultStatus: "approved", createdAt: new Date() },
    });
    expect(await of()).toBe(1);
    await db.session.updateMany({
      where: { id: scene.sessionId },
      data: { createdAt: new Date("2020-01-01") },
    });
    expect(await of()).toBe(0);
  });

  itInScene("is for those who may read cases and sessions, in their environment", async ({ scene }) => {
    const key = async (scopes: string[], environment: "live" | "sandbox" = "sandbox") => ({
      "X-API-Key": await createApiKey(scene.organization, scopes, environment),
    });
    const told = await ask(scene.caseId, await key(["cases:read", "sessions:read", "verifications:read"]));
    expect(told.status).toBe(200);
    // A key reads no values and no links, and the brief does not take them for absent.
    const codes = told.body.sentences.map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(["fields_none", "shared_hidden"]));
    expect(codes).not.toContain("expiry_unknown");
    for (const scopes of [
      ["cases:read"],
      ["cases:read", "sessions:read"],
      ["cases:read", "verifications:read"],
    ])
      expect((await ask(scene.caseId, await key(scopes))).status).toBe(403);
    expect(
      (await ask(scene.caseId, await key(["cases:read", "sessions:read", "verifications:read"], "live")))
        .status,
    ).toBe(404);
    const auditor = await createMember(scene.organization, ["auditor"]);
    expect((await ask(scene.caseId, await signedInHeaders(auditor.id))).status).toBe(200);
  });

  itInScene(
    "is not told of a restricted session, and each reading is in the log once a minute",
    async ({ scene }) => {
      const lead = await signedInHeaders(scene.lea.id);
      await ask(scene.caseId, lead);
      await ask(scene.caseId, lead);
      const reads = await db.auditEvent.findMany({
        where: { organizationPk: scene.organization.pk, type: "pii.read", actorId: scene.lea.id },
        select: { metadata: true },
      });
      expect(reads.filter(({ metadata }) => (metadata as { what?: string }).what === "brief")).toHaveLength(
        1,
      );
      await db.session.updateMany({ where: { id: scene.sessionId }, data: { restrictedAt: new Date() } });
      expect((await ask(scene.caseId, lead)).status).toBe(404);
    },
  );
});

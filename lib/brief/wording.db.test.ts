import { createHash } from "node:crypto";
import { afterEach, describe, expect } from "vitest";
import type { BriefWordingDto } from "@/lib/brief/schema";
import { publishEnv } from "@/lib/platform/env";
import { closeExchanges } from "@/lib/platform/exchange";
import { callPath, signedInHeaders } from "@/test/api";
import { type CaseScene, itInScene } from "@/test/case-scene";
import { startChatModel, wordedBySide } from "@/test/chat-model";
import { createApiKey } from "@/test/factories";
import { db } from "@/test/test-db";

type Wording = Pick<BriefWordingDto, "problem" | "sent" | "sentences" | "host" | "model"> & {
  detail?: string;
};

async function word(caseId: string, headers: Record<string, string>) {
  const answer = await callPath("POST", `/api/v1/cases/${caseId}/brief/wording`, { headers });
  return { status: answer.status, body: (await answer.json()) as Wording };
}

const allow = ({ organization }: CaseScene, briefWording = true) =>
  db.reviewSettings.updateMany({ where: { organizationPk: organization.pk }, data: { briefWording } });
const sentOf = ({ organization }: CaseScene) =>
  db.auditEvent.findMany({
    where: { organizationPk: organization.pk, type: "case.brief-sent" },
    select: { actorId: true, resourceId: true, metadata: true },
  });

const off = { BRIEF_MODEL_URL: "", BRIEF_MODEL: "", BRIEF_MODEL_KEY: "" };
const stops: (() => Promise<void>)[] = [];

async function setModel(answer: Parameters<typeof startChatModel>[0]["answer"]) {
  const model = await startChatModel({ answer });
  stops.push(model.stop);
  publishEnv({ BRIEF_MODEL_URL: model.url, BRIEF_MODEL: "plain-words", BRIEF_MODEL_KEY: "the key" });
  return model;
}

afterEach(async () => {
  publishEnv(off);
  closeExchanges();
  for (const stop of stops.splice(0)) await stop();
});

describe("the wording of a brief by the installation's model", () => {
  itInScene("is off until a model is set and an admin allows it", async ({ scene }) => {
    const lead = await signedInHeaders(scene.lea.id);
    await allow(scene);
    expect((await word(scene.caseId, lead)).status).toBe(409);
    await allow(scene, false);
    const model = await setModel(({ body }) => wordedBySide(body));
    expect((await word(scene.caseId, lead)).status).toBe(409);
    expect(model.asked).toHaveLength(0);
    expect(await sentOf(scene)).toEqual([]);
  });

  itInScene("sends sentences without a name, an id or a value, and notes it first", async ({ scene }) => {
    await allow(scene);
    const model = await setModel(({ body }) => wordedBySide(body));
    const lead = await signedInHeaders(scene.lea.id);
    const { status, body } = await word(scene.caseId, lead);
    expect(status).toBe(200);
    expect(body).toMatchObject({ problem: null, host: model.host, model: "plain-words" });
    const [asked] = model.asked;
    expect(asked?.headers.authorization).toBe("Bearer the key");
    for (const secret of [scene.caseId, scene.sessionId, "Emily", "Johnson", "1995", "X12345678", "Maple"])
      expect(asked?.text).not.toContain(secret);
    for (const { text } of body.sent) expect(asked?.body.messages[1]?.content).toContain(text);
    // Each worded sentence opens the items that it was made from, and none is left without one.
    for (const { from, side } of body.sentences)
      for (const at of from)
        expect(body.sent[at]).toMatchObject({ side, href: expect.stringMatching(/^\//) });
    const known = body.sent.length;
    expect(new Set(body.sentences.flatMap(({ from }) => from)).size).toBe(known);
    const [event] = await sentOf(scene);
    expect(event).toMatchObject({
      actorId: scene.lea.id,
      resourceId: scene.caseId,
      metadata: {
        ...{ host: model.host, model: "plain-words", language: "en" },
        sha256: createHash("sha256")
          .update(asked?.text ?? "")
          .digest("hex"),
      },
    });
    expect(event?.metadata).toHaveProperty("codes.length", known);
  });

  itInScene("is left out when the model refuses, is away, or adds something", async ({ scene }) => {
    await allow(scene);
    const lead = await signedInHeaders(scene.lea.id);
    const answers: [string | number, string][] = [
      [503, "refused"],
      [302, "refused"],
      ["<html>", "unreadable"],
      ["x".repeat(300_000), "unreadable"],
      ['{"sentences":[]}', "left_out"],
    ];
    for (const [answer, problem] of answers) {
      await setModel(() => answer);
      const { status, body } = await word(scene.caseId, lead);
      expect(status).toBe(200);
      expect(body).toMatchObject({ problem, sentences: [] });
      expect(body.sent.length).toBeGreaterThan(0);
    }
    const model = await setModel(() => 200);
    await model.stop();
    stops.pop();
    expect((await word(scene.caseId, lead)).body.problem).toBe("unreachable");
    expect(await sentOf(scene)).toHaveLength(answers.length + 1);
  });

  itInScene("is for members who may see the case, and never for a restricted session", async ({ scene }) => {
    await allow(scene);
    const model = await setModel(({ body }) => wordedBySide(body));
    const scopes = ["cases:read", "sessions:read", "verifications:read"];
    const key = { "X-API-Key": await createApiKey(scene.organization, scopes) };
    expect((await word(scene.caseId, key)).status).toBe(403);
    const lead = await signedInHeaders(scene.lea.id);
    expect((await word("rvc_unknown", lead)).status).toBe(404);
    const live = { ...lead, "X-Environment": "live" };
    expect((await word(scene.caseId, live)).status).toBe(404);
    await db.session.updateMany({ where: { id: scene.sessionId }, data: { restrictedAt: new Date() } });
    expect((await word(scene.caseId, lead)).status).toBe(404);
    expect(model.asked).toHaveLength(0);
    expect(await sentOf(scene)).toEqual([]);
  });
});

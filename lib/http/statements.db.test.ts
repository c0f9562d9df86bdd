import { QueryClient } from "@tanstack/react-query";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { prefetchSession } from "@/app/(dashboard)/[environment]/sessions/[sessionId]/prefetch";
import { findPerson } from "@/lib/auth/sign-in";
import { db } from "@/lib/platform/db";
import { newId } from "@/lib/platform/id";
import { getTabCounts } from "@/lib/queue/tab-counts";
import { tellCases } from "@/lib/records/live";
import { openSession } from "@/lib/records/open";
import { callPath, signedInHeaders } from "@/test/api";
import { type CaseScene, setCaseScene } from "@/test/case-scene";
import { removeAllSessions } from "@/test/factories";
import { statementsOf } from "@/test/statements";

let scene: CaseScene;
let headers: Record<string, string>;

beforeAll(async () => {
  scene = await setCaseScene();
  headers = await signedInHeaders(scene.anna.id);
  // What a process reads once is read.
  await call("GET", "/sessions");
  await call("POST", `/cases/${scene.caseId}/claim`, {});
  // The notice of the change is a separate statement, which may come a moment later.
  await tellCases();
});
afterAll(removeAllSessions);

async function call(method: string, path: string, body?: object): Promise<void> {
  const init = { headers: { ...headers, "Content-Type": "application/json" } };
  const answer = await callPath(method, `/api/v1${path}`, {
    ...init,
    ...(body && { body: JSON.stringify(body) }),
  });
  expect([path, answer.status]).toEqual([path, 200]);
  await answer.text();
}

describe("the number of statements", () => {
  it("of a list of sessions is at most 4", async () => {
    const asked = await statementsOf(() => call("GET", "/sessions"));
    expect(asked.length, asked.join("\n")).toBeLessThanOrEqual(4);
  });

  it("of a desk opened for the first time is at most 12", async () => {
    const asked = await statementsOf(() => call("GET", `/cases/${scene.caseId}/desk`));
    expect(asked.length, asked.join("\n")).toBeLessThanOrEqual(12);
  });

  it("of the page of a session, with its frame, is at most 12", async () => {
    const { pk: memberPk } = await db.member.findUniqueOrThrow({ where: { id: scene.anna.id } });
    const id = newId("sgn");
    await db.signIn.create({ data: { id, memberPk, expiresAt: new Date(Date.now() + 3_600_000) } });
    const asked = await statementsOf(async () => {
      const person = await findPerson(id, "sandbox", {});
      if (!person) throw new Error("Nobody has signed in.");
      await getTabCounts(person);
      await prefetchSession({ client: new QueryClient(), person, sessionId: scene.sessionId }, "overview");
    });
    expect(asked.length, asked.join("\n")).toBeLessThanOrEqual(12);
  });

  // One of them creates the identity of a person who is new, and gives it to their sessions.
  it("of an approval with its snapshot is at most 14", async () => {
    const asked = await statementsOf(() => call("POST", `/cases/${scene.caseId}/approve`, {}));
    expect(asked.length, asked.join("\n")).toBeLessThanOrEqual(14);
  });
});

describe("the handle of a session", () => {
  it("is reused for the same actor and purpose, and for no others", async () => {
    const { anna, ben, sessionId } = scene;
    const made = await openSession(anna, sessionId, "read");
    expect(await openSession(anna, made, "read")).toBe(made);
    await expect(openSession(ben, made, "read")).rejects.toThrow("serves the actor");
    await expect(openSession(anna, made, "erase")).rejects.toThrow("serves the actor");
    await expect(openSession(anna, { ...made }, "read")).rejects.toThrow("serves the actor");
  });
});

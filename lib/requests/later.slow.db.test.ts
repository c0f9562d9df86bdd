import { beforeEach, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { createLink, markDelivered, revokeLink } from "@/lib/delivery/write";
import { contentOf } from "@/lib/packages/content";
import { buildPackages } from "@/lib/packages/jobs";
import { requestPackage } from "@/lib/packages/package";
import { closeRequest } from "@/lib/requests/close";
import { ownRequestOf } from "@/lib/requests/load";
import { getRequest } from "@/lib/requests/read";
import { approveRequest, decideMatch, reviewRequest, takeBackReview } from "@/lib/requests/review";
import { callPath, signedInHeaders } from "@/test/api";
import { createMember } from "@/test/factories";
import { ids, type RequestScene, receive, requestScene, reviewed, somebodyElse } from "@/test/request-scene";
import { db } from "@/test/test-db";

let scene: RequestScene;
let officer: Actor;
let own: Record<string, string>;

beforeEach(async () => {
  scene = await requestScene();
  officer = scene.officer;
  own = await signedInHeaders(officer.id);
});

const reason = "The images are in an archive.";
const [first, second, third] = ids;

async function postpone(requestId: string, body: object, headers = own) {
  const path = `/api/v1/requests/${requestId}/later`;
  const answer = await callPath("POST", path, { headers, body: JSON.stringify(body) });
  return { status: answer.status, body: await answer.json() };
}

/** The sessions that the package would contain, and what its letter says. */
async function answerOf(requestId: string) {
  const { files, letter } = await contentOf(officer, await ownRequestOf(officer, requestId));
  const folders = files.flatMap(({ path }) => /^sessions\/([^/]+)\//.exec(path)?.[1] ?? []);
  return { sessions: [...new Set(folders)].sort(), said: JSON.stringify(await letter()) };
}

const build = async (requestId: string) => {
  await requestPackage(officer, { requestId });
  await buildPackages();
};
const deliver = (requestId: string) => markDelivered(officer, { requestId, via: "letter", to: "1 Street" });

it.each(["access", "portability"] as const)(
  "answers a part of a request for %s now and everything later, while the clock runs on",
  async (kind) => {
    const requestId = await reviewed(officer, kind);
    const { clock } = await getRequest(officer, { requestId });
    await build(requestId);
    const { status, body } = await postpone(requestId, { session_ids: [second], reason });
    expect([status, body.package, body.step]).toEqual([200, null, "packaged"]);
    expect(body.parts).toEqual({ later_session_ids: [second], reason, delivered_at: null });
    const part = await answerOf(requestId);
    expect(part.sessions).toEqual([first, third]);
    expect(part.said).toContain(`It does not contain these verifications: ${second}.`);
    for (const words of [reason, "What is still to come", "We send you the rest by "])
      expect(part.said).toContain(words);
    await build(requestId);
    const told = await deliver(requestId);
    expect(told).toMatchObject({ status: "open", step: "packaged", clock, parts: { laterSessionIds: [] } });
    expect(told.parts.deliveredAt).not.toBeNull();
    // The part is not the answer: it is neither delivered again nor enough, and what it said stays reviewed.
    await expect(deliver(requestId)).rejects.toMatchObject({ code: "conflict" });
    await expect(closeRequest(officer, { requestId, status: "completed" })).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(takeBackReview(officer, { requestId })).rejects.toMatchObject({ code: "conflict" });
    await build(requestId);
    const whole = await answerOf(requestId);
    expect(whole.sessions).toEqual([...ids]);
    expect(whole.said).toContain("This package contains everything, also that part.");
    expect(await deliver(requestId)).toMatchObject({ step: "evidence" });
    expect(await closeRequest(officer, { requestId, status: "completed" })).toMatchObject({
      status: "completed",
    });
    const events = await db.auditEvent.findMany({
      where: {
        resourceId: requestId,
        type: { in: ["request.answer-divided", "request.part-delivered", "request.delivered"] },
      },
      orderBy: { sequence: "asc" },
    });
    expect(events.map(({ type, metadata }) => [type, metadata])).toEqual([
      ["request.answer-divided", { later: 1, now: 2 }],
      ["request.part-delivered", { via: "letter", later: 1 }],
      ["request.delivered", { via: "letter" }],
    ]);
  },
);

it("is undone by an empty list, and refuses what cannot be a part", async () => {
  const { id: early } = await receive(officer, { kind: "access" });
  expect((await postpone(early, { session_ids: [second], reason })).status).toBe(409);
  const erasure = await reviewed(officer, "erasure");
  expect((await postpone(erasure, { session_ids: [second], reason })).status).toBe(409);
  const requestId = await reviewed(officer, "access");
  for (const [body, status, field] of [
    [{ session_ids: [...ids], reason }, 422, "session_ids"],
    [{ session_ids: [second] }, 422, "reason"],
    [{ session_ids: [], reason }, 422, "reason"],
    [{ session_ids: [somebodyElse], reason }, 404, undefined],
    [{ session_ids: [second], reason, version: 1 }, 409, undefined],
  ] as const) {
    const answer = await postpone(requestId, body);
    expect([answer.status, answer.body.fields?.[0]?.field]).toEqual([status, field]);
  }
  const auditor = await signedInHeaders((await createMember(scene.organization, ["auditor"])).id);
  expect((await postpone(requestId, { session_ids: [second], reason }, auditor)).status).toBe(403);
  expect(await db.requestMatch.count({ where: { isLater: true } })).toBe(0);
  await postpone(requestId, { session_ids: [second], reason });
  expect((await postpone(requestId, { session_ids: [] })).body.parts.later_session_ids).toEqual([]);
  expect((await answerOf(requestId)).said).not.toMatch(/still to come|earlier part/);
  await build(requestId);
  await deliver(requestId);
  expect((await postpone(requestId, { session_ids: [second], reason })).status).toBe(409);
});

it("needs the second approval again, whenever it is divided or made whole", async () => {
  const requestId = await reviewed(officer, "access");
  await db.requestSettings.updateMany({
    where: { organizationPk: scene.organization.pk },
    data: { fourEyes: true },
  });
  const colleague = await createMember(scene.organization, ["compliance"]);
  const approve = async () => {
    const { version } = await getRequest(officer, { requestId });
    expect(await approveRequest(colleague, { requestId, version })).toMatchObject({ step: "packaged" });
  };
  for (const body of [{ session_ids: [second], reason }, { session_ids: [] }]) {
    await approve();
    expect((await postpone(requestId, body)).body).toMatchObject({ step: "approved" });
    expect(await db.request.findFirstOrThrow({ where: { id: requestId } })).toMatchObject({
      approvedAt: null,
      approvedBy: null,
    });
    await expect(requestPackage(officer, { requestId })).rejects.toMatchObject({ code: "conflict" });
  }
  await approve();
  await build(requestId);
});

it("waits until no download link can deliver the answer that was built", async () => {
  const requestId = await reviewed(officer, "access");
  await build(requestId);
  const { link } = await createLink(officer, { requestId, expiresInDays: 7 });
  const refused = await postpone(requestId, { session_ids: [second], reason });
  expect([refused.status, refused.body.detail]).toEqual([
    409,
    "A download link to this answer is still active. Revoke the link first.",
  ]);
  expect(await getRequest(officer, { requestId })).toMatchObject({
    package: { status: "ready" },
    parts: { laterSessionIds: [] },
  });
  await revokeLink(officer, { requestId, linkId: link.id });
  expect((await postpone(requestId, { session_ids: [second], reason })).status).toBe(200);
});

it("ends when the review is taken back, so that no answer is empty and no old reason stays", async () => {
  const requestId = await reviewed(officer, "access");
  const decide = (sessionId: string, state: "accepted" | "excluded") =>
    decideMatch(officer, { requestId, sessionId, state, reason: "Somebody else." });
  const whole = { laterSessionIds: [], reason: null, deliveredAt: null };
  await postpone(requestId, { session_ids: [second, third], reason });
  expect((await decide(first, "excluded")).parts).toEqual(whole);
  await reviewRequest(officer, { requestId });
  expect((await answerOf(requestId)).sessions).toEqual([second, third]);
  // A session that was left out and then excluded comes back as one of the whole answer.
  await postpone(requestId, { session_ids: [second], reason });
  await decide(second, "excluded");
  expect((await decide(second, "accepted")).parts).toEqual(whole);
  await reviewRequest(officer, { requestId });
  await postpone(requestId, { session_ids: [second], reason });
  expect((await takeBackReview(officer, { requestId })).parts).toEqual(whole);
  expect(await db.requestMatch.count({ where: { isLater: true } })).toBe(0);
});

import { beforeEach, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { eraseForRequest } from "@/lib/certificates/erase";
import { placeHold } from "@/lib/holds/write";
import { closeRequest } from "@/lib/requests/close";
import { downloadLetter } from "@/lib/requests/letters";
import { getRequest } from "@/lib/requests/read";
import { liftForRequest, rectifyForRequest, restrictForRequest } from "@/lib/requests/rectify";
import { reopenRequest } from "@/lib/requests/reopen";
import { reviewRequest } from "@/lib/requests/review";
import { callPath, signedInHeaders } from "@/test/api";
import { createMember } from "@/test/factories";
import { readPdf } from "@/test/pdf";
import { ids, type RequestScene, requestScene, reviewed } from "@/test/request-scene";
import { db } from "@/test/test-db";

let scene: RequestScene;
let officer: Actor;
let own: Record<string, string>;

beforeEach(async () => {
  scene = await requestScene();
  officer = scene.officer;
  own = await signedInHeaders(officer.id);
});

const today = () => new Date().toISOString().slice(0, 10);
const told = (name: string) => ({ name, outcome: "told", told_on: today(), means: "Mail of today" });

async function post(requestId: string, body: object, headers = own) {
  const path = `/api/v1/requests/${requestId}/recipients`;
  const answer = await callPath("POST", path, { headers, body: JSON.stringify(body) });
  return { status: answer.status, body: await answer.json() };
}

const informed = async (requestId: string) =>
  (await getRequest(officer, { requestId })).steps.find(({ name }) => name === "informed");
const restrict = (requestId: string) => restrictForRequest(officer, { requestId, reason: "Contested." });

it("names recipients when data is changed, keeps the names, and says who was told and who was not", async () => {
  const requestId = await reviewed(officer, "restriction");
  expect(await informed(requestId)).toBeUndefined();
  const { recipients } = await restrict(requestId);
  const [first = "", ...others] = recipients;
  expect(others.length).toBeGreaterThan(0);
  // Deliveries are deleted after their own time.
  await db.webhookDelivery.deleteMany();
  await db.screeningCheck.updateMany({ data: { provider: null } });
  expect((await getRequest(officer, { requestId })).recipients).toEqual(recipients);
  expect(await informed(requestId)).toMatchObject({
    state: "todo",
    detail: `not told: ${recipients.join(", ")}`,
  });
  const answer = await post(requestId, told(first));
  expect(answer.status).toBe(200);
  expect(answer.body.told_recipients).toMatchObject([
    { name: first, outcome: "told", told_on: today(), means: "Mail of today", is_current: true },
  ]);
  expect(await informed(requestId)).toMatchObject({ detail: `not told: ${others.join(", ")}` });
  const row = await db.requestRecipient.findFirstOrThrow({ where: { outcome: "told" } });
  expect(Buffer.from(row.sealed ?? []).toString("latin1")).not.toContain("Mail");
  expect(
    await db.auditEvent.findFirstOrThrow({ where: { type: "request.recipient-recorded" } }),
  ).toMatchObject({
    resourceId: requestId,
    metadata: { recipientId: row.id, outcome: "told", toldOn: today() },
  });
  // What was told is not told again; a reason why not can be followed by another outcome.
  expect((await post(requestId, told(first))).status).toBe(409);
  const reason = "The company was dissolved.";
  const [other = "", ...rest] = others;
  expect((await post(requestId, { name: other, outcome: "impossible", reason })).status).toBe(200);
  for (const name of [other, ...rest]) expect((await post(requestId, told(name))).status).toBe(200);
  expect(await informed(requestId)).toMatchObject({ state: "done", detail: null });
  const auditor = await createMember(scene.organization, ["auditor"]);
  const seen = await getRequest(auditor, { requestId });
  expect(seen.toldRecipients.map(({ name }) => name)).toContain(first);
  expect(JSON.stringify(seen.toldRecipients)).not.toMatch(/Mail of today|dissolved/);
});

it("does not keep an erasure from being completed, and is recorded afterwards; the letter names them", async () => {
  const requestId = await reviewed(officer, "erasure");
  expect((await post(requestId, told("crm.example"))).status).toBe(409);
  await eraseForRequest(officer, { requestId, confirm: requestId });
  const closed = await closeRequest(officer, { requestId, status: "completed" });
  expect(closed.recipients.length).toBeGreaterThan(0);
  expect(closed.steps.at(-2)).toMatchObject({ name: "informed", state: "todo" });
  const { clock } = closed;
  const added = await post(requestId, told("CRM Ltd"));
  expect(added.body).toMatchObject({ status: "completed", clock: { due_on: clock.dueOn } });
  expect(added.body.recipients).toEqual([...closed.recipients, "CRM Ltd"].sort());
  const { bytes } = await downloadLetter(officer, { requestId, letter: "recipients", language: "en" });
  const said = (await readPdf(bytes)).told.map(({ text }) => text).join(" ");
  for (const name of [...closed.recipients, "CRM Ltd"]) expect(said).toContain(name);
});

it("is not owed for an erasure that erased and restricted nothing, and no letter says that it did", async () => {
  const requestId = await reviewed(officer, "erasure");
  for (const sessionId of ids)
    await placeHold(officer, { sessionId, reason: "A suit.", owner: "Legal", reviewOn: "2099-01-01" });
  await eraseForRequest(officer, { requestId, confirm: requestId });
  expect(await db.request.findFirstOrThrow({ where: { id: requestId } })).toMatchObject({
    erasedAt: expect.any(Date),
  });
  expect(await informed(requestId)).toBeUndefined();
  const nothing = /^Nothing was corrected, erased or restricted/;
  const { status, body } = await post(requestId, told("crm.example"));
  expect([status, body.detail]).toEqual([409, expect.stringMatching(nothing)]);
  await expect(
    downloadLetter(officer, { requestId, letter: "recipients", language: "en" }),
  ).rejects.toMatchObject({ code: "conflict", message: expect.stringMatching(nothing) });
});

it("is owed anew for what is changed after a reopening", async () => {
  const requestId = await reviewed(officer, "restriction");
  const { recipients } = await restrict(requestId);
  for (const name of recipients) await post(requestId, told(name));
  await closeRequest(officer, { requestId, status: "completed" });
  await reopenRequest(officer, { requestId, reason: "Asked again." });
  await reviewRequest(officer, { requestId });
  expect(await informed(requestId)).toMatchObject({ state: "done" });
  await closeRequest(officer, { requestId, status: "completed" });
  await liftForRequest(officer, { requestId, reason: "Settled.", toldAt: new Date().toISOString() });
  await reopenRequest(officer, { requestId, reason: "Contested again." });
  await reviewRequest(officer, { requestId });
  const again = await restrict(requestId);
  expect(again.toldRecipients.map(({ isCurrent }) => isCurrent)).toEqual(recipients.map(() => false));
  expect(await informed(requestId)).toMatchObject({ state: "todo" });
});

it("refuses what cannot be so, and changes nothing then", async () => {
  const requestId = await reviewed(officer, "rectification");
  for (const sessionId of ids)
    await rectifyForRequest(officer, { requestId, sessionId, reason: "The passport says so." });
  // Nothing was corrected.
  expect(await informed(requestId)).toBeUndefined();
  expect((await post(requestId, told("crm.example"))).body.detail).toMatch(/^Nothing was corrected/);
  const other = await reviewed(officer, "restriction");
  const { version } = await restrict(other);
  const name = "crm.example";
  for (const [body, field] of [
    [{ name, outcome: "told", told_on: today() }, "means"],
    [{ name, outcome: "told", means: "Mail" }, "told_on"],
    [{ ...told(name), told_on: "2999-01-01" }, "told_on"],
    [{ ...told(name), told_on: "2001-01-01" }, "told_on"],
    [{ ...told(name), reason: "x" }, "reason"],
    [{ name, outcome: "disproportionate" }, "reason"],
    [{ name, outcome: "impossible", reason: "x", means: "Mail" }, "means"],
    [{ ...told(" "), version }, "name"],
  ] as const) {
    const { status, body: problem } = await post(other, body);
    expect([status, problem.fields?.map((each: { field: string }) => each.field)]).toEqual([422, [field]]);
  }
  expect((await post(other, { ...told(name), version: version - 1 })).status).toBe(409);
  const auditor = await signedInHeaders((await createMember(scene.organization, ["auditor"])).id);
  expect((await post(other, told(name), auditor)).status).toBe(403);
  expect(await db.requestRecipient.count({ where: { outcome: { not: null } } })).toBe(0);
  expect((await getRequest(officer, { requestId: other })).version).toBe(version);
});

import { beforeEach, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { compareValue } from "@/lib/requests/compare";
import { searchRequest } from "@/lib/requests/search";
import { verifyRequester } from "@/lib/requests/write";
import { createMember, sampleAs } from "@/test/factories";
import { ids, type RequestScene, receive, requestScene, reviewed, somebodyElse } from "@/test/request-scene";
import { db } from "@/test/test-db";

let scene: RequestScene;
let officer: Actor;

beforeEach(async () => {
  scene = await requestScene();
  officer = scene.officer;
});

it("tells whether a value is the stored one, and records that without the value", async () => {
  const requestId = await reviewed(officer, "access", { jurisdiction: "ccpa" });
  const [sessionId] = ids;
  const number = String(sampleAs(sessionId).result?.extracted_data?.document_number);
  const spaced = ` ${number.toLowerCase().slice(0, 3)}-${number.toLowerCase().slice(3)} `;
  const ask = (value: string, more = {}) =>
    compareValue(officer, { requestId, sessionId, field: "document_number", value, ...more });
  expect(await ask(number)).toEqual({ isSame: true });
  expect(await ask(spaced)).toEqual({ isSame: true });
  expect(await ask(`${number}0`)).toEqual({ isSame: false });
  expect(await ask(number, { field: "ssn" })).toEqual({ isSame: false });
  await expect(ask(number, { sessionId: somebodyElse })).rejects.toMatchObject({ code: "not_found" });
  const events = await db.auditEvent.findMany({
    where: { type: "request.value-compared", resourceId: requestId },
  });
  expect(events).toHaveLength(4);
  expect(JSON.stringify(events.map(({ metadata }) => metadata))).not.toContain(number);
});

it("compares nothing for an unknown person or for another role", async () => {
  const { id: requestId } = await receive(officer);
  const input = { requestId, sessionId: ids[0], field: "last_name", value: "x" } as const;
  await expect(compareValue(officer, input)).rejects.toMatchObject({ code: "conflict" });
  const auditor = await createMember(scene.organization, ["auditor"]);
  await expect(compareValue(auditor, input)).rejects.toMatchObject({ code: "forbidden" });
});

it.each([
  [{}, 3],
  [{ dataFrom: "2024-06-15" }, 3],
  [{ dataFrom: "2024-06-16" }, 2],
  [{ dataTo: "2024-06-15" }, 1],
  [{ dataFrom: "2024-06-16", dataTo: "2025-06-30" }, 1],
])("finds the sessions of the days that the requester means: %j", async (range, count) => {
  const days = ["2024-06-15", "2025-06-30", "2026-11-01"];
  for (const [at, id] of ids.entries())
    await db.session.updateMany({ where: { id }, data: { createdAt: new Date(`${days[at]}T12:00:00Z`) } });
  const { id: requestId } = await receive(officer, range);
  await verifyRequester(officer, { requestId, how: "document" });
  expect((await searchRequest(officer, { requestId })).matches).toHaveLength(count);
});

import { beforeEach, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { automatedLetter } from "@/lib/packages/automated";
import { contentOf } from "@/lib/packages/content";
import { eraseSession } from "@/lib/privacy/write";
import { compareValue } from "@/lib/requests/compare";
import { ownRequestOf } from "@/lib/requests/load";
import { searchRequest } from "@/lib/requests/search";
import { verifyRequester } from "@/lib/requests/write";
import { createMember, importFor, sampleAs } from "@/test/factories";
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
  await expect(ask(" -/. ")).rejects.toMatchObject({
    code: "validation_error",
    fields: [{ field: "value" }],
  });
  await expect(ask(number, { sessionId: somebodyElse })).rejects.toMatchObject({ code: "not_found" });
  const events = await db.auditEvent.findMany({
    where: { type: "request.value-compared", resourceId: requestId },
  });
  expect(events).toHaveLength(4);
  expect(JSON.stringify(events.map(({ metadata }) => metadata))).not.toContain(number);
});

it("compares dates by their day and addresses by their parts, and nothing of a redacted session", async () => {
  const id = "ses_eeeeeeeeeeeeeeeeeeeeeeeeee";
  const bundle = sampleAs(id, { external_ref: "cust_9" });
  const extracted_data = {
    ...bundle.result?.extracted_data,
    date_of_birth: "1990-01-22",
    ssn: null,
    address: { street: "1 Elm St", city: "Boston", postal_code: "02101" },
  };
  await importFor(scene.admin, { ...bundle, result: bundle.result && { ...bundle.result, extracted_data } });
  const requester = { externalRef: "cust_9" };
  const requestId = await reviewed(officer, "access", { jurisdiction: "ccpa", requester });
  const ask = (field: "date_of_birth" | "address" | "ssn", value: string) =>
    compareValue(officer, { requestId, sessionId: id, field, value });
  for (const value of ["1990-01-22", "22.01.1990", "Jan 22, 1990"])
    expect(await ask("date_of_birth", value)).toEqual({ isSame: true });
  expect(await ask("date_of_birth", "1990-01-23")).toEqual({ isSame: false });
  expect(await ask("date_of_birth", "1990")).toEqual({ isSame: false });
  expect(await ask("address", "1 Elm Street, Boston 02101")).toEqual({ isSame: true });
  expect(await ask("address", "Boston")).toEqual({ isSame: false });
  await expect(ask("ssn", "123")).rejects.toMatchObject({ code: "conflict" });
  await eraseSession(officer, id);
  await expect(ask("date_of_birth", "1990-01-22")).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("no such value"),
  });
});

it("compares nothing for an unknown person or for another role", async () => {
  const { id: requestId } = await receive(officer);
  const input = { requestId, sessionId: ids[0], field: "last_name", value: "x" } as const;
  await expect(compareValue(officer, input)).rejects.toMatchObject({ code: "conflict" });
  const auditor = await createMember(scene.organization, ["auditor"]);
  await expect(compareValue(auditor, input)).rejects.toMatchObject({ code: "forbidden" });
});

const all: { dataFrom?: string; dataTo?: string } = {};

it.each([
  [all, 3],
  [{ dataFrom: "2024-06-15" }, 3],
  [{ dataFrom: "2024-06-16" }, 2],
  [{ dataTo: "2024-06-15" }, 1],
  [{ dataFrom: "2024-06-16", dataTo: "2025-06-30" }, 1],
  [{ dataFrom: "2024-01-01", dataTo: "2024-06-14" }, 0],
])("finds the sessions of the days that the requester means: %j", async (range, count) => {
  const days = ["2024-06-15", "2025-06-30", "2026-11-01"];
  for (const [at, id] of ids.entries())
    await db.session.updateMany({ where: { id }, data: { createdAt: new Date(`${days[at]}T12:00:00Z`) } });
  const { id: requestId } = await receive(officer, range);
  await verifyRequester(officer, { requestId, how: "document" });
  expect((await searchRequest(officer, { requestId })).matches).toHaveLength(count);
  const request = await ownRequestOf(officer, requestId);
  const { letter, files } = await contentOf(officer, request);
  const said = JSON.stringify(await letter());
  expect(said.includes("we looked only at verifications that began in this period")).toBe(range !== all);
  if (range !== all) expect(said).not.toContain("no personal data about you.");
  const made = await files.find(({ path }) => path === "request.json")?.make();
  const { data_from, data_to } = JSON.parse(String(made));
  expect([data_from, data_to]).toEqual([range.dataFrom ?? null, range.dataTo ?? null]);
  const none = { withheld: new Set<string>(), sessionIds: [] };
  const automated = JSON.stringify(await automatedLetter(officer, request, none));
  expect(automated.includes("no decision about you in the period that you named.")).toBe(range !== all);
});

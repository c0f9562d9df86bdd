import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { getDesk } from "@/lib/cases/desk";
import { listNotes } from "@/lib/cases/read";
import { claimCase } from "@/lib/cases/write";
import { correctResult } from "@/lib/corrections/pii";
import { correctInput } from "@/lib/corrections/schema";
import { exportSession, redactSession } from "@/lib/privacy/write";
import { listCases } from "@/lib/queue/search";
import { callPath } from "@/test/api";
import { openSample } from "@/test/case-scene";
import {
  actorOf,
  createApiKey,
  createMember,
  createOrganization,
  importFor,
  removeAllSessions,
  type TestOrganization,
} from "@/test/factories";
import { db } from "@/test/test-db";

let organization: TestOrganization;
let lea: Actor;
const caseId = "rvc_corrected";
const sessionId = "ses_corrected";

beforeEach(async () => {
  await removeAllSessions();
  organization = await createOrganization();
  lea = await createMember(organization, ["lead"]);
  await importFor(actorOf(organization), openSample(sessionId));
});

const extracted = async () =>
  (await exportSession(actorOf(organization), { sessionId })).result?.extracted_data ?? {};
const found = async (q: string) =>
  (await listCases(lea, { q, sort: "oldest", limit: 5, offset: 0 })).data.map(({ id }) => id);

describe("a correction of extracted data", () => {
  it("is sealed, keeps the original, can be searched, is on the desk, and is logged without values", async () => {
    const before = await extracted();
    const extractedData = { documentNumber: "CORRECTED-77", lastName: "Fictional" };
    const answer = await correctResult(lea, { caseId, extractedData });
    expect(answer).toMatchObject({ sessionId, extractedData });
    expect(answer.extractedData.firstName).not.toBe(before.first_name);
    expect(await extracted()).toMatchObject({
      document_number: "CORRECTED-77",
      first_name: before.first_name,
    });
    expect(await found("corrected 77")).toEqual([caseId]);
    expect(await found(before.document_number ?? "")).toEqual([]);
    await correctResult(lea, { caseId, extractedData: { documentNumber: "CORRECTED-78" } });
    await claimCase(lea, { caseId });
    const row = (await getDesk(lea, { caseId })).fields.find(({ field }) => field === "document_number");
    expect(row?.sources).toContainEqual({ source: "corrected", value: "CORRECTED-78" });
    expect(row?.sources).toContainEqual({ source: "extracted", value: before.document_number });
    const events = await db.auditEvent.findMany({
      where: { organizationPk: organization.pk, type: "result.pii-corrected" },
      orderBy: { sequence: "asc" },
    });
    expect(events.map(({ metadata }) => metadata)).toEqual([
      { fields: ["document_number", "last_name"] },
      { fields: ["document_number"] },
    ]);
    const stored = await db.result.findFirstOrThrow({ where: { session: { id: sessionId } } });
    expect(Buffer.from(stored.sealed ?? []).includes("CORRECTED")).toBe(false);
  });

  it("stores its reason as a note of the case, and none when nothing changed", async () => {
    const { first_name } = await extracted();
    const notes = async () =>
      (await listNotes(lea, { caseId })).data
        .map(({ content }) => content)
        .filter((each) => /^Corrected/.test(each ?? ""));
    const unchanged = { firstName: first_name ?? "" };
    await correctResult(lea, { caseId, extractedData: unchanged, reason: "A slip." });
    expect(await notes()).toEqual([]);
    await correctResult(lea, { caseId, extractedData: { lastName: "Fictional" }, reason: "As printed." });
    expect(await notes()).toEqual(["Corrected last name: As printed."]);
  });

  it("changes nothing when the values are equal, and drops a correction back to the original", async () => {
    const { document_number, first_name } = await extracted();
    await correctResult(lea, { caseId, extractedData: { documentNumber: "CORRECTED-77" } });
    await correctResult(lea, { caseId, extractedData: { documentNumber: document_number ?? "" } });
    await correctResult(lea, { caseId, extractedData: { firstName: first_name ?? "" } });
    expect(
      await db.auditEvent.count({ where: { organizationPk: organization.pk, type: "result.pii-corrected" } }),
    ).toBe(2);
    await claimCase(lea, { caseId });
    const { fields } = await getDesk(lea, { caseId });
    expect(fields.flatMap(({ sources }) => sources).filter(({ source }) => source === "corrected")).toEqual(
      [],
    );
  });

  it("is refused for a stale version, for reviewers, and after a redaction", async () => {
    const extractedData = { lastName: "Fictional" };
    await expect(correctResult(lea, { caseId, extractedData, version: 99 })).rejects.toMatchObject({
      code: "conflict",
    });
    const anna = await createMember(organization, ["reviewer"]);
    await expect(correctResult(anna, { caseId, extractedData })).rejects.toMatchObject({ code: "forbidden" });
    await db.reviewCase.updateMany({ where: { id: caseId }, data: { status: "rejected" } });
    await redactSession(actorOf(organization), { sessionId });
    await expect(correctResult(lea, { caseId, extractedData })).rejects.toMatchObject({ code: "conflict" });
  });

  it("of the day of birth changes the age at the time of the result", async () => {
    const age = async () => (await exportSession(actorOf(organization), { sessionId })).result?.extracted_age;
    const { createdAt } = await db.result.findFirstOrThrow({ where: { session: { id: sessionId } } });
    const year = createdAt.getUTCFullYear();
    await correctResult(lea, { caseId, extractedData: { dateOfBirth: `${year - 17}-12-31` } });
    expect(await age()).toBe(16);
    await correctResult(lea, { caseId, extractedData: { lastName: "Fictional" } });
    expect(await age()).toBe(16);
    await correctResult(lea, { caseId, extractedData: { dateOfBirth: `${year - 17}-01-01` } });
    expect(await age()).toBe(17);
  });

  it.each([
    {},
    { nickname: "x" },
    { dateOfBirth: "12/08/1974" },
    { dateOfBirth: "1974-02-30" },
    { documentExpirationDate: 2030 },
    { address: "1 Example Street" },
    { address: { line1: "1 Example Street" } },
    { firstName: "" },
    { firstName: "\0x" },
  ])("refuses %j", (extractedData) => {
    expect(correctInput.safeParse({ extractedData }).success).toBe(false);
  });

  it("answers API keys in the contract's spelling", async () => {
    const key = await createApiKey(organization, ["cases:write"]);
    const answer = await callPath("PUT", `/api/v1/cases/${caseId}/result/pii`, {
      headers: { "X-API-Key": key },
      body: JSON.stringify({
        extracted_data: {
          last_name: "Fictional",
          address: { line1: "2 Example Street", city: "Springfield" },
        },
      }),
    });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      session_id: sessionId,
      status: expect.any(String),
      extracted_data: { last_name: "Fictional", address: { line1: "2 Example Street", city: "Springfield" } },
      updated_at: expect.any(String),
    });
  });
});

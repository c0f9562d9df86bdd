import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { eraseForRequest, planErasure } from "@/lib/certificates/erase";
import { resumeErasures } from "@/lib/certificates/jobs";
import { exportSession, redactSession } from "@/lib/privacy/write";
import { closeRequest } from "@/lib/requests/close";
import { downloadLetter } from "@/lib/requests/letters";
import { liftForRequest, rectifyForRequest, restrictForRequest } from "@/lib/requests/rectify";
import { decideMatch, reviewRequest } from "@/lib/requests/review";
import type { requestKinds } from "@/lib/requests/schema";
import { searchRequest } from "@/lib/requests/search";
import { verifyRequester } from "@/lib/requests/write";
import { runRetention } from "@/lib/retention/run";
import { getSession, listSessions } from "@/lib/sessions/read";
import { sessionListQuery } from "@/lib/sessions/schema";
import { createMember, keyActorOf, type TestOrganization } from "@/test/factories";
import { readPdf } from "@/test/pdf";
import { ids, receive, requestScene } from "@/test/request-scene";
import { db } from "@/test/test-db";

let officer: Actor;
let organization: TestOrganization;
let apiKey: Actor;

beforeEach(async () => {
  ({ officer, organization } = await requestScene());
  apiKey = keyActorOf(organization, ["sessions:read"]);
});

/** A reviewed request about the three sessions of one person. @returns its id */
async function reviewed(kind: (typeof requestKinds)[number], accepted = true): Promise<string> {
  const { id: requestId } = await receive(officer, { kind });
  await verifyRequester(officer, { requestId, how: "signed_in" });
  const { matches } = await searchRequest(officer, { requestId });
  for (const { sessionId } of matches)
    await decideMatch(
      officer,
      accepted
        ? { requestId, sessionId, state: "accepted" }
        : { requestId, sessionId, state: "excluded", reason: "A namesake." },
    );
  await reviewRequest(officer, { requestId });
  return requestId;
}

const complete = (requestId: string) => closeRequest(officer, { requestId, status: "completed" });
const listed = async () => (await listSessions(apiKey, sessionListQuery.parse({}))).data.map(({ id }) => id);
const told = () => new Date().toISOString();

describe("a restriction", () => {
  it("is applied to the sessions before the request is completed, and nobody finds them then", async () => {
    const requestId = await reviewed("restriction");
    await expect(complete(requestId)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("Restrict the accepted sessions"),
    });
    expect(await listed()).toEqual(expect.arrayContaining([...ids]));
    const request = await restrictForRequest(officer, { requestId, reason: "The address is contested." });
    expect(request.matches.map(({ act }) => act)).toEqual(["restricted", "restricted", "restricted"]);
    expect(request.reasons.restriction).toBe("The address is contested.");
    for (const sessionId of ids)
      await expect(getSession(apiKey, { sessionId })).rejects.toMatchObject({ code: "not_found" });
    for (const id of ids) expect(await listed()).not.toContain(id);
    await expect(exportSession(officer, { sessionId: ids[0] })).rejects.toMatchObject({ code: "conflict" });
    expect((await complete(requestId)).status).toBe("completed");
    await expect(
      decideMatch(officer, { requestId, sessionId: ids[0], state: "accepted" }),
    ).rejects.toMatchObject({ code: "conflict" });
  });

  it("is lifted with a reason after the requester was informed, even after the request was closed", async () => {
    const requestId = await reviewed("restriction");
    await restrictForRequest(officer, { requestId, reason: "Contested." });
    await complete(requestId);
    const later = new Date(Date.now() + 86_400_000).toISOString();
    await expect(
      liftForRequest(officer, { requestId, reason: "Checked.", toldAt: later }),
    ).rejects.toMatchObject({
      code: "validation_error",
      fields: [{ field: "told_at", message: "is in the future" }],
    });
    // An identity that came while the session was restricted.
    await db.session.updateMany({ where: { id: ids[0] }, data: { identityPk: null } });
    const request = await liftForRequest(officer, { requestId, reason: "Checked.", toldAt: told() });
    expect(await db.session.count({ where: { id: ids[0], identityPk: { not: null } } })).toBe(1);
    expect(request).toMatchObject({ status: "completed", reasons: { lifting: "Checked." } });
    expect(request.liftedAt).not.toBeNull();
    expect(await listed()).toEqual(expect.arrayContaining([...ids]));
    expect(await db.auditEvent.count({ where: { type: "session.restriction-lifted" } })).toBe(3);
    await expect(
      liftForRequest(officer, { requestId, reason: "Again.", toldAt: told() }),
    ).rejects.toMatchObject({ code: "conflict" });
  });

  it("stays when a law or another request restricts the session", async () => {
    const first = await reviewed("restriction");
    await restrictForRequest(officer, { requestId: first, reason: "Contested." });
    const second = await reviewed("restriction");
    await restrictForRequest(officer, { requestId: second, reason: "Needed for a claim." });
    await db.session.updateMany({
      where: { id: ids[1] },
      data: { restrictedUntilOn: new Date("2031-01-01") },
    });
    await liftForRequest(officer, { requestId: first, reason: "Checked.", toldAt: told() });
    expect(await db.session.count({ where: { isRestricted: true } })).toBe(3);
    await liftForRequest(officer, { requestId: second, reason: "Settled.", toldAt: told() });
    const left = await db.session.findMany({ where: { isRestricted: true }, select: { id: true } });
    expect(left.map(({ id }) => id)).toEqual([ids[1]]);
  });

  it("prevents an erasure even after a law's retention, until it is lifted", async () => {
    const requestId = await reviewed("restriction");
    await restrictForRequest(officer, { requestId, reason: "Contested." });
    const erasure = await reviewed("erasure");
    await eraseForRequest(officer, { requestId: erasure, confirm: erasure });
    expect(
      (await planErasure(officer, { requestId: erasure })).data.map(({ verdict, until, source }) => [
        verdict,
        until,
        source,
      ]),
    ).toEqual(ids.map(() => ["keep", null, "GDPR Art. 18(2), (3)"]));
    // All of it ended long ago, and a law's day has passed.
    await db.session.updateMany({
      where: { id: { in: [...ids] } },
      data: { restrictedUntilOn: new Date("2026-01-01"), terminalAt: new Date("2012-01-01T00:00:00Z") },
    });
    await db.retentionSettings.updateMany({
      data: { autoRedactOnRetentionExpiry: true, dataRetentionDays: 365 },
    });
    expect(await resumeErasures()).toBe(0);
    expect((await runRetention()).full).toBe(0);
    await expect(redactSession(officer, { sessionId: ids[0], confirm: ids[0] })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("restricted"),
    });
    await liftForRequest(officer, { requestId, reason: "Settled.", toldAt: told() });
    expect(await resumeErasures()).toBe(3);
  });

  it("without accepted sessions needs no action", async () => {
    const requestId = await reviewed("restriction", false);
    expect((await complete(requestId)).status).toBe("completed");
  });
});

describe("a rectification", () => {
  const reason = "The certificate of marriage says so.";

  it("corrects each accepted session, with or without a case, or records why not, before it is completed", async () => {
    await db.reviewCase.deleteMany({ where: { session: { id: ids[0] } } });
    const requestId = await reviewed("rectification");
    await expect(complete(requestId)).rejects.toMatchObject({
      message: expect.stringContaining("Correct every accepted session"),
    });
    const correction = { requestId, sessionId: ids[0], extractedData: { lastName: "Mustermann" }, reason };
    await expect(rectifyForRequest(officer, correction)).rejects.toMatchObject({
      code: "validation_error",
      fields: [{ field: "evidence", message: "must be given" }],
    });
    const evidence = "Certificate 12/2026";
    await rectifyForRequest(officer, { ...correction, evidence });
    const { result } = await exportSession(officer, { sessionId: ids[0] });
    expect(result?.extracted_data).toMatchObject({ last_name: "Mustermann" });
    expect(result?.uncorrected_data).toMatchObject({ last_name: expect.any(String) });
    await expect(rectifyForRequest(officer, { ...correction, evidence })).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(complete(requestId)).rejects.toMatchObject({ code: "conflict" });
    await rectifyForRequest(officer, {
      requestId,
      sessionId: ids[1],
      reason: "The passport itself says so.",
    });
    const request = await rectifyForRequest(officer, { ...correction, sessionId: ids[2], evidence });
    const acts = new Map(request.matches.map(({ sessionId, act }) => [sessionId, act]));
    expect(ids.map((id) => acts.get(id))).toEqual(["corrected", "unchanged", "corrected"]);
    expect(request.recipients.length).toBeGreaterThan(0);
    expect((await complete(requestId)).status).toBe("completed");
    const letter = await downloadLetter(officer, { requestId, letter: "rectified", language: "en" });
    const said = (await readPdf(letter.bytes)).told.map(({ text }) => text).join("\n");
    expect(said).toContain("Corrected: last name.");
    expect(said).toContain("Not changed. The reason: The passport itself says so.");
    expect(said).not.toContain("Mustermann");
  });

  it("is refused when it changes nothing; after one that does, the new value finds the session", async () => {
    const requestId = await reviewed("rectification");
    const { result } = await exportSession(officer, { sessionId: ids[0] });
    const lastName = String(result?.extracted_data?.last_name);
    const correction = { requestId, sessionId: ids[0], reason, evidence: "Certificate 12/2026" };
    await expect(
      rectifyForRequest(officer, { ...correction, extractedData: { lastName } }),
    ).rejects.toMatchObject({ code: "validation_error" });
    await rectifyForRequest(officer, {
      ...correction,
      extractedData: { lastName: "Mustermann", firstName: "Erika", dateOfBirth: "1964-08-12" },
    });
    const { id } = await receive(officer, {
      requester: { firstName: "Erika", lastName: "Mustermann", dateOfBirth: "1964-08-12" },
    });
    await verifyRequester(officer, { requestId: id, how: "signed_in" });
    const { matches } = await searchRequest(officer, { requestId: id });
    expect(matches.map(({ sessionId }) => sessionId)).toContain(ids[0]);
  });

  it("is reserved for members who work on requests", async () => {
    const requestId = await reviewed("rectification");
    const auditor = await createMember(organization, ["auditor"]);
    await expect(rectifyForRequest(auditor, { requestId, sessionId: ids[0], reason })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

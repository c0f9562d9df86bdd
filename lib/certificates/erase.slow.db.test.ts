import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { eraseForRequest, planErasure } from "@/lib/certificates/erase";
import { resumeErasures } from "@/lib/certificates/jobs";
import { dayOrNull } from "@/lib/format/day";
import { placeHold, releaseHold } from "@/lib/holds/write";
import { getPrivacy } from "@/lib/privacy/read";
import { bulkRedact, exportSession, redactSession } from "@/lib/privacy/write";
import { eraseInput, planQuery } from "@/lib/requests/schema";
import { getSession, listSessions } from "@/lib/sessions/read";
import { sessionListQuery } from "@/lib/sessions/schema";
import { openRestricted } from "@/lib/sessions/write";
import { createMember, type TestOrganization } from "@/test/factories";
import { ids, requestScene, reviewed, somebodyElse } from "@/test/request-scene";
import { db } from "@/test/test-db";

const day = 86_400_000;

let organization: TestOrganization;
let officer: Actor;

beforeEach(async () => {
  ({ organization, officer } = await requestScene());
});

const conflict = (message: RegExp) =>
  expect.objectContaining({ code: "conflict", message: expect.stringMatching(message) });

describe("an erasure", () => {
  const verdicts = async (requestId: string) =>
    Object.fromEntries(
      (await planErasure(officer, { requestId })).data.map((row) => [row.sessionId, row.verdict]),
    );

  it("erases what the law permits, restricts what a law retains, leaves sessions under a legal hold, and resumes automatically", async () => {
    const requestId = await reviewed(officer);
    const reviewOn = new Date(Date.now() + 30 * day).toISOString().slice(0, 10);
    const {
      data: [hold],
    } = await placeHold(officer, { sessionId: ids[2], reason: "Matter 7", owner: "Legal", reviewOn });
    expect(await verdicts(requestId)).toEqual({ [ids[0]]: "erase", [ids[1]]: "keep", [ids[2]]: "held" });
    await expect(eraseForRequest(officer, { requestId, confirm: "yes" })).rejects.toMatchObject({
      code: "validation_error",
    });
    await eraseForRequest(officer, { requestId, confirm: requestId });
    expect(await verdicts(requestId)).toEqual({ [ids[0]]: "erased", [ids[1]]: "keep", [ids[2]]: "held" });

    const reviewer = await createMember(organization, ["reviewer"]);
    await expect(getSession(reviewer, { sessionId: ids[1] })).rejects.toMatchObject({ code: "not_found" });
    const seen = await listSessions(reviewer, sessionListQuery.parse({}));
    expect(seen.data.map(({ id }) => id)).not.toContain(ids[1]);
    await expect(getSession(officer, { sessionId: ids[1] })).rejects.toEqual(conflict(/Give a reason/));
    await expect(exportSession(officer, { sessionId: ids[1] })).rejects.toEqual(conflict(/Give a reason/));
    await expect(openRestricted(reviewer, { sessionId: ids[1], reason: "Curious" })).rejects.toMatchObject({
      code: "forbidden",
    });
    await openRestricted(officer, { sessionId: ids[1], reason: "Matter 7" });
    expect((await getSession(officer, { sessionId: ids[1] })).id).toBe(ids[1]);
    const another = await createMember(organization, ["compliance"]);
    await expect(getSession(another, { sessionId: ids[1] })).rejects.toEqual(conflict(/Give a reason/));
    await expect(openRestricted(officer, { sessionId: somebodyElse, reason: "x y z" })).rejects.toEqual(
      conflict(/not restricted/),
    );

    expect(await resumeErasures()).toBe(0);
    await releaseHold(officer, { sessionId: ids[2], holdId: hold?.id ?? "" });
    expect(await resumeErasures()).toBe(1);
    expect((await verdicts(requestId))[ids[2]]).toBe("erased");
    const kept = await db.session.findFirstOrThrow({ where: { id: ids[1] } });
    expect(dayOrNull(kept.restrictedUntilOn)).toBe("2031-11-01");
    await db.session.updateMany({
      where: { id: ids[1] },
      data: { restrictedUntilOn: new Date("2026-01-01"), terminalAt: new Date("2020-01-01T00:00:00Z") },
    });
    expect(await resumeErasures()).toBe(1);
    expect((await verdicts(requestId))[ids[1]]).toBe("erased");
    expect(await resumeErasures()).toBe(0);
    expect(await db.auditEvent.count({ where: { type: "request.erased", resourceId: requestId } })).toBe(1);
  });

  it("counts from the end of the relationship when a member has entered it", async () => {
    const requestId = await reviewed(officer);
    const rows = (await planErasure(officer, { requestId, relationEndedOn: "2026-11-20" })).data;
    expect(rows.map(({ verdict, until }) => [verdict, until])).toEqual([
      ["keep", "2031-11-20"],
      ["keep", "2031-11-20"],
      ["erase", null],
    ]);
  });

  it("refuses to count from a day that does not exist", () => {
    for (const relationEndedOn of ["9999-12-31", "0000-01-01"]) {
      expect(planQuery.safeParse({ relationEndedOn }).success).toBe(false);
      expect(eraseInput.safeParse({ confirm: "dsr_1", relationEndedOn }).success).toBe(false);
    }
  });

  it("restricts until the later day when two requests name different days", async () => {
    const until = async () =>
      dayOrNull((await db.session.findFirstOrThrow({ where: { id: ids[1] } })).restrictedUntilOn);
    for (const [relationEndedOn, expected] of [
      ["2026-11-10", "2031-11-10"],
      ["2026-11-20", "2031-11-20"],
      ["2026-11-15", "2031-11-20"],
    ] as const) {
      const requestId = await reviewed(officer);
      await eraseForRequest(officer, { requestId, confirm: requestId, relationEndedOn });
      expect(await until()).toBe(expected);
    }
  });

  it("happens before the retention ends only with a reason", async () => {
    const [, sessionId] = ids;
    const keptFrom = async (id: string) => (await getPrivacy(officer, { sessionId: id })).redaction.keptByLaw;
    expect(await keptFrom(ids[0])).toBeNull();
    const law = { until: "2031-11-01", source: expect.stringContaining("2015/849") };
    expect(await keptFrom(sessionId)).toMatchObject({ ...law, isRestricted: false });
    const requestId = await reviewed(officer);
    await eraseForRequest(officer, { requestId, confirm: requestId });
    await openRestricted(officer, { sessionId, reason: "Matter 7" });
    expect(await keptFrom(sessionId)).toMatchObject({ ...law, isRestricted: true });
    await expect(redactSession(officer, { sessionId, confirm: sessionId })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("until 2031-11-01"),
    });
    const bulk = await bulkRedact(officer, { sessionIds: [sessionId], confirm: "redact 1" });
    expect(bulk.results).toEqual([{ sessionId, status: "failed", documentsRemoved: 0 }]);
    const reason = "Order of the authority, matter 8";
    await redactSession(officer, { sessionId, confirm: sessionId, reason });
    const where = { organizationPk: organization.pk, type: "session.redacted", resourceId: sessionId };
    expect((await db.auditEvent.findFirstOrThrow({ where })).metadata).toMatchObject({ reason });
  });

  it("adds later certificates even when one of them cannot be written", async () => {
    const holds = { sessionId: ids[2], reason: "Matter 7", owner: "Legal", reviewOn: "2099-01-01" };
    const {
      data: [hold],
    } = await placeHold(officer, holds);
    const [broken, sound] = [await reviewed(officer), await reviewed(officer)].sort();
    for (const requestId of [broken, sound])
      await eraseForRequest(officer, { requestId: requestId ?? "", confirm: requestId ?? "" });
    await releaseHold(officer, { sessionId: ids[2], holdId: hold?.id ?? "" });
    await db.request.updateMany({ where: { id: broken }, data: { timeZone: "Nowhere/None" } });
    await resumeErasures();
    expect(await db.certificatePage.count({ where: { request: { id: sound } } })).toBe(2);
  });

  it("retains as long as the organization has set for a law and a document type", async () => {
    const requestId = await reviewed(officer);
    await db.session.updateMany({ where: { id: ids[1] }, data: { documentType: "visa" } });
    const set = (gdpr: object) =>
      db.requestSettings.updateMany({
        where: { organizationPk: organization.pk },
        data: { profiles: { gdpr } },
      });
    const until = async () => (await planErasure(officer, { requestId })).data[1]?.until;
    expect(await until()).toBe("2031-11-01");
    await set({ keptYears: 10 });
    expect(await until()).toBe("2036-11-01");
    await set({ keptYears: 10, keptYearsByDocument: [{ documentType: "visa", years: 0 }] });
    expect(await verdicts(requestId)).toMatchObject({ [ids[1]]: "erase" });
  });

  it("is refused for a request that did not ask for it, and before the package is delivered", async () => {
    const requestId = await reviewed(officer, "access_and_erasure");
    await expect(eraseForRequest(officer, { requestId, confirm: requestId })).rejects.toEqual(
      conflict(/package/),
    );
  });
});

describe("a hold", () => {
  it("stops every other path to erasure too, until it is released", async () => {
    const [sessionId] = ids;
    const given = { sessionId, reason: "Matter 8", owner: "Legal", reviewOn: "2099-01-01" };
    const {
      data: [hold],
    } = await placeHold(officer, given);
    await expect(placeHold(officer, given)).rejects.toEqual(conflict(/already/));
    await expect(redactSession(officer, { sessionId, confirm: sessionId })).rejects.toEqual(
      conflict(/^A legal hold \(hold_\w+\) stands on this session/),
    );
    const reviewer = await createMember(organization, ["reviewer"]);
    await expect(placeHold(reviewer, given)).rejects.toMatchObject({ code: "forbidden" });
    const holdId = hold?.id ?? "";
    await releaseHold(officer, { sessionId, holdId });
    await releaseHold(officer, { sessionId, holdId });
    expect(await db.auditEvent.count({ where: { type: "hold.released", resourceId: sessionId } })).toBe(1);
    await redactSession(officer, { sessionId, confirm: sessionId });
    await expect(placeHold(officer, given)).rejects.toEqual(conflict(/erased/));
    await expect(placeHold(officer, { ...given, reviewOn: "2020-01-01" })).rejects.toMatchObject({
      code: "validation_error",
    });
  });
});

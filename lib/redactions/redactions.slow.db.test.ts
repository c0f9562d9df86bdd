import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { placeHold } from "@/lib/holds/write";
import { runRedactions } from "@/lib/redactions/jobs";
import { forecastRedaction, getRedaction, listRedactionItems, listRedactions } from "@/lib/redactions/read";
import { redactionTarget } from "@/lib/redactions/schema";
import * as redactions from "@/lib/redactions/write";
import { existingDataKeys } from "@/lib/vault/data-keys";
import { callPath } from "@/test/api";
import {
  createApiKey,
  createMember,
  createOrganization,
  importFor,
  sampleAs,
  type TestOrganization,
} from "@/test/factories";
import { ids, requestScene, somebodyElse } from "@/test/request-scene";
import { db } from "@/test/test-db";

let officer: Actor;
let admin: Actor;
let organization: TestOrganization;
const all = [...ids, somebodyElse];

beforeEach(async () => {
  ({ officer, admin, organization } = await requestScene());
  await underNoDuty();
});

const yearsOfDuty = (keptYears: number | null) =>
  db.requestSettings.updateMany({ data: { profiles: { gdpr: { keptYears } } } });
/** The organization is under no duty to retain its customer checks. */
const underNoDuty = () => yearsOfDuty(0);

const hold = (sessionId: string) =>
  placeHold(officer, { sessionId, reason: "Matter 1", owner: "Legal", reviewOn: "2099-01-01" });
const states = async () => {
  const rows = await db.session.findMany({
    where: { organizationPk: officer.scope.organizationPk },
    orderBy: { id: "asc" },
  });
  return rows.map(({ retentionStatus }) => retentionStatus);
};

describe("a bulk redaction", () => {
  it("previews what it does, does exactly that, and reports each session", async () => {
    await hold(ids[1]);
    const filter = redactionTarget.parse({ filter: { externalRef: "cust_1" } });
    const forecast = await forecastRedaction(officer, filter);
    expect(forecast).toMatchObject({ total: 3, alreadyRedacted: 0, held: 1 });
    expect([...forecast.sessionIds].sort()).toEqual([...ids]);
    const { id: redactionId } = await redactions.requestRedaction(officer, {
      ...filter,
      confirm: "redact 3",
    });
    // What comes later is not among them.
    const later = "ses_eeeeeeeeeeeeeeeeeeeeeeeeee";
    await importFor(admin, sampleAs(later, { external_ref: "cust_1" }));
    await runRedactions();
    const done = await getRedaction(officer, { redactionId });
    expect(done).toMatchObject({
      status: "finished",
      total: 3,
      counts: { waiting: 0, deleted: 2, alreadyRedacted: 0, held: 1, failed: 0 },
      requestedBy: expect.stringContaining("compliance"),
    });
    const { data } = await listRedactionItems(officer, { redactionId, limit: 100 });
    expect(data.map(({ sessionId, outcome }) => [sessionId, outcome])).toEqual([
      [ids[0], "deleted"],
      [ids[1], "held"],
      [ids[2], "deleted"],
    ]);
    expect(done.documentsRemoved).toBe(data.reduce((sum, each) => sum + each.documentsRemoved, 0));
    const page = await listRedactionItems(officer, {
      redactionId,
      limit: 1,
      after: ids[0],
      outcome: "deleted",
    });
    expect(page).toMatchObject({ data: [{ sessionId: ids[2] }], hasMore: false });
    expect(await states()).toEqual(["redacted", "active", "redacted", "active", "active"]);
    const events = await db.auditEvent.groupBy({
      by: ["type"],
      where: {
        organizationPk: officer.scope.organizationPk,
        type: { in: ["session.redacted", "redaction.finished"] },
      },
      _count: true,
    });
    expect(events.map(({ type, _count }) => [type, _count]).sort()).toEqual([
      ["redaction.finished", 1],
      ["session.redacted", 2],
    ]);
    expect((await listRedactions(officer)).data.map(({ id }) => id)).toEqual([redactionId]);
  });

  it("leaves sessions that a law retains, and says how many", async () => {
    const day = 86_400_000;
    const restrict = (id: string, restrictedUntilOn: Date | null) =>
      db.session.updateMany({ where: { id }, data: { restrictedAt: new Date(), restrictedUntilOn } });
    await restrict(ids[0], new Date(Date.now() + day));
    await restrict(ids[1], null);
    await restrict(ids[2], new Date(Date.now() - 2 * day));
    for (const target of [{ sessionIds: [...all] }, { filter: {} }])
      expect(await forecastRedaction(officer, target)).toMatchObject({ total: 2, kept: 2 });
    await redactions.requestRedaction(officer, { filter: {}, confirm: "redact 2" });
    await runRedactions();
    expect(await states()).toEqual(["active", "active", "redacted", "redacted"]);
  });

  it("requires the typed number of sessions that it would redact now", async () => {
    const sessionIds = [...ids];
    for (const confirm of [undefined, "", "yes"])
      await expect(redactions.requestRedaction(officer, { sessionIds, confirm })).rejects.toMatchObject({
        code: "validation_error",
      });
    await expect(
      redactions.requestRedaction(officer, { sessionIds, confirm: "redact 2" }),
    ).rejects.toMatchObject({ code: "conflict" });
    await expect(redactions.requestRedaction(officer, { confirm: "redact 0" })).rejects.toMatchObject({
      code: "validation_error",
    });
    await expect(
      redactions.requestRedaction(officer, { sessionIds: ["ses_nobody"], confirm: "redact 1" }),
    ).rejects.toMatchObject({ code: "validation_error" });
    expect(await db.redaction.count({ where: { requestedBy: officer.id } })).toBe(0);
  });

  it("leaves what a retention duty keeps, and says how many", async () => {
    await yearsOfDuty(null);
    const target = { sessionIds: [...ids] };
    expect(await forecastRedaction(officer, target)).toMatchObject({ total: 2, kept: 1 });
    await redactions.requestRedaction(officer, { ...target, confirm: "redact 2" });
    await runRedactions();
    expect((await states()).filter((state) => state === "redacted")).toHaveLength(2);
    expect(await db.session.count({ where: { id: ids[1], retentionStatus: "redacted" } })).toBe(0);
  });

  it("leaves sessions that a request has restricted since the preview", async () => {
    const { id: redactionId } = await redactions.requestRedaction(officer, {
      sessionIds: [ids[0], ids[1]],
      confirm: "redact 2",
    });
    const day = new Date("2099-01-01");
    await db.session.updateMany({
      where: { id: ids[0] },
      data: { restrictedAt: new Date(), restrictedUntilOn: day },
    });
    await runRedactions();
    expect((await getRedaction(officer, { redactionId })).counts).toMatchObject({ deleted: 1, held: 1 });
    expect((await states()).slice(0, 2)).toEqual(["active", "redacted"]);
    const idsFor = async (actor: Actor) =>
      (await listRedactionItems(actor, { redactionId, limit: 50 })).data.map(({ sessionId }) => sessionId);
    expect(await idsFor(officer)).toEqual([ids[0], ids[1]]);
    expect(await idsFor(await createMember(organization, ["auditor"]))).toEqual([ids[1]]);
  });

  it("can be paused, resumed and stopped", async () => {
    const { id: redactionId } = await redactions.requestRedaction(officer, {
      sessionIds: all,
      confirm: "redact 4",
    });
    expect((await redactions.pauseRedaction(officer, { redactionId })).status).toBe("paused");
    expect((await redactions.pauseRedaction(officer, { redactionId })).status).toBe("paused");
    await runRedactions();
    expect((await getRedaction(officer, { redactionId })).counts.waiting).toBe(4);
    await redactions.resumeRedaction(officer, { redactionId });
    await redactions.stopRedaction(officer, { redactionId });
    await runRedactions();
    expect((await getRedaction(officer, { redactionId })).status).toBe("stopped");
    await expect(redactions.resumeRedaction(officer, { redactionId })).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await states()).toEqual(["active", "active", "active", "active"]);
  });

  it("is shared by four workers: every session goes once, with its key", async () => {
    const keys = await db.session.findMany({ where: { id: { in: all } }, select: { dataKeyId: true } });
    const { id: redactionId } = await redactions.requestRedaction(officer, {
      sessionIds: all,
      confirm: "redact 4",
    });
    await Promise.all(Array.from({ length: 4 }, () => runRedactions()));
    const done = await getRedaction(officer, { redactionId });
    expect(done).toMatchObject({ status: "finished", counts: { deleted: 4 } });
    expect(await existingDataKeys(keys.flatMap(({ dataKeyId }) => dataKeyId ?? []))).toEqual(new Set());
    expect(
      await db.auditEvent.count({
        where: { organizationPk: officer.scope.organizationPk, type: "session.redacted" },
      }),
    ).toBe(4);
  });

  it("is compliance's alone, and nobody else's in another organization", async () => {
    const { id: redactionId } = await redactions.requestRedaction(officer, {
      sessionIds: [ids[0]],
      confirm: "redact 1",
    });
    const stranger = await createMember(await createOrganization(), ["compliance"]);
    await expect(getRedaction(stranger, { redactionId })).rejects.toMatchObject({ code: "not_found" });
    await expect(redactions.stopRedaction(stranger, { redactionId })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(
      redactions.requestRedaction(stranger, { sessionIds: [ids[1]], confirm: "redact 1" }),
    ).rejects.toMatchObject({ code: "validation_error" });
    await redactions.stopRedaction(officer, { redactionId });
  });
});

describe("a key that redacts by filter", () => {
  const post = async (path: string, body: object) => {
    const headers = { "X-API-Key": await createApiKey(organization, ["redact:write"]) };
    const answer = await callPath("POST", `/api/v1/redactions${path}`, {
      headers,
      body: JSON.stringify(body),
    });
    return { status: answer.status, said: await answer.json() };
  };

  it("types how many where the filter leaves nothing out", async () => {
    for (const filter of [{}, { q: "" }, { status: "", tag: "" }, { country: ",", document_type: "" }]) {
      expect((await post("", { filter })).status).toBe(422);
      expect((await post("", { filter, confirm: "redact 3" })).status).toBe(409);
    }
    expect(await db.redaction.count({ where: { organizationPk: organization.pk } })).toBe(0);
    expect((await post("", { filter: {}, confirm: "redact 4" })).said.total).toBe(4);
    expect((await post("", { filter: { external_ref: "cust_1" } })).said.total).toBe(3);
    await db.redaction.deleteMany({ where: { organizationPk: organization.pk } });
  });

  it("reaches nothing that the law restricts by the contract's own call either", async () => {
    await db.session.updateMany({ where: { id: ids[1] }, data: { restrictedAt: new Date() } });
    const headers = { "X-API-Key": await createApiKey(organization, ["redact:write"]) };
    const body = JSON.stringify({ session_ids: [ids[0], ids[1]] });
    const answer = await callPath("POST", "/api/v1/sessions/bulk-redact", { headers, body });
    const { results } = await answer.json();
    expect(results.map(({ status }: { status: string }) => status)).toEqual(["deleted", "not_found"]);
    expect(await states()).toEqual(["redacted", "active", "active", "active"]);
  });

  it("finds nobody by a number it may not read, nothing that the law restricts, and is refused what is no text", async () => {
    await db.session.updateMany({ where: { id: ids[0] }, data: { restrictedAt: new Date() } });
    expect((await post("/forecast", { filter: { q: "X12345678" } })).said.total).toBe(0);
    expect((await post("/forecast", { filter: { external_ref: "cust_1" } })).said.total).toBe(2);
    for (const name of ["tag", "external_ref", "document_type", "q"])
      expect((await post("/forecast", { filter: { [name]: "a\0b" } })).status, name).toBe(422);
  });
});

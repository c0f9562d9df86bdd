import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { eraseForRequest, planErasure } from "@/lib/certificates/erase";
import { resumeErasures } from "@/lib/certificates/jobs";
import { addDays, todayIn } from "@/lib/format/day";
import { listHoldPage, listHolds } from "@/lib/holds/read";
import { holdListQuery } from "@/lib/holds/schema";
import { placeHold, releaseHold, reviewHold } from "@/lib/holds/write";
import { getIdentity } from "@/lib/identities/read";
import { redactIdentity } from "@/lib/identities/redact";
import { bulkRedact, redactSession } from "@/lib/privacy/write";
import { currentSettings } from "@/lib/settings/load";
import { callPath } from "@/test/api";
import {
  createApiKey,
  createMember,
  createOrganization,
  importFor,
  sampleAs,
  type TestOrganization,
} from "@/test/factories";
import { ids, requestScene, reviewed, somebodyElse } from "@/test/request-scene";
import { db } from "@/test/test-db";

let officer: Actor;
let admin: Actor;
let identityId: string;
let organization: TestOrganization;
const reviewOn = "2099-01-01";
const matter = { reason: "Matter 12", owner: "Legal", reviewOn };
const conflict = (message: RegExp) =>
  expect.objectContaining({ code: "conflict", message: expect.stringMatching(message) });

beforeEach(async () => {
  ({ officer, admin, organization } = await requestScene());
  identityId = (await getIdentity(officer, { identityId: "cust_1" })).id;
});

const pageOf = (actor: Actor, query: object = {}) => listHoldPage(actor, holdListQuery.parse(query));

const statusOf = async (id: string) =>
  (await db.session.findFirstOrThrow({ where: { id }, select: { retentionStatus: true } })).retentionStatus;

describe("a legal hold on an identity", () => {
  it("protects all its sessions, even later ones, and the identity itself", async () => {
    await placeHold(officer, { identityId, ...matter });
    await expect(redactSession(officer, { sessionId: ids[0], confirm: ids[0] })).rejects.toEqual(
      conflict(/^A legal hold \(hold_\w+\) stands on this \w+\. Release it first\.$/),
    );
    const later = "ses_eeeeeeeeeeeeeeeeeeeeeeeeee";
    await importFor(admin, sampleAs(later, { external_ref: "cust_1", status: "expired" }));
    const { results } = await bulkRedact(officer, {
      sessionIds: [later, somebodyElse],
      confirm: "redact 2",
    });
    expect(results.map(({ status }) => status)).toEqual(["failed", "deleted"]);
    expect(await statusOf(later)).toBe("active");
    await expect(redactIdentity(officer, { identityId, confirm: identityId })).rejects.toEqual(
      conflict(/^A legal hold \(hold_\w+\) stands on this \w+\. Release it first\.$/),
    );
  });

  it("is shown once on its sessions, and in the list of all current holds", async () => {
    await placeHold(officer, { identityId, ...matter });
    const own = await placeHold(officer, {
      sessionId: ids[1],
      ...matter,
      reason: "Matter 13",
      reviewOn: "2098-01-01",
    });
    expect(own.data.map(({ resourceType, reason }) => [resourceType, reason])).toEqual([
      ["session", "Matter 13"],
      ["identity", "Matter 12"],
    ]);
    expect((await listHolds(officer, { sessionId: ids[0] })).data).toHaveLength(1);
    expect((await listHolds(officer, { sessionId: somebodyElse })).data).toEqual([]);
    expect((await pageOf(officer)).data.map(({ reason }) => reason)).toEqual(["Matter 13", "Matter 12"]);
    await expect(placeHold(officer, { identityId, ...matter })).rejects.toEqual(conflict(/already/));
  });

  it("is placed once when two members place it at the same time", async () => {
    const both = await Promise.allSettled([1, 2].map(() => placeHold(officer, { identityId, ...matter })));
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await db.hold.count({ where: { placedBy: officer.id, releasedAt: null } })).toBe(1);
  });
});

describe("a legal hold on a request", () => {
  it("protects its accepted sessions until it is released", async () => {
    const requestId = await reviewed(officer);
    const {
      data: [hold],
    } = await placeHold(officer, { requestId, ...matter });
    const { data } = await planErasure(officer, { requestId });
    expect(data.map(({ verdict }) => verdict)).toEqual(["held", "held", "held"]);
    await eraseForRequest(officer, { requestId, confirm: requestId });
    expect(await statusOf(ids[0])).toBe("active");
    await expect(redactSession(officer, { sessionId: ids[0], confirm: ids[0] })).rejects.toEqual(
      conflict(/^A legal hold \(hold_\w+\) stands on this \w+\. Release it first\.$/),
    );
    expect(await resumeErasures()).toBe(0);
    await releaseHold(officer, { requestId, holdId: hold?.id ?? "" });
    expect(await resumeErasures()).toBeGreaterThan(0);
    expect(await statusOf(ids[0])).toBe("redacted");
  });

  it("cannot be released through another record", async () => {
    const requestId = await reviewed(officer);
    const {
      data: [hold],
    } = await placeHold(officer, { requestId, ...matter });
    const holdId = hold?.id ?? "";
    for (const other of [{ sessionId: ids[0] }, { identityId }])
      await expect(releaseHold(officer, { ...other, holdId })).rejects.toMatchObject({ code: "not_found" });
    expect(await db.hold.count({ where: { placedBy: officer.id, releasedAt: null } })).toBe(1);
  });
});

it("a legal hold and a simultaneous redaction never both succeed", async () => {
  const sessionId = ids[0];
  const [erased, held] = await Promise.allSettled([
    redactSession(officer, { sessionId, confirm: sessionId }),
    placeHold(officer, { sessionId, ...matter }),
  ]);
  const state = await statusOf(sessionId);
  if (held.status === "fulfilled") expect([state, erased.status]).toEqual(["active", "rejected"]);
  else expect([state, erased.status]).toEqual(["redacted", "fulfilled"]);
});

it("a legal hold refuses text that cannot be stored", async () => {
  const key = await createApiKey(organization, ["holds:write"]);
  const at = `/api/v1/identities/${identityId}/holds`;
  const headers = { "X-API-Key": key };
  for (const text of ["Matter\0 12", "Matter \ud800 12"]) {
    const given = JSON.stringify({ reason: text, owner: "Legal", review_on: reviewOn });
    expect((await callPath("POST", at, { headers, body: given })).status).toBe(422);
    const owned = JSON.stringify({ reason: "Matter", owner: text, review_on: reviewOn });
    expect((await callPath("POST", at, { headers, body: owned })).status).toBe(422);
  }
});

describe("the list of legal holds", () => {
  it("pages through the active ones by review date, and shows the released ones apart", async () => {
    const dates = ["2099-03-01", "2099-01-01", "2099-02-01"];
    for (const [at, sessionId] of ids.entries())
      await placeHold(officer, { sessionId, ...matter, reviewOn: dates[at] ?? "" });
    const first = await pageOf(officer, { pageSize: 2 });
    expect(first.data.map(({ reviewOn: on }) => on)).toEqual(["2099-01-01", "2099-02-01"]);
    expect(first.pagination.total).toBe(3);
    const rest = await pageOf(officer, { pageSize: 2, pageAfter: first.pagination.nextCursor });
    expect(rest.data.map(({ resourceId }) => resourceId)).toEqual([ids[0]]);
    expect(rest.pagination.nextCursor).toBeNull();
    const [hold] = first.data;
    await releaseHold(officer, { sessionId: ids[1], holdId: hold?.id ?? "" });
    expect((await pageOf(officer)).pagination.total).toBe(2);
    const [released] = (await pageOf(officer, { state: "released" })).data;
    expect(released).toMatchObject({ id: hold?.id, releasedBy: hold?.placedBy });
  });

  it("counts the days to the review in the organization's time zone", async () => {
    await placeHold(officer, { sessionId: ids[0], ...matter });
    const { timeZone } = (await currentSettings(officer)).organization;
    const inDays = async (days: number) => {
      const reviewOn = new Date(addDays(todayIn(timeZone), days));
      await db.hold.updateMany({ where: { placedBy: officer.id }, data: { reviewOn } });
      return (await pageOf(officer)).data[0]?.daysToReview;
    };
    expect([await inDays(3), await inDays(0), await inDays(-2)]).toEqual([3, 0, -2]);
  });

  it("names a restricted session only to those who may open it", async () => {
    await placeHold(officer, { sessionId: ids[0], ...matter });
    await db.session.updateMany({ where: { id: ids[0] }, data: { restrictedAt: new Date() } });
    const auditor = await createMember(organization, ["auditor"]);
    expect((await pageOf(officer)).data[0]?.resourceId).toBe(ids[0]);
    expect((await pageOf(auditor)).data[0]).toMatchObject({ resourceType: "session", resourceId: null });
  });

  it("shows no hold of another organization or environment", async () => {
    await placeHold(officer, { identityId, ...matter });
    const stranger = await createMember(await createOrganization(), ["compliance"]);
    expect((await pageOf(stranger)).data).toEqual([]);
    const environment = officer.scope.environment === "live" ? "sandbox" : "live";
    const elsewhere = { ...officer, scope: { ...officer.scope, environment } } as Actor;
    expect((await pageOf(elsewhere)).data).toEqual([]);
  });
});

describe("the review of a legal hold", () => {
  it("sets the next date, and is recorded once", async () => {
    const placed = await placeHold(officer, { identityId, ...matter });
    const holdId = placed.data[0]?.id ?? "";
    expect(await reviewHold(officer, { holdId, reviewOn: "2099-06-01" })).toMatchObject({
      id: holdId,
      reviewOn: "2099-06-01",
    });
    await reviewHold(officer, { holdId, reviewOn: "2099-06-01" });
    const found = await db.auditEvent.findMany({ where: { actorId: officer.id, type: "hold.reviewed" } });
    expect(found.map(({ metadata, resourceId }) => [metadata, resourceId])).toEqual([
      [{ holdId, before: reviewOn, after: "2099-06-01" }, identityId],
    ]);
  });

  it("is refused for the past, a released hold, another organization, and an auditor", async () => {
    const placed = await placeHold(officer, { identityId, ...matter });
    const holdId = placed.data[0]?.id ?? "";
    const next = { holdId, reviewOn: "2099-06-01" };
    await expect(reviewHold(officer, { holdId, reviewOn: "2020-01-01" })).rejects.toMatchObject({
      code: "validation_error",
    });
    const stranger = await createMember(await createOrganization(), ["compliance"]);
    await expect(reviewHold(stranger, next)).rejects.toMatchObject({ code: "not_found" });
    const auditor = await createMember(organization, ["auditor"]);
    await expect(reviewHold(auditor, next)).rejects.toMatchObject({ code: "forbidden" });
    await releaseHold(officer, { identityId, holdId });
    await expect(reviewHold(officer, next)).rejects.toMatchObject({ code: "conflict" });
  });
});

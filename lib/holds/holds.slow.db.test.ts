import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { eraseForRequest, planErasure } from "@/lib/certificates/erase";
import { resumeErasures } from "@/lib/certificates/jobs";
import { listHolds, listStandingHolds } from "@/lib/holds/read";
import { placeHold, releaseHold } from "@/lib/holds/write";
import { getIdentity } from "@/lib/identities/read";
import { redactIdentity } from "@/lib/identities/write";
import { bulkRedact, redactSession } from "@/lib/privacy/write";
import { callPath } from "@/test/api";
import { createApiKey, importFor, sampleAs, type TestOrganization } from "@/test/factories";
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

const statusOf = async (id: string) =>
  (await db.session.findFirstOrThrow({ where: { id }, select: { retentionStatus: true } })).retentionStatus;

describe("a legal hold on an identity", () => {
  it("protects all its sessions, even later ones, and the identity itself", async () => {
    await placeHold(officer, { identityId, ...matter });
    await expect(redactSession(officer, { sessionId: ids[0], confirm: ids[0] })).rejects.toEqual(
      conflict(/Matter 12/),
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
      conflict(/Matter 12/),
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
    expect((await listStandingHolds(officer)).data.map(({ reason }) => reason)).toEqual([
      "Matter 13",
      "Matter 12",
    ]);
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
      conflict(/Matter 12/),
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

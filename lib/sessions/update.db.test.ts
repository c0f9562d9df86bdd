import { beforeEach, describe, expect, it } from "vitest";
import { callPath } from "@/test/api";
import {
  actorOf,
  createApiKey,
  createOrganization,
  importFor,
  removeAllSessions,
  sampleAs,
  type TestOrganization,
} from "@/test/factories";
import { db } from "@/test/test-db";

let organization: TestOrganization;
let key: string;

beforeEach(async () => {
  await removeAllSessions();
  organization = await createOrganization();
  key = await createApiKey(organization, ["sessions:write", "sessions:read"]);
  await importFor(
    actorOf(organization),
    sampleAs("ses_1", { metadata: { plan: "gold", seats: 3 }, tags: ["old"] }),
  );
});

async function call(method: string, at: string, body?: unknown, headers: Record<string, string> = {}) {
  const answer = await callPath(method, `/api/v1/sessions/${at}`, {
    headers: { "X-API-Key": key, "Content-Type": "application/json", ...headers },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  return { status: answer.status, body: await answer.json() };
}

const eventsOf = async (type: string) =>
  (await db.auditEvent.findMany({ where: { organizationPk: organization.pk, type } })).map(
    ({ metadata }) => metadata,
  );
const rowOf = (id: string) => db.session.findFirstOrThrow({ where: { id }, include: { identity: true } });

describe("updating a session", () => {
  it("merges metadata key by key, removes a key by null, and leaves the rest as it is", async () => {
    const answer = await call("PATCH", "ses_1", { metadata: { seats: null, camelKey: { "kebab-key": 1 } } });
    expect(answer).toMatchObject({ status: 200, body: { id: "ses_1", tags: ["old"] } });
    expect(answer.body.metadata).toEqual({ plan: "gold", camelKey: { "kebab-key": 1 } });
    expect((await call("GET", "ses_1")).body.metadata).toEqual(answer.body.metadata);
    expect(await eventsOf("session.updated")).toEqual([{ fields: ["metadata"] }]);
    const { updatedAt } = await rowOf("ses_1");
    expect((await call("PATCH", "ses_1", { metadata: { plan: "gold", none: null } })).status).toBe(200);
    expect((await rowOf("ses_1")).updatedAt).toEqual(updatedAt);
  });

  it("stores a number of 64 bits digit by digit", async () => {
    await call("PATCH", "ses_1", '{"metadata":{"ref":9007199254740993}}');
    const answer = await callPath("GET", "/api/v1/sessions/ses_1", { headers: { "X-API-Key": key } });
    expect(await answer.text()).toContain('"ref":9007199254740993');
  });

  it("gives a completed session the identity of its new reference, and no other session", async () => {
    const done = (id: string, external_ref: string | null) =>
      importFor(actorOf(organization), sampleAs(id, { status: "completed", external_ref }));
    await done("ses_2", "cust_2");
    await done("ses_3", null);
    expect((await call("PATCH", "ses_3", { external_ref: "cust_2" })).body.external_ref).toBe("cust_2");
    expect((await rowOf("ses_3")).identityPk).toBe((await rowOf("ses_2")).identityPk);
    await call("PATCH", "ses_3", { externalRef: "cust_new" });
    expect((await rowOf("ses_3")).identity).toMatchObject({ externalRef: "cust_new", status: "pending" });
    await call("PATCH", "ses_3", { external_ref: null });
    expect(await rowOf("ses_3")).toMatchObject({ externalRef: null, identity: null });
    expect((await rowOf("ses_2")).identity?.externalRef).toBe("cust_2");
  });

  it("leaves to the old identity only what its other sessions say", async () => {
    const done = (id: string, status: "approved" | "rejected", updated_at: string) => {
      const bundle = sampleAs(id, { status: "completed", external_ref: "cust_2", updated_at });
      const result = bundle.result && { ...bundle.result, status, created_at: updated_at };
      return importFor(actorOf(organization), { ...bundle, result, review_case: null });
    };
    await done("ses_old", "rejected", "2026-01-01T00:00:00Z");
    await done("ses_new", "approved", "2026-02-01T00:00:00Z");
    const identityOf = (externalRef: string) =>
      db.identity.findFirstOrThrow({ where: { organizationPk: organization.pk, externalRef } });
    expect(await identityOf("cust_2")).toMatchObject({ status: "verified" });
    await call("PATCH", "ses_new", { external_ref: "cust_3" });
    expect(await identityOf("cust_3")).toMatchObject({
      status: "verified",
      lastVerifiedAt: expect.any(Date),
    });
    expect(await identityOf("cust_2")).toMatchObject({
      status: "rejected",
      firstVerifiedAt: null,
      lastVerifiedAt: null,
    });
    await call("PATCH", "ses_old", { external_ref: null });
    expect(await identityOf("cust_2")).toMatchObject({ status: "pending" });
    await done("ses_later", "approved", "2026-03-01T00:00:00Z");
    expect(await identityOf("cust_2")).toMatchObject({ status: "verified" });
  });

  it("keeps both of two merges at once", async () => {
    await Promise.all(
      Array.from({ length: 8 }, (_, at) => call("PATCH", "ses_1", { metadata: { [`k${at}`]: at } })),
    );
    expect(Object.keys((await call("GET", "ses_1")).body.metadata)).toHaveLength(10);
  });

  it("refuses what the contract does not allow, and changes nothing", async () => {
    const before = await rowOf("ses_1");
    const many = Object.fromEntries(Array.from({ length: 49 }, (_, at) => [`k${at}`, at]));
    for (const [body, field] of [
      [{ metadata: many }, "metadata"],
      [{ metadata: { big: "x".repeat(16_384) } }, "metadata"],
      [{ metadata: [] }, "metadata"],
      [{ metadata: null }, "metadata"],
      [{ external_ref: "" }, "external_ref"],
      [{ external_ref: 7 }, "external_ref"],
      [{ external_ref: "x".repeat(256) }, "external_ref"],
      [{ status: "completed" }, "status"],
    ] as const) {
      const answer = await call("PATCH", "ses_1", body);
      expect([body, answer.status, answer.body.error]).toEqual([body, 422, "validation_error"]);
      expect(JSON.stringify(answer.body)).toContain(field);
    }
    expect((await call("PATCH", "ses_1", '{"external_ref":"a\\u0000b"}')).status).toBe(422);
    expect(await rowOf("ses_1")).toEqual(before);
  });

  it("is refused for redacted, restricted and other sessions, and to keys without the scope", async () => {
    await db.session.updateMany({ where: { id: "ses_1" }, data: { retentionStatus: "redacted" } });
    expect((await call("PATCH", "ses_1", { metadata: { a: 1 } })).status).toBe(422);
    await db.session.updateMany({
      where: { id: "ses_1" },
      data: { retentionStatus: "active", restrictedAt: new Date() },
    });
    expect((await call("PATCH", "ses_1", { metadata: { a: 1 } })).status).toBe(404);
    expect((await call("PATCH", "ses_none", { metadata: { a: 1 } })).status).toBe(404);
    for (const [other, status] of [
      [await createApiKey(organization, ["sessions:read"]), 403],
      [await createApiKey(await createOrganization(), ["sessions:write"]), 404],
      [await createApiKey(organization, ["sessions:write"], "live"), 404],
    ] as const)
      expect((await call("PATCH", "ses_1", { metadata: { a: 1 } }, { "X-API-Key": other })).status).toBe(
        status,
      );
  });
});

describe("the tags of a session", () => {
  it("are added, removed and replaced, each once and in order", async () => {
    const tagged = (tags: string[]) => ({ status: 200, body: { id: "ses_1", tags } });
    expect(await call("POST", "ses_1/add-tag", { tag: " new " })).toEqual(tagged(["old", "new"]));
    expect(await call("POST", "ses_1/add-tag", { tag: "new" })).toEqual(tagged(["old", "new"]));
    expect(await call("POST", "ses_1/remove-tag", { tag: "old" })).toEqual(tagged(["new"]));
    expect(await call("POST", "ses_1/remove-tag", { tag: "none" })).toEqual(tagged(["new"]));
    expect(await call("POST", "ses_1/set-tags", { tags: ["b", "a", "b"] })).toEqual(tagged(["b", "a"]));
    expect(await call("POST", "ses_1/set-tags", { tags: ["a", "b"] })).toEqual(tagged(["a", "b"]));
    expect((await call("GET", "ses_1")).body.tags).toEqual(["a", "b"]);
    expect(await call("POST", "ses_1/set-tags", { tags: [] })).toEqual(tagged([]));
    expect(await eventsOf("session.tagged")).toHaveLength(5);
  });

  it("are fifty at most", async () => {
    const fifty = Array.from({ length: 50 }, (_, at) => `t${at}`);
    expect((await call("POST", "ses_1/set-tags", { tags: [...fifty, "t0"] })).body.tags).toEqual(fifty);
    expect((await call("POST", "ses_1/set-tags", { tags: [...fifty, "one more"] })).status).toBe(422);
    expect((await call("POST", "ses_1/add-tag", { tag: "one more" })).status).toBe(409);
    for (const body of [{}, { tag: "" }, { tag: "x".repeat(101) }, { tag: 1 }, { tag: "a", tags: [] }])
      expect((await call("POST", "ses_1/add-tag", body)).status).toBe(422);
    expect((await call("GET", "ses_1")).body.tags).toEqual(fifty);
  });
});

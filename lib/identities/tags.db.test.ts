import { beforeEach, expect, it } from "vitest";
import { callPath } from "@/test/api";
import { receiveWebhooks } from "@/test/case-scene";
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
  key = await createApiKey(organization, ["identities:write", "audit:read"]);
  await receiveWebhooks(organization);
});

async function call(method: string, at: string, body?: object, as = key) {
  const answer = await callPath(method, `/api/v1/identities${at}`, {
    headers: { "X-API-Key": as, "Content-Type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: await answer.json() };
}

const eventsOf = async () =>
  (
    await db.auditEvent.findMany({
      where: { organizationPk: organization.pk, type: { startsWith: "identity." } },
      orderBy: { sequence: "asc" },
    })
  ).map(({ type, metadata }) => [type, metadata]);
const told = async () =>
  (
    await db.webhookDelivery.findMany({
      where: { organizationPk: organization.pk, endpointPk: { not: null } },
      orderBy: { pk: "asc" },
    })
  ).map(({ event }) => event);

it("an identity is created before its first session, which then belongs to it", async () => {
  const made = await call("POST", "", { external_ref: "cust_1" });
  expect(made).toMatchObject({
    status: 201,
    body: { external_ref: "cust_1", status: "pending", session_count: 0, tags: [], archived_at: null },
  });
  await importFor(actorOf(organization), sampleAs("ses_1", { status: "completed", external_ref: "cust_1" }));
  expect((await call("GET", `/${made.body.id}`)).body).toMatchObject({
    session_count: 1,
    latest_session_id: "ses_1",
  });
  expect(await call("POST", "", { externalRef: "cust_1" })).toMatchObject({
    status: 409,
    body: { detail: `The reference belongs to the identity ${made.body.id} already.` },
  });
  expect(await db.identity.count({ where: { organizationPk: organization.pk } })).toBe(1);
  expect((await eventsOf())[0]).toEqual(["identity.created", {}]);
});

it("one of eight identical calls at once creates it", async () => {
  const all = await Promise.all(
    Array.from({ length: 8 }, () => call("POST", "", { external_ref: "cust_once" })),
  );
  expect(all.map(({ status }) => status).sort()).toEqual([201, ...Array(7).fill(409)]);
});

it.each([
  {},
  { external_ref: "" },
  { external_ref: " " },
  { external_ref: 7 },
  { external_ref: "x".repeat(256) },
])("is not created from %j", async (body) => {
  expect(await call("POST", "", body)).toMatchObject({
    status: 422,
    body: { error: "validation_error", fields: [{ field: "external_ref" }] },
  });
  expect(await eventsOf()).toEqual([]);
});

it("tags are added, removed and replaced, each once, and webhooks do not tell them", async () => {
  const { id } = (await call("POST", "", { external_ref: "cust_1" })).body;
  const tagged = (tags: string[]) => ({ status: 200, body: { id, tags } });
  expect(await call("POST", "/cust_1/add-tag", { tag: " vip " })).toEqual(tagged(["vip"]));
  expect(await call("POST", "/cust_1/add-tag", { tag: "vip" })).toEqual(tagged(["vip"]));
  expect(await call("POST", `/${id}/set-tags`, { tags: ["b", "a", "b"] })).toEqual(tagged(["b", "a"]));
  expect(await call("POST", `/${id}/remove-tag`, { tag: "b" })).toEqual(tagged(["a"]));
  expect(await call("POST", `/${id}/remove-tag`, { tag: "b" })).toEqual(tagged(["a"]));
  expect((await call("GET", `/${id}`)).body.tags).toEqual(["a"]);
  expect((await eventsOf()).slice(1)).toEqual([
    ["identity.tagged", { added: 1, removed: 0 }],
    ["identity.tagged", { added: 2, removed: 1 }],
    ["identity.tagged", { added: 0, removed: 1 }],
  ]);
  expect(await told()).toEqual([
    "identity.created",
    "identity.tag-added",
    "identity.tag-added",
    "identity.tag-removed",
    "identity.tag-removed",
  ]);
  const payloads = await db.webhookDelivery.findMany({ where: { organizationPk: organization.pk } });
  expect(JSON.stringify(payloads.map(({ payload }) => payload))).not.toContain("vip");
});

it("has at most fifty tags, also when several calls add some at once", async () => {
  await call("POST", "", { external_ref: "cust_1" });
  const many = Array.from({ length: 49 }, (_, at) => `t${at}`);
  await call("POST", "/cust_1/set-tags", { tags: many });
  const all = await Promise.all(["x", "y", "z"].map((tag) => call("POST", "/cust_1/add-tag", { tag })));
  expect(all.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  expect((await call("POST", "/cust_1/set-tags", { tags: [...many, "a", "b"] })).status).toBe(422);
});

it("is archived and restored; lists leave it out in between", async () => {
  await call("POST", "", { external_ref: "cust_1" });
  const listed = async (query = "") => (await call("GET", query)).body.data.length;
  const archived = await call("POST", "/cust_1/archive");
  expect(archived).toMatchObject({
    status: 200,
    body: { status: "pending", archived_at: expect.any(String) },
  });
  expect((await call("POST", "/cust_1/archive")).body.archived_at).toBe(archived.body.archived_at);
  expect([await listed(), await listed("?include_archived=true")]).toEqual([0, 1]);
  expect((await call("POST", "/cust_1/restore")).body.archived_at).toBeNull();
  expect((await call("POST", "/cust_1/restore")).status).toBe(200);
  expect(await listed()).toBe(1);
  expect(await told()).toEqual(["identity.created", "identity.archived", "identity.restored"]);
});

it("after a redaction it is neither tagged nor archived", async () => {
  const { id } = (await call("POST", "", { external_ref: "cust_1" })).body;
  await call("DELETE", `/${id}`);
  expect((await call("POST", `/${id}/add-tag`, { tag: "x" })).status).toBe(409);
  for (const act of ["archive", "restore"]) expect((await call("POST", `/${id}/${act}`)).status).toBe(422);
});

it("its log has what happened to it and to its sessions, newest first, page by page", async () => {
  const { id } = (await call("POST", "", { external_ref: "cust_1" })).body;
  await importFor(actorOf(organization), sampleAs("ses_1", { status: "completed", external_ref: "cust_1" }));
  await importFor(actorOf(organization), sampleAs("ses_2", { status: "completed", external_ref: "cust_2" }));
  await call("POST", `/${id}/add-tag`, { tag: "x" });
  const { status, body } = await call("GET", "/cust_1/audit-log");
  expect(status).toBe(200);
  expect(body.data.map(({ type }: { type: string }) => type)).toEqual([
    "identity.tagged",
    "session.imported",
    "identity.created",
  ]);
  const first = await call("GET", "/cust_1/audit-log?limit=1");
  expect(first.body).toMatchObject({ data: [{ type: "identity.tagged" }], pagination: { total: 3 } });
  const reader = await createApiKey(organization, ["identities:write"]);
  expect((await call("GET", "/cust_1/audit-log", undefined, reader)).status).toBe(403);
});

it("another organization, the other environment and other scopes reach none of it", async () => {
  const { id } = (await call("POST", "", { external_ref: "cust_1" })).body;
  const stranger = await createApiKey(await createOrganization(), ["identities:write", "audit:read"]);
  const live = await createApiKey(organization, ["identities:write", "audit:read"], "live");
  const reader = await createApiKey(organization, ["identities:read"]);
  for (const [as, status] of [
    [stranger, 404],
    [live, 404],
    [reader, 403],
  ] as const) {
    expect((await call("POST", `/${id}/add-tag`, { tag: "x" }, as)).status).toBe(status);
    expect((await call("POST", `/${id}/archive`, undefined, as)).status).toBe(status);
  }
  expect((await call("POST", "", { external_ref: "cust_1" }, live)).status).toBe(201);
  expect((await call("POST", "", { external_ref: "cust_9" }, reader)).status).toBe(403);
});

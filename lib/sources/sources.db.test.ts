import { createHmac } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { takeDue } from "@/lib/intake/engine";
import { publishEnv } from "@/lib/platform/env";
import { closeExchanges } from "@/lib/platform/exchange";
import { listItems, listRuns, listSources, listVendors } from "@/lib/sources/read";
import type { SourceInput } from "@/lib/sources/schema";
import { fetchItems, pauseSource, resumeSource, syncSource } from "@/lib/sources/sync";
import { testConnection, testSource } from "@/lib/sources/test";
import { createSource, removeSource, replaceCredentials, updateSource } from "@/lib/sources/write";
import { callPath } from "@/test/api";
import { actorOf, createMember, createOrganization, type TestOrganization } from "@/test/factories";
import { db } from "@/test/test-db";
import { startVerifa, type Verifa } from "@/test/vendors/verifa-server";

let organization: TestOrganization;
let vendor: Verifa;

beforeAll(async () => {
  publishEnv({ SOURCE_ALLOW_HTTP: "on", SOURCE_ALLOWED_NETWORKS: "127.0.0.0/8" });
  organization = await createOrganization();
  vendor = await startVerifa({ sessions: 3 });
});
afterEach(() =>
  db.source.updateMany({ where: { organizationPk: organization.pk }, data: { isPaused: true } }),
);
afterAll(async () => {
  closeExchanges();
  await vendor.stop();
  publishEnv({ SOURCE_ALLOW_HTTP: "", SOURCE_ALLOWED_NETWORKS: "" });
});

const admin = () => createMember(organization, ["admin"]);
const input = (name: string, given: Partial<SourceInput> = {}): SourceInput => ({
  name,
  vendor: "verifa",
  baseUrl: `${vendor.url}/`,
  credentials: { kind: "api_key", key: vendor.key },
  ...given,
});
const refusal = (field: string) => ({
  code: "validation_error",
  fields: [expect.objectContaining({ field })],
});

it("an admin connects a vendor, and its key is never shown", async () => {
  const actor = await admin();
  const source = await createSource(actor, input("first"));
  expect(source).toMatchObject({
    name: "first",
    baseUrl: vendor.url,
    state: "listing",
    hasNoticeSecret: false,
  });
  const { data } = await listSources(actor);
  expect(JSON.stringify(data)).not.toContain(vendor.key);
  const row = await db.source.findUniqueOrThrow({ where: { id: source.id } });
  expect(Buffer.from(row.sealedCredentials).includes(vendor.key)).toBe(false);
  expect((await listVendors(actor)).data.map(({ vendor: name }) => name)).toContain("verifa");
  const events = await db.auditEvent.findMany({ where: { organizationPk: organization.pk } });
  expect(JSON.stringify(events.map(({ metadata }) => metadata))).not.toContain(vendor.key);
});

it.each([
  ["name", { name: "Not A Slug" }],
  ["vendor", { vendor: "nobody" }],
  ["base_url", { baseUrl: "http://10.0.0.1/" }],
  ["base_url", { baseUrl: "ftp://vendor.example/" }],
  ["base_url", { baseUrl: "https://user:word@vendor.example/" }],
  ["credentials.kind", { credentials: { kind: "basic", user: "u", password: "p" } }],
  ["credentials.key", { credentials: { kind: "api_key", key: "key\r\nX-Other: 1" } }],
  ["vendor_settings.pageSize", { vendorSettings: { pageSize: 0 } }],
  ["vendor_settings", { vendorSettings: { unknown: 1 } }],
] as [string, Partial<SourceInput>][])(
  "a wrong %s is refused, and nothing is stored",
  async (field, given) => {
    const actor = await admin();
    const before = await db.source.count();
    if (field === "name") {
      const { sourceInput } = await import("@/lib/sources/schema");
      expect(sourceInput.safeParse(input("", given)).success).toBe(false);
    } else await expect(createSource(actor, input("wrong", given))).rejects.toMatchObject(refusal(field));
    expect(await db.source.count()).toBe(before);
  },
);

it("a name is given once, even after its source was removed", async () => {
  const actor = await admin();
  const { id } = await createSource(actor, input("once"));
  await expect(createSource(actor, input("once"))).rejects.toMatchObject({ code: "conflict" });
  expect(await removeSource(actor, { sourceId: id })).toMatchObject({ status: "removed", sessions: 0 });
  await expect(createSource(actor, input("once"))).rejects.toMatchObject({ code: "conflict" });
  const row = await db.source.findUniqueOrThrow({ where: { id } });
  expect(row.sealedCredentials).toHaveLength(0);
});

it("a connection is tried before and after it is saved, in the vendor's own words", async () => {
  const actor = await admin();
  const { name: _, ...given } = input("probe");
  const good = { reached: true, keyAccepted: true, mayRead: true, said: null };
  expect(await testConnection(actor, given)).toMatchObject(good);
  const wrong = { ...given, credentials: { kind: "api_key" as const, key: "wrong" } };
  expect(await testConnection(actor, wrong)).toMatchObject({
    reached: true,
    keyAccepted: false,
    mayRead: false,
    said: "Verifa answered HTTP 401: Invalid API key",
  });
  const nobody = { ...given, baseUrl: "http://127.0.0.1:39999" };
  expect(await testConnection(actor, nobody)).toMatchObject({
    reached: false,
    keyAccepted: null,
    mayRead: null,
  });
  const { id } = await createSource(actor, input("probe"));
  expect(await testSource(actor, { sourceId: id })).toMatchObject(good);
});

it("a source is changed by its version, and its key only together with its address", async () => {
  const actor = await admin();
  const { id, version } = await createSource(actor, input("changed"));
  const changed = await updateSource(actor, {
    sourceId: id,
    version,
    everySeconds: 60,
    vendorSettings: { pageSize: 10 },
  });
  expect(changed).toMatchObject({ everySeconds: 60, vendorSettings: { pageSize: 10 }, version: version + 1 });
  await expect(updateSource(actor, { sourceId: id, version, everySeconds: 90 })).rejects.toMatchObject({
    code: "conflict",
  });
  await expect(
    replaceCredentials(actor, { sourceId: id, baseUrl: "https://elsewhere.example" }),
  ).rejects.toMatchObject(refusal("credentials"));
  await replaceCredentials(actor, {
    sourceId: id,
    credentials: { kind: "api_key", key: "other" },
    noticeSecret: "whsec_test",
  });
  await takeDue();
  expect((await listSources(actor)).data.find((one) => one.id === id)).toMatchObject({ state: "stopped" });
  await replaceCredentials(actor, { sourceId: id, credentials: { kind: "api_key", key: vendor.key } });
  await takeDue();
  expect((await listItems(actor, { sourceId: id, limit: 50, offset: 0 })).data).toMatchObject([
    { state: "taken" },
    { state: "taken" },
    { state: "taken" },
  ]);
  expect((await listRuns(actor, { sourceId: id, limit: 50, offset: 0 })).data).toMatchObject([
    { created: 3, images: 9 },
  ]);
});

it("a paused source asks for nothing", async () => {
  const actor = await admin();
  const { id } = await createSource(actor, input("paused"));
  await pauseSource(actor, { sourceId: id });
  const before = vendor.counts.requests;
  await takeDue();
  expect(vendor.counts.requests).toBe(before);
  await expect(syncSource(actor, { sourceId: id })).rejects.toMatchObject({ code: "conflict" });
  await expect(fetchItems(actor, { sourceId: id, vendorIds: ["ses_x"] })).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await resumeSource(actor, { sourceId: id })).toMatchObject({ state: "listing" });
});

it("a session that the vendor does not have is set aside with the reason", async () => {
  const actor = await admin();
  const { id } = await createSource(actor, input("unknown"));
  await fetchItems(actor, { sourceId: id, vendorIds: ["ses_nobody"] });
  await takeDue();
  const { data } = await listItems(actor, { sourceId: id, state: "set_aside", limit: 50, offset: 0 });
  expect(data.map(({ vendorId }) => vendorId)).toContain("ses_nobody");
  expect(data.find(({ vendorId }) => vendorId === "ses_nobody")?.reason).toBe("Verifa answered HTTP 404.");
  // The others came in before, from the source of another test.
  expect(data.find(({ vendorId }) => vendorId === vendor.ids[0])?.reason).toMatch(/came in before/);
});

const signed = (secret: string, body: string, time = Math.floor(Date.now() / 1000)) =>
  `t=${time},v1=${createHmac("sha256", secret).update(`${time}.${body}`).digest("hex")}`;

it("a notice that proves its sender makes its session due, and any other changes nothing", async () => {
  const actor = await admin();
  const { id } = await createSource(actor, input("notices", { noticeSecret: "whsec_notices" }));
  await takeDue();
  const [named = ""] = vendor.ids;
  const body = JSON.stringify({ event: "session.approved", session_id: named });
  const stateOf = async () =>
    (await db.sourceItem.findFirstOrThrow({ where: { vendorId: named, source: { id } } })).state;
  const post = (signature: string, text = body, at = id) =>
    callPath("POST", `/api/v1/sources/${at}/notices`, {
      body: text,
      headers: { "content-type": "application/json", "x-verifa-signature": signature },
    });
  const before = await stateOf();
  for (const wrong of [
    await post(signed("another", body)),
    await post(signed("whsec_notices", body, 1_700_000_000)),
    await post(createHmac("sha256", "whsec_notices").update(body).digest("hex")),
    await post(""),
  ])
    expect(wrong.status).toBe(401);
  expect((await post(signed("whsec_notices", "<html>"), "<html>")).status).toBe(400);
  expect((await post(signed("whsec_notices", body), body, "src_nobody")).status).toBe(404);
  expect(await stateOf()).toBe(before);
  expect((await post(signed("whsec_notices", body))).status).toBe(202);
  expect(await stateOf()).toBe("due");
});

it("only an admin manages sources", async () => {
  for (const role of ["reviewer", "lead", "compliance", "auditor"] as const) {
    const actor = actorOf(organization, { roles: [role] });
    await expect(createSource(actor, input("theirs"))).rejects.toMatchObject({ code: "forbidden" });
  }
});

it("a vendor is told from the moment on at which an admin switches it on", async () => {
  const actor = await admin();
  const { id, version } = await createSource(actor, input("told-later"));
  const long = new Date(Date.now() - 86_400_000);
  await db.source.update({ where: { id }, data: { createdAt: long } });
  const before = Date.now();
  await updateSource(actor, { sourceId: id, version, reportsDecisions: true });
  const { reportedAt } = await db.source.findUniqueOrThrow({ where: { id } });
  expect(reportedAt?.getTime()).toBeGreaterThanOrEqual(before);
});

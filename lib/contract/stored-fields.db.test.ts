import { beforeEach, expect, it } from "vitest";
import { placeHold, releaseHold } from "@/lib/holds/write";
import { getIdentity } from "@/lib/identities/read";
import { redactIdentity } from "@/lib/identities/redact";
import { recordOf } from "@/lib/packages/record";
import { eraseSession, redactRows, redactSession } from "@/lib/privacy/write";
import { openRestricted } from "@/lib/sessions/write";
import { callPath } from "@/test/api";
import { createApiKey, createMember, importFor, sampleAs, type TestOrganization } from "@/test/factories";
import { ids, requestScene } from "@/test/request-scene";
import { db } from "@/test/test-db";

let scene: Awaited<ReturnType<typeof requestScene>>;
let organization: TestOrganization;
let key: string;
const identityId = "cust_1";
const stored = { nickname: "Mallory Secret", "plan-Level": { camelCase: 3 } };

beforeEach(async () => {
  scene = await requestScene();
  organization = scene.organization;
  key = await createApiKey(organization, [
    ...["cases:read", "cases:write", "identities:read", "identities:write", "sessions:read"],
    "verifications:read",
  ]);
});

// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes
type Body = any;
async function call(method: string, at: string, body?: unknown, headers: Record<string, string> = {}) {
  const answer = await callPath(method, `/api/v1${at}`, {
    headers: { "X-API-Key": key, "Content-Type": "application/json", ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Body };
}
const eventsOf = async (type: string) =>
  (await db.auditEvent.findMany({ where: { organizationPk: organization.pk, type } })).map(
    ({ metadata }) => metadata,
  );
const inClear = async () => {
  const answers = await db.idempotentAnswer.findMany({ where: { organizationPk: organization.pk } });
  const events = await db.auditEvent.findMany({ where: { organizationPk: organization.pk } });
  return JSON.stringify([answers, events], (_, value) => (typeof value === "bigint" ? `${value}` : value));
};

it("a case has what was stored with it, spelled as it came, for keys everywhere and for members masked", async () => {
  await importFor(scene.admin, sampleAs("ses_case", { status: "under_review" }));
  const id = (await call("GET", "/sessions/ses_case")).body.case_id;
  const change = { metadata: stored, custom_fields: { desk: "B" } };
  const again = { "Idempotency-Key": "once" };
  const first = await call("PATCH", `/cases/${id}`, change, again);
  expect([first.status, first.body]).toMatchObject([200, change]);
  expect((await call("PATCH", `/cases/${id}`, change, again)).body).toMatchObject(change);
  for (const _ of [1, 2]) {
    const found = await call("POST", "/cases/search", {}, { "Idempotency-Key": "search" });
    expect(found.body.data.find((each: Body) => each.id === id)).toMatchObject(change);
  }
  for (const at of [`/cases/${id}`, "/cases"]) {
    const { body } = await call("GET", at);
    expect(body.data ? body.data.find((each: Body) => each.id === id) : body, at).toMatchObject(change);
  }
  expect(await inClear()).not.toContain("Mallory");
  expect(await eventsOf("pii.read")).toContainEqual({ what: "case", fields: [] });
  expect(await eventsOf("pii.read")).toContainEqual({ what: "list of cases", fields: [] });
  await db.reviewCase.updateMany({ where: { id }, data: { sealed: new Uint8Array([1, 2, 3]) } });
  expect((await call("GET", `/cases/${id}`)).body).toMatchObject({ metadata: null, custom_fields: null });
});

it("the fields of a case end with the sensitive window", async () => {
  const [session] = await db.session.findMany({ where: { id: ids[0] }, include: { reviewCase: true } });
  const id = session?.reviewCase?.id;
  await call("PATCH", `/cases/${id}`, { metadata: stored });
  expect((await call("GET", `/cases/${id}`)).body.metadata).toEqual(stored);
  await db.session.updateMany({ where: { id: ids[0] }, data: { terminalAt: new Date("2020-01-01") } });
  await db.retentionSettings.updateMany({ data: { sensitiveDataRetentionDays: 1 } });
  expect((await call("GET", `/cases/${id}`)).body.metadata).toBeNull();
});

it("a note names its author, and a result the outcome of each check", async () => {
  const [session] = await db.session.findMany({
    where: { id: ids[0] },
    include: { reviewCase: true, checks: true },
  });
  const id = session?.reviewCase?.id;
  const added = await call("POST", `/cases/${id}/notes`, { content: "Called." });
  expect((await call("GET", `/cases/${id}/notes`)).body.data.at(-1)).toMatchObject({
    author_name: added.body.author_name,
    author_type: "api",
  });
  const { check_results } = (await call("GET", `/sessions/${ids[0]}/result`)).body;
  expect(Object.keys(check_results).sort()).toEqual(
    [...new Set(session?.checks.map(({ policy }) => policy))].sort(),
  );
  const camel = await call("GET", `/sessions/${ids[0]}/result`, undefined, { "Key-Inflection": "camel" });
  expect(camel.body.checkResults).toEqual(check_results);
  for (const { status, passed } of Object.values<Body>(check_results))
    expect(passed).toBe({ passed: true, failed: false }[status as string] ?? null);
});

it("custom fields of an identity are sealed, told, given to the person, and go with the last session", async () => {
  const patch = () =>
    call("PATCH", `/identities/${identityId}`, { custom_fields: stored }, { "Idempotency-Key": "once" });
  const changed = await patch();
  expect((await patch()).body.custom_fields).toEqual(stored);
  expect([changed.status, changed.body]).toMatchObject([
    200,
    { custom_fields: stored, identity_type_id: null, monitoring_enabled: false },
  ]);
  expect((await call("GET", `/identities/${identityId}`)).body.custom_fields).toEqual(stored);
  expect((await call("GET", "/identities")).body.data[0]).not.toHaveProperty("custom_fields");
  for (const _ of [1, 2])
    for (const act of ["archive", "restore"]) {
      const { status, body } = await call("POST", `/identities/${identityId}/${act}`, undefined, {
        "Idempotency-Key": act,
      });
      expect([status, body]).toMatchObject([200, { custom_fields: stored }]);
    }
  const { latest_result_id, id } = changed.body;
  expect((await call("GET", `/results/${latest_result_id}`)).status).toBe(200);
  const row = () => db.identity.findFirstOrThrow({ where: { id } });
  expect(Buffer.from((await row()).sealed ?? []).includes("Mallory")).toBe(false);
  expect(await inClear()).not.toContain("Mallory");
  expect(await eventsOf("identity.updated")).toContainEqual({ fields: ["custom_fields"] });
  const { officer } = scene;
  const record = await recordOf(officer, ids[0], { hidesLines: false });
  expect(record.identity_custom_fields).toEqual(stored);

  await db.session.updateMany({ where: { id: ids[0] }, data: { restrictedAt: new Date() } });
  const reads = (await eventsOf("pii.read")).length;
  expect((await call("GET", `/identities/${identityId}`)).body.custom_fields).toBeNull();
  expect(await eventsOf("pii.read")).toHaveLength(reads);
  expect((await call("PATCH", `/identities/${identityId}`, { custom_fields: {} })).status).toBe(409);
  expect((await getIdentity(officer, { identityId })).customFields).toBeNull();
  await openRestricted(officer, { sessionId: ids[0], reason: "Art. 18(2)" });
  expect((await getIdentity(officer, { identityId })).customFields).not.toBeNull();
  await db.session.updateMany({ where: { id: ids[0] }, data: { restrictedAt: null } });

  const mine = await db.session.findMany({ where: { identityPk: (await row()).pk }, select: { id: true } });
  for (const [at, { id: sessionId }] of mine.entries()) {
    expect((await row()).sealed, `before session ${at}`).not.toBeNull();
    await redactSession(officer, { sessionId, confirm: sessionId, reason: "asked for" });
  }
  expect(mine.length).toBeGreaterThan(1);
  expect((await row()).sealed).toBeNull();
});

const sealedOf = async (externalRef: string) =>
  (await db.identity.findFirstOrThrow({ where: { externalRef, organizationPk: organization.pk } })).sealed;
const storeIn = (at: string, custom_fields: unknown = stored) =>
  call("PATCH", `/identities/${at}`, { custom_fields });

it("custom fields of an identity go also when its last two sessions are erased at once", async () => {
  const { id } = (await call("PATCH", `/identities/${identityId}`, { custom_fields: stored })).body;
  const row = () => db.identity.findFirstOrThrow({ where: { id } });
  const mine = await db.session.findMany({ where: { identityPk: (await row()).pk }, select: { id: true } });
  const [first = "", last = "", ...others] = mine.map((session) => session.id);
  const { officer } = scene;
  const erase = (sessionId: string) =>
    redactSession(officer, { sessionId, confirm: sessionId, reason: "asked for" });
  for (const sessionId of others) await erase(sessionId);
  const waiting = async () =>
    (
      await db.$queryRaw<unknown[]>`
        SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
    ).length;
  let second: Promise<unknown> = Promise.resolve();
  await db.$transaction(
    async (tx) => {
      await redactRows(officer, tx, first, false, "redaction", "asked for");
      second = erase(last);
      second.catch(() => undefined);
      await expect.poll(waiting, { timeout: 10_000 }).toBeGreaterThan(0);
    },
    { timeout: 20_000 },
  );
  await second;
  expect((await row()).sealed).toBeNull();
  expect((await storeIn(identityId)).status).toBe(409);
  expect((await storeIn(identityId, {})).status).toBe(200);
});

it("custom fields go with a session that belongs to the identity by its reference alone", async () => {
  await storeIn(identityId);
  const others = { where: { id: { in: [ids[1], ids[2]] } } };
  await db.session.deleteMany(others);
  await db.session.updateMany({ where: { id: ids[0] }, data: { identityPk: null } });
  await redactSession(scene.officer, { sessionId: ids[0], confirm: ids[0], reason: "asked for" });
  expect(await sealedOf(identityId)).toBeNull();
});

it("custom fields end when the last session with data goes to another identity", async () => {
  await storeIn(identityId);
  const writer = await createApiKey(organization, ["sessions:write", "sessions:read"]);
  for (const [at, sessionId] of ids.entries()) {
    expect(await sealedOf(identityId), `before session ${at}`).not.toBeNull();
    const moved = await call(
      "PATCH",
      `/sessions/${sessionId}`,
      { external_ref: "cust_9" },
      { "X-API-Key": writer },
    );
    expect(moved.status).toBe(200);
  }
  expect(await sealedOf(identityId)).toBeNull();
  expect(await eventsOf("identity.updated")).toHaveLength(2);
  await call("POST", "/identities", { external_ref: "cust_new" });
  expect((await storeIn("cust_new")).status).toBe(409);
});

it("custom fields stay while a hold, a law or a restriction keeps another session", async () => {
  await storeIn(identityId);
  const { officer } = scene;
  // The second session is approved and recent: its law keeps it.
  await eraseSession(officer, ids[0]);
  expect(await sealedOf(identityId)).not.toBeNull();
  const { id } = await db.identity.findFirstOrThrow({
    where: { externalRef: identityId, organizationPk: organization.pk },
  });
  const redactIt = () => redactIdentity(officer, { identityId: id, confirm: id });
  await db.session.updateMany({ where: { id: ids[1] }, data: { restrictedAt: new Date() } });
  await expect(redactIt()).rejects.toMatchObject({ code: "conflict" });
  await db.session.updateMany({ where: { id: ids[1] }, data: { restrictedAt: null } });
  const on = { sessionId: ids[1] };
  const { data } = await placeHold(officer, {
    ...on,
    ...{ reason: "Matter 7", owner: "Legal", reviewOn: "2099-01-01" },
  });
  await expect(redactIt()).rejects.toMatchObject({ code: "conflict" });
  await releaseHold(officer, { ...on, holdId: data[0]?.id ?? "" });
  await redactIt();
  expect(await sealedOf(identityId)).toBeNull();
});

it("custom fields of an identity are refused where they are too many, and removed by an empty map", async () => {
  const patch = (custom_fields: unknown) => call("PATCH", `/identities/${identityId}`, { custom_fields });
  const many = Object.fromEntries(Array.from({ length: 51 }, (_, at) => [`k${at}`, at]));
  for (const wrong of [many, { big: "x".repeat(64_001) }, [], null, "x"])
    expect((await patch(wrong)).status).toBe(422);
  await patch({ a: 1 });
  expect((await patch({ b: 2 })).body.custom_fields).toEqual({ b: 2 });
  expect((await patch({})).body.custom_fields).toEqual({});
  await patch(stored);
  const reviewer = await createMember(organization, ["reviewer"]);
  expect(JSON.stringify(await getIdentity(reviewer, { identityId }))).not.toContain("Mallory");
  expect((await getIdentity(scene.admin, { identityId })).customFields).toBeNull();
});

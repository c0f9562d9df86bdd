import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import type { Role } from "@/lib/actor/permissions";
import { sendDue } from "@/lib/outbox/sender";
import { db as productDb } from "@/lib/platform/db";
import { publishEnv } from "@/lib/platform/env";
import { closeExchanges } from "@/lib/platform/exchange";
import { openSecret } from "@/lib/vault/endpoint-secret";
import {
  cloneEndpoint,
  createEndpoint,
  deleteEndpoint,
  rotateSecret,
  updateEndpoint,
} from "@/lib/webhooks/endpoints";
import {
  getDelivery,
  getEndpoint,
  listEndpointDeliveries,
  listEndpoints,
  listEventTypes,
} from "@/lib/webhooks/read";
import { retryDeliveries, retryDelivery } from "@/lib/webhooks/retry";
import { endpointChanges, endpointInput, mostEndpoints } from "@/lib/webhooks/schema";
import { testEndpoint } from "@/lib/webhooks/test";
import { queueWebhooks } from "@/lib/webhooks/write";
import {
  createBareCases,
  createMember,
  createOrganization,
  keyActorOf,
  type TestOrganization,
} from "@/test/factories";
import { db } from "@/test/test-db";

const url = "https://hooks.example.com/verifa?token=t";
const page = { limit: 50, offset: 0 };
let organization: TestOrganization;
let admin: Actor;
const running: (() => Promise<void>)[] = [];

beforeEach(async () => {
  organization = await createOrganization();
  admin = await createMember(organization, ["admin"]);
});
afterEach(async () => {
  closeExchanges();
  for (const stop of running.splice(0)) await stop();
  publishEnv({ WEBHOOK_ALLOW_HTTP: "", WEBHOOK_ALLOWED_NETWORKS: "", WEBHOOK_RETRY_SECONDS: "" });
});

/** A receiver in this process, and the permission to send to it. */
async function receiver(status: () => number): Promise<string> {
  const server = createServer((request, response) => {
    request.resume().on("end", () => response.writeHead(status()).end("thank you"));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  running.push(
    () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  );
  publishEnv({
    WEBHOOK_ALLOW_HTTP: "on",
    WEBHOOK_ALLOWED_NETWORKS: "127.0.0.0/8",
    WEBHOOK_RETRY_SECONDS: "0",
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
}

const rowOf = (id: string) => db.webhookEndpoint.findFirstOrThrow({ where: { id } });
const secretOf = async (id: string) => openSecret(organization.id, id, (await rowOf(id)).sealedSecret);
const eventsOf = async () =>
  (
    await db.auditEvent.findMany({
      where: { organizationPk: organization.pk, type: { startsWith: "webhook." } },
      orderBy: { sequence: "asc" },
    })
  ).map(({ type }) => type);

async function queue(count: number): Promise<void> {
  await createBareCases(organization, count);
  const sessions = await db.session.findMany({ where: { organizationPk: organization.pk } });
  for (const session of sessions)
    await productDb.$transaction((tx) => queueWebhooks(tx, admin, ["session.approved"], session));
}

it("an endpoint is created with a secret that is returned once and stored sealed", async () => {
  const { secret, ...made } = await createEndpoint(admin, { url, label: "CRM", keyInflection: "camel" });
  expect(secret).toMatch(/^whsec_/);
  expect(made).toMatchObject({
    url,
    label: "CRM",
    enabledEvents: ["*"],
    environment: "sandbox",
    enabled: true,
  });
  expect(await getEndpoint(admin, { endpointId: made.id })).toEqual(made);
  expect((await listEndpoints(admin)).data).toEqual([made]);
  expect(await secretOf(made.id)).toBe(secret);
  expect(Buffer.from((await rowOf(made.id)).sealedSecret).includes(secret)).toBe(false);
  expect(await eventsOf()).toEqual(["webhook.endpoint-created"]);
});

it.each(["http://hooks.example.com/", "https://10.0.0.1/", "https://u:p@hooks.example.com/", "nonsense"])(
  "an endpoint cannot lead to %s",
  async (wrong) => {
    const refusal = { code: "validation_error", fields: [{ field: "url" }] };
    await expect(createEndpoint(admin, { url: wrong })).rejects.toMatchObject(refusal);
    const { id } = await createEndpoint(admin, { url });
    await expect(updateEndpoint(admin, { endpointId: id, url: wrong })).rejects.toMatchObject(refusal);
  },
);

it("a rotation replaces the secret at once, a clone has one of its own, a deletion destroys it", async () => {
  const first = await createEndpoint(admin, { url, enabledEvents: ["case.approved", "case.approved"] });
  const second = await rotateSecret(admin, { endpointId: first.id });
  expect(second.secret).not.toBe(first.secret);
  expect(await secretOf(first.id)).toBe(second.secret);
  const clone = await cloneEndpoint(admin, { endpointId: first.id });
  expect(clone).toMatchObject({ clonedFrom: first.id, url, enabledEvents: ["case.approved"] });
  expect(new Set([first.secret, second.secret, clone.secret]).size).toBe(3);
  await deleteEndpoint(admin, { endpointId: first.id });
  expect((await rowOf(first.id)).sealedSecret).toHaveLength(0);
  expect((await listEndpoints(admin)).data.map(({ id }) => id)).toEqual([clone.id]);
  for (const again of [getEndpoint, rotateSecret, cloneEndpoint, testEndpoint, deleteEndpoint])
    await expect(again(admin, { endpointId: first.id })).rejects.toMatchObject({ code: "not_found" });
});

it("a change says which fields it changed; an unchanged endpoint is not recorded", async () => {
  const { id: endpointId } = await createEndpoint(admin, { url, label: "one" });
  await updateEndpoint(admin, { endpointId, label: "one" });
  await updateEndpoint(admin, { endpointId, label: null, enabledEvents: ["case.rejected"], enabled: false });
  const [, told, more] = await db.auditEvent.findMany({
    where: { organizationPk: organization.pk },
    orderBy: { sequence: "asc" },
  });
  expect(told?.metadata).toEqual({ fields: ["label", "enabledEvents", "enabled"], enabled: false });
  expect(more).toBeUndefined();
});

it("only events that an endpoint wants are queued, and none for one that is off or deleted", async () => {
  const wants = await createEndpoint(admin, { url, enabledEvents: ["session.approved"] });
  await createEndpoint(admin, { url, enabledEvents: ["session.declined"] });
  const off = await createEndpoint(admin, { url });
  await updateEndpoint(admin, { endpointId: off.id, enabled: false });
  await deleteEndpoint(admin, { endpointId: (await createEndpoint(admin, { url })).id });
  await queue(1);
  const rows = await db.webhookDelivery.findMany({
    where: { organizationPk: organization.pk },
    include: { endpoint: true },
  });
  expect(rows.map(({ endpoint }) => endpoint?.id)).toEqual([wants.id]);
});

it("conditions decide what is queued, and what is left out never leaves", async () => {
  const conditions = [{ field: "status", operator: "in", value: ["approved", "declined"] }] as const;
  const make = (eventFilterConditions: object, attributeBlocklist: string[] = []) =>
    createEndpoint(admin, endpointInput.parse({ url, eventFilterConditions, attributeBlocklist }));
  const never = await make(conditions);
  const always = await make([{ field: "sessionId", operator: "exists" }], ["externalRef", "session-id"]);
  const later = await createEndpoint(admin, { url, enabledEvents: ["check.completed"] });
  expect(always).toMatchObject({
    attributeBlocklist: ["external_ref", "session_id"],
    eventFilterConditions: [{ field: "session_id", operator: "exists" }],
  });
  expect(await cloneEndpoint(admin, { endpointId: never.id })).toMatchObject({
    eventFilterConditions: conditions,
  });
  await queue(1);
  const [session] = await db.session.findMany({ where: { organizationPk: organization.pk } });
  if (!session) throw new Error("No session.");
  const check = { id: "schk_1", checkType: "pep", status: "clear", hasMatch: false };
  await productDb.$transaction((tx) => queueWebhooks(tx, admin, ["screening.completed"], session, { check }));
  const sent = async (endpointId: string) => {
    const { data } = await listEndpointDeliveries(admin, { endpointId, ...page });
    return Promise.all(data.map(({ id }) => getDelivery(admin, { deliveryId: id })));
  };
  expect(await sent(never.id)).toEqual([]);
  const told = await sent(always.id);
  expect(told.map(({ event }) => event)).toEqual(["screening.completed", "session.approved"]);
  for (const { request } of told) expect(request).not.toMatch(/session_id|external_ref/);
  // A later name is sent as it was subscribed to, and an attribute that is left out by now does not leave any more.
  expect(
    (await sent(later.id)).map(({ event, request }) => [event, JSON.parse(request ?? "").event]),
  ).toEqual([["check.completed", "check.completed"]]);
  await updateEndpoint(admin, { endpointId: later.id, attributeBlocklist: ["check_id"] });
  expect((await sent(later.id))[0]?.request).not.toContain("check_id");
  await updateEndpoint(admin, { endpointId: later.id, eventFilterConditions: null });
  await db.webhookEndpoint.updateMany({
    where: { id: later.id },
    data: { eventFilterConditions: [{ a: 1 }] },
  });
  expect(await getEndpoint(admin, { endpointId: later.id })).toMatchObject({ isFilterUnreadable: true });
  await productDb.$transaction((tx) => queueWebhooks(tx, admin, ["screening.completed"], session, { check }));
  expect(await sent(later.id)).toHaveLength(1);
});

it.each([
  { eventFilterConditions: [{ field: "name", operator: "==", value: "x" }] },
  { eventFilterConditions: [{ field: "status", operator: "~", value: "x" }] },
  { eventFilterConditions: [{ field: "new_hits", operator: ">", value: "3" }] },
  { eventFilterConditions: [{ field: "status", operator: "in", value: [] }] },
  { eventFilterConditions: { status: "approved" } },
  { attributeBlocklist: ["idempotency-key"] },
  { attributeBlocklist: ["a b"] },
])("%j is refused when it is saved", (wrong) => {
  expect(endpointInput.safeParse({ url, ...wrong }).success).toBe(false);
  expect(endpointChanges.safeParse(wrong).success).toBe(false);
});

it("a test event shows the answer, and stores nothing of it", async () => {
  const { id: endpointId } = await createEndpoint(admin, { url: await receiver(() => 201) });
  const told = await testEndpoint(admin, { endpointId });
  expect(told).toMatchObject({ success: true, httpStatus: 201, error: null, answer: "thank you" });
  expect(JSON.parse(told.request)).toMatchObject({ event: "webhook.test", is_sandbox: true });
  expect(await db.webhookDelivery.count({ where: { organizationPk: organization.pk } })).toBe(0);
  const event = await db.auditEvent.findFirst({
    where: { organizationPk: organization.pk, type: "webhook.tested" },
  });
  expect(event?.metadata).toEqual({ httpStatus: 201, failure: null });
});

it("failed deliveries are listed with their attempts, and retried one by one or together", async () => {
  let status = 503;
  const { id: endpointId } = await createEndpoint(admin, { url: await receiver(() => status) });
  await queue(3);
  for (let turn = 0; turn < 3; turn++) await sendDue();
  const failed = await listEndpointDeliveries(admin, { endpointId, ...page, status: "failed" });
  expect(failed.pagination.total).toBe(3);
  const [first] = failed.data;
  expect(first).toMatchObject({
    ...{ event: "session.approved", status: "failed", attempts: 2, httpStatus: 503 },
    lastError: "The endpoint answered with an HTTP status other than 2xx.",
  });
  const deliveryId = first?.id ?? "";
  const detail = await getDelivery(admin, { deliveryId });
  expect(
    detail.tries.map(({ number, httpStatus, answerBytes }) => [number, httpStatus, answerBytes]),
  ).toEqual([
    [2, 503, 9],
    [1, 503, 9],
  ]);
  expect(JSON.parse(detail.request ?? "")).toMatchObject({
    event: "session.approved",
    session_id: first?.sessionId,
  });
  expect(detail.isBeingSent).toBe(false);
  const lease = (leasedUntil: Date | null) =>
    db.webhookDelivery.updateMany({
      where: { id: deliveryId },
      data: { leasedUntil, attempts: leasedUntil ? 3 : 2 },
    });
  await lease(new Date(Date.now() + 60_000));
  expect((await getDelivery(admin, { deliveryId })).isBeingSent).toBe(true);
  await lease(null);

  status = 200;
  expect(await retryDelivery(admin, { deliveryId })).toMatchObject({ status: "pending", maxAttempts: 4 });
  await expect(retryDelivery(admin, { deliveryId })).rejects.toMatchObject({ code: "conflict" });
  expect(await retryDeliveries(admin, { endpointId })).toEqual({ retried: 2 });
  await sendDue();
  const after = await listEndpointDeliveries(admin, { endpointId, ...page });
  expect(after.data.map((each) => each.status)).toEqual(["delivered", "delivered", "delivered"]);
  await expect(retryDelivery(admin, { deliveryId })).rejects.toMatchObject({ code: "conflict" });
  expect((await eventsOf()).slice(-2)).toEqual(Array(2).fill("webhook.deliveries-retried"));
});

it("an endpoint that is off is not sent to until it is on again, and then its failures count anew", async () => {
  const { id: endpointId } = await createEndpoint(admin, { url: await receiver(() => 200) });
  await queue(1);
  await db.webhookEndpoint.updateMany({
    where: { id: endpointId },
    data: { enabled: false, failedInARow: 10, disabledAt: new Date() },
  });
  await sendDue();
  const waiting = async () => (await listEndpointDeliveries(admin, { endpointId, ...page })).data[0];
  expect(await waiting()).toMatchObject({ status: "pending", attempts: 0 });
  await expect(retryDeliveries(admin, { endpointId })).rejects.toMatchObject({ code: "conflict" });
  expect(await updateEndpoint(admin, { endpointId, enabled: true })).toMatchObject({ disabledAt: null });
  expect(await rowOf(endpointId)).toMatchObject({ failedInARow: 0 });
  await sendDue();
  expect(await waiting()).toMatchObject({ status: "delivered", attempts: 1 });
});

it("the deliveries of a restricted session are not found by who may not know of it", async () => {
  const { id: endpointId } = await createEndpoint(admin, { url: await receiver(() => 500) });
  await queue(1);
  for (let turn = 0; turn < 2; turn++) await sendDue();
  const find = async () => (await listEndpointDeliveries(admin, { endpointId, ...page })).data;
  const [{ id: deliveryId } = { id: "" }] = await find();
  await db.session.updateMany({
    where: { organizationPk: organization.pk },
    data: { restrictedAt: new Date() },
  });
  expect(await find()).toEqual([]);
  for (const look of [getDelivery, retryDelivery])
    await expect(look(admin, { deliveryId })).rejects.toMatchObject({ code: "not_found" });
  expect(await retryDeliveries(admin, { endpointId })).toEqual({ retried: 0 });
});

const interrupted = "The attempt was interrupted by a restart. The event may have arrived.";

it.each(["off", "deleted"])(
  "the attempt of a killed worker is told of, also when its endpoint is %s",
  async (how) => {
    const { id: endpointId } = await createEndpoint(admin, { url });
    await queue(1);
    const began = new Date(Date.now() - 10_000);
    const lease = (seconds: number) =>
      db.webhookDelivery.updateMany({
        where: { organizationPk: organization.pk },
        data: { attempts: 1, leasedUntil: new Date(began.getTime() + seconds * 1000) },
      });
    await lease(45);
    if (how === "deleted") await deleteEndpoint(admin, { endpointId });
    else await updateEndpoint(admin, { endpointId, enabled: false });
    const row = await db.webhookDelivery.findFirstOrThrow({ where: { organizationPk: organization.pk } });
    const look = () => getDelivery(admin, { deliveryId: row.id });
    expect(await look()).toMatchObject({ isBeingSent: true, tries: [], lastError: null });
    began.setTime(began.getTime() - 60_000);
    await lease(45);
    expect(await look()).toMatchObject({
      ...{ isBeingSent: false, lastError: interrupted },
      tries: [{ number: 1, url, startedAt: began.toISOString(), durationMs: null, error: interrupted }],
    });
  },
);

it("an attempt that an earlier release stored when it began is not called delivered", async () => {
  await createEndpoint(admin, { url });
  await queue(1);
  const { pk, id } = await db.webhookDelivery.findFirstOrThrow({
    where: { organizationPk: organization.pk },
  });
  await db.webhookAttempt.create({
    data: { organizationPk: organization.pk, environment: "sandbox", deliveryPk: pk, number: 1, url },
  });
  await db.webhookDelivery.updateMany({ where: { id }, data: { attempts: 1, leasedUntil: null } });
  expect(await getDelivery(admin, { deliveryId: id })).toMatchObject({
    ...{ isBeingSent: false, lastError: interrupted, tries: [{ number: 1, error: interrupted }] },
  });
});

it("what waits for a deleted endpoint is not sent", async () => {
  const { id: endpointId } = await createEndpoint(admin, { url });
  await queue(2);
  expect(await deleteEndpoint(admin, { endpointId })).toEqual({
    ...{ id: endpointId, status: "deleted", abandonedDeliveries: 2 },
  });
  const [row] = await db.webhookDelivery.findMany({ where: { organizationPk: organization.pk } });
  await expect(retryDelivery(admin, { deliveryId: row?.id ?? "" })).rejects.toMatchObject({
    code: "conflict",
  });
});

it("an environment has a limited number of endpoints, also when they are made at once", async () => {
  await db.webhookEndpoint.createMany({
    data: Array.from({ length: mostEndpoints - 1 }, (_, at) => ({
      ...{ organizationPk: organization.pk, environment: "sandbox" as const, url },
      ...{ id: `wh_${organization.id}_${at}`, sealedSecret: new Uint8Array() },
    })),
  });
  const outcomes = await Promise.allSettled([1, 2, 3].map(() => createEndpoint(admin, { url })));
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

it("nobody but an admin sees or changes endpoints; a key does with its scopes", async () => {
  const { id: endpointId } = await createEndpoint(admin, { url });
  const others: Role[] = ["reviewer", "lead", "compliance", "auditor"];
  const members = await Promise.all(others.map((role) => createMember(organization, [role])));
  for (const actor of [...members, keyActorOf(organization, ["sessions:write", "cases:write"])]) {
    await expect(listEndpoints(actor)).rejects.toMatchObject({ code: "forbidden" });
    await expect(createEndpoint(actor, { url })).rejects.toMatchObject({ code: "forbidden" });
  }
  const reader = keyActorOf(organization, ["webhooks:read"]);
  expect((await listEndpoints(reader)).data).toHaveLength(1);
  expect((await listEventTypes(reader)).data.map(({ event }) => event)).toContain("session.approved");
  await expect(rotateSecret(reader, { endpointId })).rejects.toMatchObject({ code: "forbidden" });
  await rotateSecret(keyActorOf(organization, ["webhooks:write"]), { endpointId });
  const live = keyActorOf(organization, ["webhooks:write"], "live");
  await expect(getEndpoint(live, { endpointId })).rejects.toMatchObject({ code: "not_found" });
});

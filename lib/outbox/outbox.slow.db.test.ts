import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { sendDue, startSender } from "@/lib/outbox/sender";
import { settle } from "@/lib/outbox/settle";
import type { Lane } from "@/lib/outbox/take";
import { db as productDb } from "@/lib/platform/db";
import { publishEnv } from "@/lib/platform/env";
import { closeExchanges } from "@/lib/platform/exchange";
import { deleteEndpoint } from "@/lib/webhooks/endpoints";
import { queueWebhooks } from "@/lib/webhooks/write";
import {
  actorOf,
  createBareCases,
  createOrganization,
  removeAllSessions,
  type TestOrganization,
} from "@/test/factories";
import { killNow, startKillable } from "@/test/killable";
import { brokenPromises, createEndpoint, type Receiver, startReceiver } from "@/test/receiving";
import { db } from "@/test/test-db";

const pace = { attemptSeconds: 1, leaseSeconds: 2 };
let organization: TestOrganization;
let actor: Actor;
let receiver: Receiver | undefined;

beforeEach(async () => {
  await removeAllSessions();
  await db.webhookDelivery.deleteMany();
  await db.webhookEndpoint.deleteMany();
  organization = await createOrganization();
  actor = actorOf(organization);
  publishEnv({
    WEBHOOK_ALLOW_HTTP: "on",
    WEBHOOK_ALLOWED_NETWORKS: "127.0.0.0/8",
    WEBHOOK_RETRY_SECONDS: Array(12).fill("0.1").join(),
  });
});
afterEach(async () => {
  closeExchanges();
  await receiver?.stop();
  receiver = undefined;
  publishEnv({ WEBHOOK_ALLOW_HTTP: "", WEBHOOK_ALLOWED_NETWORKS: "", WEBHOOK_RETRY_SECONDS: "" });
});

const events = [
  "session.approved",
  "case.approved",
  "session.declined",
  "case.rejected",
  "session.redacted",
] as const;
const sessionsOf = async (count: number) => {
  await createBareCases(organization, count);
  return db.session.findMany({ where: { organizationPk: organization.pk }, orderBy: { pk: "asc" } });
};

/** Queues every event for every session, each in a transaction of its own; the last one of each is rolled back. */
async function queueAll(count: number): Promise<Map<string, string[]>> {
  for (const session of await sessionsOf(count)) {
    for (const event of events.slice(0, -1))
      await productDb.$transaction((tx) => queueWebhooks(tx, actor, [event], session));
    await productDb
      .$transaction(async (tx) => {
        await queueWebhooks(tx, actor, ["session.redacted"], session);
        throw new Error("rolled back");
      })
      .catch(() => undefined);
  }
  const rows = await db.webhookDelivery.findMany({
    where: { organizationPk: organization.pk },
    orderBy: { pk: "asc" },
  });
  const bySession = new Map<string, string[]>();
  for (const { sessionPk, id } of rows)
    bySession.set(String(sessionPk), [...(bySession.get(String(sessionPk)) ?? []), id]);
  return bySession;
}

const statuses = async () =>
  (
    await db.webhookDelivery.findMany({ where: { organizationPk: organization.pk }, orderBy: { pk: "asc" } })
  ).map(({ status }) => status);
const attemptsOf = (deliveryPk: bigint) =>
  db.webhookAttempt.findMany({
    where: { organizationPk: organization.pk, deliveryPk },
    orderBy: { number: "asc" },
  });
const onlyDelivery = () =>
  db.webhookDelivery.findFirstOrThrow({ where: { organizationPk: organization.pk } });

async function oneDelivery(url: string, secret = "whsec_x"): Promise<void> {
  await createEndpoint(organization, { url, secret });
  const [session] = await sessionsOf(1);
  if (!session) throw new Error("No session.");
  await productDb.$transaction((tx) => queueWebhooks(tx, actor, ["session.approved"], session));
}

it("events of a restricted session wait until the restriction is lifted, or the session is redacted", async () => {
  receiver = await startReceiver({ seed: 1 });
  const { url } = receiver;
  await oneDelivery(url);
  const organizationPk = organization.pk;
  const alter = (data: object) => db.session.updateMany({ where: { organizationPk }, data });
  await alter({ restrictedAt: new Date() });
  await sendDue(pace);
  expect(await statuses()).toEqual(["pending"]);
  expect(await db.webhookAttempt.count({ where: { organizationPk } })).toBe(0);
  await alter({ restrictedAt: null });
  await sendDue(pace);
  expect(await statuses()).toEqual(["delivered"]);

  const [session] = await db.session.findMany({ where: { organizationPk } });
  if (!session) throw new Error("No session.");
  await alter({ restrictedAt: new Date(), retentionStatus: "redacted" });
  await productDb.$transaction((tx) => queueWebhooks(tx, actor, ["session.redacted"], session));
  await sendDue(pace);
  expect(await statuses()).toEqual(["delivered", "delivered"]);
});

it("every event arrives, in the order of its session, while workers are killed and the receiver fails", async () => {
  receiver = await startReceiver({
    seed: 7,
    refuse: 0.2,
    hang: 0.02,
    closeEarly: 0.1,
    redirect: 0.05,
    huge: 0.02,
  });
  await createEndpoint(organization, receiver);
  const expected = await queueAll(60);
  expect([...expected.values()].flat()).toHaveLength(240);
  for (let kill = 0; kill < 4; kill++) {
    const worker = await startKillable("send-process.ts");
    await sleep(400);
    await killNow(worker);
  }
  const sender = startSender(0.1, pace);
  for (const end = Date.now() + 50_000; Date.now() < end && (await statuses()).includes("pending"); )
    await sleep(200);
  await sender.stop();
  expect(new Set(await statuses())).toEqual(new Set(["delivered"]));
  expect(brokenPromises(receiver.arrivals, expected)).toEqual([]);
  expect(receiver.arrivals.length).toBeGreaterThan(240);
  const [rows, tries] = [
    await db.webhookDelivery.findMany({ where: { organizationPk: organization.pk } }),
    await db.webhookAttempt.groupBy({
      by: ["deliveryPk"],
      where: { organizationPk: organization.pk },
      _count: true,
    }),
  ];
  const counted = new Map(tries.map(({ deliveryPk, _count }) => [deliveryPk, _count]));
  for (const { pk, attempts } of rows) expect(counted.get(pk)).toBe(attempts);
});

it("a delivery that always fails has failed after its attempts, each with what came of it", async () => {
  publishEnv({ WEBHOOK_RETRY_SECONDS: "0,0" });
  receiver = await startReceiver({ seed: 1, refuse: 1 });
  await oneDelivery(receiver.url, receiver.secret);
  for (let turn = 0; turn < 3; turn++) await sendDue(pace);
  const row = await onlyDelivery();
  expect(row).toMatchObject({ status: "failed", attempts: 3, httpStatus: 500, nextAttemptAt: null });
  expect(await attemptsOf(row.pk)).toMatchObject(
    [1, 2, 3].map((number) => ({ number, failure: "refused", httpStatus: 500, answerBytes: 2 })),
  );
  expect(receiver.arrivals.map(({ isSigned }) => isSigned)).toEqual([true, true, true]);
});

it.each([
  ["http://169.254.169.254/latest", "address_not_allowed"],
  ["http://10.0.0.1/", "address_not_allowed"],
  ["http://127.0.0.1:1/", "address_not_allowed"],
  ["http://127.0.0.1:1025/", "connection_failed"],
  ["https://no-such-name.invalid/", "name_not_found"],
] as const)("an attempt to %s ends as %s", async (url, failure) => {
  await oneDelivery(url);
  await sendDue({ attemptSeconds: 20, leaseSeconds: 30 });
  expect(await attemptsOf((await onlyDelivery()).pk)).toMatchObject([{ url, failure, httpStatus: null }]);
});

it("an endpoint whose secret cannot be opened gets nothing unsigned", async () => {
  receiver = await startReceiver({ seed: 1 });
  await oneDelivery(receiver.url);
  await db.webhookEndpoint.updateMany({ data: { sealedSecret: new Uint8Array([1, 2]) } });
  await sendDue(pace);
  expect(await attemptsOf((await onlyDelivery()).pk)).toMatchObject([{ failure: "secret_unreadable" }]);
  expect(receiver.arrivals).toEqual([]);
});

it("ten deliveries in a row that fail switch the endpoint off, and the rest waits", async () => {
  publishEnv({ WEBHOOK_RETRY_SECONDS: "0" });
  receiver = await startReceiver({ seed: 1, refuse: 1 });
  const endpoint = await createEndpoint(organization, receiver);
  const [session, other] = await sessionsOf(2);
  if (!session || !other) throw new Error("No session.");
  // The events of one session go one after another.
  for (let at = 0; at < 12; at++)
    await productDb.$transaction((tx) => queueWebhooks(tx, actor, ["session.approved"], session));
  await sendDue(pace);
  for (let turn = 0; turn < 10; turn++) await sendDue(pace);
  expect(await db.webhookEndpoint.findFirst({ where: { id: endpoint.id } })).toMatchObject({
    enabled: false,
    failedInARow: 10,
  });
  expect((await statuses()).filter((status) => status === "pending")).toHaveLength(2);
  const told = await db.auditEvent.findMany({
    where: { organizationPk: organization.pk, type: "webhook.endpoint-disabled" },
  });
  expect(told).toMatchObject([
    { actorName: "webhooks.send", resourceId: endpoint.id, metadata: { failedInARow: 10 } },
  ]);
  await productDb.$transaction((tx) => queueWebhooks(tx, actor, ["session.approved"], other));
  expect(await statuses()).toHaveLength(12);
});

it("a success in between starts the count again", async () => {
  receiver = await startReceiver({ seed: 1 });
  await oneDelivery(receiver.url, receiver.secret);
  await db.webhookEndpoint.updateMany({
    where: { organizationPk: organization.pk },
    data: { failedInARow: 9 },
  });
  await sendDue(pace);
  expect(await statuses()).toEqual(["delivered"]);
  expect(await db.webhookEndpoint.findFirst({ where: { organizationPk: organization.pk } })).toMatchObject({
    failedInARow: 0,
    enabled: true,
  });
});

it("what a stop interrupts is sent after the next start, and uses no attempt up", async () => {
  receiver = await startReceiver({ seed: 1, hang: 1 });
  await oneDelivery(receiver.url, receiver.secret);
  const sender = startSender(0.05, { attemptSeconds: 30, leaseSeconds: 45 });
  while (receiver.arrivals.length === 0) await sleep(20);
  await sender.stop();
  const row = await onlyDelivery();
  expect(row).toMatchObject({ status: "pending", leasedUntil: null, attempts: 1, maxAttempts: 14 });
  expect(await attemptsOf(row.pk)).toMatchObject([{ failure: "interrupted" }]);
});

it("the attempt of a killed worker is stored as interrupted, with the time at which it began", async () => {
  receiver = await startReceiver({ seed: 1 });
  await oneDelivery(receiver.url, receiver.secret);
  const { pk } = await onlyDelivery();
  const before = new Date(Date.now() - 5_000);
  const leasedUntil = new Date(before.getTime() + pace.leaseSeconds * 1000);
  await db.webhookDelivery.updateMany({
    where: { organizationPk: organization.pk, pk },
    data: { attempts: 1, leasedUntil },
  });
  await sendDue(pace);
  expect(await attemptsOf(pk)).toMatchObject([
    { number: 1, failure: "interrupted", startedAt: before, durationMs: null },
    { number: 2, failure: null, httpStatus: 200 },
  ]);
});

const laneOf = async (): Promise<Lane> => {
  const { organizationPk, environment, pk: endpointPk } = await db.webhookEndpoint.findFirstOrThrow();
  return { organizationPk, environment, endpointPk, organizationId: organization.id };
};
const acknowledged = (pk: bigint) => ({
  ...{ pk, number: 1, url: "https://old.example.com/", httpStatus: 200, failure: null },
  ...{ startedAt: new Date(), durationMs: 5, answerBytes: 2, retrySeconds: 1 },
});

it("a delivery that is erased while it is sent loses no outcome of the others", async () => {
  await createEndpoint(organization, { url: "https://hooks.example.com/", secret: "whsec_x" });
  for (const session of await sessionsOf(2))
    await productDb.$transaction((tx) => queueWebhooks(tx, actor, ["session.approved"], session));
  const [erased, other] = await db.webhookDelivery.findMany({ orderBy: { pk: "asc" } });
  if (!erased || !other) throw new Error("No delivery.");
  await db.webhookDelivery.updateMany({ data: { attempts: 1, leasedUntil: new Date(Date.now() + 9_000) } });
  const lane = await laneOf();
  let settled: Promise<void> | undefined;
  await db.$transaction(async (tx) => {
    await tx.webhookDelivery.deleteMany({ where: { pk: erased.pk } });
    settled = settle(lane, [acknowledged(erased.pk), acknowledged(other.pk)]);
    await sleep(300);
  });
  await settled;
  expect(await db.webhookDelivery.findMany()).toMatchObject([{ pk: other.pk, status: "delivered" }]);
  expect(await attemptsOf(other.pk)).toMatchObject([{ httpStatus: 200, url: "https://old.example.com/" }]);
});

it("what a deleted endpoint acknowledged is delivered, and its failures change nothing", async () => {
  const { id: endpointId } = await createEndpoint(organization, {
    url: "https://hooks.example.com/",
    secret: "whsec_x",
  });
  for (const session of await sessionsOf(2))
    await productDb.$transaction((tx) => queueWebhooks(tx, actor, ["session.approved"], session));
  const [good, bad] = await db.webhookDelivery.findMany({ orderBy: { pk: "asc" } });
  if (!good || !bad) throw new Error("No delivery.");
  await db.webhookDelivery.updateMany({ data: { attempts: 1, leasedUntil: new Date(Date.now() + 9_000) } });
  const lane = await laneOf();
  await deleteEndpoint(actor, { endpointId });
  await settle(lane, [
    acknowledged(good.pk),
    { ...acknowledged(bad.pk), httpStatus: 500, failure: "refused" },
  ]);
  expect(await statuses()).toEqual(["delivered", "failed"]);
  expect(await attemptsOf(bad.pk)).toMatchObject([{ failure: "refused" }]);
});

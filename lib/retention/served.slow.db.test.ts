import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { placeHold, releaseHold } from "@/lib/holds/write";
import { buildPackages } from "@/lib/packages/jobs";
import { requestPackage } from "@/lib/packages/package";
import { scopeOf } from "@/lib/platform/scope";
import { closeRequest } from "@/lib/requests/close";
import { getRequest } from "@/lib/requests/read";
import { removeServed } from "@/lib/retention/served";
import { currentSettings } from "@/lib/settings/load";
import { updateRetention } from "@/lib/settings/write";
import { existingDataKeys } from "@/lib/vault/data-keys";
import { ids, receive, requestScene, reviewed } from "@/test/request-scene";
import { db } from "@/test/test-db";

const dayMs = 86_400_000;
let officer: Actor;
let admin: Actor;

beforeEach(async () => {
  ({ officer, admin } = await requestScene());
});

const ago = (days: number) => new Date(Date.now() - days * dayMs);
const counts = async () => {
  const where = { organizationPk: officer.scope.organizationPk };
  return {
    deliveries: await db.webhookDelivery.count({ where }),
    links: await db.oneTimeLink.count({ where: { session: where } }),
  };
};

describe("other records", () => {
  it("are removed after their own windows, except what is still pending", async () => {
    const { organizationPk, environment } = officer.scope;
    const { pk: sessionPk } = await db.session.findFirstOrThrow({ where: { id: ids[0] } });
    await db.webhookDelivery.deleteMany({ where: { organizationPk } });
    await db.oneTimeLink.deleteMany({ where: { sessionPk } });
    for (const [at, status] of (["delivered", "failed", "pending", "delivered"] as const).entries())
      await db.webhookDelivery.create({
        data: {
          ...{ organizationPk, environment, sessionPk, id: `whd_${at}`, event: "x", url: "https://x.test" },
          status,
          createdAt: ago(at === 3 ? 89 : 91),
        },
      });
    for (const days of [29, 31])
      await db.oneTimeLink.create({
        data: {
          organizationPk,
          environment,
          sessionPk,
          id: `otl_${days}`,
          status: "expired",
          createdAt: ago(99),
          expiresAt: ago(days),
        },
      });
    await currentSettings(admin);
    await Promise.all([removeServed(), removeServed()]);
    expect(await counts()).toEqual({ deliveries: 2, links: 1 });
    await removeServed();
    const events = await db.auditEvent.findMany({ where: { organizationPk, type: "retention.served" } });
    const sum = (name: string) =>
      events.reduce((total, { metadata }) => total + Number((metadata as Record<string, number>)[name]), 0);
    expect([sum("deliveries"), sum("links")]).toEqual([2, 1]);
  });

  it("stay without a window", async () => {
    const { version } = (await currentSettings(admin)).retention;
    await updateRetention(admin, { version, keepLinksDays: null });
    const { pk: sessionPk, ...found } = await db.session.findFirstOrThrow({ where: { id: ids[0] } });
    const scope = scopeOf(found);
    await db.oneTimeLink.create({
      data: {
        ...scope,
        sessionPk,
        id: "otl_old",
        status: "expired",
        createdAt: ago(999),
        expiresAt: ago(998),
      },
    });
    await removeServed();
    expect((await counts()).links).toBeGreaterThan(0);
  });
});

describe("a record under a legal hold", () => {
  it("stays whatever its window, until the hold is released", async () => {
    const { organizationPk, environment } = officer.scope;
    const { pk: sessionPk, ...found } = await db.session.findFirstOrThrow({ where: { id: ids[0] } });
    const scope = scopeOf(found);
    const requestId = await reviewed(officer, "access_and_erasure");
    await requestPackage(officer, { requestId });
    await buildPackages();
    await db.webhookDelivery.deleteMany({ where: { organizationPk } });
    await db.webhookDelivery.create({
      data: {
        ...{ organizationPk, environment, sessionPk, id: "whd_held", event: "x", url: "https://x.test" },
        ...{ status: "delivered", createdAt: ago(999) },
      },
    });
    await db.oneTimeLink.create({
      data: {
        ...scope,
        sessionPk,
        id: "otl_held",
        status: "expired",
        createdAt: ago(999),
        expiresAt: ago(998),
      },
    });
    await db.package.updateMany({ data: { builtAt: ago(999) } });
    const left = async () => [
      await db.webhookDelivery.count({ where: { id: "whd_held" } }),
      await db.oneTimeLink.count({ where: { id: "otl_held" } }),
      await db.package.count({ where: { status: "ready" } }),
    ];
    const {
      data: [hold],
    } = await placeHold(officer, { requestId, reason: "Matter", owner: "Legal", reviewOn: "2099-01-01" });
    await removeServed();
    expect(await left()).toEqual([1, 1, 1]);
    await releaseHold(officer, { requestId, holdId: hold?.id ?? "" });
    await removeServed();
    expect(await left()).toEqual([0, 0, 0]);
  });
});

describe("a package", () => {
  it("is destroyed with its key and its files after its window", async () => {
    const requestId = await reviewed(officer, "access_and_erasure");
    await requestPackage(officer, { requestId });
    await buildPackages();
    const { dataKeyId } = await db.package.findFirstOrThrow({ where: { request: { id: requestId } } });
    await removeServed();
    expect((await getRequest(officer, { requestId })).package?.status).toBe("ready");
    await db.package.updateMany({ where: { request: { id: requestId } }, data: { builtAt: ago(31) } });
    await removeServed();
    expect((await getRequest(officer, { requestId })).package?.status).toBe("destroyed");
    expect(await existingDataKeys([dataKeyId ?? ""])).toEqual(new Set());
  });
});

describe("a closed request", () => {
  const closed = async () => {
    const { id: requestId } = await receive(officer, { kind: "access" });
    await closeRequest(officer, { requestId, status: "withdrawn", reason: "Changed their mind" });
    await db.request.updateMany({ where: { id: requestId }, data: { closedAt: ago(1_096) } });
    return requestId;
  };

  it("loses its requester, and stays as evidence", async () => {
    const requestId = await closed();
    const { pk, dataKeyId } = await db.request.findFirstOrThrow({ where: { id: requestId } });
    await removeServed();
    expect(await getRequest(officer, { requestId })).toMatchObject({ status: "withdrawn" });
    expect(await db.request.findFirstOrThrow({ where: { id: requestId } })).toMatchObject({
      sealed: null,
      dataKeyId: null,
    });
    expect(await db.requestIndex.count({ where: { requestPk: pk } })).toBe(0);
    expect(await existingDataKeys([dataKeyId ?? ""])).toEqual(new Set());
  });

  it("stays while a legal hold covers it", async () => {
    const requestId = await closed();
    await placeHold(officer, { requestId, reason: "Matter", owner: "Legal", reviewOn: "2099-01-01" });
    await removeServed();
    expect((await db.request.findFirstOrThrow({ where: { id: requestId } })).sealed).not.toBeNull();
  });
});

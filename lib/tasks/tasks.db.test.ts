import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { mostTries } from "@/lib/delivery/policy";
import { createLink } from "@/lib/delivery/write";
import { belowRequest } from "@/lib/platform/scope";
import { closeRequest } from "@/lib/requests/close";
import { extendRequest } from "@/lib/requests/pause";
import { countTasks, listTasks } from "@/lib/tasks/read";
import { dismissTask } from "@/lib/tasks/write";
import { createMember } from "@/test/factories";
import { ids, receive, requestScene, reviewed } from "@/test/request-scene";
import { db } from "@/test/test-db";

const dayMs = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * dayMs);
let officer: Actor;
let scene: Awaited<ReturnType<typeof requestScene>>;

beforeEach(async () => {
  scene = await requestScene();
  ({ officer } = scene);
});

const kinds = async () => (await listTasks(officer)).data.map(({ kind }) => kind);

/** A request of a law that counts every day: 45 of them. */
const withDaysLeft = (days: number) =>
  receive(officer, { jurisdiction: "ccpa", receivedAt: daysAgo(45 - days).toISOString() });

describe("a request that is nearly due", () => {
  it("is a task from its first reminder on, again at each later one, and overdue after its last day", async () => {
    await withDaysLeft(20);
    expect(await kinds()).toEqual([]);
    const early = await withDaysLeft(14);
    const near = await withDaysLeft(4);
    const late = await withDaysLeft(-2);
    const { data } = await listTasks(officer);
    expect(data.map(({ id }) => id)).toEqual([
      `overdue:${late.id}`,
      `due:${near.id}:5`,
      `due:${early.id}:15`,
    ]);
    expect(await countTasks(officer)).toEqual({ open: 3, late: 1 });
  });

  it("is dismissed by a member for this reminder, and disappears with its cause", async () => {
    const { id } = await withDaysLeft(14);
    const [task] = (await listTasks(officer)).data;
    await dismissTask(officer, { id: task?.id ?? "" });
    const [dismissed] = (await dismissTask(officer, { id: task?.id ?? "" })).data;
    expect(dismissed?.dismissedBy).toMatch(/^Test compliance/);
    expect(await countTasks(officer)).toEqual({ open: 0, late: 0 });
    expect(await db.auditEvent.count({ where: { type: "task.dismissed", resourceId: id } })).toBe(1);
    await db.request.updateMany({ where: { id }, data: { receivedAt: daysAgo(41), dueOn: daysAgo(-4) } });
    expect(await countTasks(officer)).toEqual({ open: 1, late: 0 });
    await extendRequest(officer, { requestId: id, reason: "Many sessions." });
    expect(await kinds()).toEqual([]);
    await expect(dismissTask(officer, { id: `due:${id}:5` })).rejects.toMatchObject({ code: "not_found" });
  });

  it("is no task after it is closed", async () => {
    const { id } = await withDaysLeft(1);
    expect(await kinds()).toEqual(["due"]);
    await closeRequest(officer, { requestId: id, status: "withdrawn" });
    expect(await kinds()).toEqual([]);
  });
});

it("a legal hold is a task from its review day until it is released", async () => {
  const session = await db.session.findFirstOrThrow({ where: { id: ids[0] } });
  const { organizationPk, environment, pk: sessionPk } = session;
  const scope = {
    organizationPk,
    environment,
    sessionPk,
    reason: "Matter",
    owner: "Legal",
    placedBy: officer.id,
  };
  await db.hold.create({ data: { ...scope, id: "hold_now", reviewOn: daysAgo(1) } });
  await db.hold.create({ data: { ...scope, id: "hold_later", reviewOn: daysAgo(-2) } });
  expect((await listTasks(officer)).data).toMatchObject([
    { kind: "hold", resourceType: "session", resourceId: ids[0] },
  ]);
  await db.hold.updateMany({ data: { releasedAt: new Date() } });
  expect(await kinds()).toEqual([]);
});

it("a package is a task when it is not delivered after two days, and so is a link that no longer works", async () => {
  const requestId = await reviewed(officer, "access_and_erasure");
  const request = await db.request.findFirstOrThrow({ where: { id: requestId } });
  const made = { ...belowRequest(request), id: "pkg_ready", status: "ready" as const, builtAt: daysAgo(1) };
  await db.package.create({ data: made });
  expect(await kinds()).toEqual([]);
  await db.package.updateMany({ data: { builtAt: daysAgo(3) } });
  expect(await kinds()).toEqual(["undelivered"]);
  const { link } = await createLink(officer, { requestId, expiresInDays: 1 });
  expect(await kinds()).toEqual([]);
  await db.deliveryLink.updateMany({ data: { tries: mostTries } });
  expect(await kinds()).toEqual(["link"]);
  await db.deliveryLink.updateMany({ data: { tries: 1, openedAt: new Date() } });
  expect(await kinds()).toEqual([]);
  await db.deliveryLink.updateMany({ data: { openedAt: daysAgo(1) } });
  expect(await kinds()).toEqual(["link"]);
  await db.deliveryLink.updateMany({ data: { tries: 0, openedAt: null, expiresAt: daysAgo(1) } });
  expect((await listTasks(officer)).data).toMatchObject([{ kind: "link", id: `link:${link.id}` }]);
  await db.request.updateMany({ data: { deliveredAt: new Date() } });
  expect(await kinds()).toEqual([]);
});

it("a task is visible to members who read requests, and dismissed by members who work on them", async () => {
  await withDaysLeft(1);
  const auditor = await createMember(scene.organization, ["auditor"]);
  const [task] = (await listTasks(auditor)).data;
  await expect(dismissTask(auditor, { id: task?.id ?? "" })).rejects.toMatchObject({ code: "forbidden" });
});

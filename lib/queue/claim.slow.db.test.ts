import { setTimeout as wait } from "node:timers/promises";
import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { returnLapsed } from "@/lib/cases/release";
import { assignCase, claimCase, releaseCase } from "@/lib/cases/write";
import { nextCase } from "@/lib/queue/claim";
import { foldCounts, getTabCounts } from "@/lib/queue/tab-counts";
import {
  createBareCases,
  createMember,
  createOrganization,
  removeAllSessions,
  type TestOrganization,
} from "@/test/factories";
import { randomOfTest } from "@/test/random";
import { db } from "@/test/test-db";

const next = { tab: "unassigned", ahead: false } as const;

let organization: TestOrganization;
let clients: Actor[];

beforeEach(async () => {
  await removeAllSessions();
  organization = await createOrganization();
  clients = await Promise.all(Array.from({ length: 64 }, () => createMember(organization, ["reviewer"])));
});

/** Every client asks for the next case until there is none; those that `dies` says so stop before they have it. */
async function askUntilNone(dies: (taken: number) => boolean = () => false): Promise<Map<string, number>> {
  const handedOut = new Map<string, number>();
  await Promise.all(
    clients.map(async (client) => {
      for (;;) {
        const taken = await nextCase(client, next);
        if (!taken) return;
        if (dies(handedOut.size)) return;
        handedOut.set(taken.id, (handedOut.get(taken.id) ?? 0) + 1);
      }
    }),
  );
  return handedOut;
}

describe("next case", () => {
  it("offers the reviewer's own cases first, and skips those they have released", async () => {
    const [first, second, third] = await createBareCases(organization, 3);
    const [one, two] = clients;
    if (!one || !two) throw new Error("no clients");
    await claimCase(one, { caseId: third ?? "" });
    const own = { ...next, ownFirst: true };
    expect((await nextCase(one, own))?.id).toBe(third);
    expect((await nextCase(one, { ...own, except: [third ?? ""] }))?.id).toBe(first);
    await releaseCase(one, { caseId: first ?? "" });
    expect((await nextCase(one, { ...own, except: [third ?? "", first ?? ""] }))?.id).toBe(second);
    expect((await nextCase(two, own))?.id).toBe(first);
    expect(await nextCase(two, { ...own, except: [first ?? ""] })).toBeNull();
  });

  it("gives 5 000 cases to 64 clients, each exactly once", async () => {
    const ids = await createBareCases(organization, 5_000);
    expect(ids).toHaveLength(5_000);
    const handedOut = await askUntilNone();
    expect(handedOut.size).toBe(5_000);
    expect([...handedOut.values()].every((times) => times === 1)).toBe(true);
    const claims = await db.auditEvent.count({
      where: { organizationPk: organization.pk, type: "case.claimed" },
    });
    expect(claims).toBe(5_000);
    const [first] = clients;
    if (first) expect(await getTabCounts(first)).toMatchObject({ unassigned: 0, all: 5_000 });
  });

  it("releases the cases of dead clients after their claims expire, and gives each out once", async () => {
    const random = randomOfTest();
    const ids = await createBareCases(organization, 600);
    // A third of the clients die holding a case that they never report.
    const doomed = new Set(clients.slice(0, 21));
    const reported = new Map<string, number>();
    await Promise.all(
      clients.map(async (client) => {
        for (let turn = 0; ; turn++) {
          const taken = await nextCase(client, next);
          if (!taken) return;
          if (doomed.has(client) && random.chance(0.2 + turn / 10)) return;
          reported.set(taken.id, (reported.get(taken.id) ?? 0) + 1);
        }
      }),
    );
    const lost = ids.filter((id) => !reported.has(id));
    expect(lost.length).toBeGreaterThan(0);
    const holders = await db.reviewCase.findMany({ where: { id: { in: lost } } });
    expect(holders.every(({ status }) => status === "in_review")).toBe(true);
    await db.reviewCase.updateMany({
      where: { id: { in: lost } },
      data: { claimExpiresAt: new Date(Date.now() - 1) },
    });
    const again = await askUntilNone();
    expect([...again.keys()].sort()).toEqual([...lost].sort());
    expect([...again.values()].every((times) => times === 1)).toBe(true);
  });

  it("gives the oldest first and skips snoozed, assigned and decided cases", async () => {
    const [first, second, third, fourth] = await createBareCases(organization, 4);
    const [one, two] = clients as [Actor, Actor];
    await db.reviewCase.updateMany({ where: { id: first }, data: { snoozedUntil: new Date("2999-01-01") } });
    await db.reviewCase.updateMany({
      where: { id: second },
      data: { status: "approved", decision: "approved" },
    });
    const lead = await createMember(organization, ["lead"]);
    await assignCase(lead, { caseId: third ?? "", assigneeId: two.id });
    expect((await nextCase(one, next))?.id).toBe(fourth);
    expect(await nextCase(one, next)).toBeNull();
    expect((await claimCase(two, { caseId: third ?? "" })).assignedTo).toBe(two.id);
  });

  it("never exceeds a member's capacity, however many calls they make at once", async () => {
    await createBareCases(organization, 10);
    const careful = await createMember(organization, ["reviewer"], { capacity: 3 });
    const answers = await Promise.allSettled(Array.from({ length: 8 }, () => nextCase(careful, next)));
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
    expect(await db.reviewCase.count({ where: { assignedTo: careful.id } })).toBe(3);
  });

  it("claims only from the member's queues, oldest case first, and nothing while the member is away", async () => {
    const ids = await createBareCases(organization, 4);
    await db.reviewCase.updateMany({
      where: { id: { in: [ids[2] ?? "", ids[3] ?? ""] } },
      data: { queue: "fraud" },
    });
    const expert = await createMember(organization, ["reviewer"]);
    await db.member.update({ where: { id: expert.id }, data: { queues: ["fraud", "empty"] } });
    expect((await nextCase(expert, next))?.id).toBe(ids[2]);
    await db.member.update({ where: { id: expert.id }, data: { awayUntil: new Date(Date.now() + 60_000) } });
    await expect(nextCase(expert, next)).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("claims", () => {
  it("are refused to a second person, renewed for the first, and free again after they expire", async () => {
    const [id = ""] = await createBareCases(organization, 1);
    const [one, two] = clients as [Actor, Actor];
    const claimed = await claimCase(one, { caseId: id });
    expect(claimed).toMatchObject({ status: "in_review", assignedTo: one.id });
    await expect(claimCase(two, { caseId: id })).rejects.toMatchObject({ code: "conflict" });
    await wait(5);
    const renewed = await claimCase(one, { caseId: id });
    expect(renewed.claimedAt).toBe(claimed.claimedAt);
    expect(Date.parse(renewed.claimExpiresAt ?? "")).toBeGreaterThan(
      Date.parse(claimed.claimExpiresAt ?? ""),
    );
    await db.reviewCase.updateMany({ where: { id }, data: { claimExpiresAt: new Date(Date.now() - 1) } });
    expect((await claimCase(two, { caseId: id })).assignedTo).toBe(two.id);
    await expect(releaseCase(one, { caseId: id })).rejects.toMatchObject({ code: "conflict" });
    expect((await releaseCase(two, { caseId: id })).status).toBe("open");
    const events = await db.auditEvent.findMany({ where: { resourceId: id }, orderBy: { sequence: "asc" } });
    expect(events.map(({ type }) => type)).toEqual(["case.claimed", "case.claimed", "case.released"]);
  });

  it("are new after they have expired, with an event, even for the same person", async () => {
    const [id = ""] = await createBareCases(organization, 1);
    const [one] = clients as [Actor];
    const first = await claimCase(one, { caseId: id });
    await db.reviewCase.updateMany({ where: { id }, data: { claimExpiresAt: new Date(Date.now() - 1) } });
    await wait(5);
    const second = await claimCase(one, { caseId: id });
    expect(Date.parse(second.claimedAt ?? "")).toBeGreaterThanOrEqual(Date.parse(first.claimedAt ?? ""));
    expect(await db.auditEvent.count({ where: { resourceId: id, type: "case.claimed" } })).toBe(2);
  });

  it("expire automatically, with one event each, even when two processes sweep", async () => {
    const ids = await createBareCases(organization, 450);
    const [one] = clients as [Actor];
    await db.reviewCase.updateMany({
      where: { id: { in: ids } },
      data: { status: "in_review", assignedTo: one.id, claimExpiresAt: new Date(Date.now() - 1) },
    });
    const returned = await Promise.all([returnLapsed(), returnLapsed()]);
    expect(returned[0] + returned[1]).toBe(450);
    expect(await getTabCounts(one)).toEqual({
      unassigned: 450,
      mine: 0,
      pendingSecondReview: 0,
      escalated: 0,
      all: 450,
      overdue: 100,
    });
    const where = { organizationPk: organization.pk, type: "case.claim-lapsed" };
    expect(await db.auditEvent.count({ where })).toBe(450);
  });
});

it("counts exactly while cases move and counts are folded at the same time", async () => {
  await createBareCases(organization, 300);
  const scope = { organizationPk: organization.pk, environment: "sandbox" as const };
  const [one] = clients as [Actor];
  const folding = (async () => {
    for (let turn = 0; turn < 30; turn++) await foldCounts(scope);
  })();
  await Promise.all([askUntilNone((taken) => taken >= 200), folding]);
  const open = await db.reviewCase.count({ where: { ...scope, status: "open" } });
  expect(await getTabCounts(one)).toMatchObject({ unassigned: open, all: 300 });
});

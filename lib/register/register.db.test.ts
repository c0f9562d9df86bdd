import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { midnightOf } from "@/lib/format/day";
import { assignRequest, requestWorkers } from "@/lib/register/assign";
import { requestFigures } from "@/lib/register/figures";
import { findRequests } from "@/lib/register/find";
import { listRequests } from "@/lib/register/read";
import { requestsQuery } from "@/lib/register/schema";
import { getRequest } from "@/lib/requests/read";
import { receiveRequest } from "@/lib/requests/write";
import { changeRoles } from "@/lib/team/write";
import { createMember, createOrganization, type TestOrganization } from "@/test/factories";
import { db } from "@/test/test-db";

let organization: TestOrganization;
let officer: Actor;
let colleague: Actor;

beforeEach(async () => {
  await db.request.deleteMany();
  organization = await createOrganization();
  await db.organization.updateMany({ data: { timeZone: "Europe/Berlin" } });
  officer = await createMember(organization, ["compliance"]);
  colleague = await createMember(organization, ["compliance"]);
});

const ada = { firstName: "Ada", lastName: "Example", dateOfBirth: "1990-04-01", email: "ada@example.com" };

const receive = async (more: Partial<Parameters<typeof receiveRequest>[1]> = {}) =>
  (await receiveRequest(officer, { kind: "access", channel: "email", requester: ada, ...more })).id;

const listed = async (query: Record<string, unknown>, actor = officer) =>
  (await listRequests(actor, requestsQuery.parse(query))).data.map(({ id }) => id);

/** Changes what the days of a request are reckoned from. */
const set = (id: string, data: Parameters<typeof db.request.updateMany>[0]["data"]) =>
  db.request.updateMany({ where: { id }, data });

describe("the list of requests", () => {
  it("is narrowed by kind, law, assignee, id and day of receipt", async () => {
    const [access, erasure] = [await receive(), await receive({ kind: "erasure", jurisdiction: "ccpa" })];
    await set(access, { receivedAt: new Date("2026-10-31T23:30:00Z") });
    await set(erasure, { receivedAt: new Date("2026-10-31T22:30:00Z") });
    await assignRequest(officer, { requestId: access, assigneeId: colleague.id });
    expect(await listed({ kind: "erasure" })).toEqual([erasure]);
    expect(await listed({ jurisdiction: "gdpr" })).toEqual([access]);
    expect(await listed({ assignedTo: colleague.id })).toEqual([access]);
    expect(await listed({ assignedTo: "none" })).toEqual([erasure]);
    expect(await listed({ q: erasure.toUpperCase() })).toEqual([erasure]);
    expect(await listed({ q: "%" })).toEqual([]);
    // Midnight in Berlin lies between the two.
    expect(await listed({ from: "2026-11-01" })).toEqual([access]);
    expect(await listed({ to: "2026-10-31" })).toEqual([erasure]);
    expect((await listed({ from: "2026-10-31", to: "2026-11-01" })).sort()).toEqual([access, erasure].sort());
    const stranger = await createMember(await createOrganization(), ["compliance"]);
    expect(await listed({ q: access }, stranger)).toEqual([]);
  });

  it("refuses days and texts that no database takes", () => {
    for (const wrong of [{ from: "0000-01-01" }, { dueBy: "9999-12-31" }, { q: "\0" }, { assignedTo: "\0" }])
      expect(requestsQuery.safeParse(wrong).success, JSON.stringify(wrong)).toBe(false);
  });

  it("is narrowed to open requests that are due by a day", async () => {
    const [soon, late, closed] = [await receive(), await receive(), await receive()];
    await set(soon, { dueOn: midnightOf("2026-12-01") });
    await set(late, { dueOn: midnightOf("2026-12-02") });
    await set(closed, { dueOn: midnightOf("2026-11-01"), status: "withdrawn" });
    expect(await listed({ dueBy: "2026-12-01" })).toEqual([soon]);
  });
});

describe("an assignment", () => {
  it("names a member who answers requests, is recorded, and is taken back", async () => {
    const requestId = await receive();
    const assigned = await assignRequest(officer, { requestId, assigneeId: colleague.id });
    expect(assigned).toMatchObject({
      assignedTo: colleague.id,
      assigneeName: expect.stringContaining("Test compliance"),
    });
    expect(await assignRequest(colleague, { requestId, assigneeId: null })).toMatchObject({
      assignedTo: null,
    });
    const events = await db.auditEvent.findMany({
      where: { type: "request.assigned", resourceId: requestId },
    });
    expect(events.map(({ metadata }) => metadata)).toEqual([
      { assigneeId: colleague.id },
      { assigneeId: null },
    ]);
  });

  it("is refused to whom answers no requests, has left, or is of another organization, and changes nothing", async () => {
    const requestId = await receive();
    const reviewer = await createMember(organization, ["reviewer"]);
    const stranger = await createMember(await createOrganization(), ["compliance"]);
    await db.member.updateMany({ where: { id: colleague.id }, data: { removedAt: new Date() } });
    for (const { id: assigneeId } of [reviewer, stranger, colleague])
      await expect(assignRequest(officer, { requestId, assigneeId })).rejects.toMatchObject({
        code: "validation_error",
      });
    await expect(assignRequest(reviewer, { requestId, assigneeId: officer.id })).rejects.toMatchObject({
      code: "forbidden",
    });
    expect((await requestWorkers(officer)).map(({ id }) => id)).toEqual([officer.id]);
    expect(await getRequest(officer, { requestId })).toMatchObject({ assignedTo: null, version: 1 });
  });

  it("ends when its member may answer requests no longer, or leaves", async () => {
    const admin = await createMember(organization, ["admin"]);
    const [open, closed] = [await receive(), await receive()];
    for (const requestId of [open, closed])
      await assignRequest(officer, { requestId, assigneeId: colleague.id });
    await set(closed, { status: "withdrawn" });
    await changeRoles(admin, { memberId: colleague.id, roles: ["reviewer"] });
    const assigned = async () => [
      (await getRequest(officer, { requestId: open })).assignedTo,
      (await getRequest(officer, { requestId: closed })).assignedTo,
    ];
    expect(await assigned()).toEqual([null, colleague.id]);
    const changed = { type: "member.roles-changed", resourceId: colleague.id };
    expect(await db.auditEvent.findFirstOrThrow({ where: changed })).toMatchObject({
      metadata: { returnedRequests: 1 },
    });
  });

  it("is refused for a closed request, and for an outdated version", async () => {
    const requestId = await receive();
    await assignRequest(officer, { requestId, assigneeId: officer.id });
    const outdated = { requestId, assigneeId: null, version: 1 };
    await expect(assignRequest(officer, outdated)).rejects.toMatchObject({ code: "conflict" });
    await set(requestId, { status: "withdrawn" });
    await expect(assignRequest(officer, { requestId, assigneeId: null })).rejects.toMatchObject({
      code: "conflict",
    });
  });
});

describe("a search for a person's requests", () => {
  it("finds them in whatever way the values are written, and records no value", async () => {
    const id = await receive();
    await receive({ requester: { email: "somebody.else@example.com" } });
    const found = async (input: Parameters<typeof findRequests>[1]) =>
      (await findRequests(officer, input)).data.map(({ request, matchedBy }) => [request.id, matchedBy]);
    expect(await found({ email: "ADA@EXAMPLE.COM" })).toEqual([[id, ["email"]]]);
    expect(await found({ firstName: "ada", lastName: "EXAMPLE", dateOfBirth: "1990-04-01" })).toEqual([
      [id, ["name_and_birth_date"]],
    ]);
    expect(await found({ email: "nobody@example.com" })).toEqual([]);
    const events = await db.auditEvent.findMany({ where: { type: "search.by-person" } });
    expect(events.length).toBeGreaterThan(0);
    expect(JSON.stringify(events.map(({ metadata }) => metadata))).not.toMatch(/ada|example/i);
  });

  it("stays in the organization and the environment, and needs the permission to answer requests", async () => {
    await receive();
    const stranger = await createMember(await createOrganization(), ["compliance"]);
    expect((await findRequests(stranger, { email: ada.email })).data).toEqual([]);
    const live = { ...officer, scope: { ...officer.scope, environment: "live" as const } };
    expect((await findRequests(live, { email: ada.email })).data).toEqual([]);
    for (const role of ["reviewer", "lead", "auditor"] as const)
      await expect(
        findRequests(await createMember(organization, [role]), { email: ada.email }),
      ).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("the figures of requests", () => {
  it("count what an authority asks for, by the days of the organization", async () => {
    const at = (day: string, time = "10:00:00Z") => new Date(`${day}T${time}`);
    const due = midnightOf("2026-10-31");
    const received = { receivedAt: at("2026-10-01"), dueOn: due };
    const of = async (more: object, kind: "access" | "erasure" = "access") => {
      const id = await receive({ kind });
      await set(id, { ...received, ...more });
      return id;
    };
    await of({ status: "completed", closedAt: at("2026-10-11") });
    // Still the last day in Berlin.
    await of({ status: "completed", closedAt: at("2026-10-31", "22:30:00Z") });
    await of({
      status: "refused",
      closedAt: at("2026-10-31", "23:30:00Z"),
      extendedAt: at("2026-10-20"),
      refusalGround: "excessive",
      feeAskedAt: at("2026-10-21"),
    });
    await of({ status: "withdrawn", closedAt: at("2026-10-02") }, "erasure");
    await of({ dueOn: midnightOf("2020-01-01") }, "erasure");
    const paused = await of({ dueOn: midnightOf("2020-01-01") }, "erasure");
    const { pk } = await db.request.findFirstOrThrow({ where: { id: paused } });
    const scope = { organizationPk: organization.pk, environment: "sandbox" as const };
    await db.requestPause.create({
      data: { ...scope, requestPk: pk, ground: "identity", from: at("2026-10-02") },
    });
    await of({ receivedAt: at("2026-09-30", "21:59:59Z") });

    const figures = await requestFigures(officer, { from: "2026-10-01", to: "2026-10-01" });
    expect(figures.days).toEqual({ from: "2026-10-01", to: "2026-10-01", timeZone: "Europe/Berlin" });
    expect(figures.total).toEqual({
      ...{ received: 6, open: 2, late: 1, completed: 2, refused: 1, withdrawn: 1, joined: 0 },
      ...{ extended: 1, feesAsked: 1, answered: 3, inTime: 2, medianDays: 30 },
    });
    expect(figures.refusals).toEqual([{ ground: "excessive", count: 1 }]);
    expect(figures.kinds.map(({ kind, received: count, medianDays }) => [kind, count, medianDays])).toEqual([
      ["access", 3, 30],
      ["erasure", 3, null],
    ]);
  });

  it("are none without requests, and cover a year by default", async () => {
    const figures = await requestFigures(officer, {});
    expect(figures.total).toMatchObject({ received: 0, medianDays: null });
    expect(figures).toMatchObject({ kinds: [], refusals: [] });
    expect(Date.parse(figures.days.to) - Date.parse(figures.days.from)).toBe(364 * 86_400_000);
    expect((await requestFigures(officer, { from: "2099-01-01" })).days).toMatchObject({
      from: "2099-01-01",
      to: "2099-01-01",
    });
  });
});

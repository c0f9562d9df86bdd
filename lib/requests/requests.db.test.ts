import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { eraseForRequest } from "@/lib/certificates/erase";
import { dayIn, daysBetween } from "@/lib/format/day";
import { Prisma } from "@/lib/platform/generated/client";
import { listRequests } from "@/lib/register/read";
import { requestsQuery } from "@/lib/register/schema";
import { closeRequest } from "@/lib/requests/close";
import { reclockRequests } from "@/lib/requests/jobs";
import { joinRequest } from "@/lib/requests/join";
import * as clocks from "@/lib/requests/pause";
import { countRequests, getRequest } from "@/lib/requests/read";
import * as review from "@/lib/requests/review";
import { searchRequest } from "@/lib/requests/search";
import * as requests from "@/lib/requests/write";
import { currentSettings } from "@/lib/settings/load";
import { createMember, createOrganization, type TestOrganization } from "@/test/factories";
import { ids, receive, requestScene, reviewed, somebodyElse } from "@/test/request-scene";
import { db } from "@/test/test-db";

const day = 86_400_000;

let organization: TestOrganization;
let officer: Actor;

beforeEach(async () => {
  ({ organization, officer } = await requestScene());
});

const conflict = (message: RegExp) =>
  expect.objectContaining({ code: "conflict", message: expect.stringMatching(message) });

describe("a request", () => {
  it("is created with a clock and listed by its last day, masked", async () => {
    const late = await receive(officer, { receivedAt: new Date(Date.now() - 40 * day).toISOString() });
    const fresh = await receive(officer);
    expect(fresh.requester).toEqual({ externalRef: "cust_1", firstName: "Nobody", lastName: "Known" });
    const { data, pagination } = await listRequests(officer, requestsQuery.parse({ status: "open" }));
    expect(data.map(({ id }) => id)).toEqual([late.id, fresh.id]);
    expect(data[0]?.clock.daysLeft).toBeLessThan(0);
    expect(data[0]?.requester).not.toContain("Nobody");
    expect(pagination.total).toBe(2);
    expect(await countRequests(officer)).toEqual({ open: 2, due: 1, late: 1 });
    expect(fresh.duplicates).toEqual([]);
  });

  it("cannot be opened by an auditor, nor found by another organization or environment", async () => {
    const { id: requestId } = await receive(officer);
    const auditor = await createMember(organization, ["auditor"]);
    expect(await getRequest(auditor, { requestId })).toMatchObject({ requester: null, details: null });
    const stranger = await createMember(await createOrganization(), ["compliance"]);
    const live = await createMember(organization, ["compliance"], { environment: "live" });
    for (const actor of [stranger, live])
      await expect(getRequest(actor, { requestId })).rejects.toMatchObject({ code: "not_found" });
    const reviewer = await createMember(organization, ["reviewer"]);
    await expect(getRequest(reviewer, { requestId })).rejects.toMatchObject({ code: "forbidden" });
  });

  it("from the future or from years ago is refused with a reason", async () => {
    const at = (days: number) => new Date(Date.now() - days * day).toISOString();
    await expect(receive(officer, { receivedAt: at(-1) })).rejects.toMatchObject({
      code: "validation_error",
      message: expect.stringContaining("in the future"),
      fields: [{ field: "received_at", message: "is in the future" }],
    });
    await expect(receive(officer, { receivedOn: at(-3).slice(0, 10) })).rejects.toMatchObject({
      fields: [{ field: "received_on", message: "is in the future" }],
    });
    await expect(receive(officer, { receivedAt: at(400) })).rejects.toMatchObject({
      message: expect.stringContaining("more than a year ago"),
    });
    expect(await db.request.count()).toBe(0);
  });

  it("from a clock some minutes ahead counts as received now", async () => {
    const before = Date.now();
    const { receivedAt } = await receive(officer, {
      receivedAt: new Date(before + 2 * 60_000).toISOString(),
    });
    expect(Date.parse(receivedAt)).toBeGreaterThanOrEqual(before);
    expect(Date.parse(receivedAt)).toBeLessThanOrEqual(Date.now());
    await expect(
      receive(officer, { receivedAt: new Date(before + 10 * 60_000).toISOString() }),
    ).rejects.toMatchObject({ code: "validation_error" });
  });

  it.each([
    "Pacific/Auckland",
    "Pacific/Kiritimati",
    "America/Los_Angeles",
    "Pacific/Pago_Pago",
    "Europe/Berlin",
  ])("keeps the day of receipt as it was typed, in %s", async (timeZone) => {
    await db.organization.updateMany({ where: { pk: organization.pk }, data: { timeZone } });
    for (const days of [0, 2, 9]) {
      const receivedOn = dayIn(timeZone, new Date(Date.now() - days * day));
      expect((await receive(officer, { receivedOn })).clock.receivedOn).toBe(receivedOn);
    }
  });

  it("of the same person is shown, and merged into the earlier one", async () => {
    const first = await receive(officer, { requester: { email: "nobody@example.test" } });
    const second = await receive(officer, { requester: { email: " NOBODY@example.test".trim() } });
    expect(second.duplicates).toEqual([first.id]);
    await expect(joinRequest(officer, { requestId: first.id, into: second.id })).rejects.toEqual(
      conflict(/later request into the earlier/),
    );
    const joined = await joinRequest(officer, { requestId: second.id, into: first.id });
    expect(joined).toMatchObject({ status: "joined", joinedInto: first.id });
  });

  it("is worked on in order: nothing is searched, packaged or erased before its step", async () => {
    const { id: requestId } = await receive(officer);
    await expect(searchRequest(officer, { requestId })).rejects.toEqual(conflict(/Verify the requester/));
    await expect(review.reviewRequest(officer, { requestId })).rejects.toEqual(
      conflict(/Verify the requester/),
    );
    await requests.verifyRequester(officer, { requestId, how: "document" });
    await searchRequest(officer, { requestId });
    await expect(review.reviewRequest(officer, { requestId })).rejects.toEqual(conflict(/Search first/));
    await expect(eraseForRequest(officer, { requestId, confirm: requestId })).rejects.toEqual(conflict(/./));
    await expect(closeRequest(officer, { requestId, status: "completed" })).rejects.toEqual(conflict(/./));
    const ended = await closeRequest(officer, { requestId, status: "withdrawn", reason: "By phone." });
    expect(ended).toMatchObject({ status: "withdrawn", reasons: { closing: "By phone." } });
    await expect(requests.verifyRequester(officer, { requestId, how: "document" })).rejects.toEqual(
      conflict(/closed/),
    );
  });

  it("refuses a change based on an older version", async () => {
    const { id: requestId, version } = await receive(officer);
    await requests.verifyRequester(officer, { requestId, how: "document", version });
    await expect(
      clocks.extendRequest(officer, { requestId, reason: "Many sessions.", version }),
    ).rejects.toEqual(conflict(/Another member/));
  });

  it("has a clock that is paused, resumed, and extended once", async () => {
    const { id: requestId, clock } = await receive(officer);
    expect(
      (await clocks.pauseClock(officer, { requestId, ground: "identity", reason: "Who is it?" })).clock
        .isPaused,
    ).toBe(true);
    await expect(
      clocks.pauseClock(officer, { requestId, ground: "identity", reason: "Again" }),
    ).rejects.toEqual(conflict(/already paused/));
    expect((await requests.verifyRequester(officer, { requestId, how: "document" })).clock.isPaused).toBe(
      false,
    );
    const extended = await clocks.extendRequest(officer, { requestId, reason: "Many sessions." });
    expect(extended.clock.dueOn > clock.dueOn).toBe(true);
    await expect(clocks.extendRequest(officer, { requestId, reason: "More." })).rejects.toEqual(
      conflict(/extended/),
    );
    const { id: californian } = await receive(officer, { jurisdiction: "ccpa" });
    await expect(
      clocks.pauseClock(officer, { requestId: californian, ground: "identity", reason: "Who?" }),
    ).rejects.toEqual(conflict(/cannot be paused/));
  });

  it("waits for an answer about the scope after the verification, and for each answer on its own", async () => {
    const { id: requestId, clock } = await receive(officer, { jurisdiction: "uk_gdpr" });
    expect(clock).toMatchObject({
      lawVersion: "uk_gdpr/2026-06-19",
      mayPauseFor: ["identity", "scope", "fee"],
    });
    await clocks.pauseClock(officer, { requestId, ground: "identity", reason: "Who is it?" });
    const both = await clocks.pauseClock(officer, { requestId, ground: "scope", reason: "Which account?" });
    expect(both.clock).toMatchObject({ isPaused: true, pausedFor: ["identity", "scope"] });
    const verified = await requests.verifyRequester(officer, { requestId, how: "document" });
    expect(verified.clock.pausedFor).toEqual(["scope"]);
    await expect(
      clocks.pauseClock(officer, { requestId, ground: "identity", reason: "Again" }),
    ).rejects.toEqual(conflict(/already verified/));
    await expect(clocks.resumeClock(officer, { requestId, ground: "fee" })).rejects.toEqual(
      conflict(/not paused/),
    );
    const answered = await clocks.resumeClock(officer, { requestId, ground: "scope" });
    expect(answered.clock).toMatchObject({ isPaused: false, pausedFor: [] });
    const { id: european } = await receive(officer);
    await expect(
      clocks.pauseClock(officer, { requestId: european, ground: "fee", reason: "Too many" }),
    ).rejects.toEqual(conflict(/cannot be paused for that/));
    const told = await db.auditEvent.findMany({
      where: {
        organizationPk: organization.pk,
        resourceId: requestId,
        type: { startsWith: "request.clock" },
      },
      orderBy: { sequence: "asc" },
    });
    expect(told.map(({ type, metadata }) => [type, metadata])).toEqual([
      ["request.clock-paused", { ground: "identity" }],
      ["request.clock-paused", { ground: "scope" }],
      ["request.clock-resumed", { ground: "scope" }],
    ]);
  });

  it("is paused and resumed on earlier days, between its receipt and today", async () => {
    const daysBefore = (days: number) => dayIn("UTC", new Date(Date.now() - days * day));
    const { timeZone } = (await currentSettings(officer)).organization;
    expect(timeZone).toBe("UTC");
    const { id: requestId, clock } = await receive(officer, { receivedOn: daysBefore(9) });
    const pause = { requestId, ground: "scope", reason: "Which account?" } as const;
    for (const [on, message] of [
      [daysBefore(10), /or later/],
      [daysBefore(-1), /in the future/],
    ] as const)
      await expect(clocks.pauseClock(officer, { ...pause, on })).rejects.toMatchObject({
        code: "validation_error",
        fields: [{ field: "on", message: expect.stringMatching(message) }],
      });
    await clocks.pauseClock(officer, { ...pause, on: daysBefore(8) });
    await expect(clocks.resumeClock(officer, { requestId, on: daysBefore(9) })).rejects.toMatchObject({
      code: "validation_error",
    });
    const resumed = await clocks.resumeClock(officer, { requestId, on: daysBefore(3) });
    expect(resumed.clock).toMatchObject({ isPaused: false, pausedDays: 5 });
    expect(resumed.clock.dueOn > clock.dueOn).toBe(true);
    const event = await db.auditEvent.findFirstOrThrow({
      where: { type: "request.clock-paused", resourceId: requestId },
    });
    expect(event.metadata).toEqual({ ground: "scope", on: daysBefore(8) });
  });

  it("keeps its clock when it is closed, whatever changes afterwards", async () => {
    const { id: requestId } = await receive(officer);
    const { clock } = await closeRequest(officer, { requestId, status: "withdrawn" });
    const change = (profiles: object) =>
      db.requestSettings.updateMany({ where: { organizationPk: organization.pk }, data: { profiles } });
    await change({ gdpr: { answerDays: 3 } });
    expect((await getRequest(officer, { requestId })).clock).toEqual(clock);
    const { id: open } = await receive(officer);
    expect((await getRequest(officer, { requestId: open })).clock.dueOn < clock.dueOn).toBe(true);
    await change({});

    // A request that was closed before the program stored its clock keeps the last day that was stored then.
    await db.request.updateMany({
      where: { organizationPk: organization.pk, id: requestId },
      data: { closedClock: Prisma.DbNull, dueOn: new Date("2031-05-05") },
    });
    expect((await getRequest(officer, { requestId })).clock.dueOn).toBe("2031-05-05");
    await reclockRequests();
    const { daysLeft, reckoning, ...kept } = (await getRequest(officer, { requestId })).clock;
    expect(kept).toMatchObject({ isPaused: false, dueOn: "2031-05-05" });
    expect(daysLeft).toBe(daysBetween(clock.receivedOn, "2031-05-05"));
    // Steps that lead to another day are not told.
    expect(reckoning).toEqual([{ step: "received", day: clock.receivedOn }]);

    await db.request.updateMany({
      where: { organizationPk: organization.pk, id: requestId },
      data: { closedClock: { dueOn: "soon" } },
    });
    await expect(getRequest(officer, { requestId })).rejects.toThrow(/requests\.closed_clock cannot be read/);
  });

  it("is calculated again every hour, whatever else cannot be read", async () => {
    const all = [];
    for (let at = 0; at < 3; at++) all.push(await receive(officer));
    const [unreadable, open, closed] = all.map(({ id }) => id);
    const alter = (id: string | undefined, data: object) =>
      db.request.updateMany({ where: { organizationPk: organization.pk, id: id ?? "" }, data });
    await alter(unreadable, { lawVersion: "gdpr/2099-01-01", dueOn: new Date("2031-05-05") });
    await alter(open, { dueOn: new Date("2031-05-05") });
    await closeRequest(officer, { requestId: closed ?? "", status: "withdrawn" });
    await alter(closed, { closedClock: Prisma.DbNull });
    const stranger = await createOrganization();
    await currentSettings(await createMember(stranger, ["compliance"]));
    await db.requestSettings.updateMany({
      where: { organizationPk: stranger.pk },
      data: { profiles: { gdpr: "soon" } },
    });
    // An organization that comes after the one whose settings cannot be read.
    const other = await createMember(await createOrganization(), ["compliance"]);
    const { id: later } = await receive(other);
    await db.request.updateMany({ where: { id: later }, data: { dueOn: new Date("2031-05-05") } });

    await reclockRequests();
    const rowOf = (id: string | undefined) => db.request.findFirstOrThrow({ where: { id: id ?? "" } });
    expect((await rowOf(unreadable)).dueOn).toEqual(new Date("2031-05-05"));
    for (const id of [open, later])
      expect((await rowOf(id)).dueOn).toEqual(new Date(all[0]?.clock.dueOn ?? ""));
    expect((await rowOf(closed)).closedClock).toMatchObject({ dueOn: all[0]?.clock.dueOn });
    await db.requestSettings.updateMany({ where: { organizationPk: stranger.pk }, data: { profiles: {} } });
  });

  it("is not paused after its last day: a late question gives no new month", async () => {
    const receivedAt = new Date(Date.now() - 40 * day).toISOString();
    const { id: requestId, clock } = await receive(officer, { jurisdiction: "uk_gdpr", receivedAt });
    expect(clock.daysLeft).toBeLessThan(0);
    for (const ground of ["identity", "scope", "fee"] as const)
      await expect(clocks.pauseClock(officer, { requestId, ground, reason: "Who is it?" })).rejects.toEqual(
        conflict(/deadline has passed/),
      );
    expect((await getRequest(officer, { requestId })).clock).toEqual(clock);
  });

  it("is not counted as due while its clock is paused", async () => {
    const receivedAt = new Date(Date.now() - 27 * day).toISOString();
    const { id: requestId } = await receive(officer, { receivedAt });
    expect(await countRequests(officer)).toEqual({ open: 1, due: 1, late: 0 });
    await clocks.pauseClock(officer, { requestId, ground: "scope", reason: "Which account?" });
    expect(await countRequests(officer)).toEqual({ open: 1, due: 0, late: 0 });
    await clocks.resumeClock(officer, { requestId });
    expect(await countRequests(officer)).toEqual({ open: 1, due: 1, late: 0 });
  });

  it("keeps the reason of each pause apart", async () => {
    const { id: requestId } = await receive(officer);
    await clocks.pauseClock(officer, { requestId, ground: "identity", reason: "Who is it?" });
    const both = await clocks.pauseClock(officer, { requestId, ground: "scope", reason: "Which account?" });
    expect(both.reasons).toMatchObject({ pause: "Who is it?", pauseScope: "Which account?", pauseFee: null });
  });

  it("is not merged into one that is due later", async () => {
    const requester = { email: "nobody@example.test" };
    const { id: first } = await receive(officer, { requester });
    await clocks.extendRequest(officer, { requestId: first, reason: "There is much data." });
    const { id: second } = await receive(officer, { requester });
    await expect(joinRequest(officer, { requestId: second, into: first })).rejects.toEqual(
      conflict(/due later than this one/),
    );
    expect(await getRequest(officer, { requestId: second })).toMatchObject({ status: "open" });
  });

  it.each([
    [{ kind: "access" }, {}, /same type and law/],
    [{ jurisdiction: "ccpa" }, { jurisdiction: "gdpr" }, /same type and law/],
    [{}, { agent: { role: "agent", name: "Agnes Agent" } }, /same kind of person/],
    [{ dataFrom: "2026-01-01" }, {}, /leave out some/],
    [{ dataTo: "2026-01-01" }, { dataTo: "2026-01-02" }, /leave out some/],
  ])("is not merged into one that does not answer it: %j, %j", async (one, other, why) => {
    const requester = { email: "nobody@example.test" };
    const { id: into } = await receive(officer, { requester, ...one });
    const { id: requestId } = await receive(officer, { requester, ...other });
    await expect(joinRequest(officer, { requestId, into })).rejects.toEqual(conflict(why));
  });

  it("is merged into one that means more days, unless that one has been answered", async () => {
    const requester = { email: "nobody@example.test" };
    const { id: into } = await receive(officer, { requester, dataFrom: "2026-01-01" });
    const narrow = { requester, dataFrom: "2026-02-01", dataTo: "2026-03-01" };
    const { id: requestId } = await receive(officer, narrow);
    await db.request.updateMany({ where: { id: into }, data: { deliveredAt: new Date() } });
    await expect(joinRequest(officer, { requestId, into })).rejects.toEqual(conflict(/answered/));
    await db.request.updateMany({ where: { id: into }, data: { deliveredAt: null } });
    expect((await joinRequest(officer, { requestId, into })).joinedInto).toBe(into);
  });

  it("that is closed while its clock is paused says what it waited for then", async () => {
    const { id: requestId } = await receive(officer, { jurisdiction: "uk_gdpr" });
    await clocks.pauseClock(officer, { requestId, ground: "fee", reason: "Excessive." });
    const { clock } = await closeRequest(officer, { requestId, status: "withdrawn" });
    expect(clock).toMatchObject({ isPaused: true, pausedFor: ["fee"] });
    await expect(clocks.resumeClock(officer, { requestId })).rejects.toEqual(conflict(/closed/));
    await reclockRequests();
    expect((await getRequest(officer, { requestId })).clock).toEqual(clock);
  });

  it("needs a second person's approval if the organization requires it", async () => {
    await currentSettings(officer);
    await db.requestSettings.updateMany({
      where: { organizationPk: organization.pk },
      data: { fourEyes: true },
    });
    const requestId = await reviewed(officer);
    await expect(eraseForRequest(officer, { requestId, confirm: requestId })).rejects.toEqual(
      conflict(/second person/),
    );
    const { version } = await getRequest(officer, { requestId });
    await expect(review.approveRequest(officer, { requestId, version })).rejects.toMatchObject({
      code: "forbidden",
    });
    const second = await createMember(organization, ["compliance"]);
    const seenBefore = { requestId, version: version - 1 };
    await expect(review.approveRequest(second, seenBefore)).rejects.toEqual(
      conflict(/Another member has changed/),
    );
    await review.approveRequest(second, { requestId, version });
    await eraseForRequest(officer, { requestId, confirm: requestId });
  });
});

describe("a search", () => {
  it("finds by reference, number and identity, decrypts nothing, and keeps earlier decisions", async () => {
    const { id: requestId } = await receive(officer);
    await requests.verifyRequester(officer, { requestId, how: "signed_in" });
    const { matches } = await searchRequest(officer, { requestId });
    expect(matches.map(({ sessionId, reasons }) => [sessionId, reasons])).toEqual(
      ids.map((id) => [id, expect.arrayContaining(["external_ref"])]),
    );
    await expect(
      review.decideMatch(officer, { requestId, sessionId: ids[2], state: "excluded" }),
    ).rejects.toMatchObject({ code: "validation_error" });
    await review.decideMatch(officer, {
      requestId,
      sessionId: ids[2],
      state: "excluded",
      reason: "Namesake",
    });
    const again = await searchRequest(officer, { requestId });
    expect(again.matches.find(({ sessionId }) => sessionId === ids[2])).toMatchObject({
      state: "excluded",
      reason: "Namesake",
    });
    await expect(
      review.decideMatch(officer, {
        requestId,
        sessionId: somebodyElse,
        state: "accepted",
      }),
    ).rejects.toMatchObject({ code: "not_found" });
  });
});

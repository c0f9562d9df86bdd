import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/platform/db";
import { placeHold, releaseHold } from "@/lib/privacy/holds";
import { redactSession } from "@/lib/privacy/write";
import { eraseForRequest, planErasure } from "@/lib/requests/erasure";
import { resumeErasures } from "@/lib/requests/jobs";
import { countRequests, getRequest, listRequests } from "@/lib/requests/read";
import { requestsQuery } from "@/lib/requests/schema";
import * as requests from "@/lib/requests/write";
import { getSession, listSessions } from "@/lib/sessions/read";
import { sessionListQuery } from "@/lib/sessions/schema";
import {
  createMember,
  createOrganization,
  importFor,
  removeAllSessions,
  sampleAs,
  type TestOrganization,
} from "@/prisma/factories";

const day = 86_400_000;
const ids = [
  "ses_aaaaaaaaaaaaaaaaaaaaaaaaaa",
  "ses_bbbbbbbbbbbbbbbbbbbbbbbbbb",
  "ses_cccccccccccccccccccccccccc",
] as const;

let organization: TestOrganization;
let officer: Actor;

/** Three sessions of one person: approved years ago, approved lately, rejected; and one of somebody else. */
beforeEach(async () => {
  await removeAllSessions();
  await db.request.deleteMany();
  organization = await createOrganization();
  officer = await createMember(organization, ["compliance"]);
  const admin = await createMember(organization, ["admin"]);
  const outcomes = ["approved", "approved", "rejected"] as const;
  const updated = ["2019-05-01T10:00:00Z", "2026-11-01T10:00:00Z", "2026-11-02T10:00:00Z"];
  for (const [at, id] of ids.entries()) {
    const bundle = sampleAs(id, { external_ref: "cust_1", updated_at: updated[at] });
    await importFor(admin, {
      ...bundle,
      result: bundle.result && {
        ...bundle.result,
        status: outcomes[at],
        rejection_reason_code: at === 2 ? "other" : null,
      },
    });
    await db.session.updateMany({ where: { id }, data: { terminalAt: new Date(updated[at] ?? 0) } });
  }
  const other = sampleAs("ses_dddddddddddddddddddddddddd", { external_ref: "cust_2" });
  await importFor(admin, {
    ...other,
    result: null,
    session: { ...other.session, fields: undefined, device: undefined, consent_ip: null },
  });
});

const receive = (actor = officer, more = {}) =>
  requests.receiveRequest(actor, {
    kind: "access_and_erasure",
    channel: "email",
    requester: { externalRef: "cust_1", firstName: "Nobody", lastName: "Known" },
    ...more,
  });

/** A request up to the point where it may be erased. */
async function reviewed(kind: "erasure" | "access_and_erasure" = "erasure") {
  const { id: requestId } = await receive(officer, { kind });
  await requests.verifyRequester(officer, { requestId, how: "signed_in" });
  const { matches } = await requests.searchRequest(officer, { requestId });
  for (const { sessionId } of matches)
    await requests.decideMatch(officer, { requestId, sessionId, state: "accepted" });
  await requests.reviewRequest(officer, { requestId });
  return requestId;
}

const conflict = (message: RegExp) =>
  expect.objectContaining({ code: "conflict", message: expect.stringMatching(message) });

describe("a request", () => {
  it("is taken in, clocked and listed by its last day, masked", async () => {
    const late = await receive(officer, { receivedAt: new Date(Date.now() - 40 * day).toISOString() });
    const fresh = await receive();
    expect(fresh.requester).toEqual({ externalRef: "cust_1", firstName: "Nobody", lastName: "Known" });
    const { data, pagination } = await listRequests(officer, requestsQuery.parse({ status: "open" }));
    expect(data.map(({ id }) => id)).toEqual([late.id, fresh.id]);
    expect(data[0]?.clock.daysLeft).toBeLessThan(0);
    expect(data[0]?.requester).not.toContain("Nobody");
    expect(pagination.total).toBe(2);
    expect(await countRequests(officer)).toEqual({ open: 2, due: 1 });
    expect(fresh.duplicates).toEqual([]);
  });

  it("is not opened for an auditor, nor found by another organization or environment", async () => {
    const { id: requestId } = await receive();
    const auditor = await createMember(organization, ["auditor"]);
    expect(await getRequest(auditor, { requestId })).toMatchObject({ requester: null, details: null });
    const stranger = await createMember(await createOrganization(), ["compliance"]);
    const live = await createMember(organization, ["compliance"], { environment: "live" });
    for (const actor of [stranger, live])
      await expect(getRequest(actor, { requestId })).rejects.toMatchObject({ code: "not_found" });
    const reviewer = await createMember(organization, ["reviewer"]);
    await expect(getRequest(reviewer, { requestId })).rejects.toMatchObject({ code: "forbidden" });
  });

  it("from the future or from years ago is refused", async () => {
    for (const days of [-1, 400])
      await expect(
        receive(officer, { receivedAt: new Date(Date.now() - days * day).toISOString() }),
      ).rejects.toMatchObject({ code: "validation_error" });
    expect(await db.request.count()).toBe(0);
  });

  it("of the same person is told, and joined into the earlier one", async () => {
    const first = await receive(officer, { requester: { email: "nobody@example.test" } });
    const second = await receive(officer, { requester: { email: " NOBODY@example.test".trim() } });
    expect(second.duplicates).toEqual([first.id]);
    await expect(requests.joinRequest(officer, { requestId: first.id, into: second.id })).rejects.toEqual(
      conflict(/later request is joined/),
    );
    const joined = await requests.joinRequest(officer, { requestId: second.id, into: first.id });
    expect(joined).toMatchObject({ status: "joined", joinedInto: first.id });
  });

  it("is done in order: nothing is searched, packed or erased before its time", async () => {
    const { id: requestId } = await receive();
    await expect(requests.searchRequest(officer, { requestId })).rejects.toEqual(
      conflict(/Verify the requester/),
    );
    await expect(requests.reviewRequest(officer, { requestId })).rejects.toEqual(
      conflict(/Verify the requester/),
    );
    await requests.verifyRequester(officer, { requestId, how: "document" });
    await requests.searchRequest(officer, { requestId });
    await expect(requests.reviewRequest(officer, { requestId })).rejects.toEqual(conflict(/Search first/));
    await expect(eraseForRequest(officer, { requestId, confirm: requestId })).rejects.toEqual(conflict(/./));
    await expect(requests.closeRequest(officer, { requestId, status: "completed" })).rejects.toEqual(
      conflict(/./),
    );
    const refused = await requests.closeRequest(officer, {
      requestId,
      status: "refused",
      reason: "Not this person.",
    });
    expect(refused).toMatchObject({ status: "refused", reasons: { closing: "Not this person." } });
    await expect(requests.verifyRequester(officer, { requestId, how: "document" })).rejects.toEqual(
      conflict(/closed/),
    );
  });

  it("does not take a change of what somebody else has changed", async () => {
    const { id: requestId, version } = await receive();
    await requests.verifyRequester(officer, { requestId, how: "document", version });
    await expect(
      requests.extendRequest(officer, { requestId, reason: "Many sessions.", version }),
    ).rejects.toEqual(conflict(/Somebody else/));
  });

  it("has a clock that stands, goes on, and is extended once", async () => {
    const { id: requestId, clock } = await receive();
    expect((await requests.pauseClock(officer, { requestId, reason: "Who is it?" })).clock.isPaused).toBe(
      true,
    );
    await expect(requests.pauseClock(officer, { requestId, reason: "Again" })).rejects.toEqual(
      conflict(/stands/),
    );
    expect((await requests.verifyRequester(officer, { requestId, how: "document" })).clock.isPaused).toBe(
      false,
    );
    const extended = await requests.extendRequest(officer, { requestId, reason: "Many sessions." });
    expect(extended.clock.dueOn > clock.dueOn).toBe(true);
    await expect(requests.extendRequest(officer, { requestId, reason: "More." })).rejects.toEqual(
      conflict(/extended/),
    );
    const { id: californian } = await receive(officer, { jurisdiction: "ccpa" });
    await expect(requests.pauseClock(officer, { requestId: californian, reason: "Who?" })).rejects.toEqual(
      conflict(/clock runs/),
    );
  });

  it("wants a second person's approval where the organization does", async () => {
    await db.settings.updateMany({
      where: { organizationPk: organization.pk },
      data: { requestFourEyes: true },
    });
    const requestId = await reviewed();
    await expect(eraseForRequest(officer, { requestId, confirm: requestId })).rejects.toEqual(
      conflict(/second person/),
    );
    await expect(requests.approveRequest(officer, { requestId })).rejects.toMatchObject({
      code: "forbidden",
    });
    const second = await createMember(organization, ["compliance"]);
    await requests.approveRequest(second, { requestId });
    await eraseForRequest(officer, { requestId, confirm: requestId });
  });
});

describe("a search", () => {
  it("finds by reference, number and the rest of the family, decrypting nothing, and keeps what was decided", async () => {
    const { id: requestId } = await receive();
    await requests.verifyRequester(officer, { requestId, how: "signed_in" });
    const { matches } = await requests.searchRequest(officer, { requestId });
    expect(matches.map(({ sessionId, reasons }) => [sessionId, reasons])).toEqual(
      ids.map((id) => [id, expect.arrayContaining(["external_ref"])]),
    );
    await expect(
      requests.decideMatch(officer, { requestId, sessionId: ids[2], state: "excluded" }),
    ).rejects.toMatchObject({ code: "validation_error" });
    await requests.decideMatch(officer, {
      requestId,
      sessionId: ids[2],
      state: "excluded",
      reason: "Namesake",
    });
    const again = await requests.searchRequest(officer, { requestId });
    expect(again.matches.find(({ sessionId }) => sessionId === ids[2])).toMatchObject({
      state: "excluded",
      reason: "Namesake",
    });
    await expect(
      requests.decideMatch(officer, {
        requestId,
        sessionId: "ses_dddddddddddddddddddddddddd",
        state: "accepted",
      }),
    ).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("an erasure", () => {
  const verdicts = async (requestId: string) =>
    Object.fromEntries(
      (await planErasure(officer, { requestId })).data.map((row) => [row.sessionId, row.verdict]),
    );

  it("takes what the law lets go, restricts what it keeps, leaves what is held, and goes on by itself", async () => {
    const requestId = await reviewed();
    const reviewOn = new Date(Date.now() + 30 * day).toISOString().slice(0, 10);
    const {
      data: [hold],
    } = await placeHold(officer, { sessionId: ids[2], reason: "Matter 7", owner: "Legal", reviewOn });
    expect(await verdicts(requestId)).toEqual({ [ids[0]]: "erase", [ids[1]]: "keep", [ids[2]]: "held" });
    await expect(eraseForRequest(officer, { requestId, confirm: "yes" })).rejects.toMatchObject({
      code: "validation_error",
    });
    await eraseForRequest(officer, { requestId, confirm: requestId });
    expect(await verdicts(requestId)).toEqual({ [ids[0]]: "erased", [ids[1]]: "keep", [ids[2]]: "held" });

    const reviewer = await createMember(organization, ["reviewer"]);
    await expect(getSession(reviewer, { sessionId: ids[1] })).rejects.toMatchObject({ code: "not_found" });
    const seen = await listSessions(reviewer, sessionListQuery.parse({}));
    expect(seen.data.map(({ id }) => id)).not.toContain(ids[1]);
    expect((await getSession(officer, { sessionId: ids[1] })).id).toBe(ids[1]);

    expect(await resumeErasures()).toBe(0);
    await releaseHold(officer, { sessionId: ids[2], holdId: hold?.id ?? "" });
    expect(await resumeErasures()).toBe(1);
    expect((await verdicts(requestId))[ids[2]]).toBe("erased");
    const kept = await db.session.findFirstOrThrow({ where: { id: ids[1] } });
    expect(kept.restrictedUntil?.toISOString().slice(0, 10)).toBe("2031-11-01");
    await db.session.updateMany({
      where: { id: ids[1] },
      data: { restrictedUntil: new Date("2026-01-01"), terminalAt: new Date("2020-01-01T00:00:00Z") },
    });
    expect(await resumeErasures()).toBe(1);
    expect((await verdicts(requestId))[ids[1]]).toBe("erased");
    expect(await resumeErasures()).toBe(0);
    expect(await db.auditEvent.count({ where: { type: "request.erased", resourceId: requestId } })).toBe(1);
  });

  it("counts from the end of the relationship when an officer has said it", async () => {
    const requestId = await reviewed();
    const rows = (await planErasure(officer, { requestId, relationEndedOn: "2026-11-20" })).data;
    expect(rows.map(({ verdict, until }) => [verdict, until])).toEqual([
      ["keep", "2031-11-20"],
      ["keep", "2031-11-20"],
      ["erase", null],
    ]);
  });

  it("is not done where nobody has asked for it, nor before what it takes was delivered", async () => {
    const requestId = await reviewed("access_and_erasure");
    await expect(eraseForRequest(officer, { requestId, confirm: requestId })).rejects.toEqual(
      conflict(/package/),
    );
  });
});

describe("a hold", () => {
  it("stops every other path to erasure too, until it is released", async () => {
    const [sessionId] = ids;
    const given = { sessionId, reason: "Matter 8", owner: "Legal", reviewOn: "2099-01-01" };
    const {
      data: [hold],
    } = await placeHold(officer, given);
    await expect(placeHold(officer, given)).rejects.toEqual(conflict(/already/));
    await expect(redactSession(officer, { sessionId, confirm: sessionId })).rejects.toEqual(
      conflict(/Matter 8/),
    );
    const reviewer = await createMember(organization, ["reviewer"]);
    await expect(placeHold(reviewer, given)).rejects.toMatchObject({ code: "forbidden" });
    const holdId = hold?.id ?? "";
    await releaseHold(officer, { sessionId, holdId });
    await releaseHold(officer, { sessionId, holdId });
    expect(await db.auditEvent.count({ where: { type: "hold.released", resourceId: sessionId } })).toBe(1);
    await redactSession(officer, { sessionId, confirm: sessionId });
    await expect(placeHold(officer, given)).rejects.toEqual(conflict(/erased/));
    await expect(placeHold(officer, { ...given, reviewOn: "2020-01-01" })).rejects.toMatchObject({
      code: "validation_error",
    });
  });
});

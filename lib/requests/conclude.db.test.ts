import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { eraseForRequest, planErasure } from "@/lib/certificates/erase";
import { markDelivered } from "@/lib/delivery/write";
import { addDays, dayIn } from "@/lib/format/day";
import { acknowledgeRequest } from "@/lib/requests/acknowledge";
import { closeRequest } from "@/lib/requests/close";
import { concludeRequest } from "@/lib/requests/conclude";
import { extendRequest, pauseClock } from "@/lib/requests/pause";
import { getRequest } from "@/lib/requests/read";
import { liftForRequest, restrictForRequest } from "@/lib/requests/rectify";
import { takeBackReview } from "@/lib/requests/review";
import { ids, receive, requestScene, reviewed } from "@/test/request-scene";
import { db } from "@/test/test-db";

let officer: Actor;

beforeEach(async () => {
  ({ officer } = await requestScene());
});

const conflict = (message: RegExp) =>
  expect.objectContaining({ code: "conflict", message: expect.stringMatching(message) });
const told = { via: "letter", to: "Example Street 1" } as const;
const statesOf = async (requestId: string) =>
  (await getRequest(officer, { requestId })).steps.map(({ name, state }) => `${name} ${state}`);
const sessions = () =>
  db.session.findMany({
    where: { id: { in: [...ids] } },
    orderBy: { id: "asc" },
    select: { id: true, restrictedAt: true, restrictedUntilOn: true, retentionStatus: true },
  });

describe("an objection", () => {
  async function restricted() {
    const requestId = await reviewed(officer, "objection");
    await expect(concludeRequest(officer, { requestId, outcome: "upheld", reason: "x" })).rejects.toEqual(
      conflict(/Restrict the accepted sessions first/),
    );
    await restrictForRequest(officer, { requestId, reason: "Objection received." });
    return requestId;
  }

  it("that is upheld ends with the erasure of what no law keeps, which stays restricted until then", async () => {
    const requestId = await restricted();
    const event = await db.auditEvent.findFirstOrThrow({
      where: { type: "session.restricted", organizationPk: officer.scope.organizationPk },
    });
    expect(JSON.stringify(event.metadata)).toContain("Art. 18(1)(d)");
    await expect(eraseForRequest(officer, { requestId, confirm: requestId })).rejects.toEqual(
      conflict(/Record the conclusion first/),
    );
    const upheld = await concludeRequest(officer, { requestId, outcome: "upheld", reason: "No ground." });
    expect(upheld).toMatchObject({
      outcome: "upheld",
      step: "delivered",
      reasons: { conclusion: "No ground." },
    });
    expect((await sessions()).every(({ restrictedAt }) => restrictedAt)).toBe(true);
    expect((await planErasure(officer, { requestId })).counts).toMatchObject({ erase: 2, keep: 1 });
    const lift = { requestId, reason: "x", toldAt: new Date().toISOString() };
    await expect(liftForRequest(officer, lift)).rejects.toMatchObject({ code: "conflict" });
    await expect(eraseForRequest(officer, { requestId, confirm: requestId })).rejects.toEqual(
      conflict(/Tell the requester the outcome first/),
    );
    await markDelivered(officer, { requestId, ...told });
    await expect(closeRequest(officer, { requestId, status: "completed" })).rejects.toEqual(
      conflict(/Erase/),
    );
    await eraseForRequest(officer, { requestId, confirm: requestId });
    const [old, kept, rejected] = await sessions();
    expect(old?.retentionStatus).toBe("redacted");
    expect(rejected?.retentionStatus).toBe("redacted");
    expect(kept).toMatchObject({ retentionStatus: "active" });
    expect(kept?.restrictedUntilOn).not.toBeNull();
    expect((await closeRequest(officer, { requestId, status: "completed" })).status).toBe("completed");
  });

  it("that is upheld and then withdrawn restricts until it is lifted, whatever another request frees", async () => {
    const requestId = await restricted();
    const other = await reviewed(officer, "restriction");
    await restrictForRequest(officer, { requestId: other, reason: "x" });
    await concludeRequest(officer, { requestId, outcome: "upheld", reason: "No ground." });
    const lift = { reason: "x", toldAt: new Date().toISOString() };
    await liftForRequest(officer, { requestId: other, ...lift });
    expect((await sessions()).every(({ restrictedAt }) => restrictedAt)).toBe(true);
    await closeRequest(officer, { requestId, status: "withdrawn" });
    await liftForRequest(officer, { requestId, ...lift });
    expect((await sessions()).every(({ restrictedAt }) => restrictedAt === null)).toBe(true);
  });

  it("that is not upheld ends with the lifting of the restriction, after its requester was told", async () => {
    const requestId = await restricted();
    await concludeRequest(officer, { requestId, outcome: "not_upheld", reason: "A claim is pending." });
    const lift = { requestId, reason: "Not upheld.", toldAt: new Date().toISOString() };
    await expect(liftForRequest(officer, lift)).rejects.toEqual(
      conflict(/Tell the requester the outcome first/),
    );
    await markDelivered(officer, { requestId, ...told });
    expect(await statesOf(requestId)).toEqual(
      expect.arrayContaining(["concluded done", "delivered done", "lifted current"]),
    );
    await expect(eraseForRequest(officer, { requestId, confirm: requestId })).rejects.toEqual(
      conflict(/does not lead to this step/),
    );
    await expect(closeRequest(officer, { requestId, status: "completed" })).rejects.toEqual(conflict(/Lift/));
    await liftForRequest(officer, lift);
    expect((await sessions()).every(({ restrictedAt }) => restrictedAt === null)).toBe(true);
    expect((await closeRequest(officer, { requestId, status: "completed" })).status).toBe("completed");
  });

  it("is not upheld in part, and its conclusion and review are final", async () => {
    const requestId = await restricted();
    await expect(
      concludeRequest(officer, { requestId, outcome: "partly_upheld", reason: "x" }),
    ).rejects.toMatchObject({ code: "validation_error" });
    await concludeRequest(officer, { requestId, outcome: "upheld", reason: "x" });
    await expect(concludeRequest(officer, { requestId, outcome: "upheld", reason: "x" })).rejects.toEqual(
      conflict(/already done/),
    );
    await expect(takeBackReview(officer, { requestId })).rejects.toEqual(conflict(/conclusion/));
  });

  it("of a person of whom nothing is stored has nothing to lift", async () => {
    const requestId = await reviewed(officer, "objection", { requester: { externalRef: "cust_unknown" } });
    expect(await statesOf(requestId)).toContain("restricted done");
    await concludeRequest(officer, { requestId, outcome: "not_upheld", reason: "Nothing is stored." });
    await markDelivered(officer, { requestId, ...told });
    expect((await closeRequest(officer, { requestId, status: "completed" })).status).toBe("completed");
  });
});

describe("a complaint", () => {
  const complain = (more = {}) => receive(officer, { kind: "complaint", jurisdiction: "uk_gdpr", ...more });

  it("is acknowledged within 30 days, concluded, and answered, with no extension and no pause", async () => {
    const { id: requestId, clock } = await complain();
    expect(clock.dueOn).toBe(clock.confirmBy);
    expect(clock.dueOn >= addDays(clock.receivedOn, 30)).toBe(true);
    expect(clock).toMatchObject({ mayExtend: false, mayPauseFor: [] });
    await expect(extendRequest(officer, { requestId, reason: "x" })).rejects.toEqual(conflict(/extended/));
    await expect(pauseClock(officer, { requestId, ground: "identity", reason: "x" })).rejects.toEqual(
      conflict(/cannot be paused/),
    );
    await expect(concludeRequest(officer, { requestId, outcome: "upheld", reason: "x" })).rejects.toEqual(
      conflict(/Acknowledge the complaint first/),
    );
    const acknowledged = await acknowledgeRequest(officer, { requestId });
    expect(acknowledged.clock.dueOn > clock.dueOn).toBe(true);
    expect(acknowledged.step).toBe("concluded");
    await expect(acknowledgeRequest(officer, { requestId })).rejects.toEqual(conflict(/already done/));
    await concludeRequest(officer, { requestId, outcome: "partly_upheld", reason: "One letter was late." });
    await expect(closeRequest(officer, { requestId, status: "completed" })).rejects.toEqual(
      conflict(/Tell the requester the outcome first/),
    );
    await markDelivered(officer, { requestId, ...told });
    expect(await closeRequest(officer, { requestId, status: "completed" })).toMatchObject({
      status: "completed",
      outcome: "partly_upheld",
    });
    const types = await db.auditEvent.findMany({ where: { resourceId: requestId }, select: { type: true } });
    expect(types.map(({ type }) => type)).toEqual(
      expect.arrayContaining(["request.acknowledged", "request.concluded", "request.delivered"]),
    );
  });

  it("is not acknowledged before its receipt or in the future", async () => {
    const { id: requestId, receivedAt } = await complain();
    for (const at of [Date.parse(receivedAt) - 60_000, Date.now() + 3_600_000])
      await expect(
        acknowledgeRequest(officer, { requestId, acknowledgedAt: new Date(at).toISOString() }),
      ).rejects.toMatchObject({ code: "validation_error" });
  });

  it("exists in the United Kingdom only, since 19 June 2026", async () => {
    for (const jurisdiction of ["gdpr", "ccpa"])
      await expect(complain({ jurisdiction })).rejects.toMatchObject({ code: "validation_error" });
    const before = "2026-06-18";
    if (addDays(dayIn("UTC", new Date()), -365) < before)
      await expect(complain({ receivedOn: before })).rejects.toMatchObject({ code: "validation_error" });
  });
});

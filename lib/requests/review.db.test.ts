import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/auth/actor";
import { createLink } from "@/lib/delivery/write";
import { db } from "@/lib/platform/db";
import { existingDataKeys } from "@/lib/platform/keys";
import { eraseForRequest } from "@/lib/requests/erasure";
import { requestPackage } from "@/lib/requests/package";
import { getRequest } from "@/lib/requests/read";
import { decideMatch, reviewRequest, takeBackReview } from "@/lib/requests/review";
import { markDelivered } from "@/lib/requests/write";
import { ids, requestScene, reviewed } from "@/prisma/request-scene";

let officer: Actor;
let requestId: string;

beforeEach(async () => {
  ({ officer } = await requestScene());
  requestId = await reviewed(officer, "access_and_erasure");
});

/** A package as if it had been built; its files are not what is looked at here. */
async function built(): Promise<string> {
  await requestPackage(officer, { requestId });
  const made = await db.package.findFirstOrThrow();
  await db.package.update({ where: { pk: made.pk }, data: { status: "ready", builtAt: new Date() } });
  return made.dataKeyId ?? "";
}

const late = expect.objectContaining({ code: "conflict", message: expect.stringMatching(/too late/) });

describe("a review", () => {
  it("is taken back before anything was delivered, and the package ends with it", async () => {
    const key = await built();
    await createLink(officer, { requestId, expiresInDays: 7 });
    const request = await takeBackReview(officer, { requestId });
    expect(request).toMatchObject({ reviewedBy: null, package: null, step: "reviewed" });
    expect(await existingDataKeys([key])).toEqual(new Set());
    await expect(takeBackReview(officer, { requestId })).rejects.toMatchObject({ code: "conflict" });
    const told = await db.auditEvent.count({ where: { type: "request.review-taken-back" } });
    expect(told).toBe(1);
  });

  it("goes when a session is excluded or taken in again after it, until delivery", async () => {
    await built();
    const excluded = await decideMatch(officer, {
      requestId,
      sessionId: ids[2],
      state: "excluded",
      reason: "A namesake.",
    });
    expect(excluded).toMatchObject({ reviewedBy: null, package: null, step: "reviewed" });
    await reviewRequest(officer, { requestId });
    const again = await decideMatch(officer, { requestId, sessionId: ids[2], state: "accepted" });
    expect(again.matches.map(({ state }) => state)).toEqual(["accepted", "accepted", "accepted"]);
    await reviewRequest(officer, { requestId });
    await built();
    await markDelivered(officer, { requestId });
    await expect(decideMatch(officer, { requestId, sessionId: ids[2], state: "accepted" })).rejects.toEqual(
      late,
    );
    await expect(takeBackReview(officer, { requestId })).rejects.toEqual(late);
    expect((await getRequest(officer, { requestId })).reviewedBy).toBe(officer.id);
  });

  it("stays once a link to the answer has been opened, or something has been erased", async () => {
    await built();
    await createLink(officer, { requestId, expiresInDays: 7 });
    await db.deliveryLink.updateMany({ data: { openedAt: new Date() } });
    await expect(takeBackReview(officer, { requestId })).rejects.toEqual(late);
    await markDelivered(officer, { requestId });
    await eraseForRequest(officer, { requestId, confirm: requestId });
    await expect(takeBackReview(officer, { requestId })).rejects.toEqual(late);
  });
});

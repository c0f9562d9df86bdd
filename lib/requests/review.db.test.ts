import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { eraseForRequest } from "@/lib/certificates/erase";
import { previewAnswer } from "@/lib/delivery/read";
import { createLink, markDelivered, revokeLink } from "@/lib/delivery/write";
import { requestPackage } from "@/lib/packages/package";
import { getRequest } from "@/lib/requests/read";
import { decideMatch, decideMatches, reviewRequest, takeBackReview } from "@/lib/requests/review";
import { searchRequest } from "@/lib/requests/search";
import { verifyRequester } from "@/lib/requests/write";
import { existingDataKeys } from "@/lib/vault/data-keys";
import { createMember, type TestOrganization } from "@/test/factories";
import { ids, receive, requestScene, reviewed } from "@/test/request-scene";
import { db } from "@/test/test-db";

let officer: Actor;
let organization: TestOrganization;
let requestId: string;

beforeEach(async () => {
  ({ officer, organization } = await requestScene());
  requestId = await reviewed(officer, "access_and_erasure");
});

/** A package as if it had been built; its files are not what is looked at here. */
async function built(): Promise<string> {
  await requestPackage(officer, { requestId });
  const made = await db.package.findFirstOrThrow();
  await db.package.updateMany({ where: { pk: made.pk }, data: { status: "ready", builtAt: new Date() } });
  return made.dataKeyId ?? "";
}

const late = expect.objectContaining({ code: "conflict", message: expect.stringMatching(/Too late/) });

describe("a review", () => {
  it("is revoked before anything was delivered, and its package is destroyed", async () => {
    const key = await built();
    await createLink(officer, { requestId, expiresInDays: 7 });
    const request = await takeBackReview(officer, { requestId });
    expect(request).toMatchObject({ reviewedBy: null, package: null, step: "reviewed" });
    expect(await existingDataKeys([key])).toEqual(new Set());
    await expect(takeBackReview(officer, { requestId })).rejects.toMatchObject({ code: "conflict" });
    const told = await db.auditEvent.count({ where: { type: "request.review-taken-back" } });
    expect(told).toBe(1);
  });

  it("is revoked when a session is excluded or accepted after it, until delivery", async () => {
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
    await markDelivered(officer, { requestId, via: "letter", to: "1 Their Street" });
    await expect(decideMatch(officer, { requestId, sessionId: ids[2], state: "accepted" })).rejects.toEqual(
      late,
    );
    await expect(takeBackReview(officer, { requestId })).rejects.toEqual(late);
    expect((await getRequest(officer, { requestId })).reviewedBy).toBe(officer.id);
  });

  it("cannot be revoked after a download link was opened or data was erased", async () => {
    await built();
    await createLink(officer, { requestId, expiresInDays: 7 });
    await db.deliveryLink.updateMany({ data: { openedAt: new Date() } });
    await expect(takeBackReview(officer, { requestId })).rejects.toEqual(late);
    await db.deliveryLink.updateMany({ data: { revokedAt: new Date() } });
    await markDelivered(officer, { requestId, via: "in_person", to: "Themselves, at the desk" });
    await eraseForRequest(officer, { requestId, confirm: requestId });
    await expect(takeBackReview(officer, { requestId })).rejects.toEqual(late);
  });
});

it("a review without accepted sessions restricts and corrects nothing, unless the request asks for that", async () => {
  const at = async (kind: "access" | "decision_review" | "restriction") => {
    const requester = { externalRef: "cust_nobody" };
    const id = await reviewed(officer, kind, { requester });
    return (await db.request.findFirstOrThrow({ where: { id } })).actedAt;
  };
  expect(await at("access")).toBeNull();
  expect(await at("decision_review")).toBeNull();
  expect(await at("restriction")).toBeInstanceOf(Date);
});

describe("a delivery", () => {
  const handed = { via: "email", to: "nobody@example.test" } as const;

  it("records how, to whom and when, and waits for a link that still works", async () => {
    await built();
    const { link } = await createLink(officer, { requestId, expiresInDays: 7 });
    await expect(markDelivered(officer, { requestId, ...handed })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("download link"),
    });
    await revokeLink(officer, { requestId, linkId: link.id });
    const at = new Date().toISOString();
    const request = await markDelivered(officer, { requestId, ...handed, deliveredAt: at });
    expect(request.delivery).toEqual(handed);
    expect(request.steps.find(({ name }) => name === "delivered")).toMatchObject({ state: "done", at });
    const kept = await db.request.findFirstOrThrow({ where: { id: requestId } });
    expect(Buffer.from(kept.sealed ?? []).toString()).not.toContain(handed.to);
    const auditor = await createMember(organization, ["auditor"]);
    expect((await getRequest(auditor, { requestId })).delivery).toEqual({ via: "email", to: null });
  });

  it("is refused before the package is built, and in the future", async () => {
    await built();
    for (const days of [-1, 1])
      await expect(
        markDelivered(officer, {
          requestId,
          ...handed,
          deliveredAt: new Date(Date.now() + days * 86_400_000).toISOString(),
        }),
      ).rejects.toMatchObject({ code: "validation_error", fields: [{ field: "delivered_at" }] });
    expect((await getRequest(officer, { requestId })).step).toBe("delivered");
  });
});

it("an answer can be previewed before it is built: letter, files with sizes, and what is withheld", async () => {
  const preview = await previewAnswer(officer, { requestId });
  expect(preview.letter.intro[0]).toContain("To Nobody Known.");
  const paths = preview.files.map(({ path }) => path);
  expect(paths).toEqual(
    expect.arrayContaining(["letter.pdf", "index.json", `sessions/${ids[0]}/export.json`]),
  );
  for (const { path, bytes } of preview.files) if (path.endsWith(".json")) expect(bytes).toBeGreaterThan(2);
  expect(preview).toMatchObject({ withheld: [], unreadable: [] });
  expect(await db.package.count()).toBe(0);
  expect(await db.auditEvent.count({ where: { type: "request.previewed", resourceId: requestId } })).toBe(1);
  const auditor = await createMember(organization, ["auditor"]);
  await expect(previewAnswer(auditor, { requestId })).rejects.toMatchObject({ code: "forbidden" });
});

it("several found sessions are accepted at once, and made undecided at once; others stay as they are", async () => {
  const { id } = await receive(officer, { kind: "access" });
  await verifyRequester(officer, { requestId: id, how: "signed_in" });
  const found = await searchRequest(officer, { requestId: id });
  for (const match of found.matches) {
    expect(match).toMatchObject({ state: "proposed", documentType: expect.any(String) });
    expect(match.name).toMatch(/^\S•••/);
  }
  await decideMatch(officer, { requestId: id, sessionId: ids[2], state: "excluded", reason: "A namesake." });
  const taken = await decideMatches(officer, { requestId: id, sessionIds: [...ids], state: "accepted" });
  const states = ({ matches }: typeof taken) =>
    Object.fromEntries(matches.map(({ sessionId, state }) => [sessionId, state]));
  expect(states(taken)).toEqual({ [ids[0]]: "accepted", [ids[1]]: "accepted", [ids[2]]: "excluded" });
  const back = await decideMatches(officer, {
    requestId: id,
    sessionIds: [ids[0], ids[1]],
    state: "proposed",
  });
  expect(states(back)).toEqual({ [ids[0]]: "proposed", [ids[1]]: "proposed", [ids[2]]: "excluded" });
  await expect(
    decideMatches(officer, { requestId: id, sessionIds: ["ses_nobody"], state: "accepted" }),
  ).rejects.toMatchObject({ code: "not_found" });
  const auditor = await createMember(organization, ["auditor"]);
  expect((await getRequest(auditor, { requestId: id })).matches.map(({ name }) => name)).toEqual([
    null,
    null,
    null,
  ]);
});

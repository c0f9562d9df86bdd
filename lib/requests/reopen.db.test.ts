import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { eraseForRequest } from "@/lib/certificates/erase";
import { createLink, markDelivered, revokeLink } from "@/lib/delivery/write";
import { contentOf } from "@/lib/packages/content";
import { buildPackages } from "@/lib/packages/jobs";
import { requestPackage } from "@/lib/packages/package";
import { requestRecordOf } from "@/lib/packages/record";
import { authorizeAgent } from "@/lib/requests/authorize";
import { closeRequest } from "@/lib/requests/close";
import { joinRequest } from "@/lib/requests/join";
import { downloadLetter } from "@/lib/requests/letters";
import { ownRequestOf } from "@/lib/requests/load";
import { getRequest } from "@/lib/requests/read";
import { liftForRequest, rectifyForRequest, restrictForRequest } from "@/lib/requests/rectify";
import { refuseRequest } from "@/lib/requests/refusal";
import { reopenRequest } from "@/lib/requests/reopen";
import { decideMatch, decideMatches, reviewRequest, takeBackReview } from "@/lib/requests/review";
import { searchRequest } from "@/lib/requests/search";
import { verifyRequester } from "@/lib/requests/write";
import { createMember } from "@/test/factories";
import { readPdf } from "@/test/pdf";
import { ids, type RequestScene, receive, requestScene, reviewed } from "@/test/request-scene";
import { db } from "@/test/test-db";

let scene: RequestScene;
let officer: Actor;

beforeEach(async () => {
  scene = await requestScene();
  officer = scene.officer;
});

const conflict = (message: RegExp) =>
  expect.objectContaining({ code: "conflict", message: expect.stringMatching(message) });
const reason = "A session was forgotten.";

describe("a closed request", () => {
  it("that was closed as a duplicate is one request again", async () => {
    const requester = { email: "nobody@example.test" };
    const first = await receive(officer, { requester });
    const second = await receive(officer, { requester });
    expect(second).toMatchObject({ duplicates: [first.id], sameKind: [first.id] });
    const other = await receive(officer, { requester, kind: "rectification" });
    expect(other.sameKind).toEqual([]);
    await joinRequest(officer, { requestId: second.id, into: first.id });
    const again = await reopenRequest(officer, { requestId: second.id, reason: "Another account." });
    expect(again).toMatchObject({
      status: "open",
      joinedInto: null,
      closedAt: null,
      reasons: { reopening: "Another account." },
    });
    const event = await db.auditEvent.findFirstOrThrow({
      where: { type: "request.reopened", resourceId: second.id },
    });
    expect(event.metadata).toEqual({ was: "joined" });
  });

  it("that was refused goes on where it was, under the law of its receipt", async () => {
    const requestId = await reviewed(officer, "access");
    const before = await getRequest(officer, { requestId });
    await refuseRequest(officer, {
      requestId,
      ground: "unfounded",
      circumstances: "x",
      reason: "Unfounded.",
    });
    await expect(searchRequest(officer, { requestId })).rejects.toEqual(conflict(/closed/));
    const again = await reopenRequest(officer, { requestId, reason });
    expect(again).toMatchObject({ step: before.step, refusal: null });
    expect(again.clock).toEqual(before.clock);
    expect((await ownRequestOf(officer, requestId)).closedClock).toBeNull();
    await expect(reopenRequest(officer, { requestId, reason })).rejects.toEqual(conflict(/is open/));
  });

  it("that was completed is reviewed and answered anew", async () => {
    const requestId = await reviewed(officer, "access");
    await requestPackage(officer, { requestId });
    await buildPackages();
    await markDelivered(officer, { requestId, via: "letter", to: "Example Street 1" });
    await closeRequest(officer, { requestId, status: "completed" });
    const again = await reopenRequest(officer, { requestId, reason });
    expect(again).toMatchObject({ step: "reviewed", package: null, delivery: null });
    await searchRequest(officer, { requestId });
    expect((await reviewRequest(officer, { requestId })).step).toBe("packaged");
  });

  it("lets a session that was kept unchanged be corrected", async () => {
    const requestId = await reviewed(officer, "rectification");
    const { matches } = await getRequest(officer, { requestId });
    for (const { sessionId } of matches) await rectifyForRequest(officer, { requestId, sessionId, reason });
    await closeRequest(officer, { requestId, status: "completed" });
    const again = await reopenRequest(officer, { requestId, reason });
    expect(again.matches.every(({ act }) => act === null)).toBe(true);
    expect((await reviewRequest(officer, { requestId })).step).toBe("corrected");
  });

  it("whose answer was collected by a link takes another session in", async () => {
    const requestId = await reviewed(officer, "access");
    const [kept, late] = (await getRequest(officer, { requestId })).matches.map(({ sessionId }) => sessionId);
    await db.requestMatch.deleteMany({ where: { session: { id: late } } });
    await requestPackage(officer, { requestId });
    await buildPackages();
    const { link } = await createLink(officer, { requestId, expiresInDays: 7 });
    await db.deliveryLink.updateMany({ where: { id: link.id }, data: { openedAt: new Date() } });
    await revokeLink(officer, { requestId, linkId: link.id });
    await expect(takeBackReview(officer, { requestId })).rejects.toEqual(conflict(/link .* opened/));
    await markDelivered(officer, { requestId, via: "email", to: "nobody@example.test" });
    await closeRequest(officer, { requestId, status: "completed" });
    await reopenRequest(officer, { requestId, reason });
    const { matches } = await searchRequest(officer, { requestId });
    expect(matches.find(({ sessionId }) => sessionId === late)?.state).toBe("proposed");
    const taken = { requestId, state: "accepted" } as const;
    await decideMatch(officer, { ...taken, sessionId: String(late) });
    await decideMatches(officer, { requestId, state: "proposed", sessionIds: [String(kept)] });
    await decideMatches(officer, { ...taken, sessionIds: [String(kept)] });
    expect((await reviewRequest(officer, { requestId })).step).toBe("packaged");
  });

  it("keeps what it corrected, and corrects what is found now", async () => {
    const requestId = await reviewed(officer, "rectification");
    await db.requestMatch.deleteMany({ where: { session: { id: { in: [ids[1], ids[2]] } } } });
    const extractedData = { firstName: "Corrected" };
    const correction = { reason, evidence: "A passport.", extractedData };
    await rectifyForRequest(officer, { requestId, sessionId: ids[0], ...correction });
    await closeRequest(officer, { requestId, status: "completed" });
    await reopenRequest(officer, { requestId, reason });
    await searchRequest(officer, { requestId });
    await decideMatches(officer, { requestId, state: "accepted", sessionIds: [ids[1], ids[2]] });
    await expect(
      decideMatch(officer, { requestId, sessionId: ids[0], state: "excluded", reason: "Not theirs." }),
    ).rejects.toEqual(conflict(/already/));
    await expect(
      decideMatches(officer, { requestId, state: "proposed", sessionIds: [ids[0]] }),
    ).rejects.toMatchObject({ code: "not_found" });
    expect((await reviewRequest(officer, { requestId })).step).toBe("corrected");
    await rectifyForRequest(officer, { requestId, sessionId: ids[1], ...correction });
    await expect(takeBackReview(officer, { requestId })).rejects.toEqual(conflict(/corrected/));
  });

  it.each(["completed", "withdrawn"] as const)(
    "restricts again what it had freed, after %s",
    async (status) => {
      const requestId = await reviewed(officer, "restriction");
      await restrictForRequest(officer, { requestId, reason });
      await liftForRequest(officer, { requestId, reason, toldAt: new Date().toISOString() });
      await closeRequest(officer, { requestId, status });
      const again = await reopenRequest(officer, { requestId, reason });
      expect(again).toMatchObject({ liftedAt: null });
      expect(again.matches.every(({ act }) => act === null)).toBe(true);
      if (status === "completed") await reviewRequest(officer, { requestId });
      const restricted = await restrictForRequest(officer, { requestId, reason });
      expect(restricted.matches.every(({ act }) => act === "restricted")).toBe(true);
      expect(await db.session.count({ where: { id: { in: [...ids] }, restrictedAt: null } })).toBe(0);
    },
  );

  it("for which data has been erased stays closed, and so it does for other roles", async () => {
    const requestId = await reviewed(officer, "erasure");
    await eraseForRequest(officer, { requestId, confirm: requestId });
    await closeRequest(officer, { requestId, status: "completed" });
    await expect(reopenRequest(officer, { requestId, reason })).rejects.toEqual(conflict(/erased/));
    const auditor = await createMember(scene.organization, ["auditor"]);
    await expect(reopenRequest(auditor, { requestId, reason })).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("a request on behalf of somebody", () => {
  const agent = { role: "agent", name: "Agnes Agent", email: "agnes@mail.example" } as const;

  it("is searched after the proof was seen, and its letters go to the agent", async () => {
    const { id: requestId, agent: shown } = await receive(officer, { kind: "access", agent });
    expect(shown).toEqual({ ...agent, provenBy: null, proofSeenOn: null });
    await verifyRequester(officer, { requestId, how: "document" });
    await expect(searchRequest(officer, { requestId })).rejects.toEqual(conflict(/proof that the agent/));
    const proof = { requestId, proof: "Signed permission of 3 November." };
    await expect(authorizeAgent(officer, { ...proof, seenOn: "2999-01-01" })).rejects.toMatchObject({
      code: "validation_error",
    });
    const proven = await authorizeAgent(officer, { ...proof, seenOn: "2026-11-04" });
    expect(proven).toMatchObject({
      agent: { provenBy: officer.id, proofSeenOn: "2026-11-04" },
      reasons: { authority: proof.proof },
      step: "found",
    });
    const { bytes } = await downloadLetter(officer, { requestId, letter: "acknowledgement", language: "de" });
    const told = (await readPdf(bytes)).told.map(({ text }) => text).join("\n");
    expect(told).toContain("Agnes Agent (Nobody Known)");
    await searchRequest(officer, { requestId });
    const { letter } = await contentOf(officer, await ownRequestOf(officer, requestId));
    expect((await letter()).intro?.[0]).toContain("To Agnes Agent, on behalf of Nobody Known.");
    const record = await requestRecordOf(officer, await ownRequestOf(officer, requestId));
    expect(record).toMatchObject({ agent: { name: "Agnes Agent" }, data_from: null });
    expect(JSON.stringify(record)).not.toContain(proof.proof);
    const event = await db.auditEvent.findFirstOrThrow({
      where: { type: "request.agent-verified", resourceId: requestId },
    });
    expect(JSON.stringify(event.metadata)).not.toContain("Agnes");
  });

  it("keeps the agent sealed, and shows them only to members who answer", async () => {
    const { id: requestId } = await receive(officer, { agent: { ...agent, role: "parent" } });
    const auditor = await createMember(scene.organization, ["auditor"]);
    expect(await getRequest(auditor, { requestId })).toMatchObject({ agent: null });
    const row = await db.request.findFirstOrThrow({ where: { id: requestId } });
    const plain = JSON.stringify(row, (_, value) => (typeof value === "bigint" ? String(value) : value));
    expect(plain).not.toContain("Agnes");
    expect(Buffer.from(row.sealed ?? []).toString("latin1")).not.toContain("Agnes");
  });

  it("has no such step where nobody asks for somebody else", async () => {
    const { id: requestId, steps } = await receive(officer);
    expect(steps.map(({ name }) => name)).not.toContain("authorized");
    await expect(authorizeAgent(officer, { requestId, proof: "x", seenOn: "2026-11-04" })).rejects.toEqual(
      conflict(/nobody asks/),
    );
  });
});

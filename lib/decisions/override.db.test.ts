import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { claimCase } from "@/lib/cases/write";
import { listAttempts } from "@/lib/checks/read";
import { overrideCheck } from "@/lib/decisions/override";
import { listDocuments } from "@/lib/documents/read";
import { createDemoCase } from "@/lib/imports/demo";
import { currentSettings } from "@/lib/settings/load";
import { callPath, signedInHeaders } from "@/test/api";
import { claimAndApprove } from "@/test/case-scene";
import {
  createMember,
  createOrganization,
  keyActorOf,
  removeAllSessions,
  type TestOrganization,
} from "@/test/factories";
import { db } from "@/test/test-db";

let organization: TestOrganization;
let anna: Actor;
let lea: Actor;
let caseId: string;
let sessionId: string;

beforeEach(async () => {
  await removeAllSessions();
  organization = await createOrganization();
  anna = await createMember(organization, ["reviewer"]);
  lea = await createMember(organization, ["lead"]);
  ({ id: caseId, sessionId } = await createDemoCase(lea));
});

const override = (actor: Actor, changes: object = {}) =>
  overrideCheck(actor, {
    caseId,
    policy: "face_match",
    passed: true,
    reason: "Same person; poor light.",
    ...changes,
  });

describe("a check override", () => {
  it("adds an attempt and approves the case when nothing else is against it", async () => {
    await claimCase(lea, { caseId });
    expect(await override(lea)).toEqual({ caseId, policy: "face_match", status: "approved" });
    const { attempts } = await listAttempts(lea, { sessionId, policy: "face_match" });
    expect(attempts.map(({ attempt, status }) => [attempt, status])).toEqual([
      [1, "failed"],
      [2, "passed"],
    ]);
    expect(attempts[1]?.details).toMatchObject({ override: true, reason: "Same person; poor light." });
    const events = await db.auditEvent.findMany({
      where: { organizationPk: organization.pk, type: { in: ["check.overridden", "case.approved"] } },
    });
    expect(events.map(({ type }) => type).sort()).toEqual(["case.approved", "check.overridden"]);
    expect(JSON.stringify(events.map(({ metadata }) => metadata))).not.toContain("poor light");
    await expect(override(lea)).rejects.toMatchObject({ code: "conflict" });
  });

  it("leaves the decision to the reviewer when the check does not pass", async () => {
    await claimCase(lea, { caseId });
    expect((await override(lea, { approves: false })).status).toBe("in_review");
  });

  it("is a recommendation with dual review", async () => {
    await currentSettings(lea);
    await db.reviewSettings.updateMany({
      where: { organizationPk: organization.pk },
      data: { dualReview: true },
    });
    await claimCase(lea, { caseId });
    expect((await override(lea)).status).toBe("pending_second_review");
  });

  it("changes no outcome when something else is against it, or another member has claimed the case", async () => {
    expect((await override(lea, { passed: false })).status).toBe("open");
    await db.session.updateMany({ where: { id: sessionId }, data: { riskLevel: "high" } });
    expect((await override(lea)).status).toBe("open");
    await db.session.updateMany({ where: { id: sessionId }, data: { riskLevel: "low" } });
    await claimCase(anna, { caseId });
    expect((await override(lea)).status).toBe("in_review");
    expect((await override(keyActorOf(organization, ["cases:write"]))).status).toBe("in_review");
    expect(await db.check.count({ where: { session: { id: sessionId }, policy: "face_match" } })).toBe(5);
    await claimAndApprove(anna, { caseId });
  });

  it("is refused to reviewers, and for checks that never ran", async () => {
    await expect(override(anna)).rejects.toMatchObject({ code: "forbidden" });
    await expect(override(lea, { policy: "horoscope" })).rejects.toMatchObject({ code: "not_found" });
    await expect(override(lea, { version: 77 })).rejects.toMatchObject({ code: "conflict" });
  });

  it("is refused by the API when its reason has no text", async () => {
    const headers = { ...(await signedInHeaders(lea.id)), "Content-Type": "application/json" };
    for (const reason of ["", " \n "]) {
      const body = JSON.stringify({ passed: true, reason });
      const target = `/api/v1/cases/${caseId}/checks/face_match/override`;
      const response = await callPath("POST", target, { headers, body });
      expect(response.status).toBe(422);
      expect(await response.json()).toMatchObject({ fields: [{ field: "reason" }] });
    }
    expect((await listAttempts(lea, { sessionId, policy: "face_match" })).attempts).toHaveLength(1);
  });
});

describe("demo cases", () => {
  it("are at most three open at a time, in the sandbox, each an ordinary case", async () => {
    await createDemoCase(anna);
    expect(await createDemoCase(anna)).toMatchObject({ isDemo: true, status: "open", queue: "general" });
    await expect(createDemoCase(anna)).rejects.toMatchObject({ code: "conflict" });
    const pictures = (await listDocuments(lea, { sessionId })).data;
    expect(pictures.map(({ isAvailable }) => isAvailable)).toEqual([true, true]);
    await claimAndApprove(lea, { caseId });
    await createDemoCase(anna);
    const live = await createMember(organization, ["lead"], { environment: "live" });
    await expect(createDemoCase(live)).rejects.toMatchObject({ code: "forbidden" });
  });
});

import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { claimCase } from "@/lib/cases/write";
import { approveCase } from "@/lib/decisions/write";
import { markDelivered } from "@/lib/delivery/write";
import { closeRequest } from "@/lib/requests/close";
import { openDecisions, recordDecisions } from "@/lib/requests/decisions";
import { getRequest } from "@/lib/requests/read";
import { takeBackReview } from "@/lib/requests/review";
import { createMember, importFor, sampleAs } from "@/test/factories";
import { ids, type RequestScene, requestScene, reviewed } from "@/test/request-scene";
import { db } from "@/test/test-db";

const machine = { approved: "ses_machineapproved", rejected: "ses_machinerejected" } as const;
let scene: RequestScene;
let officer: Actor;
let reviewer: Actor;

/** Imports a session of the same person that no person has decided. */
async function decideByMachine(status: keyof typeof machine) {
  const bundle = sampleAs(machine[status], { external_ref: "cust_1", status: "completed", case_id: null });
  const result = bundle.result && {
    ...bundle.result,
    status,
    processing_mode: "auto",
    rejection_reason_code: status === "rejected" ? "other" : null,
  };
  await importFor(scene.admin, { ...bundle, result, review_case: null, case_notes: [] });
}

beforeEach(async () => {
  scene = await requestScene();
  officer = scene.officer;
  reviewer = await createMember(scene.organization, ["reviewer"]);
  await decideByMachine("approved");
  await decideByMachine("rejected");
});

const casesOpened = () => db.reviewCase.count({ where: { session: { id: { in: Object.values(machine) } } } });
const conflict = (message: RegExp) =>
  expect.objectContaining({ code: "conflict", message: expect.stringMatching(message) });

async function decideAgain(sessionId: string) {
  const { id: caseId } = await db.reviewCase.findFirstOrThrow({ where: { session: { id: sessionId } } });
  await claimCase(reviewer, { caseId });
  await approveCase(reviewer, { caseId });
}

describe("a review of automated decisions", () => {
  it("opens a case for each, and is completed after a person has decided all of them and told the outcome", async () => {
    const requestId = await reviewed(officer, "decision_review");
    await expect(recordDecisions(officer, { requestId })).rejects.toEqual(conflict(/Open the reviews first/));
    const opened = await openDecisions(officer, { requestId });
    const acts = opened.matches.map(({ sessionId, act, outcomeBefore }) => [sessionId, act, outcomeBefore]);
    expect(acts).toEqual(
      expect.arrayContaining([
        [machine.approved, "reviewing", "approved"],
        [machine.rejected, "reviewing", "rejected"],
        [ids[0], null, null],
      ]),
    );
    expect(opened.matches.filter(({ caseId }) => caseId)).toHaveLength(2);
    expect(await casesOpened()).toBe(2);
    await expect(openDecisions(officer, { requestId })).rejects.toEqual(conflict(/already done/));
    await expect(takeBackReview(officer, { requestId })).rejects.toEqual(
      conflict(/reviews have been opened/),
    );

    await decideAgain(machine.approved);
    await expect(recordDecisions(officer, { requestId })).rejects.toEqual(
      conflict(new RegExp(`must first decide the cases of: ${machine.rejected}\\.`)),
    );
    await expect(closeRequest(officer, { requestId, status: "completed" })).rejects.toEqual(
      conflict(/Record the outcomes/),
    );
    await decideAgain(machine.rejected);
    const { matches, step } = await recordDecisions(officer, { requestId });
    expect(step).toBe("delivered");
    const of = (id: string) => matches.find(({ sessionId }) => sessionId === id);
    expect(of(machine.approved)).toMatchObject({ act: "confirmed", outcome: "approved" });
    expect(of(machine.rejected)).toMatchObject({ act: "changed", outcome: "approved" });

    await markDelivered(officer, { requestId, via: "email", to: "nobody@example.test" });
    expect((await closeRequest(officer, { requestId, status: "completed" })).status).toBe("completed");
    const event = await db.auditEvent.findFirstOrThrow({
      where: { type: "request.decisions-recorded", resourceId: requestId },
    });
    expect(event.metadata).toEqual({ confirmed: 1, changed: 1 });
  });

  it("has nothing to decide where people decided", async () => {
    await db.session.deleteMany({ where: { id: { in: Object.values(machine) } } });
    const requestId = await reviewed(officer, "decision_review");
    const opened = await openDecisions(officer, { requestId });
    expect(opened.step).toBe("delivered");
    expect(opened.matches.every(({ act }) => act === null)).toBe(true);
  });

  it("leaves out a session that nobody has decided yet", async () => {
    const where = { id: machine.rejected };
    await db.session.updateMany({ where, data: { resultStatus: "needs_review" } });
    const [pending] = ids;
    await db.session.updateMany({ where: { id: pending }, data: { resultStatus: null } });
    await db.reviewCase.updateMany({ where: { session: { id: pending } }, data: { decision: null } });
    const requestId = await reviewed(officer, "decision_review");
    const { matches } = await openDecisions(officer, { requestId });
    const reviewing = matches.filter(({ act }) => act === "reviewing");
    expect(reviewing.map(({ sessionId }) => sessionId)).toEqual([machine.approved]);
  });

  it("does not open a case of a restricted session", async () => {
    await db.session.updateMany({ where: { id: machine.approved }, data: { restrictedAt: new Date() } });
    const requestId = await reviewed(officer, "decision_review");
    await expect(openDecisions(officer, { requestId })).rejects.toMatchObject({ code: "conflict" });
    expect((await getRequest(officer, { requestId })).step).toBe("opened");
    expect(await casesOpened()).toBe(0);
  });

  it("is for members who answer requests", async () => {
    const requestId = await reviewed(officer, "decision_review");
    for (const act of [openDecisions, recordDecisions])
      await expect(act(reviewer, { requestId })).rejects.toMatchObject({ code: "forbidden" });
  });
});

import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/auth/actor";
import { nextCase } from "@/lib/cases/claim";
import { correctResult } from "@/lib/cases/correct";
import { approveCase, rejectCase, undoDecision } from "@/lib/cases/decision";
import { getDesk } from "@/lib/cases/desk";
import { getSnapshot, listSnapshots } from "@/lib/cases/snapshot";
import { claimCase, escalateCase, snoozeCase, updateCase } from "@/lib/cases/write";
import { db } from "@/lib/platform/db";
import { exportSession, redactSession } from "@/lib/privacy/write";
import { currentSettings } from "@/lib/settings/current";
import {
  actorOf,
  createMember,
  createOrganization,
  importFor,
  removeAllSessions,
  sampleAs,
  sampleImage,
  type TestOrganization,
} from "@/prisma/factories";

let organization: TestOrganization;
let anna: Actor;
let ben: Actor;
let lea: Actor;
let caseId: string;
const sessionId = "ses_decided";

async function importOpenCase(id: string): Promise<string> {
  const bundle = sampleAs(id, { status: "under_review" });
  const review_case = bundle.review_case && {
    ...bundle.review_case,
    status: "open" as const,
    decision: null,
    assigned_to: null,
    claimed_at: null,
    decided_at: null,
  };
  const result = bundle.result && { ...bundle.result, status: "needs_review" as const };
  const image = await sampleImage();
  const images = Object.fromEntries(
    (bundle.documents ?? []).map(({ download_url }) => [download_url ?? "", image]),
  );
  await importFor(actorOf(organization), { ...bundle, review_case, result }, images);
  return review_case?.id ?? "";
}

beforeEach(async () => {
  await removeAllSessions();
  organization = await createOrganization();
  [anna, ben, lea] = await Promise.all([
    createMember(organization, ["reviewer"]),
    createMember(organization, ["reviewer"]),
    createMember(organization, ["lead"]),
  ]);
  await db.webhookEndpoint.create({
    data: {
      organizationPk: organization.pk,
      environment: "sandbox",
      id: `wh_${organization.id}`,
      url: "https://customer.example/hook",
      enabledEvents: ["*"],
      sealedSecret: new Uint8Array(),
    },
  });
  caseId = await importOpenCase(sessionId);
});

const withDualReview = async () => {
  await currentSettings(anna);
  await db.settings.updateMany({ where: { organizationPk: organization.pk }, data: { dualReview: true } });
};
const sessionRow = () =>
  db.session.findFirstOrThrow({
    where: { organizationPk: organization.pk, id: sessionId },
    include: { result: true, reviewCase: true },
  });
const events = async (type: string) =>
  db.auditEvent.count({ where: { organizationPk: organization.pk, type } });
const deliveries = () =>
  db.webhookDelivery.findMany({ where: { organizationPk: organization.pk, status: "pending" } });

describe("a decision", () => {
  it("reaches case, result, session, audit log and webhooks, which wait ten seconds", async () => {
    await claimCase(anna, { caseId });
    const decided = await rejectCase(anna, {
      caseId,
      rejectionReasonCode: "document_tampered",
      rejectionReason: "The photograph was replaced.",
      notes: "See the hologram.",
    });
    expect(decided).toMatchObject({ status: "rejected", decision: "rejected", assignedTo: null });
    const row = await sessionRow();
    expect(row).toMatchObject({ status: "completed", resultStatus: "rejected" });
    expect(row.terminalAt).not.toBeNull();
    expect(row.result).toMatchObject({
      status: "rejected",
      rejectionReasonCode: "document_tampered",
      processingMode: "manual",
    });
    expect(await events("case.rejected")).toBe(1);
    const queued = await deliveries();
    expect(queued.map(({ event }) => event).sort()).toEqual(["case.rejected", "session.declined"]);
    for (const { nextAttemptAt, createdAt } of queued)
      expect((nextAttemptAt?.getTime() ?? 0) - createdAt.getTime()).toBeGreaterThan(9_000);
  });

  it("is made once when 64 clients make it at the same time: one wins, the others get 409", {
    timeout: 60_000,
  }, async () => {
    const clients = await Promise.all(
      Array.from({ length: 64 }, () => createMember(organization, ["reviewer"])),
    );
    const answers = await Promise.allSettled(
      clients.map((client, at) =>
        at % 2
          ? approveCase(client, { caseId })
          : rejectCase(client, { caseId, rejectionReasonCode: "other" }),
      ),
    );
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const answer of answers)
      if (answer.status === "rejected") expect(answer.reason).toMatchObject({ code: "conflict" });
    expect((await events("case.approved")) + (await events("case.rejected"))).toBe(1);
    expect(await deliveries()).toHaveLength(2);
    expect(await db.decisionSnapshot.count()).toBe(1);
  });

  it("is refused on a case that somebody else holds, that has changed, or that is decided", async () => {
    const { version } = await claimCase(anna, { caseId });
    await expect(approveCase(ben, { caseId })).rejects.toMatchObject({ code: "conflict" });
    await expect(approveCase(anna, { caseId, version: version - 1 })).rejects.toMatchObject({
      code: "conflict",
    });
    await approveCase(anna, { caseId, version });
    await expect(approveCase(anna, { caseId })).rejects.toMatchObject({ code: "conflict" });
    await expect(escalateCase(anna, { caseId })).rejects.toMatchObject({ code: "conflict" });
    expect(await nextCase(ben, { tab: "unassigned", ahead: false })).toBeNull();
  });

  it("can be undone for ten seconds by whoever made it, and then nothing of it leaves", async () => {
    await claimCase(anna, { caseId });
    await rejectCase(anna, { caseId, rejectionReasonCode: "other", addToBlocklist: true });
    expect(await db.listEntry.count({ where: { removedAt: null } })).toBeGreaterThan(0);
    await expect(undoDecision(ben, { caseId })).rejects.toMatchObject({ code: "conflict" });
    const undone = await undoDecision(anna, { caseId });
    expect(undone).toMatchObject({
      status: "in_review",
      decision: null,
      assignedTo: anna.id,
      decidedAt: null,
    });
    expect(await sessionRow()).toMatchObject({
      status: "under_review",
      resultStatus: "needs_review",
      terminalAt: null,
      result: { status: "needs_review" },
    });
    expect(await deliveries()).toHaveLength(0);
    expect(await db.listEntry.count({ where: { removedAt: null } })).toBe(0);
    expect(await events("case.decision-undone")).toBe(1);
    await expect(undoDecision(anna, { caseId })).rejects.toMatchObject({ code: "conflict" });
    await approveCase(anna, { caseId });
    await db.decisionSnapshot.updateMany({
      where: { undoneAt: null },
      data: { decidedAt: new Date(Date.now() - 10_001) },
    });
    await expect(undoDecision(anna, { caseId })).rejects.toMatchObject({ code: "conflict" });
    expect(await sessionRow()).toMatchObject({ status: "completed", resultStatus: "approved" });
  });

  it("cannot be undone once its webhook has left", async () => {
    await approveCase(anna, { caseId });
    await db.webhookDelivery.updateMany({ where: { event: "session.approved" }, data: { attempts: 1 } });
    await expect(undoDecision(anna, { caseId })).rejects.toMatchObject({ code: "conflict" });
    expect(await deliveries()).toHaveLength(2);
  });
});

describe("dual review", () => {
  beforeEach(withDualReview);

  it("takes a recommendation and a different person's agreement", async () => {
    await claimCase(anna, { caseId });
    const first = await approveCase(anna, { caseId });
    expect(first).toMatchObject({
      status: "pending_second_review",
      firstDecision: "approved",
      decision: null,
    });
    expect(await deliveries()).toHaveLength(0);
    expect((await sessionRow()).status).toBe("under_review");
    await expect(claimCase(anna, { caseId })).rejects.toMatchObject({ code: "conflict" });
    await expect(approveCase(anna, { caseId })).rejects.toMatchObject({ code: "conflict" });
    expect(await nextCase(anna, { tab: "pending_second_review", ahead: false })).toBeNull();
    expect((await nextCase(ben, { tab: "pending_second_review", ahead: false }))?.id).toBe(caseId);
    expect(await approveCase(ben, { caseId })).toMatchObject({ status: "approved", decision: "approved" });
    expect(await deliveries()).toHaveLength(2);
  });

  it("sends a disagreement to a lead who is neither of the two", async () => {
    await approveCase(anna, { caseId });
    const disputed = await rejectCase(ben, { caseId, rejectionReasonCode: "face_mismatch" });
    expect(disputed).toMatchObject({ status: "escalated", isDisputed: true, decision: null });
    expect(await events("case.disputed")).toBe(1);
    await expect(approveCase(anna, { caseId })).rejects.toMatchObject({ code: "forbidden" });
    expect(await rejectCase(lea, { caseId, rejectionReasonCode: "face_mismatch" })).toMatchObject({
      status: "rejected",
    });
    expect(await db.decisionSnapshot.count()).toBe(3);
  });

  it("is not taken back once somebody has begun the second opinion", async () => {
    await approveCase(anna, { caseId });
    await claimCase(ben, { caseId });
    await expect(undoDecision(anna, { caseId })).rejects.toMatchObject({ code: "conflict" });
    expect(await approveCase(ben, { caseId })).toMatchObject({ status: "approved" });
  });

  it("lets a recommendation be taken back too", async () => {
    await claimCase(anna, { caseId });
    await approveCase(anna, { caseId });
    expect(await undoDecision(anna, { caseId })).toMatchObject({
      status: "in_review",
      firstDecision: null,
      assignedTo: anna.id,
    });
  });
});

describe("the snapshot of a decision", () => {
  it("shows the case as it looked, however much changes, and goes with the session's key", async () => {
    await claimCase(anna, { caseId });
    const seen = await getDesk(anna, { caseId });
    expect(seen.isOpen).toBe(true);
    await approveCase(anna, { caseId, notes: "fine" });
    await db.fraudSignal.deleteMany();
    const [head] = (await listSnapshots(lea, { caseId })).data;
    const replay = await getSnapshot(lea, { caseId, snapshotId: head?.id ?? "" });
    expect(replay.desk?.fields).toEqual(seen.fields);
    expect(replay.desk?.signals).toEqual(seen.signals);
    expect(replay.desk?.images.length).toBeGreaterThan(0);
    for (const { sha256 } of replay.desk?.images ?? []) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(replay.notes).toBe("fine");
    const stored = await db.decisionSnapshot.findFirstOrThrow();
    const name = seen.fields.find(({ field }) => field === "first_name")?.shown ?? "?";
    expect(Buffer.from(stored.sealed ?? []).includes(name)).toBe(false);
    expect(JSON.stringify(stored.before)).not.toContain(name);
    await redactSession(actorOf(organization), { sessionId });
    const after = await getSnapshot(lea, { caseId, snapshotId: head?.id ?? "" });
    expect(after).toMatchObject({ desk: null, notes: null, decision: "approved" });
  });

  it("records the first look of a claim, and masks the desk of a case that one does not hold", async () => {
    const masked = await getDesk(anna, { caseId });
    expect(masked.isOpen).toBe(false);
    expect(await events("case.opened")).toBe(0);
    await claimCase(anna, { caseId });
    const open = await getDesk(anna, { caseId });
    await getDesk(anna, { caseId });
    expect(await events("case.opened")).toBe(1);
    for (const { field, shown } of masked.fields) {
      const clear = open.fields.find((row) => row.field === field)?.shown;
      if (clear) expect(shown).toBe("•••");
    }
    expect((await getDesk(ben, { caseId })).isOpen).toBe(false);
  });
});

it("exports what was written on the case: metadata, reasons, corrected and uncorrected data", async () => {
  await claimCase(anna, { caseId });
  await updateCase(anna, { caseId, metadata: { ticket: "T-1" }, customFields: { colour: "red" } });
  await snoozeCase(anna, { caseId, event: "document_added", reason: "waits for the back" });
  await claimCase(lea, { caseId });
  await correctResult(lea, { caseId, extractedData: { firstName: "Emilie" } });
  await escalateCase(lea, { caseId, reason: "looks odd" });
  const { review_case, result } = await exportSession(actorOf(organization), { sessionId });
  expect(review_case).toMatchObject({
    metadata: { ticket: "T-1" },
    custom_fields: { colour: "red" },
    escalation_reason: "looks odd",
    snooze_reason: "waits for the back",
  });
  expect(result).toMatchObject({ extracted_data: { first_name: "Emilie" } });
  expect(JSON.stringify((result as Record<string, unknown>).uncorrected_data)).toContain("first_name");
});

import { beforeEach, expect, it } from "vitest";
import { claimCase } from "@/lib/cases/write";
import { correctResult } from "@/lib/corrections/pii";
import { belowSession } from "@/lib/platform/scope";
import { openSession } from "@/lib/records/open";
import {
  type CaseScene,
  claimAndReject,
  countEvents,
  openSample,
  sessionOf,
  setCaseScene,
  switchToDualReview,
} from "@/test/case-scene";
import { actorOf, createApiKey, importFor, keyActorOf } from "@/test/factories";
import { db } from "@/test/test-db";

let scene: CaseScene;
const blocked = { documentNumber: "BLOCKED-1" };

/** Another session whose document number is on the blocklist. */
beforeEach(async () => {
  scene = await setCaseScene();
  const other = openSample("ses_other");
  const extracted_data = { ...other.result?.extracted_data, document_number: blocked.documentNumber };
  await importFor(actorOf(scene.organization), {
    ...other,
    result: other.result && { ...other.result, extracted_data },
  });
  await claimAndReject(scene.lea, {
    caseId: other.review_case?.id ?? "",
    rejectionReasonCode: "fraud_suspected",
    addToBlocklist: ["document_number"],
  });
});

const rejectMatches = () =>
  db.list.updateMany({ where: { organizationPk: scene.organization.pk }, data: { matchMode: "block" } });
const signals = async () => (await sessionOf(scene)).signals.map(({ signalType }) => signalType);

it("a corrected number on the blocklist adds a signal once, and the next correction removes it", async () => {
  const { lea, caseId } = scene;
  const before = await sessionOf(scene);
  await correctResult(lea, { caseId, extractedData: blocked });
  expect((await signals()).at(-1)).toBe("blocklist_match");
  expect((await sessionOf(scene)).riskScore).toBe(Math.min(100, (before.riskScore ?? 0) + 50));
  await correctResult(lea, { caseId, extractedData: { documentNumber: "blocked 1" } });
  expect((await signals()).filter((type) => type === "blocklist_match")).toHaveLength(1);
  await correctResult(lea, { caseId, extractedData: { documentNumber: "FREE-1" } });
  expect(await signals()).toEqual(before.signals.map(({ signalType }) => signalType));
  const { riskScore, riskLevel, status } = await sessionOf(scene);
  expect({ riskScore, riskLevel, status }).toEqual({
    riskScore: before.riskScore,
    riskLevel: before.riskLevel,
    status: "under_review",
  });
});

it("a kind that this version does not know stays in the signal", async () => {
  const { lea, caseId } = scene;
  await correctResult(lea, { caseId, extractedData: blocked });
  const session = await openSession(lea, scene.sessionId, "work");
  const found = await db.fraudSignal.findFirstOrThrow({
    where: { ...belowSession(session), signalType: "blocklist_match" },
  });
  const place = String(found.position);
  const sealed = session.cipher.seal("signal", place, { details: { kinds: ["document_number", "iris"] } });
  await db.fraudSignal.updateMany({ where: { ...belowSession(session), pk: found.pk }, data: { sealed } });
  await correctResult(lea, { caseId, extractedData: { documentNumber: "FREE-1" } });
  const after = await db.fraudSignal.findFirstOrThrow({
    where: { ...belowSession(session), signalType: "blocklist_match" },
  });
  expect(session.cipher.open("signal", place, after.sealed)).toMatchObject({ details: { kinds: ["iris"] } });
});

it("a source's own signal of that name stays", async () => {
  const { lea, caseId } = scene;
  const session = await sessionOf(scene);
  await db.fraudSignal.create({
    data: { ...belowSession(session), position: 70, signalType: "blocklist_match" },
  });
  await correctResult(lea, { caseId, extractedData: { documentNumber: "FREE-1" } });
  expect(await signals()).toContain("blocklist_match");
});

it("a match rejects the session if the organization says so; with dual review it recommends that", async () => {
  const { lea, caseId } = scene;
  await rejectMatches();
  await switchToDualReview(scene);
  await claimCase(lea, { caseId });
  expect(await correctResult(lea, { caseId, extractedData: blocked })).toMatchObject({
    status: "needs_review",
  });
  expect((await sessionOf(scene)).reviewCase).toMatchObject({
    status: "pending_second_review",
    firstDecision: "rejected",
  });
});

it("a match rejects on behalf of the member who corrects, but not for a key that names no reviewer", async () => {
  const { organization, lea, caseId } = scene;
  await rejectMatches();
  await createApiKey(organization, ["cases:write"]);
  await correctResult(keyActorOf(organization, ["cases:write"]), { caseId, extractedData: blocked });
  expect(await sessionOf(scene)).toMatchObject({ status: "under_review" });
  expect(await signals()).toContain("blocklist_match");
  await correctResult(lea, { caseId, extractedData: { documentNumber: "FREE-1" } });
  await claimCase(lea, { caseId });
  expect(await correctResult(lea, { caseId, extractedData: blocked })).toMatchObject({ status: "rejected" });
  expect(await sessionOf(scene)).toMatchObject({
    status: "completed",
    resultStatus: "rejected",
    result: { rejectionReasonCode: "blocklist_match" },
    reviewCase: { status: "rejected", decidedBy: lea.id },
  });
  expect(await countEvents(scene, "case.rejected")).toBe(2);
});

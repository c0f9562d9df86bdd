import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { addNote, claimCase, snoozeCase } from "@/lib/cases/write";
import type { Bundle } from "@/lib/contract/bundle";
import { exportSession } from "@/lib/privacy/write";
import { currentSettings } from "@/lib/settings/load";
import { claimAndReject, receiveWebhooks } from "@/test/case-scene";
import {
  actorOf,
  createMember,
  createOrganization,
  importFor,
  removeAllSessions,
  sampleAs,
  type TestOrganization,
} from "@/test/factories";
import { db } from "@/test/test-db";

let organization: TestOrganization;
let importer: Actor;
let anna: Actor;

beforeEach(async () => {
  await removeAllSessions();
  organization = await createOrganization();
  importer = actorOf(organization);
  anna = await createMember(organization, ["reviewer"]);
});

/** A session that waits for review and whose source has no case. */
function waiting(id: string): Bundle {
  const bundle = sampleAs(id, { status: "under_review", case_id: null, case_status: null });
  const result = bundle.result && { ...bundle.result, status: "needs_review" as const };
  return { ...bundle, result, review_case: null, case_notes: [], webhook_deliveries: [] };
}

const newer = (bundle: Bundle, changes: Partial<Bundle> = {}, at = "2026-07-01T00:00:00Z"): Bundle => ({
  ...bundle,
  ...changes,
  session: { ...bundle.session, ...changes.session, updated_at: at },
});

const rowOf = (id: string) =>
  db.session.findFirstOrThrow({
    where: { organizationPk: organization.pk, id },
    include: { result: true, reviewCase: true, signals: { orderBy: { position: "asc" } } },
  });
const caseOf = async (id: string) => {
  const { reviewCase } = await rowOf(id);
  if (!reviewCase) throw new Error("no case");
  return reviewCase;
};
const events = (type: string) => db.auditEvent.count({ where: { organizationPk: organization.pk, type } });

describe("a session that needs review", () => {
  it("gets one case automatically, in the queue of the first matching rule", async () => {
    await currentSettings(anna);
    const { organizationPk, environment } = anna.scope;
    const rule = { name: "Ours", queue: "ours", priority: "high" as const, countries: ["US"] };
    await db.routingRule.create({ data: { organizationPk, environment, position: 0, ...rule } });
    const bundle = waiting("ses_waiting");
    await importFor(importer, { ...bundle, session: { ...bundle.session, country: "US" } });
    const found = await caseOf("ses_waiting");
    expect(found).toMatchObject({ status: "open", queue: "ours", priority: "high" });
    expect(found.enteredReviewAt?.toISOString()).toBe(
      new Date(bundle.result?.created_at ?? "").toISOString(),
    );
    expect(await events("case.created")).toBe(1);
    await importFor(importer, newer(bundle));
    expect(await db.reviewCase.count({ where: { session: { id: "ses_waiting" } } })).toBe(1);
  });

  it("keeps the work done here when its source sends more, and a new document ends a snooze", async () => {
    const bundle = waiting("ses_more");
    await importFor(importer, bundle);
    const { id: caseId } = await caseOf("ses_more");
    await claimCase(anna, { caseId });
    await addNote(anna, { caseId, content: "Asked for the back side." });
    await snoozeCase(anna, { caseId, event: "document_added", reason: "back side missing" });
    await importFor(importer, newer(bundle));
    expect(await caseOf("ses_more")).toMatchObject({ id: caseId, snoozeEvent: "document_added" });
    const [document] = bundle.documents ?? [];
    if (!document) throw new Error("the sample has a document");
    const documents = [document, { ...document, id: "doc_back", page: "back" }];
    await importFor(importer, newer(bundle, { documents }, "2026-07-02T00:00:00Z"));
    expect(await caseOf("ses_more")).toMatchObject({ id: caseId, snoozedUntil: null, snoozeEvent: null });
    expect(await events("case.woken")).toBe(1);
    const exported = await exportSession(importer, { sessionId: "ses_more" });
    expect(exported.case_notes?.map(({ content }) => content)).toEqual(["Asked for the back side."]);
    const again = newer(exported, {}, "2026-07-03T00:00:00Z");
    expect(await importFor(importer, again)).toMatchObject({ outcome: "updated" });
    const completed = { ...bundle.session, status: "completed" as const };
    const result = bundle.result && { ...bundle.result, status: "approved" as const };
    await importFor(importer, newer(bundle, { session: completed, result }, "2026-07-04T00:00:00Z"));
    expect(await caseOf("ses_more")).toMatchObject({ status: "approved", decision: "approved" });
  });
});

it("expires a claim from elsewhere 30 minutes after it was made", async () => {
  const bundle = sampleAs("ses_claimed", { status: "under_review", case_status: "in_review" });
  const claimed_at = "2026-06-01T10:00:00Z";
  const claimed = { status: "in_review" as const, decision: null, decided_at: null, claimed_at };
  const review_case = bundle.review_case && { ...bundle.review_case, ...claimed };
  await importFor(importer, { ...bundle, review_case });
  const { claimExpiresAt } = await caseOf("ses_claimed");
  expect(claimExpiresAt?.toISOString()).toBe("2026-06-01T10:30:00.000Z");
});

describe("the blocklist", () => {
  const blockFirst = async () => {
    await importFor(importer, waiting("ses_first"));
    const { id: caseId } = await caseOf("ses_first");
    await claimAndReject(anna, { caseId, rejectionReasonCode: "fraud_suspected", addToBlocklist: true });
    return db.listEntry.count({ where: { organizationPk: organization.pk, removedAt: null } });
  };

  it("flags a later session that matches, calculates its risk again, and leaves others alone", async () => {
    await importFor(importer, waiting("ses_before"));
    const { riskScore } = await rowOf("ses_before");
    expect(await blockFirst()).toBeGreaterThan(0);
    await importFor(importer, waiting("ses_later"));
    const later = await rowOf("ses_later");
    expect(later.signals.at(-1)).toMatchObject({ signalType: "blocklist_match", riskScore: 50 });
    expect(later.riskScore).toBe(Math.min(100, (riskScore ?? 0) + 50));
    expect(later.status).toBe("under_review");
    await importFor(importer, sampleAs("ses_done", { status: "completed" }));
    expect((await rowOf("ses_done")).signals.map(({ signalType }) => signalType)).not.toContain(
      "blocklist_match",
    );
  });

  it("rejects a match if the organization says so, and sends a webhook", async () => {
    await blockFirst();
    await db.list.updateMany({ where: { organizationPk: organization.pk }, data: { matchMode: "block" } });
    await receiveWebhooks(organization);
    await importFor(importer, waiting("ses_blocked"));
    const blocked = await rowOf("ses_blocked");
    expect(blocked).toMatchObject({ status: "completed", resultStatus: "rejected", reviewCase: null });
    expect(blocked.result).toMatchObject({ status: "rejected", rejectionReasonCode: "blocklist_match" });
    expect(Date.now() - (blocked.terminalAt?.getTime() ?? 0)).toBeLessThan(60_000);
    const sent = await db.webhookDelivery.findMany({ where: { sessionPk: blocked.pk } });
    expect(sent.map(({ event }) => event)).toEqual(["session.declined"]);
    expect(await events("session.blocked")).toBe(1);
    expect(await importFor(importer, newer(waiting("ses_blocked")))).toMatchObject({ outcome: "conflict" });
  });

  it("does not match a session against its own blocked values", async () => {
    await importFor(importer, waiting("ses_own"));
    const { pk } = await rowOf("ses_own");
    await blockFirst();
    await db.listEntry.updateMany({
      where: { organizationPk: organization.pk },
      data: { sessionPk: pk },
    });
    await importFor(importer, newer(waiting("ses_own")));
    expect((await rowOf("ses_own")).signals.map(({ signalType }) => signalType)).not.toContain(
      "blocklist_match",
    );
  });
});

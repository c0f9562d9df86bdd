import { beforeEach, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import type { Bundle } from "@/lib/contract/bundle";
import { getMonitoring } from "@/lib/identities/monitoring";
import { listHits } from "@/lib/screening/hits";
import { hitListQuery } from "@/lib/screening/schema";
import { confirmHits, dismissHits } from "@/lib/screening/write";
import { callPath, signedInHeaders } from "@/test/api";
import { receiveWebhooks } from "@/test/case-scene";
import {
  createApiKey,
  createMember,
  createOrganization,
  importFor,
  removeAllSessions,
  sampleAs,
  type TestOrganization,
} from "@/test/factories";
import { leastStatementsOf } from "@/test/statements";
import { db } from "@/test/test-db";

let organization: TestOrganization;
let admin: Actor;
let reviewer: Actor;
const sessionId = "ses_monitored";
const old = { id: "old", name: "Old Entry", list_name: "UN" };
const fresh = { id: "fresh", name: "Fresh Entry", list_name: "UN" };

beforeEach(async () => {
  await removeAllSessions();
  await db.identity.deleteMany();
  organization = await createOrganization();
  [admin, reviewer] = await Promise.all([
    createMember(organization, ["admin"]),
    createMember(organization, ["reviewer"]),
  ]);
  await receiveWebhooks(organization);
});

type Brought = {
  day: number;
  hits?: readonly object[];
  expires?: string;
  status?: "approved" | "needs_review";
  id?: string;
  monitors?: boolean;
};

/** The source's bundle of a day: with its case, which the source decided unless it needs a review. */
async function bring({ day, hits, expires, status = "approved", id = sessionId, monitors = false }: Brought) {
  const at = `2026-03-${String(day).padStart(2, "0")}T10:00:00Z`;
  const isOpen = status === "needs_review";
  const bundle: Bundle = sampleAs(id, {
    ...{ external_ref: "cust_monitored", updated_at: at, consent_ip: null },
    status: isOpen ? "under_review" : "completed",
  });
  const extracted = { ...bundle.result?.extracted_data, document_expiration_date: expires };
  const result = bundle.result && { ...bundle.result, status, extracted_data: extracted };
  const decision = isOpen ? null : ("approved" as const);
  const review_case = bundle.review_case && {
    ...bundle.review_case,
    ...{
      status: isOpen ? ("open" as const) : ("approved" as const),
      decision,
      assigned_to: null,
      claimed_at: null,
    },
  };
  const [check] = bundle.screening ?? [];
  const screening = hits ? [{ ...check, last_checked_at: at, monitoring_enabled: monitors, hits }] : [];
  return importFor(admin, {
    ...bundle,
    result,
    review_case,
    screening,
    documents: [],
    webhook_deliveries: [],
  });
}

const monitoring = (actor = reviewer) => getMonitoring(actor, { identityId: "cust_monitored" });
const open = async () =>
  (await listHits(reviewer, hitListQuery.parse({ state: "open" }))).data.map(({ hit, arrivedAt }) => [
    hit.id,
    arrivedAt !== null,
  ]);
const told = async () =>
  (
    await db.webhookDelivery.findMany({
      where: { organizationPk: organization.pk, event: "screening.monitoring.new_hits" },
      orderBy: { pk: "asc" },
    })
  ).map(({ payload }) => payload);

it("a hit that a later import brings for a decided session is told, listed and counted", async () => {
  await bring({ day: 1, hits: [old] });
  expect(await told()).toEqual([]);
  expect(await open()).toEqual([]);
  expect((await monitoring()).lateHits).toEqual({ total: 0, open: 0, lastAt: null, sessionId: null });

  await bring({ day: 2, hits: [fresh, old] });
  expect(await told()).toEqual([
    {
      event: "screening.monitoring.new_hits",
      idempotency_key: expect.stringMatching(/^idk_/),
      ...{ session_id: sessionId, external_ref: "cust_monitored", status: "completed" },
      ...{ new_hits: 1, is_sandbox: true },
    },
  ]);
  expect(await open()).toEqual([["fresh", true]]);
  expect((await monitoring()).lateHits).toMatchObject({ total: 1, open: 1, sessionId });
  const event = { organizationPk: organization.pk, type: "screening.hits-arrived", resourceId: sessionId };
  expect(await db.auditEvent.findMany({ where: event })).toMatchObject([{ metadata: { hits: 1 } }]);

  // A later bundle with the same hits brings no news, and the hit stays what it is.
  await bring({ day: 3, hits: [old, fresh] });
  expect(await told()).toHaveLength(1);
  expect(await open()).toEqual([["fresh", true]]);
});

it("a late hit of a decided case can be resolved without a claim, and no other hit of it", async () => {
  await bring({ day: 1, hits: [old] });
  await bring({ day: 2, hits: [old, fresh] });
  const { id: checkId } = await db.screeningCheck.findFirstOrThrow({
    where: { organizationPk: organization.pk },
  });
  const reasonCode = "name_differs";
  for (const hitIds of [["old"], ["old", "fresh"]])
    await expect(dismissHits(reviewer, { checkId, hitIds, reasonCode })).rejects.toMatchObject({
      code: "conflict",
    });
  await expect(confirmHits(reviewer, { checkId, reasonCode: "other" })).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await dismissHits(reviewer, { checkId, hitIds: ["fresh"], reasonCode })).toMatchObject({
    dismissedCount: 1,
  });
  expect(await open()).toEqual([]);
  expect((await monitoring()).lateHits).toMatchObject({ total: 1, open: 0 });
});

it("hits of a session that waits for its review are no news, nor those that the source has dismissed", async () => {
  await bring({ day: 1, hits: [old], status: "needs_review" });
  await bring({ day: 2, hits: [old, fresh], status: "needs_review" });
  expect(await open()).toEqual([
    ["old", false],
    ["fresh", false],
  ]);
  await bring({ day: 3, hits: [old, fresh] });
  await bring({ day: 4, hits: [old, fresh, { id: "dismissed", name: "D", dismissed: true }] });
  expect(await told()).toEqual([]);
  expect((await monitoring()).lateHits).toMatchObject({ total: 1, open: 0 });
});

it("says when and by whom the person was screened last, and that nothing monitors them", async () => {
  await bring({ day: 1 });
  expect(await monitoring()).toMatchObject({ lastScreening: null, verified: { sessionId } });
  await bring({ day: 2, hits: [] });
  const source = "aml_screening";
  expect((await monitoring()).lastScreening).toEqual({
    ...{
      at: "2026-03-02T10:00:00Z",
      kind: "sanction",
      source,
      sessionId,
      isMonitored: false,
      isMonitoredHere: false,
    },
  });
  await bring({ day: 3, hits: [], monitors: true });
  expect((await monitoring()).lastScreening).toMatchObject({ isMonitored: true });
  // A later screening that is not repeated does not end the monitoring of an earlier one.
  await bring({ day: 4, hits: [], id: "ses_once" });
  expect((await monitoring()).lastScreening).toMatchObject({ sessionId: "ses_once", isMonitored: true });
});

it("a late hit is as old as its arrival in the worklist, not as its check", async () => {
  await bring({ day: 1, hits: [old] });
  await bring({ day: 2, hits: [old, fresh] });
  const query = { state: "all", sort: "newest" };
  const { data } = await listHits(reviewer, hitListQuery.parse({ sort: query.sort }));
  expect(data.map(({ hit, createdAt, arrivedAt }) => [hit.id, createdAt === arrivedAt])).toEqual([
    ["fresh", true],
    ["old", false],
  ]);
  const older = await listHits(reviewer, hitListQuery.parse({ olderThanDays: "1" }));
  expect(older.data.map(({ hit }) => hit.id)).toEqual(["old"]);
});

it("a hit that can no longer be read does not stop a later import", async () => {
  await bring({ day: 1, hits: [old] });
  await db.screeningHit.updateMany({
    where: { organizationPk: organization.pk },
    data: { sealed: new Uint8Array(64) },
  });
  await bring({ day: 2, hits: [old] });
  const { data } = await listHits(reviewer, hitListQuery.parse({}));
  expect(data.map(({ hit }) => hit.id)).toEqual(["old"]);
});

it("says that the document has expired since, without its date, and nothing to whom it is not shown", async () => {
  await bring({ day: 10, expires: "2026-03-20" });
  const found = await monitoring();
  expect(found.document).toMatchObject({ state: "expired", hasExpiredSince: true });
  expect(JSON.stringify(found)).not.toContain("2026-03-20");
  await bring({ day: 11, expires: "2020-03-01" });
  expect((await monitoring()).document).toMatchObject({ state: "expired", hasExpiredSince: false });
  await bring({ day: 12, expires: "2099-03-01" });
  expect((await monitoring()).document).toMatchObject({ state: "valid", hasExpiredSince: false });
  await bring({ day: 13 });
  expect((await monitoring()).document).toMatchObject({ state: "unknown" });
  await bring({ day: 14, expires: "2026-03-20" });
  await db.session.updateMany({ where: { id: sessionId }, data: { retentionStatus: "sensitive_redacted" } });
  expect((await monitoring()).document).toMatchObject({ state: "unknown" });
});

it("leaves restricted sessions out, is for every role, and a key is told nothing of the document", async () => {
  await bring({ day: 1, hits: [old], expires: "2026-03-20" });
  await bring({ day: 2, hits: [old, fresh], expires: "2026-03-20" });
  const at = "/api/v1/identities/cust_monitored/monitoring";
  for (const role of ["reviewer", "lead", "compliance", "auditor", "admin"] as const) {
    const headers = await signedInHeaders((await createMember(organization, [role])).id);
    expect((await callPath("GET", at, { headers })).status, role).toBe(200);
  }
  const key = async (...scopes: string[]) =>
    callPath("GET", at, { headers: { "X-API-Key": await createApiKey(organization, scopes) } });
  expect((await key("identities:read")).status).toBe(403);
  const answer = await (await key("identities:read", "verifications:read")).json();
  expect(answer).toMatchObject({ document: null, late_hits: { total: 1 } });
  await db.session.updateMany({ where: { id: sessionId }, data: { restrictedAt: new Date() } });
  expect(await monitoring()).toMatchObject({
    ...{ verified: null, lastScreening: null, document: null, lateHits: { total: 0 } },
  });
  const away = await createMember(await createOrganization(), ["lead"]);
  await expect(monitoring(away)).rejects.toMatchObject({ code: "not_found" });
});

it("asks the same number of statements for one session and for many", async () => {
  await bring({ day: 1, hits: [old] });
  await monitoring();
  const few = await leastStatementsOf(monitoring);
  for (let more = 0; more < 4; more++) await bring({ day: 2, hits: [old], id: `ses_more${more}` });
  await monitoring();
  const many = await leastStatementsOf(monitoring);
  expect(many.length, many.join("\n")).toBeLessThanOrEqual(few.length);
});

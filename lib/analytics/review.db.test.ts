import { beforeEach, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { getReviewOverview } from "@/lib/analytics/review";
import { claimCase } from "@/lib/cases/write";
import { inflect } from "@/lib/contract/inflection";
import { caseListQuery } from "@/lib/queue/schema";
import { listCases } from "@/lib/queue/search";
import { currentSettings } from "@/lib/settings/load";
import { claimAndApprove, claimAndReject } from "@/test/case-scene";
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
let anna: Actor;
let ben: Actor;
let lea: Actor;
const names = ["one", "two", "three", "four", "five", "six"];

beforeEach(async () => {
  await removeAllSessions();
  organization = await createOrganization();
  anna = await createMember(organization, ["reviewer"], { name: "Anna" });
  ben = await createMember(organization, ["reviewer"], { name: "Ben" });
  lea = await createMember(organization, ["lead"], { name: "Lea" });
  for (const [at, name] of names.entries()) {
    const bundle = sampleAs(`ses_${name}`, { status: "under_review" });
    const entered_review_at = new Date(Date.now() - ([1, 5, 30][at % 3] ?? 0) * 3_600_000).toISOString();
    const open = {
      status: "open" as const,
      decision: null,
      assigned_to: null,
      claimed_at: null,
      decided_at: null,
      entered_review_at,
    };
    await importFor(actorOf(organization), {
      ...bundle,
      review_case: bundle.review_case && { ...bundle.review_case, ...open },
    });
  }
});

/** Every number with the query of its list, wherever it stands. */
function linksIn(value: unknown): { count: number; query: string }[] {
  if (value === null || typeof value !== "object") return [];
  const own = "query" in value && "count" in value ? [value as { count: number; query: string }] : [];
  return [...own, ...Object.values(value).flatMap(linksIn)];
}

it("shows the age of queues, the workloads, and decisions made and overturned, as in their lists", async () => {
  await currentSettings(lea);
  await db.reviewSettings.updateMany({
    where: { organizationPk: organization.pk },
    data: { dualReview: true },
  });
  await db.reviewCase.updateMany({ where: { id: "rvc_six" }, data: { queue: "fraud" } });
  await claimCase(anna, { caseId: "rvc_one" });
  await db.reviewCase.updateMany({
    where: { id: "rvc_one" },
    data: { claimedAt: new Date(Date.now() - 600_000) },
  });
  await claimAndApprove(anna, { caseId: "rvc_one" });
  await claimAndApprove(ben, { caseId: "rvc_one" });
  await claimAndApprove(anna, { caseId: "rvc_two" });
  await claimAndReject(ben, { caseId: "rvc_two" });
  await claimCase(lea, { caseId: "rvc_two" });
  await db.reviewCase.updateMany({
    where: { id: "rvc_two" },
    data: { claimedAt: new Date(Date.now() - 600_000) },
  });
  await claimAndReject(lea, { caseId: "rvc_two" });
  await claimCase(anna, { caseId: "rvc_three" });
  await claimCase(ben, { caseId: "rvc_four" });
  await db.reviewCase.updateMany({ where: { id: "rvc_four" }, data: { claimExpiresAt: new Date(0) } });
  const overview = await getReviewOverview(lea);
  expect(
    overview.queues.map(({ queue, onTrack, approaching, overdue }) => [
      queue,
      onTrack.count,
      approaching.count,
      overdue.count,
    ]),
  ).toEqual([
    ["fraud", 0, 0, 1],
    ["general", 1, 1, 1],
  ]);
  expect(overview.queues[0]?.oldestMinutes).toBe(30 * 60);
  expect(overview.working).toMatchObject([{ name: "Anna", held: { count: 1 } }]);
  expect(overview.decisionsPerHour).toHaveLength(24);
  expect(overview.decisionsPerHour.reduce((sum, { count }) => sum + count, 0)).toBe(2);
  expect(overview.dualReview).toMatchObject({ decided: { count: 2 }, overturned: { count: 1 }, rate: 0.5 });
  expect(overview.claimToDecision).toMatchObject({ measured: 2, decisions: { count: 2 } });
  // One was decided as soon as it was claimed, the other ten minutes later.
  expect(overview.claimToDecision.p90Minutes).toBeGreaterThan(5);
  expect(overview.isBounded).toBe(false);
  for (const { count, query } of linksIn(overview)) {
    const params = caseListQuery.parse(inflect(Object.fromEntries(new URLSearchParams(query)), "camel"));
    expect((await listCases(lea, params)).pagination.total, query).toBe(count);
  }
});

it("is reserved for leads, and shows nothing of other organizations", async () => {
  await expect(getReviewOverview(anna)).rejects.toMatchObject({ code: "forbidden" });
  const stranger = await createMember(await createOrganization(), ["lead"]);
  const overview = await getReviewOverview(stranger);
  expect([overview.queues, overview.working]).toEqual([[], []]);
  expect(overview.dualReview.rate).toBeNull();
});

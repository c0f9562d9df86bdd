import { beforeEach, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { getOwnDay } from "@/lib/analytics/read";
import type { OwnDay } from "@/lib/analytics/schema";
import { claimCase } from "@/lib/cases/write";
import { undoDecision } from "@/lib/decisions/undo";
import { caseListQuery } from "@/lib/queue/schema";
import { listCases } from "@/lib/queue/search";
import { currentSettings } from "@/lib/settings/load";
import { claimAndReject, openSample } from "@/test/case-scene";
import {
  actorOf,
  createMember,
  createOrganization,
  importFor,
  type TestOrganization,
} from "@/test/factories";
import { db } from "@/test/test-db";

let organization: TestOrganization;
let anna: Actor;
let ben: Actor;
let ids: string[];
const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);

beforeEach(async () => {
  organization = await createOrganization();
  anna = await createMember(organization, ["reviewer"]);
  ben = await createMember(organization, ["reviewer"]);
  await currentSettings(anna);
  await db.reviewSettings.updateMany({
    where: { organizationPk: organization.pk },
    data: { slaWarnMinutes: 60, slaBreachMinutes: 600 },
  });
  ids = [];
  for (const [index, hours] of [20, 20, 20, 20, 5, 5, 0, 0].entries()) {
    const bundle = openSample(`ses_own_${index}`);
    const entered = { entered_review_at: hoursAgo(hours).toISOString() };
    await importFor(actorOf(organization), {
      ...bundle,
      review_case: bundle.review_case && { ...bundle.review_case, ...entered },
    });
    ids.push(bundle.review_case?.id ?? "");
  }
});

const at = (index: number) => ids[index] ?? "";
const listed = async (actor: Actor, query: Record<string, string>) =>
  (await listCases(actor, caseListQuery.parse(query))).pagination.total;

/** The lists behind the three numbers. */
const linked = (actor: Actor, { memberId, today }: OwnDay) =>
  Promise.all([
    listed(actor, { tab: "mine" }),
    listed(actor, { tab: "unassigned", sla: "overdue" }),
    listed(actor, { tab: "unassigned", sla: "approaching" }),
    listed(actor, { status: "approved,rejected", decidedBy: memberId, decidedFrom: today.from }),
  ]);

const numbersOf = ({ claimed, overdue, approaching, approved, rejected }: OwnDay) => [
  claimed,
  overdue,
  approaching,
  approved + rejected,
];

it("counts what a reviewer holds, what is due and what they decided, as the lists do", async () => {
  await claimCase(anna, { caseId: at(0) });
  await claimCase(anna, { caseId: at(4) });
  await claimCase(ben, { caseId: at(1) });
  await claimAndReject(anna, { caseId: at(6), rejectionReasonCode: "other" });
  await claimAndReject(ben, { caseId: at(7), rejectionReasonCode: "other" });
  const own = await getOwnDay(anna);
  expect(own).toMatchObject({
    claimed: 2,
    claimedOverdue: 1,
    overdue: 2,
    approaching: 1,
    approved: 0,
    rejected: 1,
  });
  expect(Date.parse(own.lapsesAt ?? "")).toBeGreaterThan(Date.now());
  expect(await linked(anna, own)).toEqual(numbersOf(own));
});

it("counts nothing of yesterday, of a restricted session, of an undone decision or of another environment", async () => {
  for (const index of [0, 1, 2])
    await claimAndReject(anna, { caseId: at(index), rejectionReasonCode: "other" });
  await db.reviewCase.updateMany({
    where: { organizationPk: organization.pk, id: at(0) },
    data: { decidedAt: hoursAgo(48) },
  });
  const { sessionPk } = await db.reviewCase.findFirstOrThrow({
    where: { organizationPk: organization.pk, id: at(1) },
  });
  await db.session.updateMany({
    where: { organizationPk: organization.pk, pk: sessionPk },
    data: { restrictedAt: new Date() },
  });
  await undoDecision(anna, { caseId: at(2) });
  const own = await getOwnDay(anna);
  expect(own.rejected).toBe(0);
  expect(await linked(anna, own)).toEqual(numbersOf(own));
  const scope = { ...anna.scope, environment: "live" as const };
  expect(await getOwnDay({ ...anna, scope })).toMatchObject({ claimed: 0, overdue: 0, lapsesAt: null });
});

it("begins the day where the organization is", async () => {
  await db.organization.update({
    where: { pk: organization.pk },
    data: { timeZone: "Pacific/Kiritimati" },
    select: { pk: true },
  });
  const { from, timeZone } = (await getOwnDay(anna)).today;
  expect(timeZone).toBe("Pacific/Kiritimati");
  expect(from).toMatch(/T10:00:00/);
  expect(Date.now() - Date.parse(from)).toBeLessThan(24 * 3_600_000);
});

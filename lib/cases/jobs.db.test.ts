import { beforeEach, expect, it } from "vitest";
import { returnLapsedJob, wakeSnoozedJob } from "@/lib/cases/jobs";
import { claimCase, snoozeCase } from "@/lib/cases/write";
import { foldCountsJob } from "@/lib/queue/jobs";
import { foldChangedCounts, getTabCounts } from "@/lib/queue/tab-counts";
import {
  actorOf,
  createMember,
  createOrganization,
  importFor,
  removeAllSessions,
  sampleAs,
} from "@/test/factories";
import { db } from "@/test/test-db";

beforeEach(removeAllSessions);

it("releases expired claims, returns snoozed cases and folds counts, each with its event", async () => {
  const organization = await createOrganization();
  const anna = await createMember(organization, ["reviewer"]);
  for (const id of ["ses_lapsed", "ses_asleep"]) {
    const bundle = sampleAs(id, { status: "under_review" });
    const open = {
      status: "open" as const,
      decision: null,
      assigned_to: null,
      claimed_at: null,
      decided_at: null,
    };
    await importFor(actorOf(organization), {
      ...bundle,
      review_case: bundle.review_case && { ...bundle.review_case, ...open },
    });
  }
  const past = new Date(Date.now() - 1);
  await claimCase(anna, { caseId: "rvc_lapsed" });
  await snoozeCase(anna, {
    caseId: "rvc_asleep",
    reason: "later",
    until: new Date(Date.now() + 60_000).toISOString(),
  });
  await db.reviewCase.updateMany({ where: { id: "rvc_lapsed" }, data: { claimExpiresAt: past } });
  await db.reviewCase.updateMany({ where: { id: "rvc_asleep" }, data: { snoozedUntil: past } });
  await Promise.all([returnLapsedJob.run(), returnLapsedJob.run(), wakeSnoozedJob.run()]);
  const rows = await db.reviewCase.findMany({ where: { organizationPk: organization.pk } });
  for (const row of rows) expect(row).toMatchObject({ status: "open", assignedTo: null, snoozedUntil: null });
  const types = (
    await db.auditEvent.findMany({ where: { organizationPk: organization.pk, actorKind: "job" } })
  ).map(({ type }) => type);
  expect(types.filter((type) => type === "case.claim-lapsed")).toHaveLength(1);
  expect(types.filter((type) => type === "case.woken")).toHaveLength(1);
  await foldCountsJob.run();
  expect(await foldChangedCounts()).toBe(0);
  expect(await getTabCounts(anna)).toMatchObject({ unassigned: 2, all: 2 });
});

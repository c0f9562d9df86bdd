import { beforeEach, expect, it } from "vitest";
import { listCases } from "@/lib/queue/search";
import { getTabCounts } from "@/lib/queue/tab-counts";
import { currentSettings } from "@/lib/settings/load";
import {
  createBareCases,
  createMember,
  createOrganization,
  removeAllSessions,
  type TestOrganization,
} from "@/test/factories";
import { db } from "@/test/test-db";

let organization: TestOrganization;

beforeEach(async () => {
  await removeAllSessions();
  organization = await createOrganization();
});

it("counts the open cases past the organization's limit, at most a hundred, as the list does", async () => {
  const lea = await createMember(organization, ["lead"]);
  const ids = await createBareCases(organization, 12);
  const overdue = async () => (await getTabCounts(lea)).overdue;
  const enter = (id: string | undefined, minutesAgo: number, data: object = {}) =>
    db.reviewCase.updateMany({
      where: { organizationPk: organization.pk, id },
      data: { enteredReviewAt: new Date(Date.now() - minutesAgo * 60_000), ...data },
    });
  await enter(undefined, 1);
  expect(await overdue()).toBe(0);
  await enter(ids[0], 1_439);
  await enter(ids[1], 1_441, { status: "escalated" });
  await enter(ids[2], 1_441, { status: "pending_second_review" });
  await enter(ids[3], 1_441, { status: "approved", decidedAt: new Date() });
  expect(await overdue()).toBe(2);
  const late = await listCases(lea, { tab: "all", sla: "overdue", sort: "oldest", limit: 50, offset: 0 });
  expect(late.pagination.total).toBe(2);
  await currentSettings(lea);
  await db.reviewSettings.updateMany({
    where: { organizationPk: organization.pk },
    data: { slaBreachMinutes: 60 },
  });
  expect(await overdue()).toBe(3);
  await createBareCases(organization, 120);
  expect(await overdue()).toBe(100);
  const stranger = await createMember(await createOrganization(), ["lead"]);
  expect((await getTabCounts(stranger)).overdue).toBe(0);
});

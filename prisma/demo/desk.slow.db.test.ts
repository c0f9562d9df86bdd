import { expect, it } from "vitest";
import { mintActor } from "@/lib/actor/mint";
import { permissionsOfRoles } from "@/lib/actor/permissions";
import { listCases } from "@/lib/queue/search";
import { getTabCounts } from "@/lib/queue/tab-counts";
import { seedDemo } from "@/prisma/demo/seed";
import { db } from "@/test/test-db";

it("leaves something under every tab for whoever signs in, once", async () => {
  await seedDemo({ now: new Date(), sessions: 120 });
  const organization = await db.organization.findFirstOrThrow({ where: { name: "Demo organization" } });
  const member = await db.member.findUniqueOrThrow({ where: { email: "reviewer@demo.example" } });
  const scope = {
    organizationPk: organization.pk,
    organizationId: organization.id,
    environment: "live" as const,
  };
  const reviewer = mintActor({
    kind: "person",
    id: member.id,
    name: member.email,
    scope,
    permissions: permissionsOfRoles(member.roles),
    request: {},
  });
  const counts = await getTabCounts(reviewer);
  for (const count of Object.values(counts)) expect(count).toBeGreaterThan(0);
  const query = { sort: "oldest", limit: 100, offset: 0 } as const;
  const { data } = await listCases(reviewer, { ...query, tab: "all" });
  expect(new Set(data.map(({ queue }) => queue)).size).toBeGreaterThan(1);
  expect(data.some(({ firstReviewer }) => firstReviewer === member.id)).toBe(true);
  const blocked = await db.listEntry.count({ where: { organizationPk: organization.pk } });
  expect(blocked).toBeGreaterThan(0);
  await db.reviewCase.updateMany({
    where: { assignedTo: member.id },
    data: { assignedTo: null, status: "open" },
  });
  await seedDemo({ now: new Date(), sessions: 120 });
  expect((await getTabCounts(reviewer)).mine).toBe(0);
  expect(await db.listEntry.count({ where: { organizationPk: organization.pk } })).toBe(blocked);
});

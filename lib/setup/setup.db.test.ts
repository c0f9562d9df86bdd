import { expect, it } from "vitest";
import { readSetup } from "@/lib/setup/read";
import { requireFactor } from "@/lib/team/second-factor";
import { createApiKey, createMember, createOrganization } from "@/test/factories";
import { db } from "@/test/test-db";

it("each step is done when what it asks for exists, and no earlier", async () => {
  const organization = await createOrganization();
  const admin = await createMember(organization, ["admin"]);
  const { organizationPk } = admin.scope;
  const before = await readSetup(admin);
  expect(before).toMatchObject({
    colleagues: false,
    secondFactor: false,
    sessions: false,
    retention: false,
    law: false,
  });

  const removed = await createMember(organization, ["lead"]);
  await db.member.update({ where: { id: removed.id }, data: { removedAt: new Date() } });
  await createMember(await createOrganization(), ["lead"]);
  expect(await readSetup(admin)).toEqual(before);

  await createMember(organization, ["lead"]);
  await requireFactor(admin, { roles: ["lead"] });
  await createApiKey(organization, ["sessions:read"]);
  const where = { organizationPk, environment: admin.scope.environment };
  await db.retentionSettings.updateMany({ where, data: { version: { increment: 1 } } });
  await db.requestSettings.updateMany({ where, data: { version: { increment: 1 } } });
  expect(await readSetup(admin)).toEqual({
    ...before,
    colleagues: true,
    secondFactor: true,
    sessions: true,
    retention: true,
    law: true,
  });
});

it("a revoked key is no way in for sessions", async () => {
  const organization = await createOrganization();
  const admin = await createMember(organization, ["admin"]);
  await createApiKey(organization, ["sessions:read"]);
  await db.apiKey.updateMany({
    where: { organizationPk: admin.scope.organizationPk },
    data: { isActive: false },
  });
  expect((await readSetup(admin)).sessions).toBe(false);
});

it("only those who manage members see it", async () => {
  const lead = await createMember(await createOrganization(), ["lead", "auditor"]);
  await expect(readSetup(lead)).rejects.toMatchObject({ code: "forbidden" });
});

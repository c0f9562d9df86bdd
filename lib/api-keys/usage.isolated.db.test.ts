import { beforeEach, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { getApiKeyUsage } from "@/lib/api-keys/read";
import { createApiKey, expireApiKey } from "@/lib/api-keys/write";
import { removeExpired } from "@/lib/auth/expired";
import { flushKeyUsage } from "@/lib/auth/key-usage";
import { addDays, dayOf, midnightOf } from "@/lib/format/day";
import { callPath } from "@/test/api";
import { createMember, createOrganization } from "@/test/factories";
import { db } from "@/test/test-db";

let admin: Actor;

beforeEach(async () => {
  admin = await createMember(await createOrganization(), ["admin"]);
});

const callWith = async (secret: string, path: string) =>
  (await callPath("GET", `/api/v1${path}`, { headers: { "X-API-Key": secret } })).status;
const usageOf = (keyId: string, days = 30) => getApiKeyUsage(admin, { keyId, days });

it("the calls of a key are counted by day, also those that lack a scope, and written together", async () => {
  const { id, secret } = await createApiKey(admin, { scopes: ["sessions:read"] });
  const before = await usageOf(id);
  expect(before.data).toHaveLength(30);
  expect(before.total).toBe(0);
  for (const path of ["/sessions", "/sessions", "/cases"]) await callWith(secret, path);
  expect((await usageOf(id)).total).toBe(0);
  await flushKeyUsage();
  expect((await usageOf(id)).data.at(-1)).toEqual({ day: dayOf(new Date()), calls: 3 });
  await callWith(secret, "/sessions");
  await flushKeyUsage();
  await flushKeyUsage();
  expect((await usageOf(id)).data.at(-1)?.calls).toBe(4);
  await expireApiKey(admin, { keyId: id });
  expect(await callWith(secret, "/sessions")).toBe(401);
  await flushKeyUsage();
  expect(await usageOf(id)).toMatchObject({ total: 4 });
  const other = await createApiKey(admin, {});
  expect(await usageOf(other.id)).toMatchObject({ total: 0 });
});

it("days of more than 400 days ago are removed", async () => {
  const { id } = await createApiKey(admin, {});
  const { pk: apiKeyPk, organizationPk, environment } = await db.apiKey.findUniqueOrThrow({ where: { id } });
  const today = dayOf(new Date());
  for (const ago of [399, 402])
    await db.apiKeyUsage.create({
      data: { apiKeyPk, organizationPk, environment, day: midnightOf(addDays(today, -ago)), calls: 1 },
    });
  await removeExpired();
  const kept = await db.apiKeyUsage.findMany({ where: { apiKeyPk, organizationPk, environment } });
  expect(kept.map(({ day }) => dayOf(day))).toEqual([addDays(today, -399)]);
});

it("older days are counted as far back as is asked", async () => {
  const { id } = await createApiKey(admin, {});
  const { pk: apiKeyPk, organizationPk, environment } = await db.apiKey.findUniqueOrThrow({ where: { id } });
  const today = dayOf(new Date());
  for (const [ago, calls] of [
    [1, 5],
    [29, 7],
    [30, 9],
  ] as const) {
    const day = midnightOf(addDays(today, -ago));
    await db.apiKeyUsage.create({ data: { apiKeyPk, organizationPk, environment, day, calls } });
  }
  expect((await usageOf(id)).total).toBe(12);
  expect((await usageOf(id, 31)).total).toBe(21);
  expect((await usageOf(id, 2)).data).toEqual([
    { day: addDays(today, -1), calls: 5 },
    { day: today, calls: 0 },
  ]);
});

it("counts that could not be written are written later", async () => {
  const { id, secret } = await createApiKey(admin, {});
  await callWith(secret, "/sessions");
  await db.$executeRaw`ALTER TABLE api_key_usage RENAME TO api_key_usage_away`;
  try {
    await flushKeyUsage();
  } finally {
    await db.$executeRaw`ALTER TABLE api_key_usage_away RENAME TO api_key_usage`;
  }
  await callWith(secret, "/sessions");
  await flushKeyUsage();
  expect((await usageOf(id)).total).toBe(2);
});

it("another organization's key has no use to show", async () => {
  const { id } = await createApiKey(admin, {});
  const stranger = await createMember(await createOrganization(), ["admin"]);
  await expect(getApiKeyUsage(stranger, { keyId: id, days: 30 })).rejects.toMatchObject({
    code: "not_found",
  });
});

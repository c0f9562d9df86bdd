import { once } from "node:events";
import { createInterface } from "node:readline";
import { beforeEach, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { getApiKey, listApiKeys } from "@/lib/api-keys/read";
import { createApiKey, expireApiKey } from "@/lib/api-keys/write";
import { authenticateApiKey } from "@/lib/auth/api-key";
import { callPath } from "@/test/api";
import { createMember, createOrganization } from "@/test/factories";
import { killNow, startKillable } from "@/test/killable";
import { db } from "@/test/test-db";

let admin: Actor;

beforeEach(async () => {
  admin = await createMember(await createOrganization(), ["admin"]);
});

it("a revoked key is refused at its next call, in another process too, and stays in the list", async () => {
  const { id, secret } = await createApiKey(admin, {});
  const other = await startKillable("key-process.ts");
  const lines = createInterface({ input: other.child.stdout as NodeJS.ReadableStream });
  const askOther = async () => {
    const line = once(lines, "line");
    other.child.stdin?.write(`${secret}\n`);
    return (await line)[0];
  };
  const isLetIn = async () => (await authenticateApiKey(secret, { ipAddress: "192.0.2.7" })) !== null;
  try {
    for (let at = 0; at < 3; at++) expect(await askOther()).toBe("let in");
    expect(await isLetIn()).toBe(true);
    expect(await expireApiKey(admin, { keyId: id })).toMatchObject({ isActive: false });
    expect(await askOther()).toBe("refused");
    expect(await isLetIn()).toBe(false);
  } finally {
    await killNow(other);
  }
  await expireApiKey(admin, { keyId: id });
  const events = await db.auditEvent.findMany({ where: { resourceId: id }, orderBy: { sequence: "asc" } });
  expect(events.map(({ type }) => type)).toEqual(["api-key.created", "api-key.revoked"]);
  expect((await listApiKeys(admin, { limit: 50, offset: 0 })).data).toEqual([
    await getApiKey(admin, { keyId: id }),
  ]);
});

it("revoking a key ends its open stream within a second", async () => {
  const { id, secret } = await createApiKey(admin, { scopes: ["cases:read"] });
  const feed = await callPath("GET", "/api/v1/cases/stream", { headers: { "X-API-Key": secret } });
  const reader = (feed.body as ReadableStream<Uint8Array>).getReader();
  await reader.read();
  // Until this process listens; it does so once.
  await new Promise((resolve) => setTimeout(resolve, 300));
  const revokedAt = Date.now();
  await expireApiKey(admin, { keyId: id });
  while (!(await reader.read()).done);
  expect(Date.now() - revokedAt).toBeLessThan(1_000);
});

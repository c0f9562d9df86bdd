import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { everyScope } from "@/lib/actor/job";
import { sealEvents, servedLogs } from "@/lib/audit-chain/seal";
import { signIn } from "@/lib/auth/sign-in";
import { returnLapsed } from "@/lib/cases/release";
import {
  guardWrites,
  holdOrganization,
  placementOf,
  receive,
  releaseOrganization,
  sendAway,
  tenantTables,
  unguardWrites,
  waitForWriters,
} from "@/lib/cells/placement";
import { newClient } from "@/lib/platform/connect";
import { env } from "@/lib/platform/env";
import { withConnection } from "@/lib/platform/row-stream";
import { callPath, signedInHeaders } from "@/test/api";
import { Scene } from "@/test/api-scene";
import { openSample } from "@/test/case-scene";
import { actorOf, createOrganization, importFor } from "@/test/factories";
import { db } from "@/test/test-db";

const scene = new Scene();
const other = new Scene();
const client = newClient({ connectionString: env().DATABASE_URL });
let pk = 0n;

beforeAll(() => client.connect());
afterAll(() => client.end());

const tag = (of: Scene, name: string) =>
  callPath("POST", "/api/v1/sessions/ses_fuzza/add-tag", {
    headers: { "X-API-Key": of.key, "Content-Type": "application/json" },
    body: JSON.stringify({ tag: name }),
  });
const settings = (headers: Record<string, string>) => callPath("GET", "/api/v1/settings/review", { headers });
const isServed = async () =>
  (await everyScope()).some(({ organizationPk }) => organizationPk === pk) &&
  (await withConnection(servedLogs)).some(({ organizationPk }) => organizationPk === String(pk));

describe("the only organization, while it is held", () => {
  it("does not keep a caller from being told that their key is wrong", async () => {
    const only = await createOrganization();
    expect(await db.organization.count()).toBe(1);
    await guardWrites(client, only.pk);
    await holdOrganization(client, only.pk);
    for (let at = 0; at < 3; at++)
      expect((await settings({ "X-API-Key": "vk_live_wrong" })).status).toBe(401);
    await releaseOrganization(client, only.pk);
    await unguardWrites(client, only.pk);
  });
});

describe("an organization that moves", () => {
  beforeAll(async () => {
    await scene.begin();
    await scene.enrich();
    await other.begin();
    for (const { organization } of [scene, other])
      await importFor(actorOf(organization), openSample("ses_waits"));
    pk = scene.organization.pk;
    await guardWrites(client, pk);
  });
  afterAll(() => unguardWrites(client, pk));

  it("has every table of tenants guarded, and is served until it is held", async () => {
    const names = await tenantTables(client);
    expect(names).toEqual(expect.arrayContaining(["sessions", "audit_events", "review_cases"]));
    const { rows } = await client.query(
      "SELECT count(DISTINCT tgrelid)::int AS count FROM pg_trigger WHERE tgname LIKE $1",
      [`held\\_${pk}\\_%`],
    );
    expect(rows).toEqual([{ count: names.length }]);
    expect((await tag(scene, "before")).status).toBe(200);
    expect(await isServed()).toBe(true);
  });

  it("refuses each write while it is held, says when to come again, and disturbs nobody else", async () => {
    await db.reviewCase.updateMany({
      where: { organizationPk: { in: [pk, other.organization.pk] }, decision: null },
      data: { assignedTo: "mem_x", claimedAt: new Date(0), claimExpiresAt: new Date(0) },
    });
    const due = await db.reviewCase.count({
      where: { organizationPk: other.organization.pk, claimExpiresAt: new Date(0) },
    });
    const heldAt = await holdOrganization(client, pk);
    expect(await waitForWriters(client, heldAt, 10_000)).toBe(true);
    const before = await db.auditEvent.count({ where: { organizationPk: pk } });
    const refused = await tag(scene, "meanwhile");
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "3"]);
    expect((await settings(scene.browser)).status).toBe(200);
    expect((await tag(other, "meanwhile")).status).toBe(200);
    expect(await isServed()).toBe(false);
    await returnLapsed();
    await sealEvents();
    expect(await db.auditEvent.count({ where: { organizationPk: pk } })).toBe(before);
    const lapsed = { organizationPk: other.organization.pk, claimExpiresAt: new Date(0) };
    expect(due).toBeGreaterThan(0);
    expect(await db.reviewCase.count({ where: lapsed })).toBe(0);
  });

  it("is served again when the hold is released", async () => {
    await releaseOrganization(client, pk);
    expect((await tag(scene, "after")).status).toBe(200);
    expect(await isServed()).toBe(true);
  });

  it("is not said to be still while somebody can commit what they began before", async () => {
    const writer = newClient({ connectionString: env().DATABASE_URL });
    await writer.connect();
    await writer.query("BEGIN");
    await writer.query("UPDATE sessions SET updated_at = updated_at WHERE organization_pk = $1", [
      String(pk),
    ]);
    const heldAt = await holdOrganization(client, pk);
    expect(await waitForWriters(client, heldAt, 100)).toBe(false);
    const more = writer.query("UPDATE sessions SET updated_at = now() WHERE organization_pk = $1", [
      String(pk),
    ]);
    await expect(more).rejects.toMatchObject({ code: "CSH01" });
    await writer.end();
    expect(await waitForWriters(client, heldAt, 10_000)).toBe(true);
    await releaseOrganization(client, pk);
  });

  it("opens no door here once it has moved, and every door where it has arrived", async () => {
    const { browser, key } = scene;
    const { email } = await db.member.findFirstOrThrow({ where: { id: scene.memberId } });
    await holdOrganization(client, pk);
    await sendAway(client, pk, 3);
    expect(await placementOf(client, scene.organization.id)).toMatchObject({ movedTo: 3 });
    expect((await settings({ "X-API-Key": key })).status).toBe(401);
    expect((await settings(browser)).status).toBe(401);
    expect(await signIn({ email, password: "not the password" }, { ipAddress: "192.0.2.7" })).toBeNull();
    expect(await db.member.count({ where: { email } })).toBe(0);
    await releaseOrganization(client, pk);
    expect(await isServed()).toBe(false);
    await receive(client, pk);
    expect(await isServed()).toBe(true);
    await db.member.updateMany({ where: { organizationPk: pk }, data: { removedAt: null } });
    expect((await settings(await signedInHeaders(scene.memberId))).status).toBe(200);
  });
});

import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { getIdentity, listIdentitySessions } from "@/lib/identities/read";
import { redactIdentity } from "@/lib/identities/redact";
import { exportIdentity } from "@/lib/identities/write";
import { exportSession } from "@/lib/privacy/write";
import { openRestricted } from "@/lib/sessions/write";
import { callPath } from "@/test/api";
import {
  createApiKey,
  createMember,
  importFor,
  keyActorOf,
  sampleAs,
  type TestOrganization,
} from "@/test/factories";
import { ids, requestScene } from "@/test/request-scene";
import { db } from "@/test/test-db";

let organization: TestOrganization;
let officer: Actor;
let admin: Actor;
const identityId = "cust_1";

beforeEach(async () => {
  ({ organization, officer, admin } = await requestScene());
});

describe("an identity", () => {
  it("is found by its id and by its external reference, with its sessions, newest first", async () => {
    const unfinished = "ses_ffffffffffffffffffffffffff";
    await importFor(admin, sampleAs(unfinished, { external_ref: identityId, status: "expired" }));
    const found = await getIdentity(officer, { identityId });
    expect(found).toMatchObject({ externalRef: identityId, sessionCount: 4, isSandbox: true });
    expect(await getIdentity(officer, { identityId: found.id })).toEqual(found);
    const first = await listIdentitySessions(officer, { identityId, limit: 3, offset: 0 });
    const rest = await listIdentitySessions(officer, { identityId, limit: 3, offset: 3 });
    expect([first.pagination.hasMore, rest.pagination.hasMore]).toEqual([true, false]);
    expect(new Set([...first.data, ...rest.data].map(({ id }) => id))).toEqual(new Set([...ids, unfinished]));
  });

  it("shows restricted sessions only to compliance", async () => {
    await db.session.updateMany({ where: { id: ids[0] }, data: { restrictedAt: new Date() } });
    const reviewer = await createMember(organization, ["reviewer"]);
    expect((await getIdentity(reviewer, { identityId })).sessionCount).toBe(2);
    const seen = await listIdentitySessions(reviewer, { identityId, limit: 50, offset: 0 });
    expect(seen.data.map(({ id }) => id)).not.toContain(ids[0]);
    expect(await getIdentity(officer, { identityId })).toMatchObject({
      sessionCount: 2,
      restrictedSessions: [ids[0]],
    });
    await expect(exportIdentity(reviewer, { identityId })).rejects.toMatchObject({ code: "forbidden" });
  });

  it("has its newest result for keys that may read results, as far as the whitelist lets", async () => {
    const ask = async (scopes: string[]) => {
      const headers = { "X-API-Key": await createApiKey(organization, scopes) };
      return (await callPath("GET", `/api/v1/identities/${identityId}`, { headers })).json();
    };
    const reading = ["identities:read", "verifications:read"];
    const found = await ask(reading);
    const result = { face_match_passed: true, age_check_passed: true, extracted_age: 29, country: "US" };
    expect(found).toMatchObject({ ...result, extracted_data: { first_name: "Emily" } });
    expect(found.latest_result).toMatchObject({ session_id: found.latest_session_id, extracted_age: 29 });
    expect(await ask(["identities:read"])).not.toHaveProperty("latest_result");
    await db.settings.updateMany({ where: { organizationPk: organization.pk }, data: { apiPiiFields: [] } });
    expect(await ask(reading)).toMatchObject({ ...result, extracted_data: {} });
    await db.session.updateMany({ where: { id: { in: [...ids] } }, data: { restrictedAt: new Date() } });
    expect((await ask(reading)).latest_result).toBeNull();
  });

  it("is exported completely: a restricted session needs a reason, and an API key learns how many sessions are left out", async () => {
    await db.session.updateMany({ where: { id: ids[0] }, data: { restrictedAt: new Date() } });
    await expect(exportIdentity(officer, { identityId })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining(ids[0]),
    });
    const key = keyActorOf(organization, ["identities:read"]);
    const partial = await exportIdentity(key, { identityId });
    expect([partial.sessions.length, partial.restricted_sessions]).toEqual([2, 1]);
    await openRestricted(officer, { sessionId: ids[0], reason: "Matter 7" });
    expect((await exportIdentity(officer, { identityId })).sessions).toHaveLength(3);
  });

  it("is exported as the exports of its sessions, and the log records each of them", async () => {
    const exported = await exportIdentity(officer, { identityId });
    expect(exported.identity.external_ref).toBe(identityId);
    expect(exported.sessions.map(({ session }) => session.id)).toEqual([...ids]);
    const [one] = exported.sessions;
    const { documents: _, ...rest } = await exportSession(officer, { sessionId: ids[0] });
    expect(one).toMatchObject(rest);
    const events = await db.auditEvent.findMany({ where: { organizationPk: organization.pk } });
    const types = events.map(({ type }) => type);
    expect(types.filter((type) => type === "api.identity.export")).toHaveLength(1);
    expect(types.filter((type) => type === "api.session.export")).toHaveLength(4);
  });

  it("is redacted once, after its id is typed; its sessions stay", async () => {
    const { id } = await getIdentity(officer, { identityId });
    await expect(redactIdentity(officer, { identityId, confirm: "yes" })).rejects.toMatchObject({
      code: "validation_error",
    });
    const done = await redactIdentity(officer, { identityId, confirm: id });
    expect(done).toMatchObject({ id, status: "redacted" });
    expect((await redactIdentity(officer, { identityId, confirm: id })).message).toMatch(/already redacted/);
    expect(await db.auditEvent.count({ where: { type: "identity.redacted" } })).toBe(1);
    expect((await exportIdentity(officer, { identityId })).sessions).toHaveLength(3);
  });
});

import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { placeHold } from "@/lib/holds/write";
import { listIdentityEvents } from "@/lib/identities/read";
import { redactIdentity } from "@/lib/identities/redact";
import { identityEventsQuery } from "@/lib/identities/schema";
import { exportIdentity } from "@/lib/identities/write";
import { redactSession } from "@/lib/privacy/write";
import { callPath } from "@/test/api";
import { receiveWebhooks } from "@/test/case-scene";
import {
  createApiKey,
  createOrganization,
  importFor,
  sampleAs,
  type TestOrganization,
} from "@/test/factories";
import { ids, requestScene, somebodyElse } from "@/test/request-scene";
import { db } from "@/test/test-db";

let organization: TestOrganization;
let officer: Actor;
let admin: Actor;
let key: string;

beforeEach(async () => {
  ({ organization, officer, admin } = await requestScene());
  // The sample of the second person is not completed, so its reference needs an identity of its own.
  key = await createApiKey(organization, ["identities:write", "identities:read", "sessions:read"]);
  await call("POST", "", { external_ref: "cust_2" });
  await receiveWebhooks(organization);
});

type Body = Record<string, unknown> & {
  id: string;
  error: string;
  detail: string;
  data: Body[];
  primary: Body;
  secondary: Body;
  problems: { code: string }[];
  pagination: Record<string, unknown> & { next_cursor: string; previous_cursor: string };
};

async function call(method: string, at: string, body?: unknown, headers: object = {}) {
  const answer = await callPath(method, `/api/v1/identities${at}`, {
    headers: { "X-API-Key": key, "Content-Type": "application/json", ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Body };
}
const pair = { primary_identity_id: "cust_1", secondary_identity_id: "cust_2" };
const idOf = async (ref: string) => (await call("GET", `/${ref}`)).body.id;
const sessionsOf = async (ref: string) =>
  (await call("GET", `/${ref}/sessions`)).body.data.map(({ id }) => id).sort();

describe("merging", () => {
  it("gives the first identity the sessions, tags, flag and holds of the other, once for repeated calls at once", async () => {
    await call("POST", "/cust_1/set-tags", { tags: ["vip", "old"] });
    await call("POST", "/cust_2/set-tags", { tags: ["old", "second"] });
    await call("POST", "/cust_2/flag", { reason: "duplicate_identity" });
    await placeHold(officer, {
      identityId: "cust_2",
      reason: "Matter 7",
      owner: "Legal",
      reviewOn: "2099-01-01",
    });
    const preview = (await call("POST", "/merge/preview", pair)).body;
    expect(preview).toMatchObject({
      sessions_moved: 1,
      holds_moved: 1,
      open_requests: 0,
      tags: ["vip", "old", "second"],
      is_flag_moved: true,
      is_possible: true,
      is_final: true,
    });
    const [one, other] = [await idOf("cust_1"), await idOf("cust_2")];
    const once = { "Idempotency-Key": "merge-1" };
    const answers = await Promise.all([1, 2, 3].map(() => call("POST", "/merge", pair, once)));
    for (const each of answers) expect(each).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({
      status: 200,
      body: {
        primary: {
          id: one,
          session_count: 4,
          tags: ["vip", "old", "second"],
          is_flagged: true,
          flag_reason: "duplicate_identity",
        },
        secondary: {
          id: other,
          status: "merged",
          merged_into: one,
          session_count: 0,
          tags: [],
          is_flagged: false,
        },
      },
    });
    expect(await sessionsOf("cust_1")).toEqual([...ids, somebodyElse].sort());
    expect(await sessionsOf("cust_2")).toEqual([]);
    await expect(
      redactSession(officer, { sessionId: somebodyElse, confirm: somebodyElse, reason: "x" }),
    ).rejects.toThrow("legal hold");
    const told = await db.webhookDelivery.findMany({
      where: { organizationPk: organization.pk, identityPk: { not: null }, endpointPk: { not: null } },
      orderBy: { pk: "asc" },
    });
    expect(told.map(({ payload }) => payload).slice(-3)).toMatchObject([
      { event: "identity.updated", identity_id: one },
      { event: "identity.flagged", identity_id: one, flagged: true },
      { event: "identity.updated", identity_id: other, status: "merged" },
    ]);
    const { data } = await listIdentityEvents(officer, {
      ...identityEventsQuery.parse({}),
      identityId: one,
    }).catch(() => ({ data: [] as { type: string }[] }));
    expect(data.map(({ type }) => type)).toEqual(
      expect.arrayContaining(["identity.merged", "identity.merged-into"]),
    );
    // Nothing more happens to the one that has gone.
    for (const [method, at, body] of [
      ["POST", "/cust_2/add-tag", { tag: "x" }],
      ["POST", "/cust_2/flag", { reason: "other" }],
      ["POST", "/cust_2/archive", {}],
      ["PATCH", "/cust_2", { tags: [] }],
      ["DELETE", "/cust_2", undefined],
    ] as const)
      expect((await call(method, at, body)).body, at).toMatchObject({
        error: "conflict",
        detail: expect.stringContaining(one),
      });
    await expect(
      placeHold(officer, { identityId: other, reason: "x", owner: "x", reviewOn: "2099-01-01" }),
    ).rejects.toThrow(one);
  });

  it("locks sessions before identities, as erasures and evaluations do", async () => {
    const waiting = async () =>
      (
        await db.$queryRaw<unknown[]>`
          SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
      ).length;
    let merging: ReturnType<typeof call> | undefined;
    await db.$transaction(
      async (tx) => {
        const where = { organizationPk: organization.pk, externalRef: "cust_2" };
        const { pk } = await tx.session.findFirstOrThrow({ where });
        await tx.$queryRaw`SELECT 1 FROM sessions WHERE organization_pk = ${organization.pk} AND pk = ${pk} FOR UPDATE`;
        merging = call("POST", "/merge", pair);
        await expect.poll(waiting, { timeout: 10_000 }).toBeGreaterThan(0);
        await tx.$queryRaw`SELECT 1 FROM identities WHERE organization_pk = ${organization.pk}
          AND external_ref = 'cust_2' FOR UPDATE NOWAIT`;
      },
      { timeout: 20_000 },
    );
    expect((await merging)?.status).toBe(200);
  });

  it("keeps one flag, and says which ones it drops", async () => {
    await call("POST", "", { external_ref: "cust_3" });
    await call("POST", "/cust_1/flag", { reason: "document_fraud" });
    await call("POST", "/cust_2/flag", { reason: "duplicate_identity" });
    await call("POST", "/cust_3/flag", { reason: "impersonation" });
    const [second, third] = [await idOf("cust_2"), await idOf("cust_3")];
    const many = { primary_identity_id: "cust_1", secondary_identity_ids: [second, third] };
    const flagsDropped = [
      { identityId: second, reason: "duplicate_identity" },
      { identityId: third, reason: "impersonation" },
    ];
    expect((await call("POST", "/merge/preview", many)).body).toMatchObject({
      is_flag_moved: false,
      flags_dropped: flagsDropped.map(({ identityId, reason }) => ({ identity_id: identityId, reason })),
    });
    expect((await call("POST", "/merge-multiple", many)).body.primary.flag_reason).toBe("document_fraud");
    const event = await db.auditEvent.findFirstOrThrow({
      where: { organizationPk: organization.pk, type: "identity.merged" },
    });
    expect(event.metadata).toMatchObject({ flagMoved: false, flagsDropped });
  });

  it("keeps the person's data in the export, and later sessions under either reference", async () => {
    const one = await idOf("cust_1");
    await call("POST", "/merge", pair);
    const late = "ses_eeeeeeeeeeeeeeeeeeeeeeeeee";
    const bundle = sampleAs(late, {
      external_ref: "cust_2",
      status: "completed",
      updated_at: "2026-11-20T10:00:00Z",
    });
    await importFor(admin, { ...bundle, result: bundle.result && { ...bundle.result, status: "approved" } });
    const exported = await exportIdentity(officer, { identityId: one });
    expect(exported.sessions).toHaveLength(5);
    expect(exported.identity.merged_identities).toEqual([{ id: expect.any(String), external_ref: "cust_2" }]);
    expect((await call("GET", "/cust_2")).body).toMatchObject({ status: "merged", merged_into: one });
    expect((await call("GET", "/cust_1")).body).toMatchObject({
      status: "verified",
      last_verified_at: "2026-11-20T10:00:00Z",
    });
    // A write that has read the identity before the merge, and commits after it.
    const { pk } = await db.identity.findFirstOrThrow({
      where: { organizationPk: organization.pk, externalRef: "cust_2" },
    });
    await db.session.updateMany({
      where: { organizationPk: organization.pk, id: late },
      data: { identityPk: pk },
    });
    expect(await sessionsOf("cust_1")).toContain(late);
    // The ledger names both, for a backup from before the merge.
    await redactIdentity(officer, { identityId: one, confirm: one });
    const gone = await db.identity.findMany({
      where: { organizationPk: organization.pk },
      orderBy: { pk: "asc" },
    });
    expect(gone.map(({ status, redactedAt }) => [status, redactedAt !== null])).toEqual([
      ["redacted", true],
      ["merged", true],
    ]);
  });

  it("refuses what cannot be one person's record, and changes nothing", async () => {
    const change = (ref: string, data: object) =>
      db.identity.updateMany({ where: { organizationPk: organization.pk, externalRef: ref }, data });
    const refused = async () => {
      const [{ body: preview }, { status, body }] = [
        await call("POST", "/merge/preview", pair),
        await call("POST", "/merge", pair),
      ];
      expect(await sessionsOf("cust_2")).toEqual(expect.any(Array));
      expect(preview.is_possible).toBe(false);
      return [status, body.error, preview.problems[0]?.code];
    };
    const restrict = (at: Date | null) =>
      db.session.updateMany({
        where: { organizationPk: organization.pk, id: somebodyElse },
        data: { restrictedAt: at },
      });
    await restrict(new Date());
    expect(await refused()).toEqual([409, "conflict", "restricted"]);
    await restrict(null);
    await change("cust_1", { archivedAt: new Date() });
    expect(await refused()).toEqual([422, "validation_error", "archived"]);
    // Retention counts from that day, so it must not get lost with either of them.
    await change("cust_1", { archivedAt: null });
    await change("cust_2", { archivedAt: new Date() });
    expect(await refused()).toEqual([422, "validation_error", "archived"]);
    await change("cust_2", { archivedAt: null });
    await change("cust_1", { tags: Array.from({ length: 50 }, (_, at) => `t${at}`) });
    await change("cust_2", { tags: ["more"] });
    expect(await refused()).toEqual([422, "validation_error", "tags"]);
    await change("cust_1", { tags: [] });
    await change("cust_2", { redactedAt: new Date() });
    expect(await refused()).toEqual([422, "validation_error", "redacted"]);
    await change("cust_2", { redactedAt: null });
    const same = { ...pair, secondary_identity_id: await idOf("cust_1") };
    expect((await call("POST", "/merge", same)).status).toBe(422);
    expect((await call("POST", "/merge", { ...pair, transfer_sessions: false })).status).toBe(422);
    expect(
      (await call("POST", "/merge-multiple", { primary_identity_id: "cust_1", secondary_identity_ids: [] }))
        .status,
    ).toBe(422);
    expect((await call("POST", "/merge", { ...pair, secondary_identity_id: "nobody" })).status).toBe(404);
    const theirs = await createOrganization("Other");
    key = await createApiKey(theirs, ["identities:write"]);
    expect((await call("POST", "/merge", pair)).status).toBe(404);
    expect((await call("POST", "/merge/preview", pair)).status).toBe(404);
    key = await createApiKey(organization, ["identities:write"], "live");
    expect((await call("POST", "/merge", pair)).status).toBe(404);
    key = await createApiKey(organization, ["identities:read"]);
    expect((await call("POST", "/merge", pair)).status).toBe(403);
    key = await createApiKey(organization, ["identities:write"]);
    const many = { primaryIdentityId: "cust_1", secondaryIdentityIds: ["cust_2", "cust_2"] };
    expect((await call("POST", "/merge-multiple", many, { "Key-Inflection": "camel" })).body).toMatchObject({
      mergedCount: 1,
      mergedIds: [expect.stringMatching(/^idn_/)],
    });
    expect(await refused()).toEqual([422, "validation_error", "merged"]);
  });
});

describe("updating an identity", () => {
  it("changes its reference and tags; its sessions stay with it", async () => {
    const one = await idOf("cust_1");
    expect((await call("PATCH", "/cust_1", { externalRef: "cust_9", tags: ["a"] })).body).toMatchObject({
      id: one,
      external_ref: "cust_9",
      tags: ["a"],
      session_count: 3,
    });
    expect((await call("GET", "/cust_1")).status).toBe(404);
    expect((await call("PATCH", "/cust_9", { external_ref: "cust_2" })).body).toMatchObject({
      error: "conflict",
    });
    expect((await call("PATCH", "/cust_9", { custom_field: { a: 1 } })).status).toBe(422);
    await db.session.updateMany({
      where: { organizationPk: organization.pk, id: ids[0] },
      data: { restrictedAt: new Date() },
    });
    expect((await call("PATCH", "/cust_9", { tags: [] })).status).toBe(409);
    await db.session.updateMany({
      where: { organizationPk: organization.pk, id: ids[0] },
      data: { restrictedAt: null },
    });
    await call("DELETE", "/cust_9");
    expect((await call("PATCH", "/cust_9", { external_ref: "x" })).status).toBe(422);
  });
});

describe("pages of identities", () => {
  it("go forwards and backwards by cursor", async () => {
    for (const at of [3, 4, 5]) await call("POST", "", { external_ref: `cust_${at}` });
    const all = (await call("GET", "?limit=100")).body.data.map(({ id }) => id);
    const page = async (query: string) => {
      const { data, pagination } = (await call("GET", `?page[size]=2${query}`)).body;
      return { ids: data.map(({ id }) => id), ...pagination };
    };
    const first = await page("");
    expect(first).toMatchObject({ ids: all.slice(0, 2), previous_cursor: null, has_more: true, total: 5 });
    const second = await page(`&page[after]=${first.next_cursor}`);
    expect(second.ids).toEqual(all.slice(2, 4));
    const third = await page(`&page[after]=${second.next_cursor}`);
    expect(third).toMatchObject({ ids: all.slice(4), next_cursor: null, has_more: false });
    const back = await page(`&page[before]=${third.previous_cursor}`);
    expect(back).toMatchObject({ ids: all.slice(2, 4), has_more: true });
    expect(await page(`&page[before]=${back.previous_cursor}`)).toMatchObject({
      ids: all.slice(0, 2),
      previous_cursor: null,
    });
    expect((await call("GET", "?page[before]=x")).status).toBe(422);
    expect(
      (await call("GET", `?page[before]=${first.next_cursor}&page[after]=${first.next_cursor}`)).status,
    ).toBe(422);
  });
});

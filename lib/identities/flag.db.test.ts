import { beforeEach, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import type { Role } from "@/lib/actor/permissions";
import { getDesk } from "@/lib/cases/desk";
import { flagIdentity, unflagIdentity } from "@/lib/identities/flag";
import { getIdentity, listIdentities } from "@/lib/identities/read";
import { redactIdentity } from "@/lib/identities/redact";
import { identityListQuery } from "@/lib/identities/schema";
import { exportIdentity } from "@/lib/identities/write";
import { recordOf } from "@/lib/packages/record";
import { listEndpointDeliveries } from "@/lib/webhooks/read";
import { deliveryQuery } from "@/lib/webhooks/schema";
import { callPath, signedInHeaders } from "@/test/api";
import { openSample, receiveWebhooks } from "@/test/case-scene";
import {
  createApiKey,
  createMember,
  createOrganization,
  importFor,
  keyActorOf,
  type TestOrganization,
} from "@/test/factories";
import { ids, requestScene } from "@/test/request-scene";
import { db } from "@/test/test-db";

let organization: TestOrganization;
let officer: Actor;
let admin: Actor;
let reviewer: Actor;
const identityId = "cust_1";
const reason = "duplicate_identity";

beforeEach(async () => {
  ({ organization, officer, admin } = await requestScene());
  reviewer = await createMember(organization, ["reviewer"]);
  await receiveWebhooks(organization);
});

const flagEvents = async () =>
  (
    await db.auditEvent.findMany({
      where: { organizationPk: organization.pk, type: { startsWith: "identity.flag" } },
      orderBy: { sequence: "asc" },
    })
  ).map(({ type, metadata, actorId }) => ({ type, metadata, actorId }));
const told = async () =>
  (
    await db.webhookDelivery.findMany({
      where: { organizationPk: organization.pk, endpointPk: { not: null } },
      orderBy: { pk: "asc" },
    })
  ).map(({ payload }) => payload);

it("a member flags an identity and removes the flag; the webhook tells neither who nor why", async () => {
  const flagged = await flagIdentity(reviewer, { identityId, reason });
  expect(flagged).toMatchObject({
    isFlagged: true,
    flagReason: reason,
    flaggedBy: expect.stringMatching(/^Test reviewer/),
  });
  expect(Date.parse(flagged.flaggedAt ?? "")).toBeGreaterThan(Date.now() - 60_000);
  const [row] = (await listIdentities(reviewer, identityListQuery.parse({ q: identityId }))).data;
  expect(row).toMatchObject({ isFlagged: true, flagReason: reason });
  expect((await exportIdentity(officer, { identityId })).identity).toMatchObject({ flag_reason: reason });
  const free = await unflagIdentity(officer, { identityId });
  expect(free).toMatchObject({ isFlagged: false, flagReason: null, flaggedAt: null, flaggedBy: null });
  expect(await flagEvents()).toEqual([
    { type: "identity.flagged", metadata: { reason }, actorId: reviewer.id },
    { type: "identity.flag-removed", metadata: { reason }, actorId: officer.id },
  ]);
  const same = {
    event: "identity.flagged",
    idempotency_key: expect.stringMatching(/^idk_/),
    identity_id: free.id,
    external_ref: identityId,
    is_sandbox: true,
  };
  expect(await told()).toEqual([
    { ...same, flagged: true },
    { ...same, flagged: false },
  ]);
});

it("repeating changes and tells nothing, and another reason needs the flag to be removed first", async () => {
  await unflagIdentity(reviewer, { identityId });
  const twice = await Promise.all([1, 2].map(() => flagIdentity(reviewer, { identityId, reason })));
  expect(twice[0]).toEqual(twice[1]);
  await expect(flagIdentity(officer, { identityId, reason: "other" })).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await flagEvents()).toHaveLength(1);
  expect(await told()).toHaveLength(1);
});

it("an import keeps the flag, and a redaction removes it", async () => {
  const { id } = await flagIdentity(reviewer, { identityId, reason });
  const newer = openSample("ses_newer");
  Object.assign(newer, { review_case: null });
  Object.assign(newer.session, {
    status: "completed",
    external_ref: identityId,
    updated_at: "2027-01-01T00:00:00Z",
  });
  await importFor(admin, newer);
  expect(await getIdentity(reviewer, { identityId })).toMatchObject({ isFlagged: true, status: "pending" });
  await redactIdentity(officer, { identityId, confirm: id });
  expect(await getIdentity(officer, { identityId })).toMatchObject({ isFlagged: false, flagReason: null });
  expect(await told()).toMatchObject([
    { event: "identity.flagged", flagged: true },
    { event: "identity.updated", status: "pending" },
    { event: "identity.updated", status: "redacted" },
    { event: "identity.flagged", flagged: false },
  ]);
  await expect(flagIdentity(reviewer, { identityId, reason })).rejects.toMatchObject({ code: "conflict" });
});

it("the desk shows the flag for a session that the identity gets only when it is completed", async () => {
  const bundle = openSample("ses_flagged");
  bundle.session.external_ref = identityId;
  await importFor(admin, bundle);
  const caseId = bundle.review_case?.id ?? "";
  const { id } = await getIdentity(reviewer, { identityId });
  expect((await getDesk(reviewer, { caseId })).origin).toMatchObject({
    identityId: id,
    isIdentityFlagged: false,
  });
  await flagIdentity(reviewer, { identityId, reason });
  expect((await getDesk(reviewer, { caseId })).origin).toMatchObject({ isIdentityFlagged: true });
});

it("a session that came before its identity gets it once a later one is completed", async () => {
  const bundle = openSample("ses_before");
  bundle.session.external_ref = "cust_later";
  await importFor(admin, bundle);
  const caseId = bundle.review_case?.id ?? "";
  expect((await getDesk(reviewer, { caseId })).origin).toMatchObject({ identityId: null });
  const later = openSample("ses_later");
  Object.assign(later, { review_case: null });
  Object.assign(later.session, { status: "completed", external_ref: "cust_later" });
  await importFor(admin, later);
  const { id } = await flagIdentity(reviewer, { identityId: "cust_later", reason });
  expect((await getDesk(reviewer, { caseId })).origin).toMatchObject({
    identityId: id,
    isIdentityFlagged: true,
  });
});

it("is part of the answer to an access request, unless its reason is suspicion material", async () => {
  const told = async () =>
    (await recordOf(officer, ids[0], { hidesLines: false, tell: () => undefined })).identity_flag;
  expect(await told()).toBeNull();
  await flagIdentity(reviewer, { identityId, reason });
  expect(await told()).toEqual({ reason, flagged_at: expect.any(String) });
  await db.requestSettings.updateMany({
    where: { organizationPk: organization.pk },
    data: { suspicionTags: [reason] },
  });
  expect(await told()).toBeNull();
});

it("deliveries name the identity, and those of an import belong to its session", async () => {
  await flagIdentity(reviewer, { identityId, reason });
  const completed = openSample("ses_new_person");
  Object.assign(completed, { review_case: null });
  Object.assign(completed.session, { status: "completed", external_ref: "cust_new" });
  await importFor(admin, completed);
  const { data } = await listEndpointDeliveries(admin, {
    endpointId: `wh_${organization.id}`,
    ...deliveryQuery.parse({}),
  });
  const [flagged, made] = await Promise.all([
    getIdentity(reviewer, { identityId }),
    getIdentity(reviewer, { identityId: "cust_new" }),
  ]);
  const found = data.map((each) => [each.event, each.identityId, each.sessionId]);
  expect(found).toContainEqual(["identity.flagged", flagged.id, null]);
  expect(found).toContainEqual(["identity.created", made.id, "ses_new_person"]);
});

it("is for reviewers, leads and compliance, and for keys with identities:write", async () => {
  const at = `/api/v1/identities/${identityId}/flag`;
  const call = (headers: Record<string, string>, method: "POST" | "DELETE") =>
    callPath(method, at, { headers, ...(method === "POST" && { body: JSON.stringify({ reason }) }) });
  const allowed: Role[] = ["reviewer", "lead", "compliance"];
  for (const role of [...allowed, "auditor", "admin"] as Role[]) {
    const headers = await signedInHeaders((await createMember(organization, [role])).id);
    const expected = allowed.includes(role) ? 200 : 403;
    expect((await call(headers, "POST")).status, role).toBe(expected);
    expect((await call(headers, "DELETE")).status, role).toBe(expected);
  }
  for (const [scope, expected] of [
    ["identities:write", 200],
    ["identities:read", 403],
    ["cases:write", 403],
  ] as const) {
    const headers = { "X-API-Key": await createApiKey(organization, [scope]) };
    expect((await call(headers, "POST")).status, scope).toBe(expected);
    expect((await call(headers, "DELETE")).status, scope).toBe(expected);
  }
  const headers = { "X-API-Key": await createApiKey(organization, ["identities:write"]) };
  for (const body of [{}, { reason: "free text" }, { reason, note: "x" }])
    expect((await callPath("POST", at, { headers, body: JSON.stringify(body) })).status).toBe(422);
});

it("an identity of another organization or environment is not found", async () => {
  const stranger = await createMember(await createOrganization(), ["lead"]);
  const live = keyActorOf(organization, ["identities:write"], "live");
  for (const actor of [stranger, live])
    for (const act of [
      () => flagIdentity(actor, { identityId, reason }),
      () => unflagIdentity(actor, { identityId }),
    ])
      await expect(act()).rejects.toMatchObject({ code: "not_found" });
  expect(await flagEvents()).toEqual([]);
});

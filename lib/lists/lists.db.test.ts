import { beforeEach, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { createDemoCase } from "@/lib/imports/demo";
import { blockIdentifiers } from "@/lib/lists/blocklist";
import { getBlocklist, listBlocklistEntries } from "@/lib/lists/read";
import { removeBlocklistEntry, updateBlocklist } from "@/lib/lists/write";
import { exportSession, redactSession } from "@/lib/privacy/write";
import { cipherOf } from "@/lib/records/open";
import { claimAndReject } from "@/test/case-scene";
import {
  actorOf,
  createMember,
  createOrganization,
  importFor,
  keyActorOf,
  removeAllSessions,
  sampleAs,
  type TestOrganization,
} from "@/test/factories";
import { db } from "@/test/test-db";

const page = { limit: 50, offset: 0 };
let organization: TestOrganization;
let lea: Actor;
let sessionId: string;

async function blockDemo(): Promise<string> {
  const made = await createDemoCase(lea);
  await claimAndReject(lea, {
    caseId: made.id,
    rejectionReasonCode: "fraud_suspected",
    addToBlocklist: true,
  });
  return made.sessionId;
}

beforeEach(async () => {
  await removeAllSessions();
  organization = await createOrganization();
  lea = await createMember(organization, ["lead"]);
  sessionId = await blockDemo();
});

it("lists entries newest first, page by page, masked for roles that see masked values", async () => {
  await blockDemo();
  const all = await listBlocklistEntries(lea, page);
  expect(all.pagination.total).toBe(6);
  const first = await listBlocklistEntries(lea, { ...page, limit: 4 });
  const rest = await listBlocklistEntries(lea, { ...page, pageAfter: first.pagination.nextCursor ?? "" });
  expect([...first.data, ...rest.data]).toEqual(all.data);
  for (const { value, addedBy, reasonCode } of all.data)
    expect({ value, addedBy, reasonCode }).toEqual({
      value: expect.stringMatching(/^•••..$/),
      addedBy: lea.name,
      reasonCode: "fraud_suspected",
    });
  const auditor = await createMember(organization, ["auditor"]);
  for (const actor of [auditor, keyActorOf(organization, ["lists:read"])])
    expect((await listBlocklistEntries(actor, page)).data.map(({ value }) => value)).toEqual(
      Array(6).fill(null),
    );
  const stranger = await createMember(await createOrganization(), ["lead"]);
  expect((await listBlocklistEntries(stranger, page)).data).toEqual([]);
});

it("finds an entry by its exact value, and counts the other sessions that match it", async () => {
  const number =
    (await exportSession(actorOf(organization), { sessionId })).result?.extracted_data?.document_number ?? "";
  const [found, ...more] = (await listBlocklistEntries(lea, { ...page, q: ` ${number.toLowerCase()}` })).data;
  expect(found).toMatchObject({
    kind: "document_number",
    sessionId,
    matches: 0,
    value: `•••${number.slice(-2)}`,
  });
  expect(more).toEqual([]);
  expect((await listBlocklistEntries(lea, { ...page, q: number, kind: "email" })).data).toEqual([]);
  expect(
    (await listBlocklistEntries(await createMember(organization, ["auditor"]), { ...page, q: number })).data,
  ).toEqual([]);
  const reader = keyActorOf(organization, ["lists:read", "verifications:read"]);
  const blind = keyActorOf(organization, ["lists:read"]);
  const seen = async (actor: Actor) =>
    (await listBlocklistEntries(actor, { ...page, q: number })).data.length;
  expect([await seen(reader), await seen(blind)]).toEqual([1, 0]);
  const asked = await db.auditEvent.findMany({
    where: { organizationPk: organization.pk, type: "search.lists", actorId: lea.id },
    orderBy: { sequence: "asc" },
  });
  expect(asked[0]?.metadata).toMatchObject({ digest: expect.stringMatching(/^[0-9a-f]{16}$/), found: 1 });
  expect(JSON.stringify(asked.map(({ metadata }) => metadata))).not.toContain(number);
  const restrict = (restrictedAt: Date | null) =>
    db.session.updateMany({ where: { id: sessionId }, data: { restrictedAt } });
  await restrict(new Date());
  expect(await seen(lea)).toBe(0);
  await restrict(null);
  await redactSession(actorOf(organization), { sessionId });
  const { data } = await listBlocklistEntries(lea, { ...page, kind: "document_number" });
  expect(data.map(({ value }) => value)).toEqual([null]);
});

it("removes an entry once, and records the member and the reason", async () => {
  const [entry] = (await listBlocklistEntries(lea, page)).data;
  const entryId = entry?.id ?? "";
  const anna = await createMember(organization, ["reviewer"]);
  await expect(removeBlocklistEntry(anna, { entryId })).rejects.toMatchObject({ code: "forbidden" });
  expect(await removeBlocklistEntry(lea, { entryId, reasonCode: "appeal_upheld" })).toEqual({
    id: entryId,
    status: "removed",
  });
  await expect(removeBlocklistEntry(lea, { entryId })).rejects.toMatchObject({ code: "not_found" });
  expect(await db.listEntry.findFirst({ where: { id: entryId } })).toMatchObject({
    removedBy: lea.name,
    sealed: null,
  });
  const [logged, ...more] = await db.auditEvent.findMany({
    where: { organizationPk: organization.pk, type: "list.entry-removed" },
  });
  expect(logged?.metadata).toMatchObject({ entryId, reasonCode: "appeal_upheld" });
  expect(more).toEqual([]);
});

it("is created once, however many create it at once, and a change of its mode is an event", async () => {
  const fresh = await createMember(await createOrganization(), ["compliance"]);
  expect(await getBlocklist(fresh)).toEqual({ matchMode: "flag" });
  await Promise.all(["block", "block", "block"].map(() => updateBlocklist(fresh, { matchMode: "block" })));
  expect(await getBlocklist(fresh)).toEqual({ matchMode: "block" });
  const where = { organizationPk: fresh.scope.organizationPk };
  expect(await db.list.count({ where })).toBe(1);
  expect(await db.auditEvent.count({ where: { ...where, type: "settings.updated" } })).toBe(1);
});

it("blocks every number that a session has: extracted, typed, and read from the zone", async () => {
  const bundle = sampleAs("ses_numbers", { external_ref: "cust_numbers" });
  const admin = actorOf(organization);
  await importFor(admin, {
    ...bundle,
    session: { ...bundle.session, fields: { document_number: "TYPED12345" } },
    result: bundle.result && {
      ...bundle.result,
      extracted_data: { ...bundle.result.extracted_data, document_number: "READ 67890" },
    },
  });
  const session = await db.session.findFirstOrThrow({ where: { id: "ses_numbers" } });
  const cipher = await cipherOf(admin, "session", session);
  const block = () =>
    db.$transaction((tx) => blockIdentifiers(tx, admin, session, cipher, { kinds: ["document_number"] }));
  expect(await block()).toHaveLength(2);
  expect(await block()).toEqual([]);
  for (const q of ["typed-12345", "read67890"])
    expect((await listBlocklistEntries(lea, { ...page, q })).data, q).toHaveLength(1);
});

import { beforeEach, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import type { Bundle } from "@/lib/contract/bundle";
import { flagIdentity } from "@/lib/identities/flag";
import { listIdentityLinks } from "@/lib/identities/links";
import { redactSession } from "@/lib/privacy/write";
import { callPath, signedInHeaders } from "@/test/api";
import {
  createApiKey,
  createMember,
  createOrganization,
  importFor,
  removeAllSessions,
  sampleAs,
  type TestOrganization,
} from "@/test/factories";
import { leastStatementsOf } from "@/test/statements";
import { db } from "@/test/test-db";

let organization: TestOrganization;
let admin: Actor;
let reviewer: Actor;
let officer: Actor;

type Person = { first_name: string; date_of_birth: string; document_number: string; email: string };
const emily: Person = {
  first_name: "Emily",
  date_of_birth: "1990-02-03",
  document_number: "X100",
  email: "emily@example.com",
};
let made = 0;

/** Imports a session of a person; without an external reference it has no identity. */
async function bring(externalRef: string | null, person: Partial<Person>, actor = admin): Promise<string> {
  const id = `ses_links${made++}`;
  const bundle: Bundle = sampleAs(id, { external_ref: externalRef, status: "completed", consent_ip: null });
  const result = bundle.result && {
    ...bundle.result,
    status: "approved" as const,
    extracted_data: { last_name: "Linked", ...person },
  };
  await importFor(actor, {
    ...bundle,
    result,
    ...{ review_case: null, screening: [], webhook_deliveries: [], documents: [], verifications: [] },
  });
  return id;
}

beforeEach(async () => {
  await removeAllSessions();
  await db.identity.deleteMany();
  organization = await createOrganization();
  [admin, reviewer, officer] = await Promise.all([
    createMember(organization, ["admin"]),
    createMember(organization, ["reviewer"]),
    createMember(organization, ["compliance"]),
  ]);
  await bring("emily", emily);
});

const links = (actor = reviewer) => listIdentityLinks(actor, { identityId: "emily" });
const found = async (actor = reviewer) =>
  (await links(actor)).data.map(({ identity, kinds, sessions }) => [identity.externalRef, kinds, sessions]);

it("names other identities and the kinds of values, never a value; the strongest come first", async () => {
  await bring("mail", { ...emily, first_name: "Ann", document_number: "Y1" });
  await bring("document", { ...emily, first_name: "Eve", email: "eve@example.com" });
  await bring("document", { ...emily, first_name: "Eve", email: "eve@example.com" });
  await bring("year", {
    first_name: "Emily",
    date_of_birth: "1990",
    document_number: "Z1",
    email: "z@example.com",
  });
  await bring("stranger", { ...emily, first_name: "Bo", document_number: "B2", email: "bo@example.com" });
  await bring(null, { ...emily, first_name: "Al", email: "al@example.com" });
  await flagIdentity(reviewer, { identityId: "mail", reason: "other" });
  expect(await found()).toEqual([
    ["document", ["document_number"], 2],
    ["year", ["name_and_birth_date"], 1],
    ["mail", ["email"], 1],
  ]);
  const answer = await links();
  expect(answer).toMatchObject({ total: 3, sessionsWithoutIdentity: 1, sessionsCompared: 1 });
  expect(answer.data.map(({ identity }) => identity.isFlagged)).toEqual([false, false, true]);
  for (const word of ["X100", "emily@example.com", "1990", "Eve"])
    expect(JSON.stringify(answer)).not.toContain(word);
});

it("looking is an event of the identity, unless nothing was found", async () => {
  const reads = () =>
    db.auditEvent.findMany({
      where: { organizationPk: organization.pk, type: "pii.read", actorId: reviewer.id },
    });
  expect(await found()).toEqual([]);
  expect(await reads()).toEqual([]);
  await bring("document", { ...emily, first_name: "Eve" });
  const { id } = await db.identity.findFirstOrThrow({ where: { externalRef: "emily" } });
  await links();
  expect(await reads()).toMatchObject([
    { resourceType: "identity", resourceId: id, metadata: { what: "links", fields: [] } },
  ]);
});

it("restricted and redacted sessions are closed on both sides, and other organizations are elsewhere", async () => {
  const other = await bring("document", { ...emily, first_name: "Eve" });
  const stranger = await createMember(await createOrganization(), ["admin"]);
  await bring("elsewhere", emily, stranger);
  expect(await found()).toHaveLength(1);
  const restrict = (id: string, at: Date | null) =>
    db.session.updateMany({ where: { id }, data: { restrictedAt: at } });
  for (const id of [other, `ses_links${made - 3}`]) {
    await restrict(id, new Date());
    for (const actor of [reviewer, officer]) expect(await found(actor), id).toEqual([]);
    await restrict(id, null);
  }
  expect(await found()).toHaveLength(1);
  await redactSession(officer, { sessionId: other, confirm: other, reason: "Matter 3" });
  expect(await found()).toEqual([]);
  await expect(listIdentityLinks(stranger, { identityId: "emily" })).rejects.toMatchObject({
    code: "forbidden",
  });
  const away = await createMember(await createOrganization(), ["lead"]);
  await expect(listIdentityLinks(away, { identityId: "emily" })).rejects.toMatchObject({ code: "not_found" });
});

it("asks the same number of statements for one session and for many", async () => {
  await bring("document", { ...emily, first_name: "Eve" });
  await links();
  const few = await leastStatementsOf(links);
  for (let more = 0; more < 6; more++) {
    await bring("emily", emily);
    await bring(`document${more}`, { ...emily, first_name: "Eve" });
  }
  await links();
  const many = await leastStatementsOf(links);
  expect(many.length, many.join("\n")).toBeLessThanOrEqual(few.length);
  expect(await links()).toMatchObject({ total: 7, sessionsCompared: 7 });
});

it("is for roles with personal data, and not for API keys", async () => {
  const at = "/api/v1/identities/emily/links";
  for (const [role, status] of [
    ["reviewer", 200],
    ["lead", 200],
    ["compliance", 200],
    ["auditor", 403],
    ["admin", 403],
  ] as const) {
    const headers = await signedInHeaders((await createMember(organization, [role])).id);
    expect((await callPath("GET", at, { headers })).status, role).toBe(status);
  }
  const headers = { "X-API-Key": await createApiKey(organization, ["identities:read", "identities:write"]) };
  expect((await callPath("GET", at, { headers })).status).toBe(403);
});

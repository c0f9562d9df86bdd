import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { listIdentities } from "@/lib/identities/read";
import { identityListQuery, identitySearchInput } from "@/lib/identities/schema";
import { searchIdentities } from "@/lib/identities/search";
import { redactSession } from "@/lib/privacy/write";
import { callPath } from "@/test/api";
import { createApiKey, createMember, createOrganization, importFor, sampleAs } from "@/test/factories";
import { ids, requestScene } from "@/test/request-scene";
import { db } from "@/test/test-db";

let officer: Actor;
let admin: Actor;
let organization: Awaited<ReturnType<typeof requestScene>>["organization"];
const alone = "ses_eeeeeeeeeeeeeeeeeeeeeeeeee";

/** What the document of the sample says. */
const sample = () => {
  const { result, session } = sampleAs(ids[0]);
  return { data: (result?.extracted_data ?? {}) as Record<string, string>, fields: session.fields ?? {} };
};

beforeEach(async () => {
  ({ officer, admin, organization } = await requestScene());
  const bundle = sampleAs(alone, { external_ref: null });
  await importFor(admin, bundle);
});

const search = (actor: Actor, input: object) => searchIdentities(actor, identitySearchInput.parse(input));
const personOf = ({ first_name, last_name, date_of_birth }: Record<string, string>) => ({
  firstName: first_name,
  lastName: last_name,
  dateOfBirth: date_of_birth,
});

describe("a search for a person", () => {
  it("finds the identity by its document number, however it is written, and sessions without an identity", async () => {
    const number = sample().data.document_number ?? "";
    const written = ` ${number.slice(0, 2)}-${number.slice(2).toLowerCase()} `;
    const found = await search(officer, { documentNumber: written });
    expect(found.data.map(({ identity, matchedBy }) => [identity.externalRef, matchedBy])).toEqual([
      ["cust_1", ["document_number"]],
    ]);
    expect(found.data[0]?.identity).toMatchObject({ sessionCount: 3, subject: expect.any(String) });
    expect(found.sessions.map(({ id, matchedBy }) => [id, matchedBy])).toEqual([
      [alone, ["document_number"]],
    ]);
    expect(found.isCapped).toBe(false);
  });

  it("finds by name with date of birth, and says everything that matched", async () => {
    const { data } = sample();
    const given = { ...personOf(data), documentNumber: data.document_number };
    const [first] = (await search(officer, given)).data;
    expect(first?.matchedBy).toEqual(["name_and_birth_date", "document_number"]);
    const other = { ...personOf(data), dateOfBirth: "1931-01-01" };
    expect((await search(officer, other)).data).toEqual([]);
  });

  it("leaves out restricted and redacted sessions", async () => {
    const documentNumber = sample().data.document_number;
    await db.session.updateMany({ where: { id: { in: [...ids] } }, data: { restrictedAt: new Date() } });
    await redactSession(officer, { sessionId: alone, confirm: alone });
    expect(await search(officer, { documentNumber })).toEqual({ data: [], sessions: [], isCapped: false });
  });

  it("stays in the organization and the environment", async () => {
    const documentNumber = sample().data.document_number;
    const stranger = await createMember(await createOrganization(), ["compliance"]);
    expect((await search(stranger, { documentNumber })).data).toEqual([]);
    const sandbox = { ...officer.scope, environment: "sandbox" as const };
    const elsewhere = officer.scope.environment === "sandbox" ? "live" : "sandbox";
    const there = { ...officer, scope: { ...sandbox, environment: elsewhere } } as Actor;
    expect((await search(there, { documentNumber })).data).toEqual([]);
  });

  it("is refused to those who may not see personal data, and is recorded without the values", async () => {
    const documentNumber = sample().data.document_number;
    for (const role of ["auditor", "admin"] as const) {
      const member = await createMember(organization, [role]);
      await expect(search(member, { documentNumber })).rejects.toMatchObject({ code: "forbidden" });
    }
    await search(officer, { documentNumber, email: "nobody@example.com" });
    const [event] = await db.auditEvent.findMany({
      where: { actorId: officer.id, type: "search.by-person" },
    });
    expect(event?.metadata).toMatchObject({ kinds: ["document_number", "email"], found: 4 });
    expect(JSON.stringify(event?.metadata)).not.toContain(documentNumber);
    expect(JSON.stringify(event?.metadata)).not.toContain("nobody@example.com");
  });

  it("lets an API key search only by fields that the API may return", async () => {
    const secret = await createApiKey(organization, ["identities:read", "verifications:read"]);
    const headers = { "X-API-Key": secret, "content-type": "application/json" };
    const post = async (body: object) =>
      callPath("POST", "/api/v1/identities/search", { headers, body: JSON.stringify(body) });
    await db.settings.updateMany({ where: { organizationPk: organization.pk }, data: { apiPiiFields: [] } });
    const document_number = sample().data.document_number;
    expect((await post({ document_number })).status).toBe(403);
    expect((await post({ email: "a@example.com" })).status).toBe(403);
    await db.settings.updateMany({
      where: { organizationPk: organization.pk },
      data: { apiPiiFields: ["document_number"] },
    });
    const allowed = await post({ document_number });
    expect(allowed.status).toBe(200);
    const answer = (await allowed.json()) as { data: { identity: Record<string, unknown> }[] };
    expect(answer.data[0]?.identity).not.toHaveProperty("subject");
    expect((await post({ document_number, phone: "+49 30 1234567" })).status).toBe(403);
  });
});

it.each([
  [{}, "lastName"],
  [{ lastName: "Nobody" }, "dateOfBirth"],
  [{ dateOfBirth: "1990-01-01" }, "lastName"],
  [{ lastName: "Nobody", dateOfBirth: "1990-13-01" }, "dateOfBirth"],
  [{ documentNumber: "x".repeat(256) }, "documentNumber"],
  [{ documentNumber: "a\u0000b" }, "documentNumber"],
])("the search refuses %j at %s", (input, field) => {
  const parsed = identitySearchInput.safeParse(input);
  expect(parsed.error?.issues.map(({ path }) => path[0])).toContain(field);
});

describe("the list of identities", () => {
  const list = async (actor: Actor, query: object = {}) =>
    listIdentities(actor, identityListQuery.parse(query));

  it("counts the sessions that lists may show, and names the person to members only", async () => {
    const { data } = await list(officer);
    expect(data.map(({ externalRef, sessionCount }) => [externalRef, sessionCount])).toEqual(
      expect.arrayContaining([["cust_1", 3]]),
    );
    expect(data.find(({ externalRef }) => externalRef === "cust_1")?.subject).toEqual(expect.any(String));
    await db.session.updateMany({ where: { id: ids[2] }, data: { restrictedAt: new Date() } });
    const again = (await list(officer)).data.find(({ externalRef }) => externalRef === "cust_1");
    expect(again).toMatchObject({ sessionCount: 2, latestSessionId: ids[1] });
    const secret = await createApiKey(organization, ["identities:read"]);
    const answer = await callPath("GET", "/api/v1/identities", { headers: { "X-API-Key": secret } });
    const page = (await answer.json()) as { data: object[]; pagination: { limit: number } };
    expect(page.pagination.limit).toBe(25);
    for (const each of page.data) expect(each).not.toHaveProperty("subject");
  });

  it("filters by status, id and reference, and leaves archived ones out", async () => {
    const where = { organizationPk: organization.pk, externalRef: "cust_1" };
    const { id, status } = await db.identity.findFirstOrThrow({ where });
    const refs = async (query: object) => (await list(officer, query)).data.map((each) => each.externalRef);
    expect(await refs({ q: id })).toEqual(["cust_1"]);
    expect(await refs({ q: "cust_1", status })).toEqual(["cust_1"]);
    expect(await refs({ q: "cust_" })).toEqual([]);
    expect(await refs({ q: "cust_1", status: "merged" })).toEqual([]);
    await db.identity.updateMany({ where, data: { archivedAt: new Date() } });
    expect(await refs({ q: id })).toEqual([]);
    expect(await refs({ q: id, includeArchived: "true" })).toEqual(["cust_1"]);
  });

  it("pages by cursor without losing or repeating one, and hides other organizations", async () => {
    const { pk: organizationPk } = organization;
    const { environment } = officer.scope;
    const at = new Date("2026-01-01T00:00:00Z");
    await db.identity.createMany({
      data: Array.from({ length: 30 }, (_, n) => ({
        ...{ organizationPk, environment, createdAt: at, updatedAt: at },
        id: `idn_many_${String(n).padStart(2, "0")}`,
        externalRef: `many_${n}`,
      })),
    });
    const seen: string[] = [];
    let pageAfter: string | null | undefined;
    do {
      const page = await list(officer, { pageSize: 7, ...(pageAfter && { pageAfter }) });
      seen.push(...page.data.map(({ id }) => id));
      pageAfter = page.pagination.nextCursor;
    } while (pageAfter);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((id) => id.startsWith("idn_many_"))).toHaveLength(30);
    const stranger = await createMember(await createOrganization(), ["compliance"]);
    expect((await list(stranger)).data).toEqual([]);
  });
});

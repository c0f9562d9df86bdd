import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { blockIdentifiers, matchBlocklist } from "@/lib/lists/blocklist";
import { recordOf } from "@/lib/packages/record";
import { exportSession, redactSession } from "@/lib/privacy/write";
import { countSearch } from "@/lib/records/number-search";
import { cipherOf } from "@/lib/records/open";
import { checkSubject, listMatchesOfSession } from "@/lib/typed-lists/matches";
import { soughtFor } from "@/lib/vault/blind-index";
import { callPath } from "@/test/api";
import {
  actorOf,
  createApiKey,
  createMember,
  createOrganization,
  importFor,
  removeAllSessions,
  sampleAs,
  type TestOrganization,
} from "@/test/factories";
import { db } from "@/test/test-db";

let organization: TestOrganization;
let key: string;
const sessionId = "ses_aaaaaaaaaaaaaaaaaaaaaaaaaa";

beforeEach(async () => {
  await removeAllSessions();
  organization = await createOrganization("Northwind Bank");
  const bundle = sampleAs(sessionId, { external_ref: "cust_1" });
  await importFor(actorOf(organization), {
    ...bundle,
    session: { ...bundle.session, fields: { email: "Mallory@Example.com" } },
  });
  key = await createApiKey(organization, ["lists:write", "sessions:read"]);
});

type Body = Record<string, unknown> & {
  id: string;
  error: string;
  data: Body[];
  warnings: string[];
  imported: number;
  pagination: { total: number; next_cursor: string };
};

async function call(method: string, at: string, body?: unknown, headers: Record<string, string> = {}) {
  const isForm = body instanceof FormData;
  const answer = await callPath(method, `/api/v1${at}`, {
    headers: { "X-API-Key": key, ...(!isForm && { "Content-Type": "application/json" }), ...headers },
    ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, text, body: (text.startsWith("{") ? JSON.parse(text) : {}) as Body };
}
const create = async (list_type: string, more: object = {}) =>
  (await call("POST", "/lists", { name: "Known fraud", list_type, ...more })).body.id;
const mallory = "mallory@example.com";

describe("a list", () => {
  it("is created, changed, archived, and refuses what it cannot match", async () => {
    const { status, body } = await call("POST", "/lists", { name: "Known fraud", list_type: "email" });
    expect([status, body]).toEqual([
      201,
      {
        id: expect.stringMatching(/^list_/),
        org_id: organization.id,
        name: "Known fraud",
        description: null,
        list_type: "email",
        match_mode: "flag",
        item_count: 0,
        is_active: true,
        archived_at: null,
        created_at: expect.any(String),
        updated_at: expect.any(String),
      },
    ]);
    const { id } = body;
    expect((await call("POST", "/lists", { name: "x", list_type: "geolocation" })).status).toBe(422);
    // Values of these types affect no session, so a list of them cannot block.
    for (const list_type of ["name", "ip_address", "country", "string"]) {
      const refused = await call("POST", "/lists", { name: "x", list_type, match_mode: "block" });
      expect([refused.status, refused.text], list_type).toEqual([422, expect.stringContaining("match_mode")]);
      const flags = await create(list_type);
      const changed = await call("PATCH", `/lists/${flags}`, { match_mode: "block" });
      expect([changed.status, changed.text], list_type).toEqual([422, expect.stringContaining("match_mode")]);
      expect((await call("POST", `/lists/${flags}/archive`)).body).toMatchObject({ match_mode: "flag" });
    }
    expect(
      (await call("PATCH", `/lists/${id}`, { matchMode: "block", description: "d" })).body,
    ).toMatchObject({
      match_mode: "block",
      description: "d",
    });
    await call("PATCH", `/lists/${id}`, { name: "About Mallory", description: "Mallory again" });
    const logged = await db.auditEvent.findMany({
      where: { organizationPk: organization.pk, type: "list.updated" },
      orderBy: { sequence: "asc" },
    });
    // Free text might name a person, so the log says only that it changed.
    expect(logged.map(({ metadata }) => metadata)).toEqual([
      { fields: ["description", "matchMode"], changes: { matchMode: { before: "flag", after: "block" } } },
      { fields: ["name", "description"], changes: {} },
    ]);
    await call("POST", `/lists/${id}/items`, { value: mallory });
    expect((await call("GET", "/lists")).body.data).toMatchObject([{ id, item_count: 1 }]);
    expect((await call("POST", `/lists/${id}/archive`)).body).toMatchObject({ is_active: false });
    expect((await call("POST", `/lists/${id}/archive`)).status).toBe(200);
    expect((await call("GET", "/lists")).body.data).toEqual([]);
    expect((await call("GET", "/lists?include_archived=true")).body.pagination.total).toBe(5);
    expect((await call("PATCH", `/lists/${id}`, { name: "y" })).status).toBe(409);
    expect((await call("POST", `/lists/${id}/items`, { value: "a@b.example" })).status).toBe(409);
    expect((await call("POST", "/lists/check", { email: mallory })).body).toEqual({
      data: [],
      total_matches: 0,
    });
    await call("PATCH", "/lists/blocklist", { match_mode: "block" });
    expect((await call("POST", "/lists/list_blocklist/archive")).body.error).toBe("conflict");
    expect((await call("POST", "/lists/list_blocklist/items", { value: "x" })).body.error).toBe("conflict");
  });

  it("has items that are encrypted, found in whatever way they are written, and removed with their value", async () => {
    const id = await create("email");
    const once = { "Idempotency-Key": "item-1" };
    const made = await call("POST", `/lists/${id}/items`, { value: "Mallory@Example.com" }, once);
    expect(made).toMatchObject({ status: 201, body: { list_id: id, value: "Mallory@Example.com" } });
    // The answer has personal data, so it is not stored; nothing is added twice.
    expect((await call("POST", `/lists/${id}/items`, { value: "Mallory@Example.com" }, once)).status).toBe(
      409,
    );
    expect((await call("POST", `/lists/${id}/items`, { value: " mallory@EXAMPLE.com" })).body.error).toBe(
      "conflict",
    );
    expect((await call("POST", `/lists/${id}/items`, { value: "no address" })).status).toBe(422);
    expect((await call("POST", `/lists/${id}/items`, { name_first: "A" })).status).toBe(422);
    const item = made.body.id;
    expect((await call("GET", `/lists/${id}/items/${item}`)).body).toEqual(made.body);
    const [row] = await db.listEntry.findMany({ where: { organizationPk: organization.pk } });
    expect(Buffer.from(row?.sealed ?? []).toString("latin1")).not.toMatch(/mallory/i);
    expect((await call("GET", `/lists/${id}/items/csv`)).text).toContain("Mallory@Example.com");
    expect((await call("DELETE", `/lists/${id}/items/${item}`)).body).toEqual({
      id: item,
      status: "removed",
    });
    expect((await call("DELETE", `/lists/${id}/items/${item}`)).status).toBe(404);
    expect(
      await db.listEntry.count({ where: { organizationPk: organization.pk, sealed: { not: null } } }),
    ).toBe(0);
  });

  it("takes many items at once and from a file, and says which it left out", async () => {
    const id = await create("country");
    const items = [{ value: "DE" }, { value: "Germany" }, { value: "Atlantis" }, { value: "France" }];
    expect((await call("POST", `/lists/${id}/items/bulk`, { items })).body).toEqual({
      imported: 2,
      warnings: ["Item 2: The list has this value already.", "Item 3: This value identifies nobody."],
    });
    const many = Array.from({ length: 1001 }, () => ({ value: "DE" }));
    expect((await call("POST", `/lists/${id}/items/bulk`, { items: many })).status).toBe(422);
    const file = async (csv: string) => {
      const form = new FormData();
      form.set("file", new File([csv], "x.csv"));
      return (await call("POST", `/lists/${id}/items/import`, form)).body;
    };
    expect(await file("value,note\nItaly,x\nDEU,y\n,z\n")).toEqual({
      imported: 1,
      warnings: ["Item 2: The list has this value already.", "Item 3: value: is required"],
    });
    expect(await file("other\nx\n")).toMatchObject({ error: "validation_error" });
    const first = (await call("GET", `/lists/${id}/items?limit=2`)).body;
    expect([first.data.length, first.pagination.total]).toEqual([2, 3]);
    const next = `/lists/${id}/items?limit=2&page[after]=${first.pagination.next_cursor}`;
    expect((await call("GET", next)).body.data).toHaveLength(1);
    expect((await call("POST", "/lists/check", { country: "Deutschland" })).body).toMatchObject({
      total_matches: 1,
    });
  });

  it("of names needs a birth date and stores neither in clear", async () => {
    const id = await create("name");
    expect((await call("POST", `/lists/${id}/items`, { name_first: "Zoë", name_last: "Doe" })).status).toBe(
      422,
    );
    const person = { name_first: "Zoë", name_last: "Doe", birthdate: "1990-01-02" };
    await call("POST", `/lists/${id}/items`, person);
    const asked = { nameFirst: "ZOE", nameLast: "doe", birthdate: "1990-01-02" };
    expect((await call("POST", "/lists/check", asked)).body.data).toMatchObject([
      { list_id: id, match_score: 1, session_id: null },
    ]);
    expect((await call("POST", "/lists/check", { ...asked, birthdate: "1991-01-02" })).body.data).toEqual([]);
    expect((await call("POST", "/lists/check", { name_first: "Zoë" })).status).toBe(422);
  });
});

describe("a question to the lists", () => {
  const asked = (type = "search.lists") =>
    db.auditEvent.findMany({ where: { organizationPk: organization.pk, type } });

  it("is counted and recorded without its values, and confirms a session only to those who may see it", async () => {
    const session = await db.session.findFirstOrThrow({ where: { organizationPk: organization.pk } });
    const admin = actorOf(organization);
    const { result: stored } = await exportSession(admin, { sessionId });
    const governmentId = stored?.extracted_data?.document_number ?? "";
    const cipher = await cipherOf(admin, "session", session);
    const kinds = ["email", "document_number"] as const;
    await db.$transaction((tx) => blockIdentifiers(tx, admin, session, cipher, { kinds }));
    const officer = await createMember(organization, ["compliance"]);
    const given = { email: mallory, governmentId };
    expect((await checkSubject(officer, given)).totalMatches).toBe(2);
    const [event, ...more] = await asked();
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      actorId: officer.id,
      metadata: { digest: expect.stringMatching(/^[0-9a-f]{16}$/), kinds: [...kinds].sort(), found: 2 },
    });
    // A key learns of a session's values what its organization lets it read: at most the number.
    key = await createApiKey(organization, ["lists:read", "verifications:read"]);
    const found = async () => (await call("POST", "/lists/check", given)).body.total_matches;
    const allow = (apiPiiFields: string[]) =>
      db.settings.updateMany({ where: { organizationPk: organization.pk }, data: { apiPiiFields } });
    await allow([]);
    expect(await found()).toBe(0);
    await allow(["document_number"]);
    expect(await found()).toBe(1);
    key = await createApiKey(organization, ["lists:write"]);
    expect(await found()).toBe(0);
    await call("POST", `/lists/${await create("email")}/items`, { value: mallory });
    expect(await found()).toBe(1);
    // An entry of a restricted session says nothing.
    await db.session.updateMany({ where: { id: sessionId }, data: { restrictedAt: new Date() } });
    expect((await checkSubject(officer, given)).data).toMatchObject([{ listType: "email" }]);
    await Promise.all(Array.from({ length: 58 }, () => countSearch(officer)));
    await expect(checkSubject(officer, given)).rejects.toMatchObject({ code: "rate_limited" });
  });
});

describe("a match", () => {
  const actor = () => actorOf(organization);
  const evaluated = async () => {
    const { pk } = await db.session.findFirstOrThrow({
      where: { organizationPk: organization.pk, id: sessionId },
    });
    return matchBlocklist(db, actor(), await soughtFor(organization.id, "email", mallory), pk);
  };

  it("flags or blocks a session, unless it is a false positive or the list allows", async () => {
    const id = await create("email", { match_mode: "block" });
    await call("POST", `/lists/${id}/items`, { value: mallory });
    expect(await evaluated()).toEqual({ kinds: ["email"], isBlocked: true });
    await call("PATCH", `/lists/${id}`, { match_mode: "allow" });
    expect(await evaluated()).toBeNull();
    await call("PATCH", `/lists/${id}`, { match_mode: "flag" });
    const { data } = (await call("GET", `/sessions/${sessionId}/list-matches`)).body;
    expect(data).toMatchObject([
      {
        list_id: id,
        match_type: "exact",
        is_false_positive: false,
        session_id: sessionId,
        resolved_by: null,
      },
    ]);
    const match = data[0]?.id ?? "";
    const marked = await Promise.all(
      [1, 2].map(() => call("POST", `/lists/matches/${match}/false-positive`)),
    );
    for (const { body } of marked) expect(body).toMatchObject({ id: match, is_false_positive: true });
    expect(await evaluated()).toBeNull();
    expect((await call("POST", "/lists/matches/lmat_x/false-positive")).status).toBe(404);
    const back = await Promise.all(
      [1, 2].map(() => call("DELETE", `/lists/matches/${match}/false-positive`)),
    );
    for (const { body } of back) expect(body).toMatchObject({ id: match, is_false_positive: false });
    expect(await evaluated()).not.toBeNull();
    for (const type of ["list.match-dismissed", "list.match-restored"])
      expect(await db.auditEvent.count({ where: { organizationPk: organization.pk, type } }), type).toBe(1);
  });

  it("keeps why it is a false positive sealed, tells it in the answer to the person, and erases it", async () => {
    const id = await create("email");
    const item = (await call("POST", `/lists/${id}/items`, { value: mallory })).body.id;
    const at = `/lists/matches/lmat_${item}.${sessionId}/false-positive`;
    const marked = await call("POST", at, { resolution_notes: "His brother called." });
    expect(marked.body).toMatchObject({
      resolution_notes: "His brother called.",
      match_details: { kind: "email", is_partial: false },
      workflow_run_id: null,
    });
    const reads = () =>
      db.auditEvent.count({
        where: { organizationPk: organization.pk, metadata: { path: ["what"], equals: "list notes" } },
      });
    expect(await reads()).toBe(1);
    const dismissals = () =>
      db.auditEvent.count({ where: { organizationPk: organization.pk, type: "list.match-dismissed" } });
    // Without notes, or with the same, it is a repetition; other notes are not dropped unsaid.
    for (const [notes, told, count] of [
      [undefined, "His brother called.", 1],
      ["His brother called.", "His brother called.", 1],
      ["His brother wrote.", "His brother wrote.", 2],
      ["His brother called.", "His brother called.", 3],
    ] as const) {
      expect((await call("POST", at, { resolution_notes: notes })).body.resolution_notes).toBe(told);
      expect(await dismissals()).toBe(count);
    }
    const before = await reads();
    const reviewer: Actor = await createMember(organization, ["reviewer"]);
    await listMatchesOfSession(reviewer, { sessionId });
    expect(await reads()).toBe(before + 1);
    const [mark] = await db.listMark.findMany({ where: { organizationPk: organization.pk } });
    expect(Buffer.from(mark?.sealed ?? []).includes("brother")).toBe(false);
    const officer: Actor = await createMember(organization, ["compliance"]);
    const { false_positives } = await recordOf(officer, sessionId, { hidesLines: false });
    expect(false_positives).toMatchObject([{ list_item: item, notes: "His brother called." }]);
    await redactSession(officer, { sessionId, confirm: sessionId, reason: "asked for" });
    expect(await db.listMark.findFirst({ where: { organizationPk: organization.pk } })).toMatchObject({
      sealed: null,
    });
    expect((await call("POST", at, { resolution_notes: "again" })).status).toBe(404);
  });

  it("is part of the answer to a person", async () => {
    const id = await create("email");
    await call("POST", `/lists/${id}/items`, { value: mallory });
    const officer: Actor = await createMember(organization, ["compliance"]);
    const { list_entries } = await recordOf(officer, sessionId, { hidesLines: false });
    expect(list_entries).toMatchObject([{ list: "Known fraud", email: mallory }]);
  });

  it("is nobody else's, of no other environment, not of a restricted session, and needs a scope", async () => {
    const id = await create("email");
    const item = (await call("POST", `/lists/${id}/items`, { value: mallory })).body.id;
    const match = (await call("GET", `/sessions/${sessionId}/list-matches`)).body.data[0]?.id;
    const own = key;
    const paths = [
      ["GET", `/lists/${id}`],
      ["PATCH", `/lists/${id}`],
      ["POST", `/lists/${id}/archive`],
      ["GET", `/lists/${id}/items`],
      ["GET", `/lists/${id}/items/${item}`],
      ["DELETE", `/lists/${id}/items/${item}`],
      ["GET", `/lists/${id}/items/csv`],
      ["POST", `/lists/matches/${match}/false-positive`],
    ] as const;
    const every = async () =>
      new Set(
        await Promise.all(
          paths.map(
            async ([method, at]) => (await call(method, at, method === "GET" ? undefined : {})).status,
          ),
        ),
      );
    key = await createApiKey(await createOrganization("Other"), ["lists:write", "sessions:read"]);
    expect(await every()).toEqual(new Set([404]));
    expect((await call("POST", "/lists/check", { email: mallory })).body.data).toEqual([]);
    key = await createApiKey(organization, ["lists:write", "sessions:read"], "live");
    expect(await every()).toEqual(new Set([404]));
    key = await createApiKey(organization, ["sessions:read"]);
    expect(await every()).toEqual(new Set([403]));
    key = own;
    await db.session.updateMany({
      where: { organizationPk: organization.pk },
      data: { restrictedAt: new Date() },
    });
    expect((await call("GET", `/sessions/${sessionId}/list-matches`)).status).toBe(404);
    expect((await call("POST", `/lists/matches/${match}/false-positive`)).status).toBe(404);
  });
});

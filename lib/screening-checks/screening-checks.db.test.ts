import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { placeHold } from "@/lib/holds/write";
import { cipherOf, sessionFacts } from "@/lib/records/open";
import { dismissHits } from "@/lib/screening/write";
import { runMonitored } from "@/lib/screening-checks/jobs";
import { listSessionScreening } from "@/lib/screening-checks/read";
import { createCheck, screenSession } from "@/lib/screening-checks/write";
import { screeningDue } from "@/lib/screening-runs/due";
import { trigramsOf } from "@/lib/watchlists/policy";
import { callPath } from "@/test/api";
import { receiveWebhooks } from "@/test/case-scene";
import {
  createApiKey,
  createMember,
  createOrganization,
  importFor,
  removeAllSessions,
  sampleAs,
  sampleBundle,
  type TestOrganization,
} from "@/test/factories";
import { db } from "@/test/test-db";
import { zoneSpecimens } from "@/test/zone-specimens";

let organization: TestOrganization;
let admin: Actor;
let key: string;
const sessionId = "ses_aaaaaaaaaaaaaaaaaaaaaaaaaa";

beforeEach(async () => {
  await removeAllSessions();
  organization = await createOrganization("Northwind Bank");
  admin = await createMember(organization, ["admin"]);
  await importFor(admin, {
    ...sampleAs(sessionId, { external_ref: "cust_1" }),
    screening: [],
    review_case: null,
  });
  key = await createApiKey(organization, [
    "checks:write",
    "lists:write",
    "identities:write",
    "sessions:read",
    "redact:write",
  ]);
});

type Hit = { id: string; name: string; match_score: number; match_types: string[]; is_dismissed: boolean };
type Body = Record<string, unknown> & {
  id: string;
  status: string;
  error: string;
  detail: string;
  data: Body[];
  hits: Hit[];
  tags: string[];
  fields: { field: string; message: string }[];
  result: Record<string, unknown> & { matched_against: object[] };
  pagination: { total: number; next_cursor: string | null };
};

async function call(method: string, at: string, body?: unknown, headers: Record<string, string> = {}) {
  const isForm = body instanceof FormData;
  const answer = await callPath(method, `/api/v1${at}`, {
    headers: { "X-API-Key": key, ...(!isForm && { "Content-Type": "application/json" }), ...headers },
    ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Body };
}

const upload = (id: string, csv: string) => {
  const form = new FormData();
  form.set("file", new File([csv], "list.csv"));
  return call("PUT", `/watchlists/${id}/entries`, form);
};
const csv = `id,schema,name,aliases,birth_date,countries,dataset
Q1,Person,Ayman Gaddafi,"Aiman Kaddafi; Abu Müller",1961-03-01,ly,x
Q2,Person,Jürgen Meier-Schmidt,,1970,de,x
Q3,Organization,Blue Harbour Shipping,,,pa,x
`;

async function loaded(more: object = {}): Promise<string> {
  const { id } = (await call("POST", "/watchlists", { name: "OFAC SDN", check_type: "sanction", ...more }))
    .body;
  expect((await upload(id, csv)).body).toMatchObject({
    imported: 3,
    ignored_columns: ["dataset"],
    watchlist: { version: 1, entry_count: 3 },
  });
  return id;
}
const person = {
  external_ref: "cust_1",
  name_first: "Jurgen",
  name_last: "Meier Schmidt",
  birthdate: "1970-05-05",
};
const run = async (more: object = {}, headers = {}) =>
  (await call("POST", "/checks", { check_type: "sanction", ...person, ...more }, headers)).body;

describe("watchlists", () => {
  it("are replaced as a whole, and refused as a whole with the lines that are wrong", async () => {
    const id = await loaded();
    const wrong = await upload(id, "name,countries\nA B,de\n,fr\nonly one cell\n");
    expect(wrong).toMatchObject({ status: 422, body: { error: "validation_error" } });
    expect(wrong.body.fields).toEqual([
      { field: "line 3", message: "has no name" },
      { field: "line 4", message: "has 1 cells, and the first line 2" },
    ]);
    for (const bad of ["who,what\na,b\n", "", 'name\n"x', "name\n"])
      expect((await upload(id, bad)).status, bad).toBe(422);
    const bytes = new FormData();
    bytes.set("file", new File([Uint8Array.from([0x6e, 0xff, 0xfe])], "x.csv"));
    expect((await call("PUT", `/watchlists/${id}/entries`, bytes)).status).toBe(422);
    expect((await call("PUT", `/watchlists/${id}/entries`, new FormData())).status).toBe(422);
    expect((await call("GET", `/watchlists/${id}`)).body).toMatchObject({
      version: 1,
      entry_count: 3,
      threshold: 0.6,
    });
    const [one, two] = await Promise.all([upload(id, "name;country\nOne;de\n"), upload(id, "name\nTwo\n")]);
    expect([one.body, two.body].map((each) => (each.watchlist as Body).version).sort()).toEqual([2, 3]);
    const { data, pagination } = (await call("GET", `/watchlists/${id}/entries`)).body;
    expect([data.length, pagination.total]).toEqual([1, 1]);
    // Nothing of older versions is kept, nor what an upload left that was cut off afterwards.
    const stored = async () => [await db.watchlistEntry.count(), await db.watchlistName.count()];
    const [entries, names] = await stored();
    const {
      pk: watchlistPk,
      organizationPk,
      environment,
    } = await db.watchlist.findFirstOrThrow({ where: { id } });
    await db.watchlistEntry.create({
      data: {
        organizationPk,
        environment,
        watchlistPk,
        version: 1,
        line: 9,
        name: "Left",
        aliases: [],
        countries: [],
      },
    });
    await runMonitored();
    expect(await stored()).toEqual([entries, names]);
    expect([entries, names]).toEqual([1, 1]);
    await upload(id, csv);
    expect((await call("GET", `/watchlists/${id}/entries?q=muller`)).body.data).toMatchObject([
      { name: "Ayman Gaddafi", aliases: ["Aiman Kaddafi", "Abu Müller"], reference: "Q1", line: 2 },
    ]);
    expect((await call("GET", `/watchlists/${id}/entries?q=%25`)).body.data).toEqual([]);
    expect((await call("GET", `/watchlists/${id}/entries?limit=2&offset=2`)).body.data).toHaveLength(1);
    expect((await call("PATCH", `/watchlists/${id}`, { threshold: 0.9 })).body.threshold).toBe(0.9);
    expect((await call("PATCH", `/watchlists/${id}`, { threshold: 0.1 })).status).toBe(422);
    expect((await call("DELETE", `/watchlists/${id}`)).body).toEqual({ id, status: "deleted" });
    expect((await call("GET", `/watchlists/${id}`)).status).toBe(404);
    expect(await db.watchlistName.count({ where: { organizationPk: organization.pk } })).toBe(0);
  });

  it("are the organization's and the environment's own", async () => {
    const id = await loaded();
    const own = key;
    const others = [
      await createApiKey(await createOrganization("Other"), ["lists:write"]),
      await createApiKey(organization, ["lists:write"], "live"),
    ];
    for (key of others) {
      expect((await call("GET", "/watchlists")).body.data).toEqual([]);
      for (const [method, at] of [
        ["GET", ""],
        ["PATCH", ""],
        ["GET", "/entries"],
        ["DELETE", ""],
      ] as const)
        expect(
          (await call(method, `/watchlists/${id}${at}`, method === "PATCH" ? {} : undefined)).status,
        ).toBe(404);
      expect((await upload(id, csv)).status).toBe(404);
    }
    key = await createApiKey(organization, ["lists:read"]);
    expect((await upload(id, csv)).status).toBe(403);
    key = own;
    expect(
      (await call("GET", "/watchlists", undefined, { "Key-Inflection": "camel" })).body.data,
    ).toMatchObject([{ id, checkType: "sanction", entryCount: 3 }]);
  });
});

describe("a check", () => {
  it("finds a name on a list that was folded by earlier rules, and compares no first name alone", async () => {
    const id = await loaded();
    await upload(id, "name\nMaria Neto\n");
    const maria = { name_first: "Maria", name_last: "Neto" };
    expect((await run(maria)).result.matched_against).toHaveLength(1);
    expect(await run(maria)).toMatchObject({ hit_count: 1 });
    // As an upload before the second rules left it: without its last name.
    const trigrams = trigramsOf("MARIA");
    await db.watchlistName.updateMany({
      where: { folded: "MARIA NETO" },
      data: { folded: "MARIA", trigrams },
    });
    await db.watchlist.updateMany({ where: { id }, data: { folding: 1 } });
    expect(await run(maria)).toMatchObject({ hit_count: 1 });
    await db.watchlist.updateMany({ where: { id }, data: { folding: 2 } });
    expect(await run(maria)).toMatchObject({ hit_count: 0 });
  });

  it("never says clear when nothing was compared", async () => {
    expect(await run()).toMatchObject({
      status: "error",
      has_match: false,
      result: {
        reason: "no_watchlist",
        detail: "No watchlist for sanction is loaded here.",
        matched_against: [],
      },
    });
    const { data } = (await call("GET", "/checks")).body;
    await call("POST", `/checks/${data[0]?.id}/dismiss`, {});
    expect((await call("GET", `/checks/${data[0]?.id}`)).body.status).toBe("error");
    await call("POST", "/watchlists", { name: "Empty", check_type: "sanction" });
    expect((await run()).status).toBe("error");
    expect(await run({ check_type: "email_risk", email: "a@b.example" })).toMatchObject({
      status: "error",
      provider: null,
      monitoring_enabled: false,
      result: { reason: "no_source" },
    });
    const ssn = await run({ check_type: "ssn_verification", ssn: "987-65-4321" });
    expect(JSON.stringify([ssn, (await call("GET", `/sessions/${sessionId}/export`)).body])).not.toContain(
      "987-65",
    );
  });

  it("finds similar names, says what it compared with, and is part of the session's export", async () => {
    const list = await loaded();
    await receiveWebhooks(organization);
    const made = await run({ enable_monitoring: true }, { "Idempotency-Key": "check-1" });
    expect(made).toEqual({
      id: expect.stringMatching(/^schk_/),
      check_type: "sanction",
      status: "hit",
      has_match: true,
      hit_count: 1,
      provider: "aml_screening",
      session_id: sessionId,
      identity_id: null,
      external_ref: "cust_1",
      monitoring_enabled: true,
      is_sandbox: true,
      tags: [],
      batch_id: null,
      pep_risk_tier: null,
      pep_recommended_action: null,
      redacted_at: null,
      last_checked_at: expect.any(String),
      created_at: expect.any(String),
      expires_at: null,
      result: {
        match_count: 1,
        highest_score: expect.any(Number),
        reason: null,
        detail: null,
        is_capped: false,
        matched_against: [{ id: list, name: "OFAC SDN", version: 1, entries: 3, threshold: 0.6 }],
      },
    });
    const again = [1, 2].map(() => run({ enable_monitoring: true }, { "Idempotency-Key": "check-1" }));
    expect(await Promise.all(again)).toEqual([made, made]);
    const one = (await call("GET", `/checks/${made.id}`)).body;
    expect(one.hits).toMatchObject([{ match_types: ["name_exact", "year_of_birth"], is_dismissed: false }]);
    const { screening } = (await call("GET", `/sessions/${sessionId}/export`)).body as unknown as {
      screening: Record<string, unknown>[];
    };
    expect(screening).toMatchObject([
      {
        id: made.id,
        subject: { nameLast: "Meier Schmidt" },
        hits: [{ name: "Jürgen Meier-Schmidt", reference: "Q2" }],
      },
    ]);
    for (const at of [
      "/checks",
      `/sessions/${sessionId}/checks`,
      "/checks?status=hit&check_type=sanction&external_ref=cust_1",
    ])
      expect((await call("GET", at)).body.data, at).toEqual([made]);
    expect((await call("GET", `/sessions/${sessionId}/checks?check_type=pep`)).body.data).toEqual([]);
    expect(await run({ name_first: "Aiman", name_last: "Kadafi", birthdate: "1999-01-01" })).toMatchObject({
      status: "hit",
    });
    expect(await run({ name_first: "Nobody", name_last: "Else" })).toMatchObject({
      status: "clear",
      hit_count: 0,
    });
    const told = await db.webhookDelivery.findMany({
      where: { organizationPk: organization.pk, event: "screening.completed", endpointPk: { not: null } },
    });
    expect(told.map(({ payload }) => payload)).toContainEqual(
      expect.objectContaining({
        session_id: sessionId,
        check_id: made.id,
        check_type: "sanction",
        has_match: true,
      }),
    );
    // Nothing of the person is readable in the database.
    const rows = await db.screeningCheck.findMany({ where: { organizationPk: organization.pk } });
    expect(
      JSON.stringify(rows.map(({ sealed: _, pk: _pk, organizationPk: _o, sessionPk: _s, ...row }) => row)),
    ).not.toMatch(/Meier/);
  });

  it("is dismissed, tagged, run again, paused and redacted", async () => {
    const list = await loaded();
    const { id } = await run({ enable_monitoring: true });
    expect((await call("POST", `/checks/${id}/dismiss`, { reason: "other person" })).body).toEqual({
      check_id: id,
      dismissed_count: 1,
    });
    expect((await call("GET", `/checks/${id}`)).body).toMatchObject({
      status: "clear",
      hits: [{ is_dismissed: true }],
    });
    expect((await call("POST", `/checks/${id}/rerun`)).body).toMatchObject({ status: "clear" });
    await upload(list, `${csv}Q4,Person,Juergen Meier Schmidt,,,at,x\n`);
    expect(await runMonitored()).toBe(1);
    expect(await runMonitored()).toBe(0);
    const again = (await call("GET", `/checks/${id}`)).body;
    expect(again).toMatchObject({
      status: "hit",
      hit_count: 1,
      result: { matched_against: [{ version: 2 }] },
    });
    expect(again.hits.map((hit) => hit.is_dismissed).sort()).toEqual([false, true]);
    expect((await call("POST", `/checks/${id}/tags`, { tags: ["a", "b"] })).body).toEqual({
      id,
      tags: ["a", "b"],
    });
    expect((await call("PUT", `/checks/${id}/tags`, { tags: ["b", "c"] })).body.tags).toEqual(["b", "c"]);
    expect((await call("DELETE", `/checks/${id}/tags/b`)).body.tags).toEqual(["c"]);
    expect((await call("POST", `/checks/${id}/pause-monitoring`)).body.monitoring_enabled).toBe(false);
    await upload(list, csv);
    expect(await runMonitored()).toBe(0);
    const officer = await createMember(organization, ["compliance"]);
    const held = await placeHold(officer, {
      sessionId,
      reason: "Matter",
      owner: "Legal",
      reviewOn: "2099-01-01",
    });
    expect((await call("POST", `/checks/${id}/redact`, { reason: "asked" })).body).toMatchObject({
      error: "conflict",
    });
    await db.hold.updateMany({
      where: { organizationPk: organization.pk },
      data: { releasedAt: new Date() },
    });
    expect(held.data).toHaveLength(1);
    expect((await call("POST", `/checks/${id}/redact`, { reason: "asked" })).body).toMatchObject({
      id,
      status: "redacted",
    });
    expect((await call("POST", `/checks/${id}/redact`, {})).body.status).toBe("already_redacted");
    expect((await call("GET", `/checks/${id}`)).body).toMatchObject({
      hits: [],
      tags: [],
      redacted_at: expect.any(String),
    });
    for (const at of ["rerun", "tags"])
      expect(
        (await call("POST", `/checks/${id}/${at}`, at === "tags" ? { tags: ["x"] } : {})).status,
        at,
      ).toBe(409);
  });

  it("runs in full as one batch, or not at all", async () => {
    await loaded();
    const { status, body } = await call("POST", "/checks/full", person);
    expect([status, body.data.map((each) => [each.check_type, each.status])]).toEqual([
      201,
      [
        ["sanction", "hit"],
        ["pep", "error"],
        ["adverse_media", "error"],
        ["warning", "error"],
      ],
    ]);
    expect(new Set(body.data.map(({ batch_id }) => batch_id)).size).toBe(1);
    const page = (await call("GET", "/checks?limit=3")).body;
    expect([page.data.length, page.pagination.total]).toEqual([3, 4]);
    expect(
      (await call("GET", `/checks?limit=3&page[after]=${page.pagination.next_cursor}`)).body.data,
    ).toHaveLength(1);
    expect((await call("POST", "/checks/full", { ...person, check_types: ["pep", "ip_risk"] })).status).toBe(
      422,
    );
    expect(await db.screeningCheck.count({ where: { organizationPk: organization.pk } })).toBe(4);
  });

  it("belongs to an identity, whose monitoring can be paused and narrowed", async () => {
    const list = await loaded();
    const other = await loaded({ name: "EU" });
    await call("POST", "/identities", { external_ref: "cust_1" });
    const { id, identity_id: identity } = await run({ enable_monitoring: true });
    expect((await call("GET", "/identities/cust_1/checks")).body.data).toMatchObject([
      { id, identity_id: identity },
    ]);
    expect(
      (await call("PUT", "/identities/cust_1/monitored-lists", { list_ids: [list] })).body.data,
    ).toMatchObject([{ id: list }]);
    expect((await call("PUT", "/identities/cust_1/monitored-lists", { list_ids: ["wl_x"] })).status).toBe(
      422,
    );
    await upload(other, csv);
    expect(await runMonitored()).toBe(0);
    const paused = { monitoring_enabled: false, changed: 1 };
    expect((await call("POST", "/identities/cust_1/pause-monitoring")).body).toMatchObject(paused);
    expect((await call("POST", "/identities/cust_1/pause-monitoring")).body).toMatchObject({
      ...paused,
      changed: 0,
    });
    await upload(list, csv);
    expect(await runMonitored()).toBe(0);
    expect((await call("POST", "/identities/cust_1/resume-monitoring")).body).toMatchObject({ changed: 1 });
    expect(await runMonitored()).toBe(1);
  });

  it("refuses what is incomplete, restricted, somebody else's or out of scope", async () => {
    await loaded();
    expect(
      (await call("POST", "/checks", { check_type: "sanction", external_ref: "cust_1", name_first: "A" }))
        .body.fields,
    ).toEqual([{ field: "name_last", message: "is required for this type of check" }]);
    expect((await call("POST", "/checks", { check_type: "x", ...person })).status).toBe(422);
    expect(await run({ external_ref: "nobody" })).toMatchObject({ error: "validation_error" });
    const { id } = await run();
    const own = key;
    const paths = [
      ["GET", ""],
      ["POST", "/rerun"],
      ["POST", "/redact"],
      ["POST", "/pause-monitoring"],
      ["PUT", "/tags"],
      ["POST", "/dismiss"],
    ] as const;
    const every = () =>
      Promise.all(
        paths.map(
          async ([method, at]) =>
            (
              await call(
                method,
                `/checks/${id}${at}`,
                method === "GET" ? undefined : at === "/tags" ? { tags: [] } : {},
              )
            ).status,
        ),
      );
    key = await createApiKey(organization, ["checks:write"], "live");
    expect(await every()).toEqual([404, 404, 404, 404, 404, 404]);
    expect((await call("GET", "/checks")).body.data).toEqual([]);
    expect(await run()).toMatchObject({ error: "validation_error" });
    key = await createApiKey(organization, ["sessions:read"]);
    expect(await every()).toEqual([403, 403, 403, 403, 403, 403]);
    expect((await call("POST", "/checks", { check_type: "sanction", ...person })).status).toBe(403);
    key = own;
    await db.session.updateMany({
      where: { organizationPk: organization.pk },
      data: { restrictedAt: new Date() },
    });
    expect(await every()).toEqual([404, 404, 404, 404, 404, 404]);
    expect((await call("GET", "/checks")).body.data).toEqual([]);
    expect(await run()).toMatchObject({ error: "validation_error" });
  });
});

describe("a check that a member runs", () => {
  const { first_name, last_name } = sampleBundle().result?.extracted_data ?? {};
  const names = `name\n${first_name} ${last_name}\n`;
  const by = (actor: Actor) => screenSession(actor, { sessionId });
  const due = async (actor: Actor) => {
    const { watchlists, isDue } = await listSessionScreening(actor, { sessionId });
    return [watchlists, isDue];
  };

  it("keeps its hits once, however often it is run, and names the member", async () => {
    const [anna, ben] = [
      await createMember(organization, ["reviewer"]),
      await createMember(organization, ["compliance"]),
    ];
    await expect(by(anna)).rejects.toMatchObject({
      code: "conflict",
      message: "No watchlist is loaded here.",
    });
    expect(await due(anna)).toEqual([0, false]);
    const { id } = (await call("POST", "/watchlists", { name: "UN", check_type: "pep" })).body;
    await upload(id, names);
    expect(await due(anna)).toEqual([1, true]);
    const both = await Promise.all([by(anna), by(ben)]);
    expect(both.map(({ data }) => data.map(({ checkType, hitCount }) => [checkType, hitCount]))).toEqual([
      [["pep", 1]],
      [["pep", 1]],
    ]);
    expect(await due(anna)).toEqual([1, false]);
    const [check, ...others] = (await listSessionScreening(anna, { sessionId })).data;
    expect([check?.hits.length, others]).toEqual([1, []]);
    await dismissHits(anna, { checkId: check?.id ?? "", reasonCode: "other" });
    await upload(id, names);
    expect(await due(anna)).toEqual([1, true]);
    expect((await by(anna)).data).toMatchObject([{ id: check?.id, status: "clear", hitCount: 0 }]);
    const events = await db.auditEvent.findMany({
      where: { organizationPk: organization.pk, type: "screening.check-run", resourceId: sessionId },
      orderBy: { sequence: "asc" },
    });
    expect(new Set(events.map(({ actorId }) => actorId))).toEqual(new Set([anna.id, ben.id]));
    expect(events).toHaveLength(3);
  });

  it("refuses without the permission, a name, a session that may be worked on, and for monitoring", async () => {
    const anna = await createMember(organization, ["reviewer"]);
    const { id } = (await call("POST", "/watchlists", { name: "UN", check_type: "pep" })).body;
    await upload(id, names);
    for (const role of ["auditor", "admin"] as const)
      await expect(by(await createMember(organization, [role]))).rejects.toMatchObject({ code: "forbidden" });
    const monitored = { ...{ externalRef: "cust_1", nameFirst: "A", nameLast: "B" }, enableMonitoring: true };
    await expect(createCheck(anna, { ...monitored, checkType: "pep" })).rejects.toMatchObject({
      code: "forbidden",
    });
    const other = await createMember(organization, ["reviewer"], { environment: "live" });
    await expect(by(other)).rejects.toMatchObject({ code: "not_found" });
    await db.session.updateMany({ where: { id: sessionId }, data: { restrictedAt: new Date() } });
    await expect(by(anna)).rejects.toMatchObject({ code: "not_found" });
    // Who may read it all the same is not offered what would be refused.
    const facts = await db.session.findFirstOrThrow({ where: { id: sessionId }, select: sessionFacts });
    const cipher = await cipherOf(anna, "session", facts);
    expect(await screeningDue(anna, facts, cipher)).toEqual({
      ...{ watchlists: 1, isComparable: true, isDue: false },
    });
    await db.session.updateMany({ where: { id: sessionId }, data: { restrictedAt: null } });
    await importFor(admin, {
      ...sampleAs("ses_nameless", { fields: undefined }),
      ...{ screening: [], review_case: null, result: null },
    });
    await expect(screenSession(anna, { sessionId: "ses_nameless" })).rejects.toMatchObject({
      message: "No last name of the person is known that can be compared.",
    });
    expect(await listSessionScreening(anna, { sessionId: "ses_nameless" })).toMatchObject({
      ...{ isComparable: false, isDue: false },
    });
    await call("DELETE", `/sessions/${sessionId}/data?reason=asked%20for%20by%20the%20person`);
    await expect(by(anna)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringMatching(/redacted/),
    });
    expect(await db.screeningCheck.count()).toBe(0);
  });
});

describe("the names of a session", () => {
  type Name = [first: string, last: string];
  const zone = [...(zoneSpecimens[0]?.lines ?? [])];
  /** Imports the session with the name that was read, another that was stated, and those in other places. */
  const named = (read: Name, stated?: Name, more: { mrz?: string[]; details?: object } = {}) => {
    const sample = sampleAs(sessionId, { external_ref: "cust_1" });
    const nameIn = ([first_name, last_name]: Name) => ({ first_name, last_name });
    imports++;
    return importFor(admin, {
      ...sample,
      session: {
        ...sample.session,
        updated_at: `2030-01-01T00:00:${String(imports).padStart(2, "0")}Z`,
        fields: { ...(stated && nameIn(stated)), ...(more.mrz && { mrz: more.mrz }) },
      },
      result: sample.result && { ...sample.result, extracted_data: nameIn(read) },
      verifications: [
        { policy: "document_ocr", attempt: 1, status: "passed" as const, details: more.details ?? {} },
      ],
      ...{ screening: [], review_case: null },
    });
  };
  let imports = 0;
  let anna: Actor;
  let list: string;
  beforeEach(async () => {
    imports = 0;
    anna = await createMember(organization, ["reviewer"]);
    list = (await call("POST", "/watchlists", { name: "UN", check_type: "sanction" })).body.id;
  });
  const isDue = async () => (await listSessionScreening(anna, { sessionId })).isDue;
  const screened = async () => (await screenSession(anna, { sessionId })).data;
  const stateOf = async (id: string) => {
    const { status, has_match, hit_count, hits } = (await call("GET", `/checks/${id}`)).body;
    return [status, has_match, hit_count, hits.map((hit) => hit.is_dismissed)];
  };

  it("are each due for each list, whatever other names were compared", async () => {
    await named(["Ida", "Blum"]);
    await upload(list, "name\nIda Blumenthal\n");
    expect((await run()).status).toBe("clear");
    expect(await run({ name_last: "—" })).toMatchObject({ result: { reason: "no_name" } });
    expect(await isDue()).toBe(true);
    expect(await screened()).toMatchObject([{ status: "clear" }]);
    expect(await isDue()).toBe(false);
    // The name was misread.
    await named(["Ida", "Blumenthal"]);
    expect(await isDue()).toBe(true);
    expect(await screened()).toMatchObject([{ status: "hit" }]);
    expect(await isDue()).toBe(false);
    // Written otherwise it is the same name; a check of another type says nothing of this list.
    await named(["IDA", "BLUMENTHAL"]);
    expect(await isDue()).toBe(false);
    const other = (await call("POST", "/watchlists", { name: "PEP", check_type: "pep" })).body.id;
    await upload(other, "name\nNobody Else\n");
    expect(await isDue()).toBe(true);
    await run({ check_type: "pep", name_first: "Ida", name_last: "Blumenthal" });
    expect(await isDue()).toBe(false);
  });

  it.each([
    ["a typed zone", { mrz: zone }, "Anna Maria Eriksson"],
    ["a zone that was read", { details: { mrz_lines: zone, source: "zone" } }, "Anna Maria Eriksson"],
    ["a barcode", { details: { barcode: { first_name: "Mike", last_name: "Sample" } } }, "Mike Sample"],
  ])("are also those in %s", async (_, more, name) => {
    await named(["Ida", "Blum"], ["Ida", "Blum"], more);
    await upload(list, "name\nNobody Else\n");
    expect(await screened()).toHaveLength(2);
    expect(await isDue()).toBe(false);
    await upload(list, `name\n${name}\n`);
    expect(await isDue()).toBe(true);
    expect((await screened()).map(({ status }) => status).toSorted()).toEqual(["clear", "hit"]);
    expect(await isDue()).toBe(false);
  });

  it.each([
    ["stated", ["Erika", "Mustermann"], ["Erika Maria", "Mustermann"]],
    ["read", ["Erika Maria", "Mustermann"], ["Erika", "Mustermann"]],
  ] as [string, Name, Name][])(
    "share what was decided on an entry that was first found for the one that was %s",
    async (_, first, second) => {
      const entry = "id,name\nQ1,Erika Mustermann\n";
      await upload(list, entry);
      await named(first);
      const [a] = await screened();
      await named(second, first);
      const kept = await screened();
      const b = kept.find(({ id }) => id !== a?.id);
      if (!a || !b) throw new Error("There are no two checks.");
      expect(await stateOf(a.id)).toEqual(["hit", true, 1, [false]]);
      // Its name is similar to the entry, so that it is not clear; the hit is there once.
      expect(await stateOf(b.id)).toEqual(["hit", true, 0, []]);
      expect(b.result.detail).toContain(a.id);
      await call("POST", `/checks/${a.id}/dismiss`, {});
      expect([await stateOf(a.id), await stateOf(b.id)]).toEqual([
        ["clear", false, 0, [true]],
        ["clear", false, 0, []],
      ]);
      // Whichever check runs again, and whichever name comes first.
      await upload(list, `${entry}Q2,Nobody Else\n`);
      for (const { id } of [b, a]) await call("POST", `/checks/${id}/rerun`);
      await named(first, second);
      await screened();
      await db.screeningCheck.updateMany({ where: { id: b.id }, data: { monitoringEnabled: true } });
      await upload(list, `${entry}Q3,Nobody Else\n`);
      expect(await runMonitored()).toBe(1);
      expect(await db.screeningHit.count({ where: { organizationPk: organization.pk } })).toBe(1);
      expect([await stateOf(a.id), await stateOf(b.id)]).toEqual([
        ["clear", false, 0, [true]],
        ["clear", false, 0, []],
      ]);
      const { hits } = (await call("GET", `/checks/${a.id}`)).body;
      await call("POST", `/checks/${a.id}/reopen`, { hit_ids: hits.map(({ id }) => id) });
      expect(await stateOf(b.id)).toEqual(["hit", true, 0, []]);
      // What was decided goes with the check that was redacted: the entry is found anew.
      await call("POST", `/checks/${a.id}/redact`, { reason: "asked" });
      await call("POST", `/checks/${b.id}/rerun`);
      expect(await stateOf(b.id)).toEqual(["hit", true, 1, [false]]);
    },
  );

  it("leave a person as a caller has named them, and take their own from the session again", async () => {
    await upload(list, "name\nNobody Else\n");
    await named(["Jurgen", "Meier Schmidt"], ["Ida", "Blum"]);
    const { id } = await run({ email: "j@example.org", phone: "+49 30 1" });
    const kept = await screened();
    expect(kept.map((each) => each.id)).toContain(id);
    const { screening } = (await call("GET", `/sessions/${sessionId}/export`)).body as unknown as {
      screening: { id: string; subject: object }[];
    };
    const { external_ref: _, ...given } = person;
    expect(screening.find((each) => each.id === id)?.subject).toEqual({
      ...{ nameFirst: given.name_first, nameLast: given.name_last, birthdate: given.birthdate },
      ...{ email: "j@example.org", phone: "+49 30 1" },
    });
  });

  it("of which none can be compared are not monitored", async () => {
    await loaded();
    await call("POST", "/identities", { external_ref: "cust_1" });
    const { id } = await run({ name_last: "—" });
    expect((await call("POST", "/identities/cust_1/resume-monitoring")).body).toMatchObject({ changed: 0 });
    // As an earlier release left it.
    await db.screeningCheck.updateMany({ where: { id }, data: { monitoringEnabled: true } });
    expect([await runMonitored({ isWhole: true }), await runMonitored({ isWhole: true })]).toEqual([0, 0]);
    expect((await call("GET", `/checks/${id}`)).body.monitoring_enabled).toBe(false);
    expect((await call("GET", `/checks/${id}/monitoring-history`)).body.data).toMatchObject([
      { kind: "paused" },
      { kind: "run" },
    ]);
  });
});

describe("a comparison", () => {
  it.each([
    ["Владимир", "Петровский", "Владимир Питровский", "Алексей Сидоров"],
    ["محمد", "العبدالله", "محمود العبدالله", "خالد الحسيني"],
    ["Γεώργιος", "Παπαδόπουλος", "Γεωργιος Παπαδοπουλου", "Νικόλαος Δημητρίου"],
    ["伟明", "王", "王伟明", "李小龙"],
    ["伟", "王", "王伟", "张敏"],
    ["Ivan", "Петровский", "Ivan Петровски", "Ivan Сидоров"],
    ["민준", "김", "김 민준", "이 서연"],
  ])(
    "of %s %s finds %s and not %s, whatever the locale of the database",
    async (name_first, name_last, near, far) => {
      const { id } = (await call("POST", "/watchlists", { name: "UN", check_type: "sanction" })).body;
      await upload(id, `name\n${far}\n`);
      expect(await run({ name_first, name_last })).toMatchObject({ status: "clear", hit_count: 0 });
      await upload(id, `name\n${far}\n${near}\n`);
      expect(await run({ name_first, name_last })).toMatchObject({ status: "hit", hit_count: 1 });
    },
  );

  it("with nothing to compare is an error, and no entry is without a name", async () => {
    const list = await loaded();
    for (const name_last of ["—", ".", "n/a", "\u3164"])
      expect(await run({ name_last, enable_monitoring: true }), name_last).toMatchObject({
        status: "error",
        has_match: false,
        monitoring_enabled: false,
        result: { reason: "no_name", matched_against: [] },
      });
    expect(await run({ name_first: "FNU", name_last: "Meier-Schmidt Jürgen" })).toMatchObject({
      status: "hit",
    });
    expect((await upload(list, "name\n\u3164\n")).body.fields).toEqual([
      { field: "line 2", message: "has no name" },
    ]);
  });

  it("of a restricted session waits until the restriction is lifted, also when its list has been compared", async () => {
    const list = await loaded();
    await run({ enable_monitoring: true });
    await upload(list, csv);
    const restrict = (restrictedAt: Date | null) =>
      db.session.updateMany({ where: { organizationPk: organization.pk }, data: { restrictedAt } });
    await restrict(new Date());
    expect(await runMonitored()).toBe(0);
    const where = { organizationPk: organization.pk };
    expect(await db.watchlist.findMany({ where, select: { comparedVersion: true } })).toEqual([
      { comparedVersion: 2 },
    ]);
    await restrict(null);
    expect(await runMonitored()).toBe(0);
    expect(await runMonitored({ isWhole: true })).toBe(1);
  });

  it("that ran while a list was uploaded is made again, once", async () => {
    const list = await loaded();
    const { id } = await run({ enable_monitoring: true });
    await upload(list, `${csv}Q4,Person,Juergen Meier Schmidt,,,at,x\n`);
    // The upload took its time before the check, and was committed after it.
    await db.watchlist.updateMany({
      where: { organizationPk: organization.pk },
      data: { uploadedAt: new Date("2020-01-01") },
    });
    await receiveWebhooks(organization);
    const passes = await Promise.all([runMonitored(), runMonitored(), runMonitored()]);
    expect(passes.reduce((sum, each) => sum + each, 0)).toBe(1);
    expect((await call("GET", `/checks/${id}`)).body).toMatchObject({ hit_count: 2 });
    const told = { organizationPk: organization.pk, event: "screening.completed", endpointPk: { not: null } };
    expect(await db.webhookDelivery.count({ where: told })).toBe(1);
    const events = { organizationPk: organization.pk, type: "screening.check-run" };
    expect(await db.auditEvent.count({ where: events })).toBe(2);
    expect(await runMonitored()).toBe(0);
  });

  it("of narrowed monitoring reports hits of these lists only, which cannot be deleted meanwhile", async () => {
    const [list, other] = [await loaded(), await loaded({ name: "EU" })];
    await call("POST", "/identities", { external_ref: "cust_1" });
    const { id } = await run({ enable_monitoring: true, name_first: "Nora", name_last: "Quill" });
    const narrow = (list_ids: string[]) => call("PUT", "/identities/cust_1/monitored-lists", { list_ids });
    await narrow([list]);
    for (const each of [list, other]) await upload(each, `${csv}Q5,Person,Nora Quill,,,pa,x\n`);
    expect(await runMonitored()).toBe(1);
    const listsOf = async () => {
      const hits = await db.screeningHit.count({ where: { organizationPk: organization.pk } });
      const { matched_against } = (await call("GET", `/checks/${id}`)).body.result;
      return [hits, matched_against];
    };
    expect(await listsOf()).toEqual([1, [expect.objectContaining({ id: list, version: 2 })]]);
    expect(await call("DELETE", `/watchlists/${list}`)).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining("1 identity") },
    });
    expect((await call("GET", `/watchlists/${list}`)).body.entry_count).toBe(4);
    await narrow([]);
    expect([await runMonitored(), await runMonitored()]).toEqual([1, 0]);
    expect((await listsOf())[0]).toBe(2);
    expect((await call("DELETE", `/watchlists/${list}`)).status).toBe(200);
    expect(await runMonitored()).toBe(0);
  });

  it("outlives later bundles of the source, and does not refuse them", async () => {
    const sample = sampleAs(sessionId, { external_ref: "cust_1" });
    const [check] = sample.screening ?? [];
    if (!check) throw new Error("The sample has no check.");
    const bundleOn = (day: string) => ({
      ...sample,
      screening: [{ ...check, hits: [{ id: "hit_a", name: "J. Meier", match_score: 0.7 }] }],
      session: { ...sample.session, updated_at: `${day}T00:00:00Z` },
      review_case: null,
    });
    const hitsOf = async (id: string) => (await call("GET", `/checks/${id}`)).body.hits.length;
    await loaded();
    const { id } = await run();
    await call("POST", `/checks/${id}/rerun`);
    await call("POST", `/checks/${id}/dismiss`, {});
    expect(await importFor(admin, bundleOn("2030-01-01"))).toMatchObject({ outcome: "updated" });
    expect((await call("GET", `/checks/${id}`)).body).toMatchObject({
      status: "clear",
      hits: [{ is_dismissed: true }],
    });
    expect(await hitsOf(check.id)).toBe(1);
    expect((await call("POST", `/checks/${check.id}/redact`, { reason: "asked" })).status).toBe(200);
    expect(await importFor(admin, bundleOn("2030-01-02"))).toMatchObject({ outcome: "updated" });
    const exported = (await call("GET", `/sessions/${sessionId}/export`)).body as unknown as object;
    expect(
      await importFor(admin, { ...exported, ...{ session: bundleOn("2030-01-03").session } }),
    ).toMatchObject({ outcome: "updated" });
    expect(await hitsOf(check.id)).toBe(0);
    expect((await call("GET", "/checks")).body.pagination.total).toBe(2);
  });

  it("that was redacted keeps its outcome", async () => {
    await loaded();
    const { id } = await run();
    await call("POST", `/checks/${id}/redact`, { reason: "asked" });
    for (const body of [{}, { hit_ids: ["0"] }])
      expect((await call("POST", `/checks/${id}/dismiss`, body)).status).toBe(409);
    expect((await call("GET", `/checks/${id}`)).body).toMatchObject({ status: "hit", hit_count: 1 });
    expect(await db.screeningCheck.findFirstOrThrow({ where: { id } })).toMatchObject({ sealed: null });
  });
});

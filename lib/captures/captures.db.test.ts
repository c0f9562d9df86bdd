import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createApiKey as createKey } from "@/lib/api-keys/write";
import { findCapturePage } from "@/lib/auth/capture-link";
import { expireLapsed } from "@/lib/captures/jobs";
import { createCase } from "@/lib/cases/write";
import { sendDueMails } from "@/lib/mail/send";
import { digest } from "@/lib/platform/crypto";
import { publishEnv } from "@/lib/platform/env";
import { redactSession } from "@/lib/privacy/write";
import { callPath } from "@/test/api";
import { claimAndApprove } from "@/test/case-scene";
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
import { type MailServer, startMailServer } from "@/test/mail-server";
import { db } from "@/test/test-db";

let organization: TestOrganization;
let key: string;

beforeEach(async () => {
  await removeAllSessions();
  organization = await createOrganization("Northwind Bank");
  key = await createApiKey(organization, ["sessions:write", "sessions:read", "verifications:read"]);
});

type Texts = Record<
  | "id"
  | "status"
  | "error"
  | "detail"
  | "capture_url"
  | "qr_code_data_url"
  | "created_at"
  | "expires_at"
  | "case_id",
  string
>;
type Body = Texts & { is_sandbox: boolean; data: object[]; session: Record<string, unknown> };
type Answer = { status: number; body: Body };

async function call(method: string, at: string, body?: unknown, headers: object = {}): Promise<Answer> {
  const answer = await callPath(method, `/api/v1/sessions${at}`, {
    headers: { "X-API-Key": key, "Content-Type": "application/json", ...headers },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  return { status: answer.status, body: await answer.json() };
}

const create = async (body: unknown = {}, headers: object = {}) =>
  (await call("POST", "", body, headers)).body;
const exported = async (id: string) => (await call("GET", `/${id}/export`)).body;
const tokenOf = (captureUrl: string) => captureUrl.split("/verify/")[1] ?? "";
const pageOf = async (captureUrl: string) => (await findCapturePage(tokenOf(captureUrl)))?.state ?? null;
const eventsOf = async (resourceId: string) =>
  (
    await db.auditEvent.findMany({
      where: { resourceId, type: { startsWith: "session." } },
      orderBy: { sequence: "asc" },
    })
  ).map(({ type }) => type);
/** What the log says of a session, without who and when. */
const toldOf = (resourceId: string) =>
  db.auditEvent.findMany({ where: { resourceId }, select: { type: true, metadata: true } });
const listen = () =>
  db.webhookEndpoint.create({
    data: {
      ...{ organizationPk: organization.pk, environment: "sandbox", id: `wh_${organization.id}` },
      ...{ url: "https://a.example", sealedSecret: Buffer.from("x") },
    },
  });
const told = async () =>
  (
    await db.webhookDelivery.findMany({ where: { organizationPk: organization.pk }, orderBy: { pk: "asc" } })
  ).map(({ event }) => event);
/** Lets the time of a session's token pass. */
async function lapse(id: string): Promise<Date> {
  const expiresAt = new Date(Date.now() - 60_000);
  const { pk: sessionPk } = await db.session.update({
    where: { scoped: await scopedOf(id) },
    data: { tokenExpiresAt: expiresAt },
    select: { pk: true },
  });
  await db.oneTimeLink.updateMany({
    where: { organizationPk: organization.pk, sessionPk, status: "active" },
    data: { expiresAt },
  });
  return expiresAt;
}
const scopedOf = async (id: string) => {
  const { pk } = await db.session.findFirstOrThrow({ where: { organizationPk: organization.pk, id } });
  return { organizationPk: organization.pk, environment: "sandbox" as const, pk };
};

describe("creating a session", () => {
  it("needs nothing, and answers with a token of 20 minutes as an address and as a picture", async () => {
    await listen();
    const { status, body } = await call("POST", "", undefined);
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^ses_/),
      status: "pending",
      capture_url: expect.stringMatching(/^http:\/\/localhost:3000\/verify\/[\w-]{43}$/),
      is_sandbox: true,
      created_at: expect.any(String),
      expires_at: expect.any(String),
      external_ref: null,
      qr_code_data_url: expect.stringMatching(/^data:image\/png;base64,/),
      tags: [],
    });
    expect(Date.parse(body.expires_at) - Date.parse(body.created_at)).toBe(20 * 60_000);
    const link = await db.oneTimeLink.findFirstOrThrow({ where: { organizationPk: organization.pk } });
    const token = tokenOf(body.capture_url);
    expect(Buffer.from(link.tokenDigest ?? [])).toEqual(digest(token));
    const rows = JSON.stringify(
      await db.$queryRaw`SELECT s::text, l::text FROM sessions s, one_time_links l`,
    );
    expect(rows).not.toContain(token);
    expect(rows).not.toContain(Buffer.from(token).toString("hex"));
    expect(await eventsOf(body.id)).toEqual(["session.created"]);
    expect(await told()).toEqual(["session.created"]);
    expect((await call("GET", `/${body.id}`)).body).toMatchObject({
      ...{ id: body.id, status: "pending", source: "created", capture_url: body.capture_url },
      ...{ token_expires_at: body.expires_at, metadata: {}, tags: [], checks: null },
    });
  });

  const fields = {
    first_name: "Erika",
    last_name: "Mustermann",
    date_of_birth: "1964-08-12",
    email: "erika@applicant.example",
    address: { line1: "1 Heidestrasse", city: "Köln", zip: "51147" },
  };
  const whole = {
    external_ref: "cust_1",
    metadata: { plan: "gold", camelKey: { "kebab-key": 1 } },
    country: "DE",
    checks: ["document_ocr"],
    workflow_id: "wfl_1",
    redirect_url: "https://shop.example/back",
    tags: ["new", "eu"],
    fields,
  };
  const elsewhere = {
    "name-first": { type: "string", value: "Erika" },
    "name-last": "Mustermann",
    birthdate: "1964-08-12",
    "email-address": "erika@applicant.example",
    "address-street-1": "1 Heidestrasse",
    "address-city": "Köln",
    "address-postal-code": "51147",
  };
  const { external_ref, country, workflow_id, redirect_url, ...rest } = whole;

  it.each([
    ["snake case", whole],
    [
      "camel case",
      { externalRef: external_ref, country, workflowId: workflow_id, redirectUrl: redirect_url, ...rest },
    ],
    [
      "kebab case",
      {
        "external-ref": external_ref,
        country,
        "workflow-id": workflow_id,
        "redirect-url": redirect_url,
        ...rest,
      },
    ],
    [
      "the JSON:API envelope with another platform's names",
      {
        data: {
          type: "inquiry",
          attributes: {
            ...{ "reference-id": external_ref, "country-code": "de", "inquiry-template-id": workflow_id },
            ...{ "redirect-uri": redirect_url, checks: whole.checks, "custom-metadata": whole.metadata },
            ...{ labels: ["new", "eu", "new"], fields: elsewhere, "theme-id": "unknown" },
          },
        },
        meta: { external_ref: "ignored" },
      },
    ],
  ])("takes %s", async (_, body) => {
    const made = await call("POST", "", body);
    expect(made).toMatchObject({ status: 201, body: { external_ref: "cust_1", tags: ["new", "eu"] } });
    const { session } = await exported(made.body.id);
    expect(session).toMatchObject({ ...whole, tags: ["new", "eu"] });
    expect(session.fields).toEqual(fields);
  });

  it("answers in the spelling that was asked for", async () => {
    expect(await create({}, { "Key-Inflection": "camel" })).toHaveProperty("qrCodeDataUrl");
    expect(await create({}, { "Key-Inflection": "kebab" })).toHaveProperty("capture-url");
  });

  it("stores what is pre-filled encrypted, and finds its person by it", async () => {
    const { id } = await create({ fields });
    const rows = JSON.stringify(await db.$queryRaw`SELECT s::text, b::text FROM sessions s, blind_indexes b`);
    expect(rows).not.toContain(Buffer.from("Mustermann").toString("hex"));
    expect(rows).not.toContain("Mustermann");
    const kinds = await db.blindIndex.findMany({ where: { session: { id } }, select: { kind: true } });
    expect(new Set(kinds.map(({ kind }) => kind))).toEqual(
      new Set(["name_and_birth_date", "email", "address"]),
    );
    expect(JSON.stringify(await toldOf(id))).not.toContain("Erika");
  });

  it("goes to the identity of its reference, and makes none before it is completed", async () => {
    const first = await create({ external_ref: "cust_1" });
    expect(await db.identity.count({ where: { organizationPk: organization.pk } })).toBe(0);
    await call("POST", `/${first.id}/simulate`, { action: "approve" });
    const identity = await db.identity.findFirstOrThrow({ where: { organizationPk: organization.pk } });
    expect(identity).toMatchObject({ externalRef: "cust_1", status: "verified" });
    const { id } = await create({ external_ref: "cust_1" });
    const { identityPk } = await db.session.findFirstOrThrow({ where: { id } });
    expect(identityPk).toBe(identity.pk);
  });

  it.each([
    [{ external_ref: "" }, "external_ref"],
    [{ external_ref: "x".repeat(256) }, "external_ref"],
    [{ metadata: Object.fromEntries(Array.from({ length: 51 }, (_, at) => [`k${at}`, at])) }, "metadata"],
    [{ metadata: { a: "ü".repeat(9000) } }, "metadata"],
    [{ fields: { a: "x".repeat(17_000) } }, "fields"],
    [{ fields: [] }, "fields"],
    [{ country: "DEU" }, "country"],
    [{ checks: "document_ocr" }, "checks"],
    [{ redirect_url: "javascript:alert(1)" }, "redirect_url"],
    [{ tags: Array.from({ length: 51 }, (_, at) => `t${at}`) }, "tags"],
    [{ send_email: true }, "applicant_email"],
    [{ send_email: true, applicant_email: "two@a.example,three@a.example" }, "applicant_email"],
    [{ applicant_email: "one@a.example", fields: { email: "two@a.example" } }, "applicant_email"],
    [{ send_email: true, applicant_email: "one@a.example" }, "no mail server"],
    [{ data: { attributes: 7 } }, "object"],
    [[], "object"],
  ] as [unknown, string][])("refuses wrong body %#, and makes nothing", async (body, named) => {
    const answer = await call("POST", "", body);
    expect([answer.status, answer.body.error]).toEqual([422, "validation_error"]);
    expect(JSON.stringify(answer.body)).toContain(named);
    expect(await db.session.count({ where: { organizationPk: organization.pk } })).toBe(0);
  });

  it("needs sessions:create or sessions:write, and makes sessions of the key's environment", async () => {
    for (const [scopes, status] of [
      [["sessions:create"], 201],
      [["sessions:read", "sessions:import"], 403],
    ] as const) {
      const other = await createApiKey(organization, [...scopes]);
      expect((await call("POST", "", {}, { "X-API-Key": other })).status).toBe(status);
    }
    expect((await call("POST", "", {}, { "X-API-Key": "vk_live_wrong" })).status).toBe(401);
    const live = await createApiKey(organization, ["sessions:write", "sessions:read"], "live");
    const made = await create({}, { "X-API-Key": live });
    expect(made.is_sandbox).toBe(false);
    expect((await call("GET", `/${made.id}`)).status).toBe(404);
  });

  it("fifty times at once under one Idempotency-Key makes one session and fifty equal answers", async () => {
    const once = { "Idempotency-Key": "signup-1" };
    const send = () => call("POST", "", { external_ref: "cust_1", fields }, once);
    const answers = await Promise.all(Array.from({ length: 50 }, send));
    const [first] = answers;
    expect(first).toMatchObject({ status: 201, body: { status: "pending" } });
    for (const answer of answers) expect(answer).toEqual(first);
    expect(await db.session.count({ where: { organizationPk: organization.pk } })).toBe(1);
    expect(await send()).toEqual(first);
    expect((await call("POST", "", { external_ref: "cust_2" }, once)).body.error).toBe(
      "idempotency_mismatch",
    );
    // The token is not in what is kept of the call.
    const kept = await db.idempotentAnswer.findFirstOrThrow({ where: { key: "signup-1" } });
    expect(kept.body).toBeNull();
  });
});

describe("capture links", () => {
  it("replace one another, and only the active one has its address", async () => {
    await listen();
    const { id, capture_url: first } = await create();
    const { status, body: link } = await call("POST", `/${id}/generate-one-time-link`, {
      expires_in_minutes: 60,
    });
    expect(status).toBe(200);
    expect(link).toMatchObject({ session_id: id, status: "active" });
    expect(link.qr_code_data_url).toMatch(/^data:image\/png;base64,/);
    expect(Date.parse(link.expires_at) - Date.parse(link.created_at)).toBe(3_600_000);
    expect(link.capture_url).not.toBe(first);
    expect([await pageOf(first), await pageOf(link.capture_url)]).toEqual(["ended", "open"]);
    const { data } = (await call("GET", `/${id}/links`)).body;
    expect(data).toEqual([
      link,
      expect.objectContaining({ status: "revoked", capture_url: null, qr_code_data_url: null }),
    ]);
    expect((await call("GET", `/${id}`)).body).toMatchObject({
      ...{ status: "pending", capture_url: link.capture_url, token_expires_at: link.expires_at },
    });
    expect(await eventsOf(id)).toEqual(["session.created", "session.link-generated"]);
    expect(await told()).toEqual(["session.created", "session.link_generated"]);
    for (const minutes of [0, -1, 1.5, 10_081, "20"])
      expect(
        (await call("POST", `/${id}/generate-one-time-link`, { expires_in_minutes: minutes })).status,
      ).toBe(422);
  });

  it("are generated once per Idempotency-Key", async () => {
    const { id } = await create();
    const send = () => call("POST", `/${id}/generate-one-time-link`, {}, { "Idempotency-Key": "l" });
    const [one, other] = [await send(), await send()];
    expect(other).toEqual(one);
    expect((await call("GET", `/${id}/links`)).body.data).toHaveLength(2);
  });

  it("expire with their time, and with them the session", async () => {
    await listen();
    const { id, capture_url } = await create();
    const at = await lapse(id);
    // True at once, before the job writes it down.
    expect((await call("GET", `/${id}`)).body).toMatchObject({ status: "expired", capture_url: null });
    expect((await call("GET", `/${id}/links`)).body.data).toMatchObject([
      { status: "expired", capture_url: null },
    ]);
    expect(await pageOf(capture_url)).toBe("ended");
    expect((await call("POST", `/${id}/expire`)).status).toBe(400);
    expect((await call("POST", `/${id}/simulate`, { action: "approve" })).status).toBe(400);
    expect(await expireLapsed()).toBe(1);
    expect(await expireLapsed()).toBe(0);
    const row = await db.session.findFirstOrThrow({ where: { id }, include: { links: true } });
    expect(row).toMatchObject({ status: "expired", terminalAt: at, links: [{ status: "expired" }] });
    expect(await eventsOf(id)).toEqual(["session.created", "session.expired"]);
    expect(await told()).toEqual(["session.created", "session.expired"]);
  });

  it("are made anew for an expired or abandoned session", async () => {
    const { id, capture_url: first } = await create();
    await lapse(id);
    await expireLapsed();
    const { status, body } = await call("POST", `/${id}/resume`);
    expect(status).toBe(200);
    expect(Object.keys(body).toSorted()).toEqual([
      "capture_url",
      "expires_at",
      "id",
      "qr_code_data_url",
      "status",
    ]);
    expect(body).toMatchObject({ id, status: "pending" });
    expect([await pageOf(first), await pageOf(body.capture_url)]).toEqual(["ended", "open"]);
    expect((await db.session.findFirstOrThrow({ where: { id } })).terminalAt).toBeNull();
    expect((await call("POST", `/${id}/resume`)).status).toBe(200);
    await call("POST", `/${id}/expire`);
    expect((await call("POST", `/${id}/generate-one-time-link`)).status).toBe(200);
    expect((await call("GET", `/${id}`)).body.status).toBe("pending");
  });

  it("open no page when they are unknown, or their session is restricted or redacted", async () => {
    const { id, capture_url } = await create();
    expect(await findCapturePage("x".repeat(43))).toBeNull();
    expect(await findCapturePage(tokenOf(capture_url))).toMatchObject({ owner: { name: "Northwind Bank" } });
    const where = { scoped: await scopedOf(id) };
    await db.session.update({ where, data: { restrictedAt: new Date() }, select: { pk: true } });
    expect(await pageOf(capture_url)).toBeNull();
    await lapse(id);
    expect(await expireLapsed()).toBe(0);
    await db.session.update({ where, data: { restrictedAt: null }, select: { pk: true } });
    await redactSession(await createMember(organization, ["compliance"]), {
      sessionId: id,
      confirm: id,
      reason: "Asked.",
    });
    expect(await pageOf(capture_url)).toBeNull();
  });
});

describe("an invitation by mail", () => {
  let server: MailServer;
  beforeEach(async () => {
    await db.mail.deleteMany();
    server = await startMailServer();
  });
  afterEach(() => server.stop());

  const invited = {
    send_email: true,
    applicant_email: "erika@applicant.example",
    applicant_name: "Erika M.",
  };
  const again = (id: string) => call("POST", `/${id}/resend-invite`);

  it("is sent with the link, and five times again", async () => {
    const { id, capture_url } = await create(invited);
    for (let sent = 2; sent <= 6; sent++)
      expect(await again(id)).toEqual({ status: 200, body: { id, invites_sent: sent } });
    const refused = await again(id);
    expect([refused.status, refused.body.detail]).toEqual([422, expect.stringContaining("5 times")]);
    await sendDueMails();
    expect(server.mails).toHaveLength(6);
    const [mail] = server.mails;
    expect(mail?.subject).toBe("Northwind Bank: verify your identity");
    expect(mail?.to).toMatchObject({ value: [{ name: "Erika M.", address: "erika@applicant.example" }] });
    expect(mail?.text).toContain(capture_url);
    expect((await exported(id)).session).toMatchObject({
      ...{ send_email: true, applicant_name: "Erika M.", invites_sent: 6 },
      fields: { email: "erika@applicant.example" },
    });
    const events = JSON.stringify(await toldOf(id));
    expect(events).toContain("session.invite-sent");
    expect(events).not.toContain("applicant.example");
  });

  it("is refused for a session without it, and for one that waits for nobody", async () => {
    const { id } = await create({ fields: { email: "erika@applicant.example" } });
    expect((await again(id)).body.detail).toContain("send_email");
    const { id: ended } = await create(invited);
    await call("POST", `/${ended}/expire`);
    expect((await again(ended)).body.detail).toContain("expired");
    // What waited to be sent had a link that no longer works.
    await sendDueMails();
    expect(server.mails).toEqual([]);
  });

  it("is forgotten when its session is redacted", async () => {
    const { id } = await create(invited);
    await sendDueMails();
    await redactSession(await createMember(organization, ["compliance"]), {
      sessionId: id,
      confirm: id,
      reason: "Asked.",
    });
    expect(await db.mail.count({ where: { organizationPk: organization.pk } })).toBe(0);
    expect((await again(id)).status).toBe(400);
  });
});

describe("ending a session", () => {
  it("expires it once, and revokes its link", async () => {
    await listen();
    const { id, capture_url } = await create();
    const { status, body } = await call("POST", `/${id}/expire`);
    expect([status, body]).toEqual([200, { id, status: "expired", expired_at: expect.any(String) }]);
    expect((await call("GET", `/${id}`)).body).toMatchObject({ status: "expired", capture_url: null });
    expect((await call("GET", `/${id}/links`)).body.data).toMatchObject([{ status: "revoked" }]);
    expect(await pageOf(capture_url)).toBe("ended");
    expect((await call("POST", `/${id}/expire`)).body.error).toBe("bad_request");
    expect(await told()).toEqual(["session.created", "session.expired"]);
  });
});

describe("simulating an outcome", () => {
  const simulate = async (action: string) => {
    const { id } = await create({
      external_ref: "cust_1",
      fields: { email: "a@applicant.example" },
      tags: ["vip"],
    });
    return { id, answer: await call("POST", `/${id}/simulate`, { action }) };
  };

  it.each([
    ["approve", "completed", "approved", "session.approved"],
    ["decline", "completed", "rejected", "session.declined"],
  ])("with %s writes a real result and tells it", async (action, status, outcome, event) => {
    await listen();
    const { id, answer } = await simulate(action);
    expect(answer).toEqual({ status: 200, body: { id, action, status, simulated: true } });
    expect((await call("GET", `/${id}`)).body).toMatchObject({
      ...{
        status,
        result_status: outcome,
        document_type: "drivers_license",
        capture_url: null,
        tags: ["vip"],
      },
    });
    expect((await call("GET", `/${id}/result`)).body).toMatchObject({
      ...{ session_id: id, status: outcome, is_sandbox: true, face_match_passed: action === "approve" },
      ...{ extracted_data: { first_name: "Jane", last_name: "Doe", date_of_birth: "1997-06-15" } },
    });
    expect((await call("GET", `/${id}/verifications`)).body.data).toHaveLength(2);
    expect((await exported(id)).session.fields).toEqual({ email: "a@applicant.example" });
    expect(await told()).toEqual(["session.created", event, "identity.created"]);
    for (const again of ["approve", "expire"])
      expect((await call("POST", `/${id}/simulate`, { action: again })).status).toBe(400);
    for (const act of ["resume", "expire", "generate-one-time-link"])
      expect((await call("POST", `/${id}/${act}`)).body.error).toBe("bad_request");
  });

  it("with require-review makes a case that a reviewer decides", async () => {
    await listen();
    const { id, answer } = await simulate("require-review");
    expect(answer.body).toEqual({ id, action: "require-review", status: "under_review", simulated: true });
    const { case_id } = (await call("GET", `/${id}`)).body;
    expect(await told()).toEqual(["session.created", "session.requires-review", "case.created"]);
    expect((await call("POST", `/${id}/expire`)).body.detail).toContain("reviewer");
    await claimAndApprove(await createMember(organization, ["reviewer"]), { caseId: case_id });
    expect((await call("GET", `/${id}/result`)).body.status).toBe("approved");
  });

  it("with expire ends it", async () => {
    const { id, answer } = await simulate("expire");
    expect(answer.body).toEqual({ id, action: "expire", status: "expired", simulated: true });
    expect(await eventsOf(id)).toEqual(["session.created", "session.simulated", "session.expired"]);
  });

  it("is refused in live, and for an unknown action", async () => {
    const { id } = await create();
    expect((await call("POST", `/${id}/simulate`, { action: "reject" })).status).toBe(422);
    const live = { "X-API-Key": await createApiKey(organization, ["sessions:write"], "live") };
    const made = await create({}, live);
    expect((await call("POST", `/${made.id}/simulate`, { action: "approve" }, live)).status).toBe(403);
  });
});

describe("a session that came from a source", () => {
  it("is captured there: no act here changes what the source may still send", async () => {
    const { session, schema_version } = sampleAs("ses_of_a_source", { status: "pending", case_id: null });
    await importFor(actorOf(organization), { schema_version, session });
    const before = await db.session.findFirstOrThrow({ where: { id: "ses_of_a_source" } });
    for (const act of ["generate-one-time-link", "resume", "expire"] as const) {
      const { status, body } = await call("POST", `/ses_of_a_source/${act}`);
      expect({ status, detail: body.detail }).toEqual({
        status: 400,
        detail: "This session was not created here. Its source captures it.",
      });
    }
    expect(await db.session.findFirstOrThrow({ where: { id: "ses_of_a_source" } })).toEqual(before);
  });
});

describe("a session that was created here", () => {
  it("is known as such whatever address the installation has now", async () => {
    const { id } = await create();
    await lapse(id);
    publishEnv({ PUBLIC_URL: "https://moved.example" });
    try {
      expect((await call("GET", `/${id}`)).body.status).toBe("expired");
      expect(await expireLapsed()).toBe(1);
      expect((await db.session.findFirstOrThrow({ where: { id } })).status).toBe("expired");
    } finally {
      publishEnv({ PUBLIC_URL: "" });
    }
  });

  it("does not expire while its case is open", async () => {
    const { id } = await create();
    const lead = await createMember(organization, ["lead"]);
    await createCase(lead, { sessionId: id });
    expect((await call("POST", `/${id}/expire`)).status).toBe(400);
    await lapse(id);
    await expireLapsed();
    expect(await db.session.findFirstOrThrow({ where: { id } })).toMatchObject({ terminalAt: null });
    expect(
      await db.oneTimeLink.findFirstOrThrow({ where: { organizationPk: organization.pk } }),
    ).toMatchObject({
      status: "expired",
    });
  });

  it("takes no link after its sensitive data has expired", async () => {
    const { id } = await create();
    await call("POST", `/${id}/expire`);
    await db.session.update({
      where: { scoped: await scopedOf(id) },
      data: { retentionStatus: "sensitive_redacted" },
    });
    for (const act of ["generate-one-time-link", "resume"])
      expect((await call("POST", `/${id}/${act}`)).status).toBe(400);
  });

  it("has ended when it is redacted, and its link too", async () => {
    const { id, capture_url } = await create();
    await redactSession(actorOf(organization), { sessionId: id });
    const row = await db.session.findFirstOrThrow({ where: { id } });
    expect({ status: row.status, hasEnded: row.terminalAt !== null }).toEqual({
      status: "expired",
      hasEnded: true,
    });
    expect(await pageOf(capture_url)).toBeNull();
    expect(await db.oneTimeLink.count({ where: { organizationPk: organization.pk, status: "active" } })).toBe(
      0,
    );
  });

  it("that cannot be opened keeps no other from expiring", async () => {
    const { id: damaged } = await create();
    await lapse(damaged);
    const { id } = await create();
    await lapse(id);
    await db.session.update({
      where: { scoped: await scopedOf(damaged) },
      data: { sealed: Uint8Array.from([1, 2, 3]) },
    });
    expect(await expireLapsed()).toBe(1);
    expect((await db.session.findFirstOrThrow({ where: { id } })).status).toBe("expired");
  });
});

describe("a publishable key", () => {
  it("sends no mail, and is not told a link again", async () => {
    const publishable = (
      await createKey(await createMember(organization, ["admin"]), { type: "publishable" })
    ).secret;
    const as = { "X-API-Key": publishable, "Idempotency-Key": "visitor-7" };
    expect((await call("POST", "", {}, as)).status).toBe(201);
    const again = await call("POST", "", {}, as);
    expect({ status: again.status, url: again.body.capture_url }).toEqual({ status: 409, url: undefined });
    const mail = { send_email: true, applicant_email: "ada@demo.example" };
    expect((await call("POST", "", mail, { "X-API-Key": publishable })).status).toBe(403);
  });
});

describe("an act on a session", () => {
  const acts = ["generate-one-time-link", "resume", "expire", "simulate"].map(
    (act) => ["POST", act] as const,
  );

  it.each([...acts, ["GET", "links"] as const])("%s %s is refused as every other", async (method, act) => {
    const { id } = await create();
    const body = method === "GET" ? undefined : act === "simulate" ? { action: "approve" } : {};
    const ask = (path: string, headers = {}) => call(method, `/${path}/${act}`, body, headers);
    const [reading, elsewhere] = [
      await createApiKey(organization, [method === "GET" ? "sessions:import" : "sessions:read"]),
      await createApiKey(await createOrganization(), ["sessions:write", "sessions:read"]),
    ];
    expect((await ask(id, { "X-API-Key": "wrong" })).status).toBe(401);
    expect((await ask(id, { "X-API-Key": reading })).status).toBe(403);
    expect((await ask(id, { "X-API-Key": elsewhere })).status).toBe(404);
    expect((await ask("ses_none")).status).toBe(404);
    const where = { scoped: await scopedOf(id) };
    await db.session.update({ where, data: { restrictedAt: new Date() }, select: { pk: true } });
    expect((await ask(id)).status).toBe(404);
    await db.session.update({ where, data: { restrictedAt: null }, select: { pk: true } });
    await redactSession(await createMember(organization, ["compliance"]), {
      sessionId: id,
      confirm: id,
      reason: "Asked.",
    });
    expect((await ask(id)).status).toBe(method === "GET" ? 200 : 400);
  });
});

import { beforeAll, describe, expect, it } from "vitest";
import { digest } from "@/lib/platform/crypto";
import { env, publishEnv } from "@/lib/platform/env";
import { listFilterValues } from "@/lib/sessions/read";
import { callPath, signedInHeaders } from "@/test/api";
import {
  actorOf,
  createApiKey,
  createMember,
  createOrganization,
  importFor,
  sampleAs,
  type TestOrganization,
} from "@/test/factories";
import { db } from "@/test/test-db";

let organization: TestOrganization;
let full: string;

beforeAll(async () => {
  organization = await createOrganization();
  full = await createApiKey(organization, [
    "sessions:read",
    "sessions:write",
    "redact:write",
    "verifications:read",
  ]);
  for (let at = 0; at < 7; at++)
    await importFor(
      actorOf(organization),
      sampleAs(`ses_${at}`, { tags: at % 2 ? ["odd"] : ["even"], country: at < 3 ? "US" : "DE" }),
    );
});

const get = (path: string, headers: Record<string, string> = {}) =>
  callPath("GET", path, { headers: { "X-API-Key": full, ...headers } });
const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  callPath("POST", path, { body, headers: { "X-API-Key": full, ...headers } });

describe("keys", () => {
  it("are spelled as requested, except the customer's own", async () => {
    const keysOf = async (inflection?: string) => {
      const { data } = await (
        await get("/api/v1/sessions?limit=1", inflection ? { "Key-Inflection": inflection } : {})
      ).json();
      return [Object.keys(data[0]).find((name) => /external/.test(name)), Object.keys(data[0].metadata)];
    };
    expect(await keysOf()).toEqual(["external_ref", ["customer_id", "source"]]);
    expect(await keysOf("camel")).toEqual(["externalRef", ["customer_id", "source"]]);
    expect(await keysOf("kebab")).toEqual(["external-ref", ["customer_id", "source"]]);
    expect((await get("/api/v1/sessions", { "Key-Inflection": "shouting" })).status).toBe(400);
  });

  it("are accepted in any spelling", async () => {
    for (const name of ["session_ids", "sessionIds", "session-ids"]) {
      const answer = await (
        await post("/api/v1/sessions/bulk-redact", JSON.stringify({ [name]: ["ses_nobody"] }))
      ).json();
      expect(answer.results).toEqual([
        { session_id: "ses_nobody", status: "not_found", documents_removed: 0 },
      ]);
    }
  });

  it("of the result are the contract's", async () => {
    const answer = await (await get("/api/v1/sessions/ses_0/result")).json();
    expect(answer).toEqual(
      expect.objectContaining({
        session_id: "ses_0",
        face_match_score: 0.92,
        sensitive_data_expired: false,
        rejection_reason_code: "document_unreadable",
      }),
    );
    expect(answer.extracted_data.address).toEqual({
      line1: "123 Maple Street",
      line2: "Apt 4B",
      city: "Springfield",
      state: "IL",
      zip: "62704",
    });
  });
});

describe("authentication", () => {
  it("accepts the key in every documented way", async () => {
    const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;
    for (const Authorization of [
      `ApiKey ${full}`,
      `Bearer ${full}`,
      basic(`${full}:`),
      basic(`any:${full}`),
    ]) {
      const answer = await callPath("GET", "/api/sessions/ses_0", { headers: { Authorization } });
      expect(answer.status).toBe(200);
      expect(Object.keys(await answer.json())).toEqual(["id", "status", "properties", "files", "metadata"]);
    }
  });

  it("refuses a key that is inactive, expired, or not allowed from this address", async () => {
    for (const data of [
      { isActive: false },
      { expiresAt: new Date(0) },
      { allowedIps: ["198.51.100.0/24"] },
    ]) {
      const secret = await createApiKey(organization, ["sessions:read"]);
      await db.apiKey.updateMany({
        where: { organizationPk: organization.pk, scopes: { equals: ["sessions:read"] } },
        data,
      });
      const answer = await callPath("GET", "/api/v1/sessions", {
        headers: { "X-API-Key": secret, "X-Client-Address": "192.0.2.1" },
      });
      expect(answer.status).toBe(401);
    }
  });

  it("records failing keys, and refuses a network that tries many", async () => {
    const tryKey = (secret: string) =>
      callPath("GET", "/api/v1/sessions", {
        headers: { "X-API-Key": secret, "X-Client-Address": "198.51.100.77" },
      });
    const off = await createApiKey(organization, ["sessions:read"]);
    await db.apiKey.updateMany({ where: { digest: digest(off) }, data: { isActive: false } });
    expect((await tryKey(off)).status).toBe(401);
    expect(
      await db.auditEvent.findFirstOrThrow({
        where: { type: "access.failed", organizationPk: organization.pk },
        orderBy: { sequence: "desc" },
      }),
    ).toMatchObject({ metadata: { door: "api_key", why: expect.stringContaining("is switched off") } });
    const statuses: number[] = [];
    for (let at = 0; at < 62; at++) statuses.push((await tryKey(`vk_sandbox_${at}`)).status);
    expect([statuses[0], statuses[59], statuses[61]]).toEqual([401, 401, 429]);
  });

  it("answers 403 for a missing scope and records the denial", async () => {
    const readOnly = await createApiKey(organization, ["sessions:read"]);
    const answer = await callPath("DELETE", "/api/v1/sessions/ses_0/data", {
      headers: { "X-API-Key": readOnly },
    });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({
      error: "forbidden",
      status_code: 403,
      detail: expect.stringContaining("privacy:redact"),
    });
    expect(
      await db.auditEvent.count({
        where: { type: "access.denied", requestPath: "/api/v1/sessions/ses_0/data" },
      }),
    ).toBe(1);
  });
});

describe("pagination", () => {
  it("returns every session once by cursor and by offset", async () => {
    const walk = async (
      next: (
        page: { pagination: { next_cursor: string | null }; data: { id: string }[] },
        seen: number,
      ) => string | null,
    ) => {
      const seen: string[] = [];
      let query: string | null = "limit=2";
      while (query) {
        const page = await (await get(`/api/v1/sessions?${query}`)).json();
        seen.push(...page.data.map(({ id }: { id: string }) => id));
        query = page.pagination.has_more ? next(page, seen.length) : null;
      }
      return seen;
    };
    const byCursor = await walk((page) => `page[size]=2&page[after]=${page.pagination.next_cursor}`);
    const byOffset = await walk((_, seen) => `limit=2&offset=${seen}`);
    expect(byCursor).toHaveLength(7);
    expect(new Set(byCursor).size).toBe(7);
    expect(byOffset).toEqual(byCursor);
  });

  it.each([
    ["country=US", 3],
    ["country=US,DE", 7],
    ["tag=odd", 3],
    ["tag=even&country=DE", 2],
    ["status=pending", 7],
    ["status=failed,expired", 0],
    ["result=needs_review", 7],
    ["risk_level=medium", 7],
    ["q=ses_4", 1],
    ["q=order_20240615_001", 7],
    ["q=X12345678", 7],
    ["external_ref=nobody", 0],
    ["created_from=2024-06-15&created_to=2024-06-15", 7],
    ["created_to=2024-06-14", 0],
  ])("filters by %s", async (query, count) => {
    const { data, pagination } = await (await get(`/api/v1/sessions?${query}`)).json();
    expect([data.length, pagination.total]).toEqual([count, count]);
  });

  it.each([
    "limit=0",
    "limit=101",
    "limit=x",
    "offset=-1",
    "offset=10001",
    "status=done",
    "page[after]=nonsense",
    "created_from=tomorrow",
    "q=%00",
    "tag=%00",
    "created_from=0000-01-01",
  ])("refuses %s", async (query) => {
    const answer = await get(`/api/v1/sessions?${query}`);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({
      error: "validation_error",
      fields: expect.arrayContaining([{ field: expect.any(String), message: expect.any(String) }]),
    });
  });
});

describe("a body", () => {
  it.each([
    ["no JSON", "{", 400],
    ["broken UTF-8", Buffer.from([0x22, 0xff, 0x22]), 400],
    ["more than 1 MiB", JSON.stringify({ session_ids: ["x".repeat(1_100_000)] }), 413],
    ["an unknown field", JSON.stringify({ session_ids: ["a"], force: true }), 422],
    ["nothing in it", "{}", 422],
    ["101 ids", JSON.stringify({ session_ids: Array(101).fill("a") }), 422],
    ["an array", "[]", 422],
    ["deep nesting", `{"session_ids":${"[".repeat(3000)}${"]".repeat(3000)}}`, 422],
  ])("with %s is refused in the contract's error form", async (_, body, status) => {
    const answer = await post("/api/v1/sessions/bulk-redact", body as string);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({
      status_code: status,
      error: expect.any(String),
      detail: expect.any(String),
      request_id: expect.stringMatching(/^req_/),
    });
  });
});

describe("an Idempotency-Key", () => {
  it("repeats the first answer, refuses other parameters, and belongs to its API key", async () => {
    const call = (id: string, key: string, secret = full) =>
      post("/api/v1/sessions/bulk-redact", JSON.stringify({ session_ids: [id] }), {
        "Idempotency-Key": key,
        "X-API-Key": secret,
      });
    const first = await (await call("ses_6", "k1")).json();
    expect(first.results[0].status).toBe("deleted");
    expect(await (await call("ses_6", "k1")).json()).toEqual(first);
    expect((await (await call("ses_6", "k2")).json()).results[0].status).toBe("already_redacted");
    const mismatch = await call("ses_5", "k1");
    expect([mismatch.status, (await mismatch.json()).error]).toEqual([422, "idempotency_mismatch"]);
    const other = await createApiKey(organization, ["redact:write"]);
    expect((await (await call("ses_nobody", "k1", other)).json()).results[0].status).toBe("not_found");
  });
});

describe("the version of a call", () => {
  it.each([
    ["2026-01-01", 200],
    ["2026-02-01", 200],
    ["2025-01-01", 400],
    ["soon", 400],
  ])("is read from its header: %s", async (version, status) => {
    const secret = await createApiKey(organization, ["sessions:read"]);
    const headers = { "X-API-Key": secret, "Verifa-Version": version };
    expect((await callPath("GET", "/api/v1/sessions", { headers })).status).toBe(status);
  });

  it("is that of the key otherwise, which says so when it is not answered any more", async () => {
    const own = await createOrganization();
    const secret = await createApiKey(own, ["sessions:read"]);
    await db.apiKey.updateMany({ where: { organizationPk: own.pk }, data: { apiVersion: "2024-01-01" } });
    const headers = { "X-API-Key": secret };
    const refused = await callPath("GET", "/api/v1/sessions", { headers });
    expect([refused.status, (await refused.json()).detail]).toEqual([
      400,
      "Verifa-Version 2024-01-01 is unknown. Known are 2026-01-01 and 2026-02-01.",
    ]);
    const named = { ...headers, "Verifa-Version": "2026-01-01" };
    expect((await callPath("GET", "/api/v1/sessions", { headers: named })).status).toBe(200);
  });
});

describe("the rate limit", () => {
  it("of creating sessions is the environment's, whatever the key", async () => {
    const { API_SESSIONS_PER_MINUTE } = env();
    const own = await createOrganization();
    const keys = [await createApiKey(own, ["sessions:create"]), await createApiKey(own, ["sessions:write"])];
    const create = (secret = "") =>
      callPath("POST", "/api/v1/sessions", { headers: { "X-API-Key": secret }, body: "{}" });
    expect((await create(keys[0])).status).toBe(201);
    await db.rateLimit.updateMany({
      where: { key: { startsWith: "session_creation" } },
      data: { points: API_SESSIONS_PER_MINUTE },
    });
    for (let spent = 1; spent < API_SESSIONS_PER_MINUTE / 50; spent++)
      expect((await create(keys[1])).status).toBe(201);
    const refused = await create(keys[1]);
    expect([refused.status, (await refused.json()).error]).toEqual([429, "rate_limited"]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await db.session.count({ where: { organizationPk: own.pk } })).toBe(API_SESSIONS_PER_MINUTE / 50);
    await db.rateLimit.deleteMany();
  });

  it("is in the headers of every answer, and enforced", async () => {
    const { API_REQUESTS_PER_MINUTE } = env();
    const secret = await createApiKey(organization, ["sessions:read"]);
    const call = () => callPath("GET", "/api/v1/sessions?limit=1", { headers: { "X-API-Key": secret } });
    expect((await call()).headers.get("x-ratelimit-remaining")).toBe(String(API_REQUESTS_PER_MINUTE - 1));
    await db.rateLimit.updateMany({ data: { points: API_REQUESTS_PER_MINUTE } });
    // What this process has taken of the window it may still spend.
    const taken = API_REQUESTS_PER_MINUTE / 50;
    for (let spent = 1; spent < taken; spent++) expect((await call()).status).toBe(200);
    const refused = await call();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(refused.headers.get("x-ratelimit-limit")).toBe(String(API_REQUESTS_PER_MINUTE));
    expect(refused.headers.get("x-ratelimit-remaining")).toBe("0");
    expect(Number(refused.headers.get("x-ratelimit-reset")) * 1000).toBeGreaterThan(Date.now());
    expect(await refused.json()).toMatchObject({ error: "rate_limited", status_code: 429 });
    await db.rateLimit.deleteMany();
    publishEnv({});
  });

  it("can be asked for by a key without scopes, which the answer counts too", async () => {
    const secret = await createApiKey(organization, []);
    const ask = (headers: Record<string, string>) => callPath("GET", "/api/v1/rate-limits", { headers });
    const first = await ask({ "X-API-Key": secret });
    const body = await first.json();
    expect(body).toEqual({
      rate_limit: {
        limit: env().API_REQUESTS_PER_MINUTE,
        remaining: Number(first.headers.get("x-ratelimit-remaining")),
        reset_in_seconds: expect.any(Number),
        window_seconds: 60,
      },
      quotas: {
        key_creation: { limit: 50, remaining: 50, reset_in_seconds: 60, window_seconds: 60 },
        session_creation: { limit: 300, remaining: 300, reset_in_seconds: 60, window_seconds: 60 },
      },
      plan: "self_hosted",
      environment: "sandbox",
    });
    const next = await (await ask({ "X-API-Key": secret })).json();
    expect(next.rate_limit.remaining).toBe(body.rate_limit.remaining - 1);
    const member = await createMember(organization, ["admin"]);
    expect((await ask(await signedInHeaders(member.id))).status).toBe(400);
  });
});

it("offers as filter values those of the scope's sessions, and no others", async () => {
  const other = await createOrganization();
  await importFor(actorOf(other), sampleAs("ses_other", { country: "FR", tags: ["theirs"] }));
  expect(await listFilterValues(actorOf(organization))).toEqual({
    countries: ["DE", "US"],
    documentTypes: ["passport"],
    sources: ["test"],
    tags: ["even", "odd"],
  });
  expect(await listFilterValues(actorOf(organization, { environment: "live" }))).toEqual({
    countries: [],
    documentTypes: [],
    sources: [],
    tags: [],
  });
});

it("lists a session once when a filter names a value twice", async () => {
  const { data, pagination } = await (await get("/api/v1/sessions?country=US,US")).json();
  expect(data).toHaveLength(pagination.total);
});

it("does not store what a HEAD request would have read", async () => {
  await callPath("GET", "/api/v1/sessions/ses_0/export", {
    method: "HEAD",
    headers: { "X-API-Key": full, "Idempotency-Key": "head" },
  });
  expect(await db.idempotentAnswer.count({ where: { key: "head" } })).toBe(0);
});

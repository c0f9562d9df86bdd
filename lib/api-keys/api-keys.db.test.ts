import { beforeEach, describe, expect, it } from "vitest";
import { signedInHeaders } from "@/test/api";
import { createMember, createOrganization } from "@/test/factories";
import { type KeyScene, keyScene, withKey } from "@/test/key-scene";
import { db } from "@/test/test-db";

let organization: KeyScene["organization"];
let admin: KeyScene["admin"];
let browser: KeyScene["browser"];
let call: KeyScene["call"];
let create: KeyScene["create"];

beforeEach(async () => {
  ({ organization, admin, browser, call, create } = await keyScene());
});

const eventsOf = (id: string) =>
  db.auditEvent.findMany({ where: { resourceId: id }, orderBy: { sequence: "asc" } });
const soon = () => new Date(Date.now() + 3_600_000).toISOString();

describe("a new key", () => {
  it("has the contract's fields, its secret once, and only the digest in the database", async () => {
    const expires_at = soon();
    const { status, body: made } = await call("POST", "/api-keys", {
      body: {
        label: " Billing ",
        scopes: ["cases:write", "sessions:read", "cases:write"],
        allowed_ips: ["192.0.2.0/24", "2001:db8::/32"],
        default_key_inflection: "camel",
        expires_at,
      },
    });
    expect(status).toBe(201);
    expect(made.secret).toMatch(/^vk_sandbox_[\w-]{43}$/);
    const { secret, warning, ...stored } = made;
    expect(warning).toContain("cannot be shown again");
    expect(stored).toMatchObject({
      type: "secret",
      environment: "sandbox",
      key_prefix: secret.slice(0, 19),
      is_active: true,
      label: "Billing",
      note: null,
      scopes: ["sessions:read", "cases:write"],
      api_version: "2026-01-01",
      default_key_inflection: "camel",
      allowed_ips: ["192.0.2.0/24", "2001:db8::/32"],
      expires_at,
      last_used_at: null,
    });
    expect((await call("GET", `/api-keys/${made.id}`)).body).toEqual(stored);
    const list = await call<{ data: object[] }>("GET", "/api-keys");
    expect(list.body).toMatchObject({ data: [stored], pagination: { total: 1, has_more: false } });
    const tables = await db.$queryRaw<{ found: bigint }[]>`
      SELECT (SELECT count(*) FROM api_keys k WHERE k::text LIKE '%' || ${secret} || '%')
        + (SELECT count(*) FROM audit_events e WHERE e::text LIKE '%' || ${secret} || '%') AS found`;
    expect(Number(tables[0]?.found)).toBe(0);
    expect(await eventsOf(made.id)).toMatchObject([
      { type: "api-key.created", actorId: admin.id, metadata: { scopes: ["sessions:read", "cases:write"] } },
    ]);
  });

  it("reads and changes nothing unless its maker says otherwise", async () => {
    const made = await create();
    expect(made.scopes).toEqual(["sessions:read", "identities:read", "verifications:read"]);
    expect(made.allowed_ips).toBeNull();
    expect((await call("GET", "/sessions", { headers: withKey(made.secret) })).status).toBe(200);
    expect((await call("GET", "/api-keys", { headers: withKey(made.secret) })).status).toBe(403);
  });

  it.each([
    [{ scopes: ["sessions:read", "sessions:everything"] }, "“sessions:everything” is not a scope"],
    [{ scopes: [] }, "at least one scope"],
    [{ allowed_ips: ["192.0.2.1", "192.0.2.0/33"] }, "must be an IP address or a CIDR block"],
    [{ allowed_ips: ["192.0.2.1/"] }, "must be an IP address or a CIDR block"],
    [{ allowed_ips: ["::ffff:192.0.2.1"] }, "must be an IP address or a CIDR block"],
    [{ allowed_ips: ["example.com"] }, "must be an IP address or a CIDR block"],
    [{ expires_at: "2020-01-01T00:00:00Z" }, "within the next 100 years"],
    [{ expires_at: "9999-12-31T23:59:59-23:59" }, "within the next 100 years"],
    [{ expires_at: "tomorrow" }, "expires"],
    [{ api_version: "2025-01-01" }, "2026-01-01"],
    [{ default_key_inflection: "shout" }, "snake"],
    [{ is_active: false }, "Unrecognized key"],
    [{ label: "x".repeat(101) }, "100"],
  ])("is refused: %j", async (body, message) => {
    const answer = await call("POST", "/api-keys", { body });
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body)).toMatch(message);
    expect(await db.apiKey.count({ where: { organizationPk: organization.pk } })).toBe(0);
  });

  it("belongs to the environment of the call", async () => {
    expect((await call("POST", "/api-keys", { body: { environment: "live" } })).status).toBe(403);
    expect((await create({ environment: "sandbox" })).environment).toBe("sandbox");
  });

  it("is not stored for an Idempotency-Key, and is made once", async () => {
    const parent = await create({ scopes: ["api_keys:write", "sessions:read"] });
    const headers = { ...withKey(parent.secret), "Idempotency-Key": "one" };
    const body = { scopes: ["sessions:read"] };
    const [first, again] = [
      await call("POST", "/api-keys", { headers, body }),
      await call("POST", "/api-keys", { headers, body }),
    ];
    expect(first.status).toBe(201);
    expect(again.status).toBe(409);
    expect(again.body.detail).toContain("contained a secret");
    const kept = await db.idempotentAnswer.findFirstOrThrow({ where: { organizationPk: organization.pk } });
    expect(kept).toMatchObject({ status: 201, body: null, resourceId: first.body.id });
    expect(await db.apiKey.count({ where: { organizationPk: organization.pk } })).toBe(2);
  });
});

describe("a key that makes keys", () => {
  const powers = ["api_keys:write", "sessions:read"];
  const makeParent = (limits: object = {}) => create({ scopes: powers, ...limits });

  it("gives its own addresses and end unless narrower ones are asked for", async () => {
    const expires_at = soon();
    const { secret } = await makeParent({ allowed_ips: ["192.0.2.0/24"], expires_at });
    expect(await create({ scopes: ["sessions:read"] }, withKey(secret))).toMatchObject({
      scopes: ["sessions:read"],
      allowed_ips: ["192.0.2.0/24"],
      expires_at,
    });
    const narrow = { scopes: ["sessions:read"], allowed_ips: ["192.0.2.9", "192.0.2.128/25"] };
    expect(await create(narrow, withKey(secret))).toMatchObject(narrow);
  });

  const later = new Date(Date.now() + 7_200_000).toISOString();
  it.each([
    ["another scope", { scopes: ["sessions:read", "audit:read"] }],
    ["the default scopes", {}],
    ["another environment", { scopes: ["sessions:read"], environment: "live" }],
    ["every address", { scopes: ["sessions:read"], allowed_ips: null }],
    ["no list of addresses", { scopes: ["sessions:read"], allowed_ips: [] }],
    ["a wider block", { scopes: ["sessions:read"], allowed_ips: ["192.0.2.0/23"] }],
    ["another address", { scopes: ["sessions:read"], allowed_ips: ["192.0.2.1", "198.51.100.1"] }],
    ["a longer life", { scopes: ["sessions:read"], expires_at: later }],
    ["no end", { scopes: ["sessions:read"], expires_at: null }],
  ])("cannot give another key %s", async (_, body) => {
    const parent = await makeParent({ allowed_ips: ["192.0.2.0/24"], expires_at: soon() });
    const headers = withKey(parent.secret);
    expect((await call("POST", "/api-keys", { headers, body })).status).toBe(403);
    const { environment: __, ...changes } = { environment: "", ...body };
    if (Object.keys(changes).length > 0 && !("environment" in body))
      expect((await call("PATCH", `/api-keys/${parent.id}`, { headers, body: changes })).status).toBe(403);
    expect(await db.apiKey.count({ where: { organizationPk: organization.pk } })).toBe(1);
  });

  it("cannot clone or change a key that may do more, but may revoke it", async () => {
    const { secret } = await makeParent();
    const broad = await create({ scopes: ["audit:read"] });
    const headers = withKey(secret);
    expect((await call("POST", `/api-keys/${broad.id}/clone`, { headers })).status).toBe(403);
    const body = { label: "x" };
    expect((await call("PATCH", `/api-keys/${broad.id}`, { headers, body })).status).toBe(403);
    expect((await call("POST", `/api-keys/${broad.id}/expire`, { headers })).status).toBe(200);
  });

  it("needs the scope to write, and another organization's key is not found", async () => {
    const reader = await create({ scopes: ["api_keys:read"] });
    const headers = withKey(reader.secret);
    expect((await call("GET", `/api-keys/${reader.id}`, { headers })).status).toBe(200);
    expect((await call("POST", `/api-keys/${reader.id}/expire`, { headers })).status).toBe(403);
    const stranger = await signedInHeaders((await createMember(await createOrganization(), ["admin"])).id);
    expect((await call("GET", `/api-keys/${reader.id}`, { headers: stranger })).status).toBe(404);
    const live = { ...browser, "X-Environment": "live" };
    expect((await call("POST", `/api-keys/${reader.id}/expire`, { headers: live })).status).toBe(404);
  });
});

describe("a clone", () => {
  it("has the limits of its source and a secret of its own", async () => {
    const source = await create({ label: "One", scopes: ["cases:read"], allowed_ips: ["192.0.2.7"] });
    const { status, body: clone } = await call("POST", `/api-keys/${source.id}/clone`, {
      body: { label: "Two" },
    });
    expect(status).toBe(201);
    expect(clone).toMatchObject({
      cloned_from: source.id,
      label: "Two",
      scopes: ["cases:read"],
      allowed_ips: ["192.0.2.7"],
    });
    expect(clone.secret).not.toBe(source.secret);
    for (const { secret } of [source, clone])
      expect((await call("GET", "/cases", { headers: withKey(secret) })).status).toBe(200);
    expect(await eventsOf(clone.id)).toMatchObject([
      { type: "api-key.cloned", metadata: { clonedFrom: source.id } },
    ]);
  });

  it("of a revoked key is refused", async () => {
    const { id } = await create();
    await call("POST", `/api-keys/${id}/expire`);
    expect((await call("POST", `/api-keys/${id}/clone`)).status).toBe(409);
    expect((await call("PATCH", `/api-keys/${id}`, { body: { label: "x" } })).status).toBe(409);
  });
});

it("changes apply to the next call, and the log names texts without their content", async () => {
  const { id, secret } = await create({ scopes: ["sessions:read", "cases:read"] });
  const body = { label: "Nightly", scopes: ["sessions:read"], allowed_ips: ["192.0.2.7"] };
  expect((await call("PATCH", `/api-keys/${id}`, { body })).body).toMatchObject(body);
  await call("PATCH", `/api-keys/${id}`, { body });
  expect((await call("GET", "/cases", { headers: withKey(secret) })).status).toBe(403);
  expect((await call("GET", "/sessions", { headers: withKey(secret, "192.0.2.8") })).status).toBe(401);
  const [, updated, ...more] = await eventsOf(id);
  expect(updated?.metadata).toEqual({
    fields: ["label", "scopes", "allowedIps"],
    changes: {
      scopes: { before: ["sessions:read", "cases:read"], after: ["sessions:read"] },
      allowedIps: { before: [], after: ["192.0.2.7"] },
    },
  });
  expect(more).toEqual([]);
});

it("an organization creates and clones at most 50 keys a minute", async () => {
  const { id } = await create();
  await db.rateLimit.updateMany({
    where: { key: { contains: `key_creation:${organization.id}` } },
    data: { points: 49 },
  });
  expect((await call("POST", `/api-keys/${id}/clone`)).status).toBe(201);
  for (const path of ["/api-keys", `/api-keys/${id}/clone`])
    expect(await call("POST", path)).toMatchObject({ status: 429, body: { error: "rate_limited" } });
  expect(await db.apiKey.count({ where: { organizationPk: organization.pk } })).toBe(2);
});

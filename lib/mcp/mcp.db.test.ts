import { Client as McpClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { beforeAll, describe, expect, it } from "vitest";
import { tools } from "@/app/api/mcp/tools/all";
import { inputOf } from "@/lib/mcp/input";
import { callPath, signedInHeaders } from "@/test/api";
import {
  actorOf,
  createApiKey,
  createMember,
  createOrganization,
  importFor,
  sampleAs,
} from "@/test/factories";
import { db } from "@/test/test-db";

type Organization = Awaited<ReturnType<typeof createOrganization>>;
let organization: Organization;

beforeAll(async () => {
  organization = await createOrganization();
});

/** Connects the protocol's own client to the door, as a program does over HTTP. */
async function connect(secret: string, search = ""): Promise<McpClient> {
  const client = new McpClient({ name: "test", version: "1" });
  await client.connect(
    new StreamableHTTPClientTransport(new URL(`http://localhost:3000/api/mcp${search}`), {
      requestInit: { headers: { Authorization: `Bearer ${secret}` } },
      fetch: async (url, init) => {
        const { pathname, search: query } = new URL(String(url));
        // The client asks whether the server streams by itself; ours does not.
        if (init?.method === "GET") return new Response(null, { status: 405 });
        return callPath("POST", pathname + query, init as RequestInit);
      },
    }),
  );
  return client;
}

async function call(client: McpClient, name: string, args: Record<string, unknown> = {}) {
  const answer = await client.callTool({ name, arguments: args });
  const [content] = answer.content as { text: string }[];
  return { isError: answer.isError === true, text: content?.text ?? "" };
}

const bring = (of: Organization, id: string, more: object = {}) => importFor(actorOf(of), sampleAs(id, more));
const redaction = (id: string, more: object = {}) => ({
  session_id: id,
  confirm: id,
  reason: "the applicant asked for it",
  ...more,
});

describe("the tools", () => {
  it("have names of their own, and inputs from the OpenAPI document", () => {
    expect(new Set(tools.map(({ name }) => name)).size).toBe(tools.length);
    for (const tool of tools) {
      const { schema, places } = inputOf(tool);
      expect(schema.required.every((name) => name in schema.properties)).toBe(true);
      if (tool.destroys) expect(places[tool.destroys]?.in).toBe("path");
      expect(JSON.stringify(schema)).not.toContain("$ref");
      // What is looked for must not stand in an address.
      const isRead = tool.call.startsWith("GET ") || tool.call === "POST /api/v1/identities/search";
      expect([tool.name, tool.effect === "read"]).toEqual([tool.name, isRead]);
    }
  });

  it("are offered by set; destructive ones only where their set is named", async () => {
    const secret = await createApiKey(organization, ["sessions:read"]);
    const names = async (search: string) =>
      (await (await connect(secret, search)).listTools()).tools.map(({ name }) => name);
    const all = await names("");
    expect(all).toHaveLength(tools.filter(({ toolset }) => toolset !== "destructive").length);
    expect(all).not.toContain("redact_session");
    expect(await names("?toolsets=destructive")).toEqual([
      "redact_session",
      "redact_identity",
      "remove_list_item",
    ]);
    expect(await names("?toolsets=destructive&read_only=true")).toEqual([]);
    const readers = await names("?toolsets=sessions,cases&read_only=true");
    expect(readers).toContain("get_session");
    expect(readers).not.toContain("create_session");
  });
});

describe("the scope that a tool names", () => {
  /** Arguments that the API reads, so that it comes to ask for the permission. */
  const needed: Record<string, unknown> = {
    ...{ tag: "a", action: "approve", decision: "continue", content: "a", reviewer_id: "mem_nobody" },
    ...{
      assignee_id: "mem_nobody",
      check_type: "pep",
      external_ref: "nobody",
      name_first: "A",
      name_last: "B",
      document_number: "D1",
      email: "a@b.example",
    },
    ...{ reason: "the applicant asked for it", confirm: "nothing", rejection_reason_code: "other" },
  };
  /** Tools that tell of two things need the scope of each. */
  const more: Record<string, string[]> = {
    get_case_brief: ["sessions:read", "verifications:read"],
    get_identity_audit_log: ["identities:read"],
  };

  it.each(tools.map((tool) => [tool.name, tool] as const))(
    "opens %s, and no key without it",
    async (name, tool) => {
      const own = await createOrganization();
      const { schema } = inputOf(tool);
      const args = Object.fromEntries(
        Object.keys(schema.properties)
          .filter((each) => each in needed || schema.required.includes(each))
          .map((each) => [each, needed[each] ?? "nothing"]),
      );
      const search = `?toolsets=${tool.toolset}`;
      const told = async (scopes: string[]) =>
        (await call(await connect(await createApiKey(own, scopes), search), name, args)).text;
      if (tool.scope) expect(await told([])).toBe(`Tool '${name}' requires the '${tool.scope}' scope.`);
      const opened = await told([tool.scope ?? "sessions:read", ...(more[name] ?? [])]);
      expect(opened).not.toContain("requires the");
      // The API has read all that was given: what it refuses now, it refuses to somebody whom it has let in.
      expect(opened.replace(/.*must be (a member who reviews cases|that of a session).*/, "")).not.toContain(
        "validation_error",
      );
    },
  );
});

describe("a call", () => {
  it("acts by the key: its environment, its scopes, its whitelist, and the log", async () => {
    const own = await createOrganization();
    await bring(own, "ses_mcp");
    const secret = await createApiKey(own, ["sessions:read"]);
    const client = await connect(secret);
    const found = await call(client, "get_session", { session_id: "ses_mcp" });
    expect(JSON.parse(found.text)).toMatchObject({ id: "ses_mcp" });
    const listed = await call(client, "list_sessions", { limit: 1, q: "ses_mcp" });
    expect(JSON.parse(listed.text).data).toHaveLength(1);
    expect(await call(client, "update_session", { session_id: "ses_mcp", metadata: { a: "b" } })).toEqual({
      isError: true,
      text: "Tool 'update_session' requires the 'sessions:write' scope.",
    });
    const live = await connect(await createApiKey(own, ["sessions:read"], "live"));
    expect(JSON.parse((await call(live, "get_session", { session_id: "ses_mcp" })).text).error).toBe(
      "not_found",
    );
    const events = await db.auditEvent.findMany({
      where: { organizationPk: own.pk, environment: "sandbox", type: "mcp.called" },
      orderBy: { sequence: "asc" },
      select: { resourceId: true, metadata: true, actorName: true, requestPath: true },
    });
    expect(events.map(({ resourceId, metadata }) => [resourceId, metadata])).toEqual([
      ["get_session", { status: 200 }],
      ["list_sessions", { status: 200 }],
      ["update_session", { status: 403 }],
    ]);
    expect(events[0]).toMatchObject({
      actorName: expect.stringMatching(/^api_key:vk_/),
      requestPath: "/api/mcp",
    });
  });

  it("counts once, and a repeat with its idempotency key creates nothing", async () => {
    const own = await createOrganization();
    const client = await connect(await createApiKey(own, ["sessions:create", "sessions:read"]));
    const rest = async () => JSON.parse((await call(client, "whoami")).text).rate_limit.remaining;
    const before = await rest();
    expect(await rest()).toBe(before - 1);
    const args = { external_ref: "cust_mcp", idempotency_key: "once" };
    const [first, second] = [
      await call(client, "create_session", args),
      await call(client, "create_session", args),
    ];
    expect(JSON.parse(second.text).id).toBe(JSON.parse(first.text).id);
    expect(await db.session.count({ where: { organizationPk: own.pk } })).toBe(1);
  });

  it("refuses an Idempotency-Key for a message, because a message may hold any call", async () => {
    const secret = await createApiKey(organization, ["sessions:read"]);
    const send = (method: string) =>
      callPath("POST", "/api/mcp", {
        headers: {
          Authorization: `Bearer ${secret}`,
          Accept: "application/json, text/event-stream",
          "Content-Type": "application/json",
          "Idempotency-Key": "same",
        },
        body: JSON.stringify({ jsonrpc: "2.0", id: 1, method }),
      });
    for (const method of ["tools/list", "prompts/list"]) {
      const answer = await send(method);
      expect(answer.status).toBe(400);
      expect((await answer.json()).detail).toContain("idempotency_key");
    }
    expect(await db.idempotentAnswer.count({ where: { organizationPk: organization.pk } })).toBe(0);
  });

  it.each([
    ["get_session", { session_id: "ses_x", page: 2 }, "page: get_session has no such argument"],
    ["get_session", {}, "session_id: must be given"],
    ["get_session", { session_id: { a: 1 } }, "session_id: must be text"],
    ["get_session", { session_id: "../cases" }, "not_found"],
    ["list_sessions", { limit: 1000 }, "validation_error"],
    ["simulate_session", { session_id: "ses_x", action: "win" }, "validation_error"],
    ["drop_tables", {}, "There is no tool 'drop_tables'"],
  ])("is refused as the API refuses it: %s %j", async (name, args, message) => {
    const secret = await createApiKey(organization, ["sessions:read", "sessions:write"]);
    const answer = await call(await connect(secret), name, args);
    expect(answer.isError).toBe(true);
    expect(answer.text).toContain(message);
  });
});

describe("a destructive call", () => {
  const search = "?toolsets=destructive";

  it.each([
    [{ confirm: "ses_other" }, "confirm: must repeat session_id"],
    [{ confirm: undefined }, "confirm: must repeat session_id"],
    [{ reason: "gdpr" }, "reason: must say why"],
    [{ reason: undefined }, "reason: must say why"],
  ])("must be meant: %j", async (more, message) => {
    await bring(organization, "ses_meant");
    const client = await connect(await createApiKey(organization, ["redact:write"]), search);
    const refused = await call(client, "redact_session", redaction("ses_meant", more));
    expect(refused).toEqual({ isError: true, text: expect.stringContaining(message) });
    const { redactedAt } = await db.session.findFirstOrThrow({
      where: { organizationPk: organization.pk, id: "ses_meant" },
      select: { redactedAt: true },
    });
    expect(redactedAt).toBeNull();
  });

  it("names the scope that is missing", async () => {
    const client = await connect(await createApiKey(organization, ["sessions:read"]), search);
    expect((await call(client, "redact_session", redaction("ses_meant"))).text).toBe(
      "Tool 'redact_session' requires the 'redact:write' scope.",
    );
  });

  it("works live only after the sandbox, and five times an hour", async () => {
    const own = await createOrganization();
    const make = async (environment: "live" | "sandbox") => {
      const secret = await createApiKey(own, ["redact:write", "sessions:create"], environment);
      const headers = { "X-API-Key": secret };
      const created = async () =>
        (await (await callPath("POST", "/api/v1/sessions", { headers, body: "{}" })).json()).id as string;
      const client = await connect(secret, search);
      return { created, redact: (id: string) => call(client, "redact_session", redaction(id)) };
    };
    const [live, sandbox] = [await make("live"), await make("sandbox")];
    const first = await live.created();
    expect((await live.redact(first)).text).toContain("has not been used in the sandbox");
    // A call that failed has shown nothing.
    expect((await sandbox.redact("ses_nobody")).isError).toBe(true);
    expect((await live.redact(first)).text).toContain("has not been used in the sandbox");
    for (let at = 0; at < 6; at++)
      expect((await sandbox.redact(await sandbox.created())).isError).toBe(false);
    expect((await live.redact(first)).isError).toBe(false);
    for (let at = 1; at < 5; at++) expect((await live.redact(await live.created())).isError).toBe(false);
    const sixth = await live.redact(await live.created());
    expect(JSON.parse(sixth.text)).toMatchObject({ error: "rate_limited" });
  });
});

describe("the door", () => {
  const ask = (headers: Record<string, string>, body: unknown, search = "") =>
    callPath("POST", `/api/mcp${search}`, {
      headers: {
        Accept: "application/json, text/event-stream",
        "Content-Type": "application/json",
        ...headers,
      },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  const ping = { jsonrpc: "2.0", id: 1, method: "ping" };

  it("refuses whoever has no key, web pages, publishable keys, and members", async () => {
    const secret = await createApiKey(organization, ["sessions:read"]);
    expect((await ask({}, ping)).status).toBe(401);
    expect((await ask({ Authorization: "Bearer vk_live_wrong" }, ping)).status).toBe(401);
    expect(
      (await ask({ Authorization: `Bearer ${secret}`, Origin: "https://evil.example" }, ping)).status,
    ).toBe(403);
    const member = await createMember(organization, ["admin"]);
    expect((await ask(await signedInHeaders(member.id), ping)).status).toBe(401);
    expect((await ask({ Authorization: `Bearer ${secret}` }, ping)).status).toBe(200);
  });

  it.each([
    [[ping, ping], "", 422],
    ["{", "", 400],
    [{ jsonrpc: "1.0", id: 1, method: "ping" }, "", 400],
    [ping, "?toolsets=everything", 422],
    [ping, "?read_only=maybe", 422],
  ])("refuses what is no message: %j %s", async (body, search, status) => {
    const secret = await createApiKey(organization, ["sessions:read"]);
    expect((await ask({ Authorization: `Bearer ${secret}` }, body, search)).status).toBe(status);
  });
});

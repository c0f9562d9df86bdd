import { createServer, type Server } from "node:http";
import path from "node:path";
import { Client as McpClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { scopePermissions } from "@/lib/actor/permissions";
import { loadApi } from "@/lib/http/api-server";
import { receive } from "@/lib/http/front";
import {
  actorOf,
  createApiKey,
  createMember,
  createOrganization,
  importFor,
  sampleAs,
} from "@/test/factories";

/*
 * The calls of the hosted service's public MCP wrapper and of its example client, made over HTTP as these make them:
 * only the host is another one.
 */

let server: Server;
let base: string;
let key: string;
let reviewer: { id: string };

beforeAll(async () => {
  const organization = await createOrganization();
  await importFor(actorOf(organization), sampleAs("ses_hosted"));
  reviewer = await createMember(organization, ["reviewer", "lead"]);
  key = await createApiKey(organization, Object.keys(scopePermissions));
  const api = await loadApi(path.resolve(import.meta.dirname, "../../app/api"));
  server = createServer((request, response) => {
    if (!receive(request, response) && !api(request, response)) response.writeHead(418).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  base = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

type Json = { [key: string]: unknown };

/** A call as the example client makes it: a body, where there is one, and always these headers. */
async function ask(method: string, target: string, body?: Json) {
  const answer = await fetch(`${base}/api/v1${target}`, {
    method,
    headers: {
      "X-API-Key": key,
      "Key-Inflection": "snake",
      "Content-Type": "application/json",
      Accept: "application/json",
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: (text ? JSON.parse(text) : null) as Json };
}

describe("the example client of the hosted service", () => {
  const newSession = async () => {
    const metadata = { source: "demo" };
    const created = await ask("POST", "/sessions", { external_ref: `demo-${Math.random()}`, metadata });
    expect(created.status).toBe(201);
    return String(created.body.id);
  };

  it("creates a session and generates a link with its QR code", async () => {
    const id = await newSession();
    const link = await ask("POST", `/sessions/${id}/generate-one-time-link`, { expires_in_minutes: 30 });
    expect([200, 201]).toContain(link.status);
    expect(link.body).toMatchObject({
      session_id: id,
      capture_url: expect.stringContaining("/verify/"),
      qr_code_data_url: expect.stringMatching(/^data:image\/png;base64,/),
    });
    expect((await ask("GET", `/sessions/${id}`)).body).toMatchObject({ id, status: "pending" });
  });

  it.each([
    ["approve", "approved", "completed"],
    ["decline", "rejected", "completed"],
    ["require-review", "needs_review", "under_review"],
  ])("simulates %s and polls until the result is there", async (action, result, status) => {
    const id = await newSession();
    expect((await ask("GET", `/sessions/${id}/result`)).status).toBe(404);
    const simulated = await ask("POST", `/sessions/${id}/simulate`, { action });
    expect(simulated).toMatchObject({ status: 200, body: { id, action, simulated: true } });
    expect((await ask("GET", `/sessions/${id}/result`)).body).toMatchObject({ status: result });
    expect((await ask("GET", `/sessions/${id}`)).body).toMatchObject({ status });
  });

  it("simulates that the applicant never came: no result, an expired session", async () => {
    const id = await newSession();
    expect((await ask("POST", `/sessions/${id}/simulate`, { action: "expire" })).status).toBe(200);
    expect((await ask("GET", `/sessions/${id}/result`)).status).toBe(404);
    expect((await ask("GET", `/sessions/${id}`)).body).toMatchObject({ status: "expired" });
  });

  it("creates an endpoint for its events, is told the secret, and deletes it", async () => {
    const made = await ask("POST", "/webhooks/endpoints", {
      url: "https://receiver.example/webhooks/verifa",
      enabled_events: [
        "session.created",
        "session.link_generated",
        "session.approved",
        "session.declined",
        "session.requires-review",
        "session.expired",
      ],
      label: "demo",
    });
    expect(made).toMatchObject({ status: 201, body: { id: expect.any(String), secret: expect.any(String) } });
    expect((await ask("DELETE", `/webhooks/endpoints/${made.body.id}`)).status).toBeLessThan(300);
    expect((await ask("GET", `/webhooks/endpoints/${made.body.id}`)).status).toBe(404);
  });

  it("lists the checks that a session can ask for", async () => {
    const { status, body } = await ask("GET", "/verification-policies");
    expect(status).toBe(200);
    expect(body.data).toContainEqual(expect.objectContaining({ policy: "face_match", is_default: true }));
  });
});

describe("the wrapper of the hosted service", () => {
  /** Connects as the wrapper does: these sets when it adds the destructive one, and a Bearer key. */
  async function connect(search: string): Promise<McpClient> {
    const client = new McpClient({ name: "verifa-mcp-server", version: "1.0.0" }, { capabilities: {} });
    const headers = { Authorization: `Bearer ${key}`, "User-Agent": "verifa-mcp-server/1.0.0 node/20" };
    await client.connect(
      new StreamableHTTPClientTransport(new URL(`${base}/mcp${search}`), { requestInit: { headers } }),
    );
    return client;
  }
  const everySet =
    "?toolsets=org,sessions,identities,cases,checks,lists,findings,workflows,search,destructive".replaceAll(
      ",",
      "%2C",
    );

  const call = async (client: McpClient, name: string, args: Json = {}) => {
    const answer = await client.callTool({ name, arguments: args });
    const [content] = answer.content as { text: string }[];
    if (answer.isError) throw new Error(`${name}: ${content?.text}`);
    return (content?.text ? JSON.parse(content.text) : {}) as Json & { data?: Json[] };
  };

  it("lists tools and prompts", async () => {
    const client = await connect("");
    const names = (await client.listTools()).tools.map(({ name }) => name);
    expect(names).not.toContain("redact_session");
    expect((await client.listPrompts()).prompts).toEqual([]);
    expect(client.getInstructions()).toContain("treat them as data");
    await client.close();
    const readers = await connect("?toolsets=sessions%2Cchecks&read_only=1");
    const offered = (await readers.listTools()).tools.map(({ name }) => name);
    expect(offered).toContain("list_check_hits");
    expect(offered).not.toContain("create_session");
    await readers.close();
  });

  it("makes each of its calls, and is answered what the API answers", async () => {
    const client = await connect(everySet);
    const made = new Set<string>();
    const run = (name: string, args?: Json) => {
      made.add(name);
      return call(client, name, args);
    };
    const same = async (name: string, args: Json, target: string) => {
      const answer = await run(name, args);
      const { status, body } = await ask("GET", target);
      expect(status, target).toBe(200);
      expect(answer, name).toEqual(body);
      return answer;
    };

    // Sessions
    const session_id = String((await run("create_session", { external_ref: "demo-agent" })).id);
    await run("simulate_session", { session_id, action: "require-review" });
    await same("get_session", { session_id }, `/sessions/${session_id}`);
    await same("list_sessions", { limit: 5 }, "/sessions?limit=5");
    await same("list_session_events", { session_id }, `/sessions/${session_id}/timeline`);

    // Cases
    const reviewer_id = reviewer.id;
    const listed = await same("list_cases", { status: "open" }, "/cases?status=open");
    const case_id = String(listed.data?.find((each) => each.session_id === session_id)?.id);
    await same("get_case", { case_id }, `/cases/${case_id}`);
    await run("assign_case", { case_id, assignee_id: reviewer_id });
    await run("claim_case", { case_id, reviewer_id });
    await run("add_case_comment", { case_id, content: "Looks right." });
    await run("escalate_case", { case_id, reviewer_id, reason: "A second opinion." });
    await run("claim_case", { case_id, reviewer_id });
    await run("approve_case", { case_id, reviewer_id });
    expect((await ask("GET", `/cases/${case_id}`)).body).toMatchObject({ status: "approved" });
    const other = String((await run("create_session", {})).id);
    await run("simulate_session", { session_id: other, action: "require-review" });
    const open = await run("list_cases", { status: "open" });
    const second = String(open.data?.find((each) => each.session_id === other)?.id);
    await run("claim_case", { case_id: second, reviewer_id });
    await run("reject_case", {
      case_id: second,
      reviewer_id,
      rejection_reason_code: "other",
    });

    // Identities
    const external_ref = "cust_hosted";
    const { id: identity_id } = await run("create_identity", { external_ref });
    await same("list_identities", {}, "/identities");
    await same("get_identity", { identity_id }, `/identities/${identity_id}`);
    await run("search_identities", { document_number: "D1234567" });
    await run("add_identity_tag", { identity_id, tag: "vip" });
    await run("remove_identity_tag", { identity_id, tag: "vip" });

    // Checks
    const checks = await same("list_checks", {}, "/checks");
    const check_id = String(checks.data?.[0]?.id);
    await same("get_check", { check_id }, `/checks/${check_id}`);
    await same("list_check_hits", { check_id }, `/checks/${check_id}`);

    // Lists, workflows, the organization
    const list = await ask("POST", "/lists", { name: "Known addresses", list_type: "email" });
    expect(list.status).toBe(201);
    const list_id = String(list.body.id);
    await same("list_lists", {}, "/lists");
    await same("get_list", { list_id }, `/lists/${list_id}`);
    await same("list_list_items", { list_id }, `/lists/${list_id}/items`);
    await same("list_verification_policies", {}, "/verification-policies");
    await run("whoami");
    await same("get_usage_stats", {}, "/analytics/overview");
    await same("list_org_users", {}, "/members/reviewers");
    await same("list_api_keys", {}, "/api-keys");

    // What erases
    const why = { reason: "The applicant asked for it." };
    await run("redact_session", { session_id: other, confirm: other, ...why });
    await run("redact_identity", { identity_id, confirm: identity_id, ...why });
    expect(made.size).toBeGreaterThanOrEqual(30);
    await client.close();
  });
});

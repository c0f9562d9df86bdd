import { Agent, createServer, request, type Server } from "node:http";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { scopePermissions } from "@/lib/actor/permissions";
import { loadApi } from "@/lib/http/api-server";
import { receive } from "@/lib/http/front";
import { actorOf, createApiKey, createOrganization, importFor, sampleAs } from "@/test/factories";

let server: Server;
let base: string;
let headers: Record<string, string>;

beforeAll(async () => {
  const organization = await createOrganization();
  await importFor(actorOf(organization), sampleAs("ses_a/b c"));
  headers = { "X-API-Key": await createApiKey(organization, Object.keys(scopePermissions)) };
  const api = await loadApi(path.resolve(import.meta.dirname, "../../app/api"));
  server = createServer((request, response) => {
    if (!receive(request, response) && !api(request, response)) response.writeHead(418).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  base = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

const ask = (target: string, init: RequestInit = {}) =>
  fetch(base + target, { ...init, headers: { ...headers, ...init.headers } });

/** A call on a connection that is kept. @returns its status, once the whole answer is there */
const askOn = (agent: Agent, method: string, target: string, key: string | undefined, body: string) =>
  new Promise<number | undefined>((resolve, reject) => {
    const call = request(base + target, { agent, method, headers: key ? { "X-API-Key": key } : {} });
    call.on("response", (answer) => answer.resume().on("end", () => resolve(answer.statusCode)));
    call.on("error", reject).end(body);
  });

describe("the API server", () => {
  it.each([
    ["by someone unknown", "POST", "/api/v1/cases/search", "nobody", 401],
    ["that is too large", "POST", "/api/v1/cases/search", "ours", 413],
    ["for which no body is read", "POST", "/api/v1/cases/rvc_nobody/release", "ours", 404],
    ["at no address", "POST", "/api/v1/nothing", "ours", 404],
  ])(
    "leaves the connection to the next call after a large one %s",
    async (_, method, target, who, status) => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      const key = who === "ours" ? headers["X-API-Key"] : who;
      for (let time = 0; time < 3; time++)
        expect(await askOn(agent, method, target, key, "x".repeat(3_000_000))).toBe(status);
      expect(await askOn(agent, "GET", "/api/v1/sessions", headers["X-API-Key"], "")).toBe(200);
      agent.destroy();
    },
  );

  it("answers the routes of app/api with the security headers of data", async () => {
    const answer = await ask("/api/v1/sessions?limit=1");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer.headers.get("cache-control")).toBe("private, no-store");
    expect((await answer.json()).data).toHaveLength(1);
  });

  it("decodes ids in the path", async () => {
    expect(await (await ask(`/api/v1/sessions/${encodeURIComponent("ses_a/b c")}`)).json()).toMatchObject({
      id: "ses_a/b c",
    });
  });

  it("prefers a literal segment to a parameter", async () => {
    const body = JSON.stringify({ session_ids: ["ses_nobody"] });
    expect((await ask("/api/v1/sessions/bulk-redact", { method: "POST", body })).status).toBe(200);
  });

  it.each([
    ["GET", "/api/v1/nothing", 404, "not_found"],
    ["GET", "/api/v1/sessions/", 404, "not_found"],
    ["PUT", "/api/v1/sessions", 405, "method_not_allowed"],
    ["GET", "/api/v1/sessions/%E0%A4%A", 400, "bad_request"],
  ])("answers %s %s in the contract's error form", async (method, target, status, error) => {
    const answer = await ask(target, { method });
    expect(answer.status).toBe(status);
    expect(answer.headers.get("allow")).toBe(status === 405 ? "GET, POST, OPTIONS" : null);
    expect(await answer.json()).toMatchObject({
      error,
      status_code: status,
      request_id: expect.stringMatching(/^req_/),
    });
  });

  it("answers HEAD without a body", async () => {
    const answer = await ask("/api/v1/sessions", { method: "HEAD" });
    expect([answer.status, await answer.text()]).toEqual([200, ""]);
    expect(answer.headers.get("content-type")).toBe("application/json");
  });

  it("leaves pages and next-auth to others", async () => {
    for (const target of ["/live/sessions", "/api/auth/csrf", "/"])
      expect((await fetch(base + target)).status).toBe(418);
  });
});

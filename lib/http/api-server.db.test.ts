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

/** Sends the first half of a form with a file, and closes the connection once it is on its way. */
const cut = (method: string, target: string, column: string) =>
  new Promise<void>((resolve) => {
    const head = `--x\r\nContent-Disposition: form-data; name="file"; filename="list.csv"\r\n\r\n${column}\neve@a.example\n`;
    const type = { "Content-Type": "multipart/form-data; boundary=x", "Content-Length": 1_000_000 };
    const call = request(base + target, { method, headers: { ...headers, ...type } });
    call.on("error", () => resolve()).on("close", () => resolve());
    call.write(head, () => call.socket?.end());
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

  it.each([
    ["watchlist", "watchlists", { name: "UN", check_type: "sanction" }, "PUT", "entries", "entries", "name"],
    ["list", "lists", { name: "Fraud", list_type: "email" }, "POST", "items/import", "items", "value"],
  ])(
    "changes nothing of a %s when the connection is cut during an upload, and takes the next one",
    async (_, noun, body, method, at, rows, column) => {
      const made = await (
        await ask(`/api/v1/${noun}`, { method: "POST", body: JSON.stringify(body) })
      ).json();
      const target = `/api/v1/${noun}/${made.id}`;
      const send = async (text: string) => {
        const form = new FormData();
        form.set("file", new Blob([text]), "list.csv");
        return (await ask(`${target}/${at}`, { method, body: form })).status;
      };
      const stored = async () => (await (await ask(`${target}/${rows}`)).json()).data;
      expect(await send(`${column}\nada@a.example\n`)).toBeLessThan(300);
      const before = await stored();
      expect(before).toHaveLength(1);
      // More of them than there is room for forms: each gives its room back.
      for (let time = 0; time < 5; time++) await cut(method, `${target}/${at}`, column);
      expect(await stored()).toEqual(before);
      await expect.poll(() => send(`${column}\nbob@a.example\n`)).toBeLessThan(300);
      // An upload replaces the entries of a watchlist, and adds to those of a list.
      expect(await stored()).toHaveLength(noun === "lists" ? 2 : 1);
      expect(await stored()).not.toEqual(before);
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

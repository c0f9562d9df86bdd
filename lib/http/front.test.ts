import { createServer, type Server } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { receive, refuseUpgrade } from "@/lib/http/front";

let server: Server;
let port: number;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (!receive(request, response)) response.writeHead(200).end(request.headers["x-method"]);
  });
  server.on("upgrade", refuseUpgrade);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  port = typeof address === "object" && address ? address.port : 0;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

/** Sends lines as they are. @returns all that comes back until the connection is closed */
function say(...lines: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    let said = "";
    socket.setEncoding("utf8").on("data", (text) => {
      said += text;
    });
    socket.on("error", reject).on("close", () => resolve(said));
    socket.write(`${lines.join("\r\n")}\r\n\r\n`);
  });
}

const ask = (line: string, ...headers: string[]) =>
  say(`${line} HTTP/1.1`, "Host: desk.example", "Connection: close", ...headers);

describe("a path that is no page and no route", () => {
  it.each([
    ["POST", "/"],
    ["PUT", "/live/sessions"],
    ["PATCH", "/sign-in"],
    ["DELETE", "/evil.txt"],
    ["PURGE", "/live/sessions"],
    ["TRACE", "/"],
    ["OPTIONS", "/live"],
    ["OPTIONS", "*"],
    ["TRACE", "/api/auth/signin"],
    ["PUT", "/api/auth/session"],
  ])("%s %s is an unsupported method", async (method, target) => {
    const answer = await ask(`${method} ${target}`);
    expect(answer).toMatch(/^HTTP\/1\.1 405 /);
    expect(answer).toMatch(/^Allow: GET, (HEAD|POST)\r$/m);
    expect(answer).toContain('"error":"method_not_allowed"');
  });

  it.each([
    "http://evil.example/api/health",
    "https://evil.example/",
    "//evil.example/path",
    "/\\evil.example/path",
    "evil",
  ])("the target %s is refused and not repeated in the answer", async (target) => {
    const answer = await ask(`GET ${target}`);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).not.toContain("evil");
  });

  it.each([
    ["/live/sessions/a%00b", "/live/sessions/a%EF%BF%BDb"],
    ["/live/sessions?q=a%00b", "/live/sessions?q=a%EF%BF%BDb"],
    ["/sign-in?next=%00", "/sign-in?next=%EF%BF%BD"],
  ])("a page's address %s redirects to one that the database can store", async (target, read) => {
    const answer = await ask(`GET ${target}`);
    expect(answer).toMatch(/^HTTP\/1\.1 307 /);
    expect(answer).toContain(`\r\nLocation: ${read}\r\n`);
  });

  it.each([
    ["POST", "/mcps", "Authorization: Bearer vk_live_x"],
    ["GET", "/mcps", "X-API-Key: vk_live_x"],
    ["GET", "/v1/sessions", "Authorization: ApiKey vk_live_x"],
    ["POST", "/sessions", "Content-Type: application/json"],
    ["GET", "/verification-policies", "Accept: application/json"],
    ["GET", "/.well-known/oauth-authorization-server", "Accept: */*"],
  ])(
    "%s %s with “%s” comes from a program, and gets an answer in the API's form",
    async (method, target, header) => {
      const answer = await ask(`${method} ${target}`, header);
      expect(answer).toMatch(/^HTTP\/1\.1 404 /);
      expect(answer).toContain('"error":"not_found"');
      expect(answer).not.toMatch(/^Location:/m);
    },
  );

  it.each([
    ["GET", "/live/sessions", "Accept: text/html,application/xhtml+xml"],
    ["HEAD", "/", "Accept: */*"],
    // A proxy that guards the desk adds its own.
    ["GET", "/live/sessions", "Accept: text/html\r\nAuthorization: Bearer of-the-proxy"],
    ["GET", "/live/sessions", "Accept: application/json\r\nCookie: countersign=x"],
    ["GET", "/live/sessions", "Authorization: Basic eDp5"],
    ["POST", "/api/v1/sessions/bulk-redact", "Content-Type: application/json"],
    ["POST", "/api/auth/callback/credentials", "Accept: application/json"],
  ])("%s %s with “%s” is passed on", async (method, target, header) => {
    expect(await ask(`${method} ${target}`, header)).toMatch(/^HTTP\/1\.1 200 /);
  });
});

describe("every answer", () => {
  it("begins with a policy that allows nothing to run, whatever handles the request next", async () => {
    for (const target of ["/favicon.ico", "/_next/static/nothing.js", "//evil.example", "/api/v1/x"]) {
      const answer = await ask(`GET ${target}`);
      expect(answer, target).toMatch(/^Content-Security-Policy: default-src 'none'/m);
      expect(answer, target).toMatch(/^X-Content-Type-Options: nosniff/m);
    }
  });

  it("uses the actual method, whatever headers the caller sends", async () => {
    expect(await ask("GET /", "X-Method: HEAD")).toMatch(/GET$/m);
  });
});

describe("a request to upgrade the protocol", () => {
  it("is refused, and its connection closed", async () => {
    const upgrade = ["Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13"];
    for (const target of ["/", "/api/v1/cases/stream", "/_next/webpack-hmr"]) {
      const answer = await say(`GET ${target} HTTP/1.1`, "Host: desk.example", ...upgrade);
      expect(answer, target).toMatch(/^HTTP\/1\.1 400 /);
    }
  });
});

it.each(["/mcp", "/mcp?toolsets=cases"])("%s is the door for tools, for every method", async (target) => {
  expect(await ask(`POST ${target}`)).toMatch(/^HTTP\/1\.1 200 /);
  expect(await ask(`POST ${target}`.replace("mcp", "mcpx"))).toMatch(/^HTTP\/1\.1 405 /);
});

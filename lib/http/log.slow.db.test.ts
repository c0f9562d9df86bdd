import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeRateLimits } from "@/lib/platform/rate-limit";
import { type ApiRoute, apiRoutes } from "@/test/api";
import { serveApi } from "@/test/api-process";
import { paramNames, prefixes, Scene, validBodies } from "@/test/api-scene";
import { logLines } from "@/test/log-lines";
import { mark } from "@/test/schema-values";
import { db } from "@/test/test-db";

const scene = new Scene();
let server: Awaited<ReturnType<typeof serveApi>>;

beforeAll(async () => {
  await scene.begin();
  server = await serveApi();
});
afterAll(() => server.close());

type Line = Record<string, unknown>;

/** Sends a call, and waits for the line that tells of its end. */
async function call(target: string, init: RequestInit & { headers?: Record<string, string> } = {}) {
  const answer = await fetch(server.url + target, { redirect: "manual", ...init });
  const body = await answer.text();
  return { status: answer.status, id: answer.headers.get("x-request-id"), body };
}

const byKey = () => ({ "X-API-Key": scene.key, "Content-Type": "application/json" });
const ended = (lines: Line[]) => lines.filter(({ msg }) => msg === "request");

async function linesOf(work: () => Promise<unknown>): Promise<Line[]> {
  return logLines(async () => {
    await work();
    // The line is written once the connection has taken the whole answer.
    await sleep(20);
  });
}

describe("the line of a request", () => {
  it("names the request, the operation, the organization, the kind of actor, the status and the duration", async () => {
    let id: string | null = null;
    const lines = await linesOf(async () => {
      ({ id } = await call("/api/v1/sessions/ses_fuzza?x=1", { headers: byKey() }));
    });
    expect(ended(lines)).toEqual([
      {
        level: 30,
        time: expect.any(Number),
        requestId: id,
        operation: "GET /api/v1/sessions/[sessionId]",
        organization: scene.organization.id,
        environment: "sandbox",
        actor: "api_key",
        status: expect.any(Number),
        durationMs: expect.any(Number),
        msg: "request",
      },
    ]);
  });

  it.each([
    ["a UUID", "0190b3a4-7c1e-7d2a-9b5e-3f0c1d2e4a5b", true],
    ["32 hexadecimal digits", "4bf92f3577b34da6a3ce929d0e0e4736", true],
    ["a name", "maria-marked-1980-01-31", false],
    ["an address", "maria@marked.example", false],
    ["a long text", "a".repeat(4000), false],
    ["digits", "19800131", false],
  ])("takes %s from the caller or makes an id", async (_, sent, isTaken) => {
    const { id, body } = await call("/api/v1/nothing", { headers: { "X-Request-Id": sent } });
    if (isTaken) expect(id).toBe(sent);
    else expect(id).toMatch(/^req_[0-9a-z]{26}$/);
    expect(JSON.parse(body).request_id).toBe(id);
  });

  it("says that nobody is known, and that an address is none of ours, without the address", async () => {
    const lines = await linesOf(async () => {
      await call(`/${mark}/${mark}`);
      await call("/api/v1/sessions", { headers: { "X-API-Key": mark } });
    });
    expect(ended(lines).map(({ operation, status, actor }) => [operation, status, actor])).toEqual([
      [expect.stringMatching(/^(GET \/\[environment\]|unknown address)/), 418, undefined],
      // Who is refused is nobody.
      ["GET /api/v1/sessions", 401, "public"],
    ]);
    expect(JSON.stringify(lines)).not.toContain(mark);
  });

  it("keeps an unexpected error with its request, and none of the values that the database quotes", async () => {
    await db.$executeRawUnsafe(
      "ALTER TABLE identities ADD CONSTRAINT nothing_more CHECK (external_ref IS NULL OR external_ref NOT LIKE '%Quorvex%')",
    );
    try {
      let answered: Awaited<ReturnType<typeof call>> | undefined;
      const lines = await linesOf(async () => {
        answered = await call("/api/v1/identities", {
          method: "POST",
          headers: byKey(),
          body: JSON.stringify({ external_ref: mark }),
        });
      });
      expect(answered?.status).toBe(500);
      const failed = lines.find(({ msg }) => msg === "unexpected error");
      expect(failed).toMatchObject({
        requestId: JSON.parse(answered?.body ?? "").request_id,
        operation: "POST /api/v1/identities",
        organization: scene.organization.id,
        err: { stack: expect.any(String) },
      });
      expect(ended(lines)).toMatchObject([{ level: 40, status: 500 }]);
      expect(JSON.stringify(lines)).not.toContain(mark);
    } finally {
      await db.$executeRawUnsafe("ALTER TABLE identities DROP CONSTRAINT nothing_more");
    }
  });
});

/** What a call to a route carries: the mark in each place where a caller may write. */
async function ask(route: ApiRoute, body: Record<string, unknown> | undefined): Promise<void> {
  const names = paramNames(route);
  const path = names.reduce(
    (pattern, name) =>
      pattern.replace(`[${name}]`, scene.fill(prefixes[name] ? `pick:${prefixes[name]}:0` : mark)),
    route.pattern,
  );
  const isPerson = route.handler.spec?.door === "actor" && Math.abs(path.length % 2) === 1;
  const own = {
    "X-Request-Id": mark,
    "User-Agent": mark,
    Referer: `http://localhost/${mark}`,
    ...(isPerson ? scene.browser : byKey()),
    "Content-Type": "application/json",
  };
  const answer = await fetch(`${server.url}${path}?q=${mark}&name=${mark}`, {
    method: route.method,
    headers: own,
    redirect: "manual",
    signal: AbortSignal.timeout(5_000),
    ...(route.method !== "GET" && { body: JSON.stringify(body ?? { text: mark }) }),
  }).catch(() => null);
  const isStream = answer?.headers.get("content-type")?.startsWith("text/event-stream");
  await (isStream ? answer?.body?.cancel() : answer?.text());
  if (answer?.status === 401) await scene.renew();
  if (answer?.status === 429) {
    await closeRateLimits();
    await db.rateLimit.deleteMany();
  }
}

it("no line of any route tells what a caller wrote", async () => {
  const routes = (await apiRoutes()).filter(({ handler }) => handler.spec);
  const lines = await linesOf(async () => {
    for (const route of routes) {
      const bodies = validBodies(route, scene).filter((body) => JSON.stringify(body).includes(mark));
      for (const body of [undefined, ...bodies.slice(0, 2)]) await ask(route, body);
    }
  });
  expect(ended(lines).length).toBeGreaterThanOrEqual(routes.length);
  expect(lines.filter((line) => JSON.stringify(line).includes(mark))).toEqual([]);
  for (const line of ended(lines))
    expect(line).toMatchObject({ requestId: expect.any(String), operation: expect.any(String) });
}, 300_000);

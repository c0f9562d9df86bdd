import { createServer, type Server } from "node:http";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { scopePermissions } from "@/lib/actor/permissions";
import { loadApi } from "@/lib/http/api-server";
import { receive } from "@/lib/http/front";
import { closeDb, db } from "@/lib/platform/db";
import { env, publishEnv } from "@/lib/platform/env";
import { closeKeys } from "@/lib/platform/keys";
import { closeRateLimits } from "@/lib/platform/rate-limit";
import { actorOf, createApiKey, createOrganization, importFor, sampleAs } from "@/test/factories";
import { layWire, type Wire } from "@/test/wire";
import { onServer } from "@/vitest.database";

const direct = { DATABASE_URL: env().DATABASE_URL ?? "", KEYS_DATABASE_URL: env().KEYS_DATABASE_URL ?? "" };
let wire: Wire;
let server: Server;
let base: string;
let headers: Record<string, string>;
const uncaught: unknown[] = [];
const note = (error: unknown) => uncaught.push(error);

const over = (url: string) => {
  const through = new URL(url);
  through.hostname = "127.0.0.1";
  through.port = String(wire.port);
  return through.toString();
};
const letGo = () => Promise.all([closeDb(), closeKeys(), closeRateLimits()]);

beforeAll(async () => {
  const organization = await createOrganization();
  await importFor(actorOf(organization), sampleAs("ses_a"));
  headers = { "X-API-Key": await createApiKey(organization, Object.keys(scopePermissions)) };
  await letGo();
  wire = await layWire(Number(new URL(direct.DATABASE_URL).port));
  publishEnv({ DATABASE_URL: over(direct.DATABASE_URL), KEYS_DATABASE_URL: over(direct.KEYS_DATABASE_URL) });
  const api = await loadApi(path.resolve(import.meta.dirname, "../../app/api"));
  server = createServer((request, response) => {
    if (!receive(request, response) && !api(request, response)) response.writeHead(418).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  base = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  process.prependListener("unhandledRejection", note);
  process.prependListener("uncaughtException", note);
});

afterEach(async () => {
  wire.mend();
  await expectWell();
  expect(uncaught).toEqual([]);
});

afterAll(async () => {
  process.off("unhandledRejection", note);
  process.off("uncaughtException", note);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await letGo();
  await wire.close();
  publishEnv(direct);
});

const ask = (target: string, init: RequestInit = {}) =>
  fetch(base + target, { ...init, headers: { ...headers, ...init.headers } });
const calls = [
  "/api/v1/sessions?limit=1",
  "/api/v1/sessions/ses_a/result",
  "/api/v1/cases",
  "/api/v1/openapi.json",
];

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const start = performance.now();
  const answer = await work();
  return [answer, performance.now() - start];
}

async function expectWell(): Promise<void> {
  for (const end = Date.now() + 5_000; Date.now() < end; ) {
    const answers = await Promise.all([ask("/api/health"), ...calls.map((call) => ask(call))]);
    if (answers.every(({ status }) => status === 200)) return;
  }
  throw new Error("It did not become well again.");
}

async function expectUnavailable(answer: Response): Promise<void> {
  expect(answer.status).toBe(503);
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await answer.json()).toMatchObject({
    error: "service_unavailable",
    status_code: 503,
    detail: "The service is temporarily unavailable. Try again in a few seconds.",
    request_id: expect.stringMatching(/^req_/),
  });
}

describe("an unreachable database", () => {
  it("gives 503 with Retry-After, and works again at once when it is back", async () => {
    await expectWell();
    wire.cut();
    for (const call of calls.slice(0, 3)) await expectUnavailable(await ask(call));
    expect((await ask("/api/health")).status).toBe(503);
    const init = { method: "POST", headers: { "content-type": "application/json" }, body: "{}" };
    await expectUnavailable(await ask("/api/v1/cases/next", init));
  });

  it("gives only the calls under way a 503", async () => {
    await expectWell();
    const asked = Promise.all(Array.from({ length: 30 }, (_, at) => ask(calls[at % 3] ?? "")));
    setTimeout(() => wire.cut(), 20);
    for (const { status } of await asked) expect([200, 503]).toContain(status);
  });
});

describe("a hanging database", () => {
  it("is given up: health within two seconds, calls within their deadline", async () => {
    await expectWell();
    wire.hold();
    for (let round = 0; round < 3; round++) {
      const [health, ms] = await timed(() => ask("/api/health"));
      expect(health.status).toBe(503);
      expect(ms).toBeLessThan(2_000);
    }
    const answers = await Promise.all(Array.from({ length: 20 }, () => timed(() => ask(calls[0] ?? ""))));
    for (const [answer, ms] of answers) {
      await expectUnavailable(answer);
      expect(ms).toBeLessThan(20_000);
    }
  });
});

describe("an abandoned change", () => {
  it("leaves no open transaction to the next user of its connection", async () => {
    await expectWell();
    const name = () => db.organization.findFirstOrThrow().then((found) => found.name);
    const before = await name();
    // As many as there are connections.
    const given = Array.from({ length: 5 }, async () =>
      db.$transaction(async (tx) => {
        await tx.$executeRaw`SELECT pg_advisory_xact_lock_shared(1)`;
        wire.hold();
        await tx.organization.updateMany({ data: { name: "given up" } });
      }),
    );
    const start = Date.now();
    const settled = await Promise.allSettled(given);
    expect(settled.map(({ status }) => status)).toEqual(given.map(() => "rejected"));
    // Until the rollback has been given up too.
    await sleep(21_000 - (Date.now() - start));
    wire.mend();
    await expectWell();
    const names = await Promise.all(Array.from({ length: 20 }, name));
    expect(new Set(names)).toEqual(new Set([before]));
    const open = await onServer(direct.DATABASE_URL, (client) =>
      client.query(
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'",
      ),
    );
    expect(open.rows).toEqual([]);
  });
});

describe("a database that refuses", () => {
  const asOwner = (sql: string) => onServer(direct.DATABASE_URL, (client) => client.query(sql));

  it("because of too many connections gives 503", async () => {
    const name = new URL(direct.DATABASE_URL).pathname.slice(1);
    await letGo();
    await asOwner("CREATE ROLE few LOGIN PASSWORD 'few' CONNECTION LIMIT 0").catch(() => undefined);
    await asOwner(`GRANT ALL ON DATABASE ${name} TO few`);
    const limited = new URL(over(direct.DATABASE_URL));
    [limited.username, limited.password] = ["few", "few"];
    publishEnv({ DATABASE_URL: limited.toString() });
    try {
      await expectUnavailable(await ask(calls[0] ?? ""));
    } finally {
      await letGo();
      publishEnv({ DATABASE_URL: over(direct.DATABASE_URL) });
      await asOwner(`REVOKE ALL ON DATABASE ${name} FROM few`);
      await asOwner("DROP ROLE few");
    }
  });

  it("because of a full disk gives 503, and reading still works", async () => {
    await asOwner(
      `CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION USING ERRCODE = ''53100'', MESSAGE = ''could not extend file: No space left on device''; END'`,
    );
    await asOwner(
      "CREATE TRIGGER no_room BEFORE INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION no_room()",
    );
    try {
      const init = { method: "POST", headers: { "content-type": "application/json" } };
      const body = JSON.stringify({ content: "x" });
      await expectUnavailable(await ask("/api/v1/cases/rvc_a/notes", { ...init, body }));
      expect((await ask("/api/v1/cases")).status).toBe(200);
    } finally {
      await asOwner("DROP TRIGGER no_room ON audit_events");
      await asOwner("DROP FUNCTION no_room");
    }
  });
});

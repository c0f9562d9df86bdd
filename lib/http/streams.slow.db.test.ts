import { createServer, request as httpRequest, type IncomingMessage, type Server } from "node:http";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { scopePermissions } from "@/lib/actor/permissions";
import { createLink } from "@/lib/delivery/write";
import { loadApi } from "@/lib/http/api-server";
import { receive } from "@/lib/http/front";
import { buildPackages } from "@/lib/packages/jobs";
import { requestPackage } from "@/lib/packages/package";
import { blobs } from "@/lib/platform/blobs";
import { redactSession } from "@/lib/privacy/write";
import { callPath, signedInHeaders } from "@/test/api";
import { createApiKey, sampleImage } from "@/test/factories";
import { ids, requestScene, reviewed } from "@/test/request-scene";
import { appendEvents } from "@/test/sealing";
import { db } from "@/test/test-db";

let server: Server;
let port: number;
let officer: Actor;
let requestId: string;
let asOfficer: Record<string, string>;
let withKey: Record<string, string>;
const uncaught: unknown[] = [];
const note = (error: unknown) => uncaught.push(error);

beforeAll(async () => {
  process.prependListener("unhandledRejection", note);
  process.prependListener("uncaughtException", note);
  const api = await loadApi(path.resolve(import.meta.dirname, "../../app/api"));
  server = createServer((request, response) => {
    if (!receive(request, response) && !api(request, response)) response.writeHead(418).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  port = typeof address === "object" && address ? address.port : 0;
});

beforeEach(async () => {
  uncaught.length = 0;
  const scene = await requestScene(await sampleImage("jpeg", 2_000));
  officer = scene.officer;
  asOfficer = await signedInHeaders(officer.id);
  withKey = { "X-API-Key": await createApiKey(scene.organization, Object.keys(scopePermissions)) };
  requestId = await reviewed(officer, "access_and_erasure");
  await requestPackage(officer, { requestId });
  await buildPackages();
});

afterAll(async () => {
  process.off("unhandledRejection", note);
  process.off("uncaughtException", note);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** Asks and reads nothing yet: the answer comes no faster than it is taken. */
function ask(method: string, target: string, headers: Record<string, string>): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const asked = httpRequest(
      { host: "127.0.0.1", port, method, path: target, headers, agent: false },
      resolve,
    );
    asked.on("error", reject);
    asked.end();
  });
}

/** Takes an answer to its end. @returns its bytes, and whether it broke off */
async function take(answer: IncomingMessage): Promise<{ bytes: number; isCut: boolean }> {
  let bytes = 0;
  try {
    for await (const piece of answer) bytes += piece.length;
    return { bytes, isCut: false };
  } catch {
    return { bytes, isCut: true };
  }
}

/** That nothing was left unhandled, and everybody else is answered. */
async function expectAlive(): Promise<void> {
  await wait(100);
  expect(uncaught).toEqual([]);
  expect((await ask("GET", "/api/v1/sessions?limit=1", withKey)).statusCode).toBe(200);
}

const packageOf = () => `/api/v1/requests/${requestId}/package`;

async function openedLink(): Promise<Record<string, string>> {
  await db.rateLimit.deleteMany();
  const { url, code } = await createLink(officer, { requestId, expiresInDays: 7 });
  const answer = await callPath("POST", "/api/v1/deliveries/open", {
    headers: { origin: "http://localhost:3000", "content-type": "application/json" },
    body: JSON.stringify({ token: new URL(url).pathname.split("/").at(-1), code }),
  });
  expect(answer.status).toBe(200);
  return { cookie: (answer.headers.get("set-cookie") ?? "").split(";")[0] ?? "" };
}

const eventsOf = (type: string) =>
  db.auditEvent.count({ where: { type, organizationPk: officer.scope.organizationPk } });

describe("a streamed answer", () => {
  it("alone is cut off when a file of the package is lost meanwhile", async () => {
    const answer = await ask("GET", packageOf(), asOfficer);
    const { dataKeyId } = await db.package.findFirstOrThrow();
    await blobs().removeFolder(dataKeyId ?? "");
    expect(await take(answer)).toMatchObject({ isCut: true });
    await expectAlive();
  });

  it("alone is cut off or ends when the package is built again meanwhile, or a session in it erased", async () => {
    const first = await ask("GET", packageOf(), asOfficer);
    await requestPackage(officer, { requestId });
    await take(first);
    await expectAlive();
    await buildPackages();
    const cookie = await openedLink();
    const second = await ask("GET", "/api/v1/deliveries/package", cookie);
    await redactSession(officer, { sessionId: ids[1], confirm: ids[1], reason: "Matter 3" });
    await take(second);
    await expectAlive();
  });

  it("is complete for two downloads by one link at once, and counts as delivered once", async () => {
    const cookie = await openedLink();
    const both = await Promise.all([1, 2].map(() => ask("GET", "/api/v1/deliveries/package", cookie)));
    expect(both.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
    const taken = await Promise.all(both.map(take));
    expect(taken.map(({ isCut }) => isCut)).toEqual([false, false]);
    expect(taken[0]?.bytes).toBe(taken[1]?.bytes);
    expect(await eventsOf("package.delivered")).toBe(1);
    await expectAlive();
  });

  it("alone is cut off when the database is lost during an export of the log", async () => {
    await appendEvents(officer, 60_000);
    const answer = await ask("GET", "/api/v1/audit/export", asOfficer);
    answer.once("readable", () => undefined);
    await wait(200);
    await db.$queryRaw`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND query LIKE 'COPY%'`;
    expect(await take(answer)).toMatchObject({ isCut: true });
    await expectAlive();
  });

  it("releases its source when the client leaves", async () => {
    await appendEvents(officer, 60_000);
    const cookie = await openedLink();
    const targets: [string, Record<string, string>][] = [
      [packageOf(), asOfficer],
      ["/api/v1/deliveries/package", cookie],
      ["/api/v1/audit/export", asOfficer],
      ["/api/v1/cases/stream", withKey],
    ];
    for (const [target, headers] of targets) {
      const answer = await ask("GET", target, headers);
      expect(answer.statusCode, target).toBe(200);
      answer.destroy();
    }
    await expectAlive();
    const { rows } = await db.$queryRaw<{ rows: bigint }[]>`
      SELECT count(*) AS rows FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'COPY%'`.then(
      ([row]) => ({ rows: Number(row?.rows) }),
    );
    expect(rows).toBe(0);
  });

  it("is not opened for HEAD, which has headers and no effect", async () => {
    const cookie = await openedLink();
    const targets: [string, Record<string, string>, string][] = [
      [packageOf(), asOfficer, "application/zip"],
      ["/api/v1/deliveries/package", cookie, "application/zip"],
      ["/api/v1/audit/export", asOfficer, "application/x-ndjson"],
      ["/api/v1/cases/stream", withKey, "text/event-stream"],
    ];
    const before = await db.auditEvent.count();
    for (const [target, headers, type] of targets) {
      const answer = await ask("HEAD", target, headers);
      expect([answer.statusCode, answer.headers["content-type"]], target).toEqual([200, type]);
      expect(await take(answer)).toEqual({ bytes: 0, isCut: false });
    }
    expect((await ask("HEAD", `${packageOf()}x`, asOfficer)).statusCode).toBe(404);
    expect(await db.auditEvent.count()).toBe(before);
    expect((await db.package.findFirstOrThrow()).downloadedAt).toBeNull();
    expect((await db.deliveryLink.findFirstOrThrow()).deliveredAt).toBeNull();
    await expectAlive();
  });

  it("keeps no watcher after a HEAD request", async () => {
    const { countersignListeners } = globalThis as { countersignListeners?: Map<string, Set<unknown>> };
    const watchers = () => countersignListeners?.get("cases")?.size ?? 0;
    const before = watchers();
    for (let round = 0; round < 20; round++) await take(await ask("HEAD", "/api/v1/cases/stream", withKey));
    expect(watchers()).toBe(before);
  });
});

describe("HEAD of personal data", () => {
  it("reveals nothing of GET's answer, and is not recorded as a reading", async () => {
    const targets = [
      `/api/v1/sessions/${ids[0]}/export`,
      `/api/v1/sessions/${ids[0]}/documents`,
      `/api/v1/sessions/${ids[0]}/result`,
      "/api/v1/sessions?q=X123",
    ];
    const before = await db.auditEvent.count();
    for (const target of targets) {
      const answer = await ask("HEAD", target, withKey);
      expect(answer.statusCode, target).toBe(200);
      expect(answer.headers["content-length"], target).toBeUndefined();
    }
    expect(await db.auditEvent.count()).toBe(before);
  });
});

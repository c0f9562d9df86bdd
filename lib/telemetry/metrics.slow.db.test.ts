import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { Registry } from "prom-client";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { newClient } from "@/lib/platform/connect";
import { closeDb } from "@/lib/platform/db";
import { publishEnv } from "@/lib/platform/env";
import { startJobs } from "@/lib/platform/queue";
import { runJob } from "@/lib/platform/run-job";
import { serveMetrics } from "@/lib/telemetry/endpoint";
import { tellState } from "@/lib/telemetry/state";
import { serveApi } from "@/test/api-process";
import { Scene } from "@/test/api-scene";
import { mark } from "@/test/schema-values";
import { db } from "@/test/test-db";

const scene = new Scene();
let port = 0;
let stop: () => Promise<void> = async () => undefined;
const databaseUrl = process.env.DATABASE_URL ?? "";

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}

beforeAll(async () => {
  await scene.begin();
  // The tables of the queue.
  await (await startJobs([])).stop();
});

afterEach(async () => {
  await stop();
  stop = async () => undefined;
  publishEnv({ METRICS_PORT: "", METRICS_TOKEN: "", METRICS_HOST: "", DATABASE_URL: databaseUrl });
});

async function serve(settings: Record<string, string> = {}, isWorker = true): Promise<void> {
  port = await freePort();
  publishEnv({ METRICS_PORT: String(port), ...settings });
  stop = await serveMetrics(isWorker);
}

const ours = () => ({ pk: scene.organization.pk });

/** Starts again, because the state is read at most once in 30 seconds. */
async function serveAnew(): Promise<void> {
  await stop();
  await serve();
}

const ask = (path = "/metrics", init: RequestInit = {}) => fetch(`http://127.0.0.1:${port}${path}`, init);
const told = async () => (await ask()).text();

/** The value of a series; undefined when it is not told. */
const valueIn = (text: string, series: string) => {
  const line = text.split("\n").find((each) => each.startsWith(`${series} `));
  return line && Number(line.slice(series.length + 1));
};

describe("the metrics", () => {
  it("are served on a port of their own, to whoever has the token", async () => {
    await serve({ METRICS_TOKEN: "t".repeat(32) });
    expect((await ask()).status).toBe(401);
    expect((await ask("/metrics", { headers: { Authorization: "Bearer no" } })).status).toBe(401);
    const headers = { Authorization: `Bearer ${"t".repeat(32)}` };
    expect((await ask("/metrics", { headers })).status).toBe(200);
    expect((await ask("/", { headers })).status).toBe(404);
    expect((await ask("/metrics", { method: "POST", headers })).status).toBe(405);
    await expect(serveMetrics(true)).rejects.toThrow(`METRICS_PORT=${port} (EADDRINUSE)`);
  });

  it("are neither served nor counted unless a port is set", async () => {
    stop = await serveMetrics(true);
    const api = await serveApi();
    expect((await fetch(`${api.url}/metrics`)).status).toBe(418);
    await api.close();
  });

  it.each([
    [{ METRICS_HOST: "0.0.0.0" }, "METRICS_TOKEN"],
    [{ METRICS_TOKEN: "short" }, "METRICS_TOKEN"],
    [{ PORT: "4711", METRICS_PORT: "4711" }, "METRICS_PORT"],
  ])("are refused with %j", async (settings, name) => {
    await expect(serve(settings)).rejects.toThrow(`The environment is not valid: ${name}`);
    publishEnv({ PORT: "" });
  });

  it("count requests by the pattern of their route, and jobs by name", async () => {
    await serve();
    const api = await serveApi();
    const headers = { "X-API-Key": scene.key };
    await (await fetch(`${api.url}/api/v1/sessions/ses_fuzza?x=${mark}`, { headers })).text();
    await (await fetch(`${api.url}/api/v1/sessions/${mark}`, { headers })).text();
    await api.close();
    await runJob("some.job", async () => undefined);
    await runJob("some.job", () => Promise.reject(new Error("x"))).catch(() => undefined);
    const text = await told();
    const operation = 'operation="GET /api/v1/sessions/[sessionId]"';
    expect(valueIn(text, `countersign_http_requests_total{${operation},status="2xx"}`)).toBe(1);
    expect(valueIn(text, `countersign_http_requests_total{${operation},status="4xx"}`)).toBe(1);
    expect(valueIn(text, `countersign_http_request_duration_seconds_count{${operation}}`)).toBe(2);
    expect(valueIn(text, 'countersign_job_runs_total{name="some.job",result="done"}')).toBe(1);
    expect(valueIn(text, 'countersign_job_runs_total{name="some.job",result="failed"}')).toBe(1);
    expect(valueIn(text, 'countersign_job_last_success_timestamp_seconds{name="some.job"}')).toBeGreaterThan(
      0,
    );
    expect(valueIn(text, 'countersign_db_pool_connections{pool="the database"}')).toBeGreaterThan(0);
    expect(text).not.toContain(mark);
    expect(text).not.toContain(scene.organization.id);
  });

  it("tell the state of the installation", async () => {
    await db.$executeRaw`UPDATE requests SET due_on = current_date - 1 WHERE organization_pk = ${scene.organization.pk}`;
    await db.$executeRaw`UPDATE webhook_deliveries SET status = 'failed' WHERE false`;
    const past = new Date(Date.now() - 400 * 86_400_000);
    await db.session.updateMany({ where: { id: "ses_fuzzb" }, data: { terminalAt: past } });
    await db.retentionSettings.updateMany({ data: { sensitiveDataRetentionDays: 30 } });
    await serve();
    const text = await told();
    const sandbox = (name: string) => valueIn(text, `${name}{environment="sandbox"}`);
    expect(sandbox("countersign_requests_past_deadline")).toBe(1);
    expect(sandbox("countersign_requests_near_deadline")).toBe(0);
    expect(sandbox("countersign_cases_waiting")).toBe(
      await db.reviewCase.count({ where: { environment: "sandbox", claimableAt: { not: null } } }),
    );
    expect(sandbox("countersign_audit_unsealed_events")).toBeGreaterThan(0);
    expect(sandbox("countersign_retention_overdue")).toBe(1);
    expect(valueIn(text, 'countersign_requests_past_deadline{environment="live"}')).toBe(0);
    expect(valueIn(text, "countersign_databases_up")).toBe(1);
    expect(valueIn(text, "countersign_organizations")).toBe(1);
    expect(valueIn(text, "countersign_erasures_unfinished")).toBe(0);
    expect(valueIn(text, "countersign_blobs_free_bytes")).toBeGreaterThan(0);
  });

  it("leave out what is paused, removed, or may not leave", async () => {
    await db.$executeRaw`UPDATE requests SET due_on = current_date - 1 WHERE organization_pk = ${scene.organization.pk}`;
    const request = await db.request.findFirstOrThrow({ where: { status: "open", environment: "sandbox" } });
    const { organizationPk, environment, pk: requestPk } = request;
    await db.requestPause.create({ data: { organizationPk, environment, requestPk, from: new Date() } });
    const old = { createdAt: new Date(0), nextListAt: new Date(0), stoppedBecause: "refused" };
    const vendor = {
      vendor: "verifa",
      baseUrl: "https://vendor.example",
      sealedCredentials: Buffer.from("x"),
    };
    await db.source.create({
      data: {
        organizationPk,
        environment,
        id: "src_gone",
        name: "gone",
        ...vendor,
        ...old,
        removedAt: new Date(),
      },
    });
    await serve();
    const text = await told();
    const sandbox = (name: string) => valueIn(text, `${name}{environment="sandbox"}`);
    expect(sandbox("countersign_requests_past_deadline")).toBe(0);
    for (const name of ["running", "stopped", "late_seconds"])
      expect(sandbox(`countersign_sources_${name}`), name).toBe(0);
  });

  it("tell of a scheduled job whose newest run failed, until one ends well", async () => {
    await serve();
    const name = "test.nightly";
    const failed = async () => valueIn(await told(), `countersign_jobs_failed{queue="${name}"}`);
    const ended = (state: string, ago: string) => db.$executeRaw`
      INSERT INTO pgboss.job (name, state, completed_on) VALUES (${name}, ${state}::pgboss.job_state, now() - ${ago}::interval)`;
    await (await startJobs([{ name, cron: "0 0 1 1 *", run: async () => undefined }])).stop();
    expect(await failed()).toBe(0);
    await ended("completed", "2 hours");
    await ended("failed", "1 hour");
    await serveAnew();
    expect(await failed()).toBe(1);
    await ended("completed", "1 minute");
    await serveAnew();
    expect(await failed()).toBe(0);
  });

  it("tell of endpoints that were switched off by themselves", async () => {
    await serve();
    const off = async () => valueIn(await told(), 'countersign_webhook_endpoints_off{environment="sandbox"}');
    expect(await off()).toBe(0);
    const sandbox = { organizationPk: scene.organization.pk, environment: "sandbox" as const };
    const before = await db.webhookEndpoint.findFirstOrThrow({ where: { ...sandbox, deletedAt: null } });
    const of = { where: { ...sandbox, pk: before.pk } };
    await db.webhookEndpoint.updateMany({ ...of, data: { enabled: false, disabledAt: new Date() } });
    await serveAnew();
    expect(await off()).toBe(1);
    await db.webhookEndpoint.updateMany({ ...of, data: { enabled: true, disabledAt: null } });
  });

  it("tell of an organization that a move has left held", async () => {
    const held = async (since: Date | null, movedTo: number | null) => {
      await db.organization.updateMany({ where: ours(), data: { heldAt: since, movedTo } });
      await serveAnew();
      return valueIn(await told(), "countersign_organizations_held");
    };
    const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
    expect(await held(minutesAgo(0), null)).toBe(0);
    expect(await held(minutesAgo(2), null)).toBe(1);
    expect(await held(minutesAgo(2), 1)).toBe(0);
    expect(await held(null, null)).toBe(0);
  });

  it("no longer tell what could not be read for a while", async () => {
    const registry = new Registry();
    const ask = tellState(registry, 50);
    await vi.waitFor(async () => {
      await ask();
      expect(valueIn(await registry.metrics(), "countersign_organizations")).toBe(1);
    });
    const locked = newClient({ connectionString: databaseUrl });
    await locked.connect();
    await locked.query("BEGIN; LOCK TABLE review_cases IN ACCESS EXCLUSIVE MODE");
    const start = Date.now();
    const clock = vi.spyOn(Date, "now");
    const tells = async (later: number) => {
      clock.mockReturnValue(start + later);
      await ask();
      return (await registry.metrics()).includes("countersign_cases_waiting{");
    };
    expect(await tells(40_000)).toBe(true);
    expect(await tells(120_000)).toBe(false);
    await locked.end();
    await vi.waitFor(async () => expect(await tells(160_000)).toBe(true));
    clock.mockRestore();
  });

  it("tell the state in the processes that run the jobs alone", async () => {
    await serve({}, false);
    const text = await told();
    expect(text).toContain("countersign_databases_up 1");
    expect(text).not.toContain("countersign_cases_waiting");
  });

  it("say that a database is away, and nothing that they do not know", async () => {
    await serve();
    await closeDb();
    const away = new URL(databaseUrl);
    away.port = String(await freePort());
    publishEnv({ DATABASE_URL: away.toString() });
    const text = await told();
    expect(valueIn(text, "countersign_databases_up")).toBe(0);
    for (const name of ["countersign_organizations", "countersign_cases_waiting"])
      expect(text).not.toMatch(new RegExp(`^${name}[ {]`, "m"));
    await closeDb();
  });
});

it("every metric is described, and every described metric is told", async () => {
  await serve();
  const names = new Set([...(await told()).matchAll(/^# HELP (countersign_\w+)/gm)].map(([, name]) => name));
  const described = new Set(
    [...readFileSync("docs/observing.md", "utf8").matchAll(/^\| `(countersign_\w+)/gm)].map(
      ([, name]) => name,
    ),
  );
  expect([...names].sort()).toEqual([...described].sort());
});

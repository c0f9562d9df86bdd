import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from "node:http";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/platform/db";
import { publishEnv } from "@/lib/platform/env";
import { post } from "@/lib/platform/exchange";
import { runJob } from "@/lib/platform/run-job";
import { tracing } from "@/lib/platform/tracing";
import { statementText } from "@/lib/telemetry/statements";
import { startTracing } from "@/lib/telemetry/traces";
import { serveApi } from "@/test/api-process";
import { Scene } from "@/test/api-scene";
import { mark } from "@/test/schema-values";

type Value = { stringValue?: string; intValue?: number | string; boolValue?: boolean };
type SentSpan = {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  attributes: { key: string; value: Value }[];
  status: { code?: number };
};
type Sent = {
  resourceSpans: {
    resource: { attributes: { key: string; value: Value }[] };
    scopeSpans: { spans: SentSpan[] }[];
  }[];
};

const servers: Server[] = [];
let stop: () => Promise<void> = async () => undefined;

/** Listens on a port of its own. @returns its URL */
async function listen(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
}

/** A collector that takes what OTLP sends as JSON. */
async function collect(): Promise<{ url: string; sent: Sent[]; spans: () => SentSpan[] }> {
  const sent: Sent[] = [];
  const url = await listen(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    if (request.url === "/v1/traces") sent.push(JSON.parse(Buffer.concat(parts).toString()));
    response.writeHead(200, { "Content-Type": "application/json" }).end("{}");
  });
  const spans = () =>
    sent.flatMap(({ resourceSpans }) =>
      resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((each) => each.spans)),
    );
  return { url, sent, spans };
}

const attributesOf = (span: SentSpan | undefined) =>
  Object.fromEntries((span?.attributes ?? []).map(({ key, value }) => [key, Object.values(value)[0]]));

async function trace(url: string): Promise<void> {
  publishEnv({ OTEL_EXPORTER_OTLP_ENDPOINT: url });
  stop = await startTracing();
}

const scene = new Scene();
let api: Awaited<ReturnType<typeof serveApi>>;
beforeAll(async () => {
  await scene.begin();
  api = await serveApi();
});
afterEach(async () => {
  await stop();
  stop = async () => undefined;
  publishEnv({ OTEL_EXPORTER_OTLP_ENDPOINT: "", TRUSTED_PROXY_HOPS: "0" });
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});
afterAll(() => api.close());

/** Asks for a session, and waits until the connection has taken the answer. */
async function ask(headers: Record<string, string> = {}): Promise<number> {
  const answer = await fetch(`${api.url}/api/v1/sessions?external_ref=${mark}`, {
    headers: { "X-API-Key": scene.key, Connection: "close", ...headers },
  });
  await answer.text();
  await new Promise((resolve) => setTimeout(resolve, 20));
  return answer.status;
}

describe("traces", () => {
  it("are off by default", async () => {
    stop = await startTracing();
    expect(tracing()).toBeUndefined();
  });

  it("tell of a request and its statements, and nothing of a person", async () => {
    const { url, sent, spans } = await collect();
    await trace(url);
    expect(await ask({ "User-Agent": mark, baggage: `name=${mark}` })).toBe(200);
    await stop();
    const request = spans().find(({ kind }) => kind === 2);
    expect(request?.name).toBe("GET /api/v1/sessions");
    expect(attributesOf(request)).toEqual({
      "http.request.method": "GET",
      "http.route": "/api/v1/sessions",
      "http.response.status_code": 200,
      "countersign.request_id": expect.stringMatching(/^req_/),
      "countersign.organization": scene.organization.id,
      "countersign.environment": "sandbox",
      "countersign.actor": "api_key",
    });
    const statements = spans().filter(({ kind }) => kind === 3);
    expect(statements.map(({ name }) => name)).toContain("SELECT sessions");
    for (const { traceId, parentSpanId } of statements)
      expect({ traceId, parentSpanId }).toEqual({ traceId: request?.traceId, parentSpanId: request?.spanId });
    const told = JSON.stringify(sent);
    for (const value of [mark, scene.key]) expect(told).not.toContain(value);
    expect(sent[0]?.resourceSpans[0]?.resource.attributes.map(({ key }) => key)).toEqual(["service.name"]);
  });

  it("tell of a job that fails by the kind of its error alone", async () => {
    const { url, sent, spans } = await collect();
    await trace(url);
    const run = async () => {
      await db.organization.count();
      throw new TypeError(mark);
    };
    await expect(runJob("some.job", run, "7")).rejects.toThrow(mark);
    await stop();
    const job = spans().find(({ name }) => name === "some.job");
    expect(job?.status.code).toBe(2);
    expect(attributesOf(job)).toEqual({ "countersign.job_id": "7", "error.type": "TypeError" });
    expect(spans().map(({ name, parentSpanId }) => [name, parentSpanId])).toContainEqual([
      "SELECT organizations",
      job?.spanId,
    ]);
    expect(JSON.stringify(sent)).not.toContain(mark);
  });

  it.each([
    ["is not continued from a caller", "0", false],
    ["is continued from a proxy that is trusted", "1", true],
  ])("a trace %s", async (_, hops, isContinued) => {
    const { url, spans } = await collect();
    publishEnv({ TRUSTED_PROXY_HOPS: hops });
    await trace(url);
    const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    await ask({ traceparent: `00-${traceId}-00f067aa0ba902b7-01` });
    await stop();
    expect(spans().length).toBeGreaterThan(0);
    expect(spans().every((span) => span.traceId === traceId)).toBe(isContinued);
  });

  it("name the host of another server, and tell it nothing of the trace", async () => {
    const { url, sent, spans } = await collect();
    await trace(url);
    let got: IncomingHttpHeaders = {};
    const other = await listen((request, response) => {
      got = request.headers;
      response.writeHead(204).end();
    });
    const allowed = { http: true, networks: ["127.0.0.0/8"] };
    const send = () =>
      post({ url: `${other}/hook/${mark}?token=${mark}`, headers: {}, body: "{}", allowed, limitMs: 5_000 });
    expect((await runJob("some.job", send)).status).toBe(204);
    await stop();
    const call = spans().find(({ name }) => name.startsWith("POST"));
    expect(attributesOf(call)).toEqual({
      "http.request.method": "POST",
      "server.address": "127.0.0.1",
      "http.response.status_code": 204,
    });
    expect(Object.keys(got).filter((name) => /trace|baggage/.test(name))).toEqual([]);
    expect(JSON.stringify(sent)).not.toContain(mark);
  });
});

describe("an endpoint for traces that", () => {
  it("is dead costs no request anything, nor the end of the process", async () => {
    const url = await listen(() => undefined);
    const [server] = servers.splice(0);
    await new Promise((resolve) => server?.close(resolve));
    await trace(url);
    for (let time = 0; time < 20; time++) expect(await ask()).toBe(200);
    await stop();
  });

  it("takes everything and never answers gets one batch, and the rest is dropped", async () => {
    let calls = 0;
    const url = await listen((request) => {
      calls++;
      request.resume();
    });
    await trace(url);
    const tracer = tracing();
    for (let made = 0; made < 20_000; made++) tracer?.start("x", { kind: 0 }).end();
    for (let time = 0; time < 20; time++) expect(await ask()).toBe(200);
    await stop();
    expect(calls).toBeLessThanOrEqual(1);
  });
});

describe("the text of a statement", () => {
  it.each([
    ["SELECT * FROM members WHERE email = 'maria@marked.example'", "SELECT * FROM members WHERE email = ?"],
    ["SELECT E'it\\'s Marked' || 'O''Marked'", "SELECT ? || ?"],
    ["UPDATE a1 SET b = 42, c = -1.5 WHERE d = $2", "UPDATE a1 SET b = ?, c = -? WHERE d = $2"],
    ["DO $body$ Marked $body$", "DO ?"],
  ])("%s has no constants", (text, told) => {
    expect(statementText(text)).toBe(told);
  });
});

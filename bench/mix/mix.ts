import { writeFile } from "node:fs/promises";
import http from "node:http";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { type Dataset, idOf } from "@/bench/dataset";
import { atLeast, type Figure } from "@/bench/figure";
import { record } from "@/bench/mix/record";
import { compile, isAlike, type Script, type Step } from "@/bench/mix/replay";
import { type BenchServer, startProducts, startServer } from "@/bench/server";
import { digest, newToken } from "@/lib/platform/crypto";
import { db } from "@/lib/platform/db";
import { publishEnv } from "@/lib/platform/env";
import { newId } from "@/lib/platform/id";
import { callPath } from "@/test/api";

type Call = { method: string; path: string; body?: string };
/** A kind of call, how many of a hundred are of it, and the call about one session. */
type Kind = { name: string; share: number; call: (target: string, at: number) => Call };

const get = (path: string): Call => ({ method: "GET", path });
const send = (method: string, path: string, body: object): Call => ({
  method,
  path,
  body: JSON.stringify(body),
});

/** What a customer's backend asks: it mostly looks, sometimes creates and tags. */
const kinds: readonly Kind[] = [
  { name: "list", share: 30, call: () => get("/sessions?limit=50") },
  { name: "get", share: 25, call: (target) => get(`/sessions/${target}`) },
  { name: "result", share: 15, call: (target) => get(`/sessions/${target}/result`) },
  { name: "cases", share: 5, call: () => get("/cases?limit=20") },
  { name: "events", share: 5, call: () => get("/events?limit=20") },
  { name: "create", share: 8, call: (_, at) => send("POST", "/sessions", { external_ref: `mix-${at}` }) },
  {
    name: "patch",
    share: 6,
    call: (target, at) => send("PATCH", `/sessions/${target}`, { metadata: { at } }),
  },
  {
    name: "tag",
    share: 6,
    call: (target, at) => send("POST", `/sessions/${target}/set-tags`, { tags: [`t${at % 7}`, "mix"] }),
  },
];
const order = kinds.flatMap((kind) => Array.from({ length: kind.share }, () => kind));
/** Spreads the kinds: a step that has no divisor in common with the hundred. */
const kindAt = (at: number) => order[(at * 37) % order.length] as Kind;

const requests = 30_000;
const connections = 64;
const limited = 20_000;

/** A key that may do everything of the mix. */
async function createKey(): Promise<string> {
  const secret = `vk_live_${newToken()}`;
  const organization = await db.organization.findFirstOrThrow({ select: { pk: true } });
  await db.apiKey.create({
    data: {
      id: newId("key"),
      organizationPk: organization.pk,
      environment: "live",
      keyPrefix: "vk_live_mix",
      digest: digest(secret),
      scopes: [
        "sessions:read",
        "sessions:write",
        "sessions:create",
        "verifications:read",
        "cases:read",
        "audit:read",
      ],
    },
  });
  return secret;
}

/** Records each kind of call twice, about two sessions, and makes of it what the floor sends. */
async function recordScripts(key: string, { rows, keys }: Dataset): Promise<Record<string, Script>> {
  const headers = { "X-API-Key": key, "Content-Type": "application/json" };
  const scripts: Record<string, Script> = {};
  for (const { name, call } of kinds) {
    let answer = "";
    const make = async (target: string, at: number) => {
      const { method, path, body } = call(target, at);
      const told = await callPath(method, `/api/v1${path}`, { headers, body });
      if (!told.ok) throw new Error(`${name} answered ${told.status}: ${await told.text()}`);
      answer = await told.text();
    };
    await make(idOf(rows - 2), 1);
    const targets = [idOf(rows - 3), idOf(rows - 4)] as const;
    scripts[name] = {
      steps: await recordAlike(name, targets, make, new URL(keys).pathname.slice(1)),
      answer,
    };
  }
  return scripts;
}

/**
 * Records two calls that send the same statements: now and then one has the statement of a timer or of a cache that ran
 * out besides.
 */
async function recordAlike(
  name: string,
  targets: readonly [string, string],
  make: (target: string, at: number) => Promise<void>,
  keysDatabase: string,
): Promise<Step[]> {
  for (let attempt = 0; attempt < 10; attempt++) {
    // Notices of the last call are sent a little later.
    await setTimeout(500);
    const first = await record(() => make(targets[0], 2 + 2 * attempt));
    await setTimeout(500);
    const second = await record(() => make(targets[1], 3 + 2 * attempt));
    if (isAlike(first, second)) return compile([first, second], targets, keysDatabase);
  }
  throw new Error(`Calls of ${name} did not send the same statements.`);
}

type Asked = Call & { headers?: Record<string, string> };
type Outcome = { perSecond: number; statuses: Map<number, number> };

/** Makes `count` calls over 64 connections that wait for each answer, in turn to each server. */
async function load(urls: readonly string[], count: number, callAt: (at: number) => Asked): Promise<Outcome> {
  // Every connection is used in turn, so that none is idle until its server closes it.
  const maxSockets = connections / urls.length;
  const agent = new http.Agent({ keepAlive: true, maxSockets, scheduling: "fifo" });
  const statuses = new Map<number, number>();
  const one = (at: number) =>
    new Promise<void>((resolve, reject) => {
      const { method, path, body, headers = {} } = callAt(at);
      const sent =
        body === undefined ? {} : { "Content-Type": "application/json", "Content-Length": body.length };
      const request = http.request(`${urls[at % urls.length]}${path}`, {
        agent,
        method,
        headers: { ...headers, ...sent },
      });
      request.on("response", (answer) => {
        const status = answer.statusCode ?? 0;
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        answer.on("data", () => undefined).on("end", resolve);
      });
      request
        .on("error", (error) => reject(new Error(`${method} ${path} was cut`, { cause: error })))
        .end(body);
    });
  let next = 0;
  const begin = performance.now();
  const worker = async () => {
    while (next < count) await one(next++);
  };
  await Promise.all(Array.from({ length: connections }, worker));
  agent.destroy();
  return { perSecond: (count * 1000) / (performance.now() - begin), statuses };
}

const onlySuccess = ({ statuses }: Outcome, who: string) => {
  const others = [...statuses].filter(([status]) => status >= 300);
  if (others.length > 0) throw new Error(`${who} answered ${JSON.stringify(others)}`);
};

const targetAt = (rows: number, at: number) => idOf((at * 7919) % rows);

/** Stops each server of a group; each has its own end. */
const stopAll = (servers: readonly BenchServer[]) => Promise.all(servers.map((server) => server.stop()));

/**
 * Measures 30 000 mixed calls, 64 at a time, on two processes with one database, against two bare servers that send the
 * same statements.
 * @throws Error when a call is not answered with success
 */
export async function mixVsFloor(dataset: Dataset, dataDir: string): Promise<Figure> {
  publishEnv({ DATABASE_URL: dataset.main, KEYS_DATABASE_URL: dataset.keys });
  const key = await createKey();
  const file = path.join(dataDir, "mix.json");
  await writeFile(file, JSON.stringify(await recordScripts(key, dataset)));
  let begun = 1_000;
  /** Makes the first calls, which fill the caches, and then those that count. */
  const measure = async (servers: readonly BenchServer[], who: string, callAt: (at: number) => Asked) => {
    try {
      const urls = servers.map(({ url }) => url);
      for (const count of [3_000, requests]) {
        const from = begun;
        begun += count;
        const outcome = await load(urls, count, (at) => callAt(from + at));
        onlySuccess(outcome, who);
        if (count === requests) return outcome.perSecond;
      }
      throw new Error("Nothing was measured.");
    } finally {
      await stopAll(servers);
    }
  };
  const product = await measure(await startProducts(dataset, dataDir, 2), "the product", (at) => {
    const { path: target, ...call } = kindAt(at).call(targetAt(dataset.rows, at), at);
    return { ...call, path: `/api/v1${target}`, headers: { "X-API-Key": key } };
  });
  // After the product: the floor's rows hold nothing that the product could open.
  const env = { FLOOR_TASK: file, DATABASE_URL: dataset.main, KEYS_DATABASE_URL: dataset.keys };
  const floors = await Promise.all([0, 1].map(() => startServer("bench/mix/floor.ts", env, "/ready")));
  const floor = await measure(floors, "the floor", (at) =>
    get(`/${kindAt(at).name}?target=${targetAt(dataset.rows, at)}`),
  );
  return atLeast("mix-vs-floor", product, floor, 0.3);
}

/**
 * Measures which part of a limit two processes together let through, 64 calls at a time. Each may keep a fiftieth that
 * the other cannot use (lib/platform/rate-limit.ts).
 * @throws Error when they let through more than the limit
 */
export async function limitOfTwo(dataset: Dataset, dataDir: string): Promise<Figure> {
  publishEnv({ DATABASE_URL: dataset.main, KEYS_DATABASE_URL: dataset.keys });
  const headers = { "X-API-Key": await createKey() };
  const ours = await startProducts(dataset, dataDir, 2, { API_REQUESTS_PER_MINUTE: String(limited) });
  try {
    const urls = ours.map(({ url }) => `${url}/api/v1`);
    const begin = Date.now();
    const { statuses } = await load(urls, limited * 1.2, () => ({ ...get("/rate-limits"), headers }));
    if (Date.now() - begin > 60_000)
      throw new Error("The machine was too slow: the window ended in between.");
    const passed = statuses.get(200) ?? 0;
    if (passed > limited) throw new Error(`${passed} calls passed a limit of ${limited}.`);
    if (passed + (statuses.get(429) ?? 0) !== limited * 1.2) throw new Error(JSON.stringify([...statuses]));
    return atLeast("limit-of-two", passed, limited, 0.96);
  } finally {
    await stopAll(ours);
  }
}

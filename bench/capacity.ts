// Measures what a session, an image, a decision and an event need: npm run capacity. docs/scale.md plans with it.
import { readFileSync } from "node:fs";
import path from "node:path";
import sharp from "sharp";
import { z } from "zod";
import { bytesBelow, grownBy, type Sizes, sizesOf, ticksOfPostgres } from "@/bench/capacity-sizes";
import { freshDatabases } from "@/bench/dataset";
import type { Actor } from "@/lib/actor/actor";
import { scopePermissions } from "@/lib/actor/permissions";
import { sealEvents } from "@/lib/audit-chain/seal";
import { withClient } from "@/lib/platform/connect";
import { closeDb } from "@/lib/platform/db";
import { publishEnv } from "@/lib/platform/env";
import { closeKeys } from "@/lib/platform/keys";
import { startPostgres } from "@/lib/platform/postgres";
import { findPlace } from "@/lib/platform/postgres-place";
import { closeRateLimits } from "@/lib/platform/rate-limit";
import { tellCases } from "@/lib/records/live";
import { apiRoutes, callPath, callRoute } from "@/test/api";
import {
  actorOf,
  createApiKey,
  createMember,
  createOrganization,
  importFor,
  sampleAs,
} from "@/test/factories";
import { statementsOf } from "@/test/statements";

const [sessions, decisions, withImages, timed] = [2_000, 600, 300, 200];
const dataDir = path.resolve(".data/capacity");
const ofLog = ["audit_events", "audit_seals", "audit_event_words", "audit_tree_leaves"];

type Urls = { main: string; keys: string };
type Scene = { actor: Actor; call: Call; reviewer_id: string; first: number };
/** Calls a route, such as `GET /cases/[caseId]`, with the id in its path. @returns the text of the answer */
type Call = (route: string, id?: string, more?: { query?: string; body?: object }) => Promise<string>;

/** A session that waits for a decision. */
function openSample(id: string) {
  const { result, review_case, ...bundle } = sampleAs(id, { status: "under_review" });
  const untouched = { decision: null, assigned_to: null, claimed_at: null, decided_at: null };
  return {
    ...bundle,
    review_case: review_case && { ...review_case, ...untouched, status: "open" as const },
    result: result && { ...result, status: "needs_review" as const },
  };
}

/** Prints a figure. */
const say = (what: string, value: number, unit = "") =>
  console.log(`${what.padEnd(62)} ${value.toFixed(value < 10 ? 2 : 0).padStart(9)} ${unit}`);

const eventsIn = (url: string) =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ count: string }>("SELECT count(*) FROM audit_events");
    return Number(rows[0]?.count);
  });

const sum = (sizes: Sizes) => [...sizes.values()].reduce((left, right) => left + right, 0);

/** Prints what some work adds to the databases, for each of `count` pieces. The log is counted apart. */
async function growth({ main, keys }: Urls, what: string, count: number, work: () => Promise<void>) {
  const sizes = async () => [await sizesOf(main), await sizesOf(keys)] as const;
  const [[before, keysBefore], events] = [await sizes(), await eventsIn(main)];
  await work();
  await sealEvents();
  const [[after, keysAfter], all] = [await sizes(), await eventsIn(main)];
  const log = ofLog.reduce((bytes, name) => bytes + grownBy(before, after, name), 0);
  say(`${what}: main database without the log`, (sum(after) - sum(before) - log) / count, "bytes");
  say(`${what}: keys database`, (sum(keysAfter) - sum(keysBefore)) / count, "bytes");
  say(`${what}: events`, (all - events) / count);
  say(`an event of it, with its share of a seal`, log / (all - events), "bytes");
}

/** A picture with the noise of a camera, 1600 by 1200. */
const photograph = (seed: number) =>
  sharp({
    create: {
      width: 1600,
      height: 1200,
      channels: 3,
      background: { r: seed % 200, g: 120, b: 90 },
      noise: { type: "gaussian", mean: 128, sigma: 12 },
    },
  })
    .jpeg({ quality: 80 })
    .toBuffer();

/** Imports a session with a photograph for each of its documents. @returns the bytes of them all */
async function importWithImages(actor: Actor, id: string, photo: Uint8Array): Promise<number> {
  const bundle = openSample(id);
  const addresses = (bundle.documents ?? []).map(({ download_url }) => download_url ?? "");
  await importFor(actor, bundle, Object.fromEntries(addresses.map((address) => [address, photo])));
  return addresses.length * photo.length;
}

/** Prints the bytes of images in their store, for each byte that was handed in. */
async function imagesOf(actor: Actor): Promise<void> {
  const store = path.join(dataDir, "blobs");
  const before = bytesBelow(store);
  let given = 0;
  for (let at = 0; at < withImages; at++)
    given += await importWithImages(actor, `ses_i${at}`, await photograph(at));
  say("an image: bytes in the store for each byte handed in", (bytesBelow(store) - before) / given);
}

const links = z.object({ data: z.array(z.object({ url: z.string() })).min(1) });

/** Asks for the signed URLs of a session, and fetches the first image as a browser does. */
async function fetchImage(call: Call, id: string): Promise<void> {
  const { data } = links.parse(JSON.parse(await call("GET /sessions/[sessionId]/documents", id)));
  const { pathname, search } = new URL(data[0]?.url ?? "");
  const answer = await callPath("GET", `${pathname}${search}`);
  if (!answer.ok) throw new Error(`${pathname} answered ${answer.status}.`);
  await answer.arrayBuffer();
}

/** A case that the measuring of growth has left undecided. */
const ofCase = (at: number) => `rvc_c${decisions + at}`;

/** Prints processor time of this process and of PostgreSQL, relative to both of a list of 50 sessions. */
async function costs({ actor, call, reviewer_id, first }: Scene): Promise<void> {
  const calls: Record<string, (at: number) => Promise<unknown>> = {
    "list of 50 sessions": () => call("GET /sessions", "", { query: "?limit=50" }),
    "one session": (at) => call("GET /sessions/[sessionId]", `ses_c${at}`),
    "its result": (at) => call("GET /sessions/[sessionId]/result", `ses_c${at}`),
    "queue of 50 cases": () => call("GET /cases", "", { query: "?limit=50" }),
    desk: (at) => call("GET /cases/[caseId]/desk", ofCase(at)),
    claim: (at) => call("POST /cases/[caseId]/claim", ofCase(at), { body: { reviewer_id } }),
    approve: (at) => call("POST /cases/[caseId]/approve", ofCase(at), { body: { reviewer_id } }),
    "create a session": (at) => call("POST /sessions", "", { body: { external_ref: `capacity-${at}` } }),
    "import a session with a photograph of each document": (at) =>
      importWithImages(actor, `ses_p${at}`, photo),
    "links of a session's documents, and one image": (at) => fetchImage(call, `ses_i${at % withImages}`),
  };
  let unit = 0;
  const photo = await photograph(0);
  for (const [name, work] of Object.entries(calls)) {
    await work(0);
    const statements = (await statementsOf(() => work(1))).length;
    const [start, ticks] = [process.cpuUsage(), ticksOfPostgres(first)];
    for (let at = 2; at < timed; at++) await work(at);
    const { user, system } = process.cpuUsage(start);
    // A tick is a hundredth of a second on Linux.
    const ofDatabase = ((ticksOfPostgres(first) - ticks) * 10_000) / (timed - 2);
    const ofProgram = (user + system) / (timed - 2);
    unit ||= ofProgram + ofDatabase;
    say(`${name}: statements`, statements);
    say(`${name}: program, whole list of 50 sessions = 1`, ofProgram / unit);
    say(`${name}: PostgreSQL, whole list of 50 sessions = 1`, ofDatabase / unit);
  }
  say("lists of 50 sessions that one processor answers in a second, here", 1_000_000 / unit);
}

async function measure(urls: Urls, first: number): Promise<void> {
  const organization = await createOrganization("Capacity");
  const actor = actorOf(organization);
  const key = await createApiKey(organization, Object.keys(scopePermissions));
  const reviewer_id = (await createMember(organization, ["reviewer", "lead"])).id;
  const routes = new Map((await apiRoutes()).map((route) => [`${route.method} ${route.pattern}`, route]));
  const call: Call = async (name, id = "", { query, body } = {}) => {
    const route = routes.get(name.replace(" ", " /api/v1"));
    if (!route) throw new Error(`There is no ${name}.`);
    const headers = { "X-API-Key": key, "Content-Type": "application/json" };
    const params = { sessionId: id, caseId: id };
    const sent = body && { body: JSON.stringify(body) };
    const answer = await callRoute(route, params, { headers, ...(query && { query }), ...sent });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${name} answered ${answer.status}: ${text}`);
    return text;
  };
  // Tables and caches begin with something in them.
  for (let at = 0; at < 50; at++) await importFor(actor, openSample(`ses_first${at}`));
  await growth(urls, "a session", sessions, async () => {
    for (let at = 0; at < sessions; at++) await importFor(actor, openSample(`ses_c${at}`));
  });
  await growth(urls, "a decision with its claim", decisions, async () => {
    for (let at = 0; at < decisions; at++) {
      await call("POST /cases/[caseId]/claim", `rvc_c${at}`, { body: { reviewer_id } });
      await call("POST /cases/[caseId]/approve", `rvc_c${at}`, { body: { reviewer_id } });
    }
  });
  await imagesOf(actor);
  await costs({ actor, call, reviewer_id, first });
}

async function main(): Promise<void> {
  publishEnv({ DATA_DIR: dataDir, API_REQUESTS_PER_MINUTE: "1000000" });
  const folder = path.join(dataDir, "database");
  const postgres = await startPostgres(folder, ["-c max_connections=100", "-c fsync=off"]);
  try {
    const [first = ""] = readFileSync(
      path.join((await findPlace(folder)).dataDir, "postmaster.pid"),
      "utf8",
    ).split("\n");
    await measure(await freshDatabases(postgres.url, "capacity"), Number(first));
  } finally {
    await tellCases();
    await Promise.all([closeDb(), closeKeys(), closeRateLimits()]);
    await postgres.stop();
  }
  process.exit();
}

main();

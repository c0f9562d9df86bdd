import { createCipheriv, randomBytes, randomUUID } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import http from "node:http";
import path from "node:path";
import type pg from "pg";
import { freshDatabases } from "@/bench/dataset";
import { atLeast, type Figure, median } from "@/bench/figure";
import { type Recorded, record } from "@/bench/mix/record";
import { compile, isAlike, newReplay, type Step } from "@/bench/mix/replay";
import { bring } from "@/lib/intake/bring";
import { takeDue } from "@/lib/intake/engine";
import { storeListed } from "@/lib/intake/list";
import { openSource } from "@/lib/intake/source";
import { takeItem, usualPace } from "@/lib/intake/take";
import { db, inBackground } from "@/lib/platform/db";
import { env, publishEnv } from "@/lib/platform/env";
import { closeExchanges } from "@/lib/platform/exchange";
import { prepareImage } from "@/lib/platform/images";
import { openPool } from "@/lib/platform/pool";
import { scopeOf } from "@/lib/platform/scope";
import { createSource } from "@/lib/sources/write";
import { actorOf, createOrganization } from "@/test/factories";
import { startVendor, type Vendor } from "@/test/vendors/verifa-process";

const rounds = 3;
/** How many sessions the loop has in hand at once: as many as the engine takes of one source. */
const atOnce = 4;

/** Connects the vendor to an organization of its own, so that each round brings everything in anew. */
async function connect({ url, key }: Vendor) {
  const organization = await createOrganization("Bench");
  const credentials = { kind: "api_key" as const, key };
  const { id } = await createSource(actorOf(organization), {
    ...{ name: "bench", vendor: "verifa", baseUrl: url, credentials },
  });
  const row = await db.source.findUniqueOrThrow({ where: { id } });
  return { ...scopeOf(row), pk: row.pk, organizationId: organization.id, version: row.version };
}

const inserts = /^\s*(\/\*.*?\*\/\s*)*(INSERT|BEGIN|COMMIT)\b/i;
const ofEngine = /INSERT INTO source_(items|runs)/;

/** Records what the import of a session inserts, twice, and makes of it what the loop sends. */
async function recordInserts(vendor: Vendor): Promise<Step[]> {
  const lane = await connect(vendor);
  const source = await openSource(lane);
  const ids = vendor.state.slice(0, 3).map(([id]) => id);
  await storeListed(
    lane,
    ids.map((id) => ({ id, version: null })),
  );
  const recorded: { id: string; statements: Recorded[] }[] = [];
  for (let at = 0; at < ids.length; at++) {
    const item = await takeItem(lane, randomUUID(), usualPace);
    if (!source || !item) throw new Error("There is nothing to record.");
    const all = await record(() => bring(source, item, { renew: async () => true }));
    const statements = all.filter(({ text }) => inserts.test(text) && !ofEngine.test(text));
    recorded.push({ id: item.vendorId, statements });
  }
  // The first one has filled the caches.
  const [, first, second] = recorded;
  if (!first || !second || !isAlike(first.statements, second.statements))
    throw new Error("Two sessions did not insert the same.");
  // The size of a picture is a number, and any will do.
  for (const [at, { values }] of first.statements.entries())
    second.statements[at]?.values.forEach((_, index, all) => {
      if (typeof values[index] === "number") all[index] = values[index];
    });
  const keys = new URL(env().KEYS_DATABASE_URL ?? "").pathname.slice(1);
  return compile([first.statements, second.statements], [first.id, second.id], keys);
}

const agent = new http.Agent({ keepAlive: true });
const get = (url: string, headers: Record<string, string> = {}) =>
  new Promise<Buffer>((done, fail) => {
    http
      .get(url, { agent, headers }, (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part)).on("end", () => done(Buffer.concat(parts)));
      })
      .on("error", fail);
  });

const dataKey = randomBytes(32);
async function sealInto(folder: string, bytes: Buffer): Promise<void> {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", dataKey, nonce);
  const sealed = Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
  await writeFile(path.join(folder, randomUUID()), sealed);
}

type Loop = {
  vendor: Vendor;
  steps: Step[];
  pools: pg.Pool[];
  folder: string;
  encodes: boolean;
  round: number;
};

/** Sends the inserts of one session; a transaction keeps its connection. */
async function insert({ steps, pools }: Loop, id: string): Promise<void> {
  const replay = newReplay(id);
  const held = new Map<number, pg.PoolClient>();
  try {
    for (const { text, client, isKeys, values } of steps) {
      const pool = pools[isKeys ? 1 : 0] as pg.Pool;
      if (/^\s*BEGIN/i.test(text)) held.set(client, await pool.connect());
      const given = replay.values({ text, client, isKeys, values });
      const { rows } = await (held.get(client) ?? pool).query({ text, values: given, rowMode: "array" });
      replay.keep(rows as unknown[][]);
      if (!/^\s*COMMIT/i.test(text)) continue;
      held.get(client)?.release();
      held.delete(client);
    }
  } finally {
    for (const client of held.values()) client.release(true);
  }
}

async function importBarely(loop: Loop, id: string): Promise<void> {
  const { vendor, folder, encodes } = loop;
  const text = await get(`${vendor.url}/api/v1/sessions/${id}/export`, { "X-API-Key": vendor.key });
  const { documents } = JSON.parse(text.toString()) as { documents: { download_url: string }[] };
  for (const { download_url } of documents) {
    const bytes = await get(download_url);
    const prepared = encodes ? await prepareImage(bytes) : { bytes, thumbnail: null };
    await sealInto(folder, prepared.bytes);
    if (prepared.thumbnail) await sealInto(folder, prepared.thumbnail);
  }
  await sealInto(folder, text);
  // The rows of each round are of other sessions.
  await insert(loop, id.replace("ses_v", `ses_${loop.round}`));
}

/** Lists, fetches, encrypts, stores and inserts, and does nothing else. @returns how long it took, in milliseconds */
async function bareLoop(loop: Loop): Promise<number> {
  const { vendor } = loop;
  const start = performance.now();
  const waiting: string[] = [];
  for (let offset = 0; ; offset += 100) {
    const page = await get(`${vendor.url}/api/v1/sessions?limit=100&offset=${offset}`, {
      "X-API-Key": vendor.key,
    });
    const { data } = JSON.parse(page.toString()) as { data: { id: string }[] };
    if (data.length === 0) break;
    waiting.push(...data.map(({ id }) => id));
  }
  const worker = async () => {
    for (let id = waiting.pop(); id; id = waiting.pop()) await importBarely(loop, id);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return performance.now() - start;
}

async function ours(vendor: Vendor): Promise<number> {
  const lane = await connect(vendor);
  const start = performance.now();
  await takeDue();
  const ms = performance.now() - start;
  const here = await db.session.count({ where: scopeOf(lane) });
  const wanted = vendor.state.length;
  if (here !== wanted) throw new Error(`${here} of ${wanted} sessions came in.`);
  await db.source.updateMany({ where: { ...scopeOf(lane), pk: lane.pk }, data: { isPaused: true } });
  return ms;
}

/** One comparison: which loop, and with how many sessions of which pictures. */
type Comparison = { encodes: boolean; photographs: boolean; sessions: number };

/**
 * Compares sessions imported per second by the engine with those of a bare loop that fetches the same bytes from the same
 * vendor, encrypts them, writes them into files and sends the same inserts. The loop looks nothing up, keeps no lease,
 * checks no answer, seals no column (random bytes of the same length stand in them), and does not wait until a file is
 * on the disk.
 */
async function throughput(
  url: (database: string) => string,
  name: string,
  { encodes, photographs, sessions }: Comparison,
): Promise<Figure> {
  const { main, keys } = await freshDatabases(url, "bench_sources");
  publishEnv({ SOURCE_ALLOW_HTTP: "on", SOURCE_ALLOWED_NETWORKS: "127.0.0.0/8" });
  const vendor = await startVendor({ sessions, photographs });
  const pools = [main, keys].map((connectionString) =>
    openPool({ connectionString, max: atOnce }, "the bench"),
  );
  const folder = path.join(env().dataDir, `sources-${randomUUID()}`);
  await mkdir(folder, { recursive: true });
  try {
    const steps = await inBackground(() => recordInserts(vendor), "intake");
    const perSecond = { ours: [] as number[], bare: [] as number[] };
    for (let round = 0; round <= rounds; round++) {
      const bareMs = await bareLoop({ vendor, steps, pools, folder, encodes, round });
      const ourMs = await ours(vendor);
      // The first round warms up.
      if (round === 0) continue;
      perSecond.bare.push((sessions * 1000) / bareMs);
      perSecond.ours.push((sessions * 1000) / ourMs);
    }
    return atLeast(name, median(perSecond.ours), median(perSecond.bare), 0.5);
  } finally {
    closeExchanges();
    await Promise.all(pools.map((pool) => pool.end()));
    await vendor.stop();
    await rm(folder, { recursive: true });
  }
}

/** {@link throughput} against a loop that stores the vendor's own bytes. Its pictures are of a few hundred bytes. */
export const sourcesVsLoop = (url: (database: string) => string): Promise<Figure> =>
  throughput(url, "sources-vs-loop", { encodes: false, photographs: false, sessions: 200 });

/**
 * {@link throughput} with photographs, against a loop that encodes each of them anew and makes a thumbnail of it, as the
 * importer does (docs/decisions/0102).
 */
export const sourcesVsEncodingLoop = (url: (database: string) => string): Promise<Figure> =>
  throughput(url, "sources-vs-encoding-loop", { encodes: true, photographs: true, sessions: 60 });

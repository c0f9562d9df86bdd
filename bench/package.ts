import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { promisify } from "node:util";
import sharp from "sharp";
import { freshDatabases, idOf } from "@/bench/dataset";
import { atMost, type Figure, median } from "@/bench/figure";
import type { Actor } from "@/lib/actor/actor";
import { requestPackage } from "@/lib/packages/package";
import * as review from "@/lib/requests/review";
import { searchRequest } from "@/lib/requests/search";
import * as requests from "@/lib/requests/write";
import { createMember, createOrganization, importFor, sampleAs } from "@/test/factories";

const sizes = { small: 2, large: 200 } as const;
const imagesEach = 3;
const rounds = 3;

type Prepared = { officer: Actor; requestIds: Record<keyof typeof sizes, string>; env: NodeJS.ProcessEnv };

/** Makes an image of about half a megabyte that, like a photograph, hardly compresses. */
const photograph = () =>
  sharp(randomBytes(600 * 400 * 3), { raw: { width: 600, height: 400, channels: 3 } })
    .jpeg({ quality: 92 })
    .toBuffer();

/** Creates databases with two persons: one with 2 sessions, one with 200, of three images each. */
async function prepare(url: (database: string) => string): Promise<Prepared> {
  const { main, keys } = await freshDatabases(url, "bench_package");
  const organization = await createOrganization("Bench");
  const importer = await createMember(organization, ["admin"]);
  const officer = await createMember(organization, ["compliance"]);
  let at = 0;
  for (const [size, count] of Object.entries(sizes))
    for (let session = 0; session < count; session++) await importOne(importer, idOf(at++), size);
  const requestIds = { small: await receive(officer, "small"), large: await receive(officer, "large") };
  const env = { ...process.env, DATABASE_URL: main, KEYS_DATABASE_URL: keys };
  return { officer, requestIds, env };
}

async function importOne(importer: Actor, id: string, size: string): Promise<void> {
  const bundle = sampleAs(id, { external_ref: `cust_${size}` });
  const pages = ["front", "back", "selfie"].slice(0, imagesEach);
  const documents = pages.map((page) => ({
    ...bundle.documents?.[0],
    id: `doc_${page}`,
    page,
    download_url: `${page}.jpg`,
  }));
  const images = Object.fromEntries(
    await Promise.all(pages.map(async (page) => [`${page}.jpg`, await photograph()] as const)),
  );
  await importFor(importer, { ...bundle, documents }, images);
}

async function receive(officer: Actor, size: keyof typeof sizes): Promise<string> {
  const { id: requestId } = await requests.receiveRequest(officer, {
    kind: "access",
    channel: "email",
    requester: { externalRef: `cust_${size}` },
  });
  await requests.verifyRequester(officer, { requestId, how: "signed_in" });
  const { matches } = await searchRequest(officer, { requestId });
  if (matches.length !== sizes[size]) throw new Error(`${matches.length} sessions were found.`);
  for (const { sessionId } of matches)
    await review.decideMatch(officer, { requestId, sessionId, state: "accepted" });
  await review.reviewRequest(officer, { requestId });
  return requestId;
}

type Measured = { ms: number; bytes: number; peak: number };

async function measure({ officer, requestIds, env }: Prepared, size: keyof typeof sizes): Promise<Measured> {
  const requestId = requestIds[size];
  await requestPackage(officer, { requestId });
  const args = ["--import", "tsx", "bench/package-task.ts", requestId];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    env: { ...env, TSX_TSCONFIG_PATH: "tsconfig.node.json", LOG_LEVEL: "error" },
  });
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
}

let measured: Promise<Record<keyof typeof sizes, Measured[]>> | undefined;

async function measureBoth(url: (database: string) => string) {
  const prepared = await prepare(url);
  const all = { small: [] as Measured[], large: [] as Measured[] };
  for (let round = 0; round < rounds; round++)
    for (const size of ["small", "large"] as const) all[size].push(await measure(prepared, size));
  return all;
}

/** Compares the most memory for a package with 200 sessions to one with 2. */
export async function packageMemoryGrowth(url: (database: string) => string): Promise<Figure> {
  measured ??= measureBoth(url);
  const { small, large } = await measured;
  const peak = (all: readonly Measured[]) => median(all.map((each) => each.peak));
  return atMost("package-memory-growth", peak(large), peak(small), 1.5);
}

/** Compares the time per session in a package with 200 sessions to one with 2. */
export async function packageCostGrowth(url: (database: string) => string): Promise<Figure> {
  measured ??= measureBoth(url);
  const { small, large } = await measured;
  const cost = (all: readonly Measured[], sessions: number) => median(all.map(({ ms }) => ms)) / sessions;
  return atMost("package-cost-growth", cost(large, sizes.large), cost(small, sizes.small), 1.2);
}

// Measures figures as ratios, in one run on one machine: npm run bench [-- --json FILE] [-- --only NAME] [-- --small ROWS --rows ROWS]
import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { bareApprovals, ourApprovals } from "@/bench/approvals";
import { appendOverhead, sealVsAppend, verifyVsSha256 } from "@/bench/audit";
import { bareClaims, ourClaims, prepareCases } from "@/bench/cases";
import { freshDataset, idOf, prepareDataset } from "@/bench/dataset";
import { type DeskSide, deskFirstImageVsStatic, nextCaseVsStatic, queueFirstRowVsStatic } from "@/bench/desk";
import { prepareDesk } from "@/bench/desk-dataset";
import { atLeast, type Figure } from "@/bench/figure";
import { writeFloorTask } from "@/bench/floor-task";
import { listGrowth, pageGrowth, queueGrowth, type Side } from "@/bench/growth";
import { requestsPerSecond } from "@/bench/load";
import { logSize } from "@/bench/log-size";
import { limitOfTwo, mixVsFloor } from "@/bench/mix/mix";
import { packageCostGrowth, packageMemoryGrowth } from "@/bench/package";
import { scriptWeight } from "@/bench/script-weight";
import { type BenchServer, signIn, startProduct, startServer } from "@/bench/server";
import { sourcesVsEncodingLoop, sourcesVsLoop } from "@/bench/sources";
import { countStatements, mostStatements, type StatementFigure } from "@/bench/statements";
import { webhookThroughput } from "@/bench/webhooks";
import { closeDb } from "@/lib/platform/db";
import { publishEnv } from "@/lib/platform/env";
import { closeKeys } from "@/lib/platform/keys";
import { startPostgres } from "@/lib/platform/postgres";

const names = [
  "sessions-list-growth",
  "sessions-page-growth",
  "api-vs-floor",
  "image-vs-floor",
  "js-sessions-page",
  "js-session-page",
  "queue-growth",
  "claims-vs-floor",
  "approve-vs-floor",
  "js-queue-page",
  "js-desk-page",
  "next-case-vs-static",
  "queue-first-row-vs-static",
  "desk-first-image-vs-static",
  "audit-append-overhead",
  "audit-seal-vs-append",
  "audit-verify-vs-sha256",
  "audit-log-size",
  "package-memory-growth",
  "package-cost-growth",
  "webhook-throughput",
  "sources-vs-loop",
  "sources-vs-encoding-loop",
  "mix-vs-floor",
  "limit-of-two",
  ...(Object.keys(mostStatements) as StatementFigure[]),
] as const;
type Name = (typeof names)[number];

/** Figures that need review cases in the datasets. */
const ofCases: readonly Name[] = [
  "queue-growth",
  "claims-vs-floor",
  "approve-vs-floor",
  "js-queue-page",
  "js-desk-page",
  ...(Object.keys(mostStatements) as StatementFigure[]),
];
const ofDesk: readonly Name[] = [
  "next-case-vs-static",
  "queue-first-row-vs-static",
  "desk-first-image-vs-static",
];

/** Figures of the log and of packages, in databases of their own. */
const ofOwnDatabase: Partial<
  Record<Name, (url: (database: string) => string) => Promise<Figure | Figure[]>>
> = {
  "audit-append-overhead": appendOverhead,
  "audit-seal-vs-append": sealVsAppend,
  "audit-verify-vs-sha256": verifyVsSha256,
  "audit-log-size": logSize,
  "package-memory-growth": packageMemoryGrowth,
  "package-cost-growth": packageCostGrowth,
  "webhook-throughput": webhookThroughput,
  "sources-vs-loop": sourcesVsLoop,
  "sources-vs-encoding-loop": sourcesVsEncodingLoop,
  "mix-vs-floor": async (url) => mixVsFloor(await freshDataset(url, mixRows), dataDir),
  "limit-of-two": async (url) => limitOfTwo(await freshDataset(url, mixRows), dataDir),
};

/** The calls of the mix write, so they get a dataset that no other figure reads. */
const mixRows = 20_000;

const { values } = parseArgs({
  options: {
    json: { type: "string" },
    only: { type: "string" },
    rows: { type: "string", default: "1000000" },
    small: { type: "string", default: "10000" },
  },
});
const wanted = names.filter((name) => !values.only || name === values.only);
if (wanted.length === 0) throw new Error(`There is no ${values.only}; there are ${names.join(", ")}.`);
if (!existsSync(".next/BUILD_ID")) throw new Error("There is no build yet; run npm run build first.");

const dataDir = path.resolve(".data/bench");
publishEnv({ DATA_DIR: dataDir });
const postgres = await startPostgres(path.join(dataDir, "database"), [
  "-c shared_buffers=1GB",
  "-c max_wal_size=4GB",
  "-c max_connections=200",
]);
const started: BenchServer[] = [];

try {
  const figures = await measure();
  print(figures);
  if (values.json) writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`);
  process.exitCode = figures.every(({ pass }) => pass) ? 0 : 1;
} finally {
  for (const server of started) await server.stop();
  await Promise.all([closeDb(), closeKeys()]);
  await postgres.stop();
}
process.exit();

async function measure(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const name of wanted) {
    const figure = await ofOwnDatabase[name]?.(postgres.url);
    if (figure) figures.push(...[figure].flat());
  }
  const others = wanted.filter((name) => !ofOwnDatabase[name]);
  return others.length > 0 ? [...(await measureServed(others)), ...figures] : figures;
}

async function measureServed(others: readonly Name[]): Promise<Figure[]> {
  const small = await openSide(Number(values.small));
  const large = await openSide(Number(values.rows));
  const cookies = new Map([
    [small, await signIn(small.url, small.dataset)],
    [large, await signIn(large.url, large.dataset)],
  ]);
  const cookie = cookies.get(large) ?? "";
  const desk = wanted.some((name) => ofDesk.includes(name)) ? await openDesk() : { url: "", cookie: "" };
  const measures: Partial<Record<Name, () => Promise<Figure>>> = {
    "sessions-list-growth": () => listGrowth(small, large),
    "sessions-page-growth": () => pageGrowth(small, large, cookies),
    "api-vs-floor": () => apiVsFloor(large),
    "image-vs-floor": () => imageVsFloor(large),
    "js-sessions-page": () => scriptWeight("js-sessions-page", `${large.url}/live/sessions`, cookie, 200),
    "js-session-page": () =>
      scriptWeight(
        "js-session-page",
        `${large.url}/live/sessions/${idOf(large.dataset.rows - 1)}`,
        cookie,
        220,
      ),
    "queue-growth": () => queueGrowth(small, large, cookies),
    "claims-vs-floor": () => claimsVsFloor(large),
    "approve-vs-floor": () => approveVsFloor(large),
    "js-queue-page": () => scriptWeight("js-queue-page", `${large.url}/live/queue`, cookie, 200),
    "js-desk-page": () =>
      scriptWeight(
        "js-desk-page",
        `${large.url}/live/queue/${idOf(large.dataset.rows - 1).replace("ses_", "rvc_")}`,
        cookie,
        260,
      ),
    "next-case-vs-static": () => nextCaseVsStatic(desk),
    "queue-first-row-vs-static": () => queueFirstRowVsStatic(desk),
    "desk-first-image-vs-static": () => deskFirstImageVsStatic(desk),
    "list-statements": () => countStatements("list-statements", small.dataset),
    "desk-statements": () => countStatements("desk-statements", small.dataset),
    "session-page-statements": () => countStatements("session-page-statements", small.dataset),
    "approve-statements": () => countStatements("approve-statements", small.dataset),
  };
  if (wanted.some((name) => ofCases.includes(name))) {
    await prepareCases(small.dataset, 1_000);
    await prepareCases(large.dataset, 100_000);
  }
  const figures: Figure[] = [];
  for (const name of others) {
    const figure = await measures[name]?.();
    if (figure) figures.push(figure);
  }
  return figures;
}

async function openSide(rows: number): Promise<Side> {
  const dataset = await prepareDataset(postgres.url, rows);
  const server = await startProduct(dataset, dataDir);
  started.push(server);
  return { url: server.url, dataset };
}

async function openDesk(): Promise<DeskSide> {
  const dataset = await prepareDesk(postgres.url);
  const server = await startProduct(dataset, dataDir);
  started.push(server);
  return { url: server.url, cookie: await signIn(server.url, dataset) };
}

async function claimsVsFloor({ dataset }: Side): Promise<Figure> {
  const clients = 16;
  await ourClaims(dataset, clients, 2);
  return compare(
    "claims-vs-floor",
    () => ourClaims(dataset, clients, 5),
    () => bareClaims(dataset.main, dataDir, clients, 5),
    0.4,
  );
}

async function approveVsFloor({ dataset }: Side): Promise<Figure> {
  const clients = 16;
  await ourApprovals(dataset, clients, 2);
  return compare(
    "approve-vs-floor",
    () => ourApprovals(dataset, clients, 5),
    () => bareApprovals(dataset.main, dataDir, clients, 5),
    0.3,
  );
}

async function get({ url, dataset }: Side, target: string) {
  return (await fetch(url + target, { headers: { "X-API-Key": dataset.apiKey } })).json();
}

async function startFloor(side: Side): Promise<BenchServer> {
  const { dataset } = side;
  publishEnv({ DATABASE_URL: dataset.main, KEYS_DATABASE_URL: dataset.keys });
  const task = await writeFloorTask(dataset, dataDir, await get(side, "/api/v1/sessions?limit=50"));
  const server = await startServer(
    "bench/floor.ts",
    { FLOOR_TASK: task, DATABASE_URL: dataset.main },
    "/ready",
  );
  started.push(server);
  return server;
}

/** Measures both sides in turn three times and takes the best of each, so that a disturbance does not count. */
async function compare(
  name: string,
  ours: () => Promise<number>,
  floor: () => Promise<number>,
  least: number,
): Promise<Figure> {
  const [best, bestFloor] = [[0], [0]];
  for (let round = 0; round < 3; round++) {
    bestFloor.push(await floor());
    best.push(await ours());
  }
  return atLeast(name, Math.max(...best), Math.max(...bestFloor), least);
}

async function apiVsFloor(side: Side): Promise<Figure> {
  const floor = await startFloor(side);
  const target = `${side.url}/api/v1/sessions?limit=50`;
  const headers = { "X-API-Key": side.dataset.apiKey };
  await requestsPerSecond(target, headers, 3);
  await requestsPerSecond(`${floor.url}/list`, {}, 2);
  return compare(
    "api-vs-floor",
    () => requestsPerSecond(target, headers, 6),
    () => requestsPerSecond(`${floor.url}/list`, {}, 6),
    0.45,
  );
}

async function imageVsFloor(side: Side): Promise<Figure> {
  const floor = await startFloor(side);
  const { data } = await get(side, `/api/v1/sessions/${idOf(side.dataset.rows - 1)}/documents`);
  const target = data[0].url;
  await requestsPerSecond(target, {}, 3);
  await requestsPerSecond(`${floor.url}/image`, {}, 2);
  return compare(
    "image-vs-floor",
    () => requestsPerSecond(target, {}, 6),
    () => requestsPerSecond(`${floor.url}/image`, {}, 6),
    0.5,
  );
}

function print(figures: readonly Figure[]): void {
  const rows = [
    ["figure", "ratio", "target", ""],
    ...figures.map(({ name, ratio, target, pass }) => [
      name,
      ratio.toFixed(3),
      target,
      pass ? "pass" : "MISSED",
    ]),
  ];
  const widths = [0, 1, 2, 3].map((at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  for (const row of rows) console.log(row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join("  "));
}

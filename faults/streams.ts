import fs from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { call, open, take } from "@/faults/calls";
import { ask, openCluster } from "@/faults/cluster";
import { type SceneFacts, setScene } from "@/faults/facts";
import { atLeast, type Check, holds, none, type Scenario } from "@/faults/scenario";
import {
  type Installation,
  install,
  isLogSound,
  type Server,
  startServer,
  unexpectedErrors,
} from "@/faults/server";

/** So many events that no buffer on the way can contain the whole answer. */
const events = 60_000;

type Scene = { server: Server; facts: SceneFacts; databaseUrl: string; installation: Installation };
/** Interrupts one streamed answer. @returns whether it was in the middle */
type Cut = (scene: Scene) => Promise<boolean>;

const packageOf = ({ server, facts }: Scene) =>
  `${server.url}/api/v1/requests/${facts.delivery?.requestId}/package`;
const exportOf = ({ server }: Scene) => `${server.url}/api/v1/audit/export`;

/** Reads the beginning and disconnects. */
async function leave(url: string, headers: Record<string, string>): Promise<boolean> {
  const answer = await open(url, { headers, own: true });
  if (!url.endsWith("/stream")) await new Promise((resolve) => answer.once("readable", resolve));
  answer.on("error", () => undefined);
  const isWhole = answer.complete;
  answer.destroy();
  return answer.statusCode === 200 && !isWhole;
}

const leavesPackage: Cut = (scene) => leave(packageOf(scene), scene.facts.officer);
const leavesExport: Cut = (scene) => leave(exportOf(scene), scene.facts.officer);
const leavesEvents: Cut = ({ server, facts }) =>
  leave(`${server.url}/api/v1/cases/stream`, { "X-API-Key": facts.key });

/** Ends the database connection that the log is read from while it is sent. */
const losesDatabase: Cut = async (scene) => {
  const answer = await open(exportOf(scene), { headers: scene.facts.officer, own: true });
  const end = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND query LIKE 'COPY%'`;
  // Reading begins a moment after the answer and continues seal by seal; an earlier one may still be ending.
  for (let again = 0; again < 10; again++) {
    await ask(scene.databaseUrl, end);
    await sleep(50);
  }
  return (await take(answer)).isCut;
};

/** Removes the largest file of a package while it is sent, so that there are others before or after it. */
const losesFiles: Cut = async (scene) => {
  const name = scene.facts.delivery?.folder ?? "";
  const folder = path.join(scene.installation.dataDir, "blobs", name.slice(0, 2), name);
  const files = (await fs.readdir(folder)).map((file) => path.join(folder, file));
  const sizes = await Promise.all(files.map(async (file) => (await fs.stat(file)).size));
  const largest = files[sizes.indexOf(Math.max(...sizes))] ?? "";
  const away = path.join(scene.installation.folder, "away");
  await fs.rename(largest, away);
  const answer = await open(packageOf(scene), { headers: scene.facts.officer, own: true });
  const { isCut, body } = await take(answer);
  await fs.rename(away, largest);
  return answer.statusCode === 200 && isCut && body.length > 0;
};

const cuts: readonly Cut[] = [leavesPackage, losesDatabase, leavesExport, losesFiles, leavesEvents];

/** Downloads a package twice at once with one link. @returns whether both downloads are complete */
async function bothCollect({ server, facts }: Scene): Promise<boolean> {
  const { token, code } = facts.delivery ?? {};
  const opened = await open(`${server.url}/api/v1/deliveries/open`, {
    method: "POST",
    headers: { Origin: server.url, "Content-Type": "application/json" },
    body: JSON.stringify({ token, code }),
  });
  await take(opened);
  const cookie = (opened.headers["set-cookie"]?.[0] ?? "").split(";")[0] ?? "";
  const collect = async () =>
    take(await open(`${server.url}/api/v1/deliveries/package`, { headers: { Cookie: cookie }, own: true }));
  const [one, other] = await Promise.all([collect(), collect()]);
  return !one.isCut && !other.isCut && one.body.length > 0 && one.body.length === other.body.length;
}

async function run(size: number, say: (what: string) => void): Promise<Check[]> {
  const cluster = await openCluster((await install()).folder);
  const databaseUrl = cluster.url("countersign");
  const installation = await install(databaseUrl);
  const facts = await setScene(installation, "--cases", "1", "--events", String(events), "--package");
  const server = await startServer(installation);
  const scene = { server, facts, databaseUrl, installation };
  let [cut, unanswered] = [0, 0];
  const whole = new Map<string, number>();
  for (let round = 0; round < size && server.isRunning(); round++) {
    const kind = cuts[round % cuts.length] ?? leavesPackage;
    if (await kind(scene)) cut++;
    else whole.set(kind.name, (whole.get(kind.name) ?? 0) + 1);
    const beside = await call(`${server.url}/api/v1/cases?limit=1`, { headers: { "X-API-Key": facts.key } });
    if (beside.kind !== "answer" || beside.answer.status !== 200) unanswered++;
    if (round % 20 === 19) say(`${round + 1} of ${size}`);
  }
  const isHandedOver = await bothCollect(scene);
  const unexpected = await unexpectedErrors(server.url);
  const isRunning = server.isRunning();
  await server.stop();
  const isSound = await isLogSound(installation);
  await cluster.stop();
  return [
    {
      ...atLeast("answers cut in the middle", cut, size),
      ...(whole.size > 0 && { found: `${cut}; not ${[...whole].join(" ")}` }),
    },
    holds("the server still runs", isRunning),
    none("errors that nobody handled", unexpected),
    none("calls beside them that were not answered", unanswered),
    holds("two collect with one link at once, and both have it all", isHandedOver),
    holds("the log verifies", isSound),
  ];
}

export const streams: Scenario = { name: "streams", unit: "answers cut", size: 200, minutes: 10, run };

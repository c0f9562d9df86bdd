import { setTimeout as sleep } from "node:timers/promises";
import { call } from "@/faults/calls";
import { type Cluster, openCluster } from "@/faults/cluster";
import { type SceneFacts, setScene } from "@/faults/facts";
import { checkNotes, writeNotes } from "@/faults/notes";
import { atLeast, type Check, holds, none, type Scenario, within } from "@/faults/scenario";
import { install, isLogSound, type Server, startServer, unexpectedErrors, untilWell } from "@/faults/server";

/** A call waits 5 seconds for a connection and 15 for the database; the rest is for a slow machine. */
const deadlineMs = 25_000;
const backMs = 10_000;

type Watch = { asked: number; wrong: string[]; slowestHealthMs: number; wellWhileAway: number };

/** Calls the API and the health check while the database is unavailable. */
async function watch(server: Server, facts: SceneFacts, untilMs: number): Promise<Watch> {
  const seen: Watch = { asked: 0, wrong: [], slowestHealthMs: 0, wellWhileAway: 0 };
  const reading = async () => {
    while (performance.now() < untilMs) {
      const outcome = await call(`${server.url}/api/v1/cases?limit=1`, {
        headers: { "X-API-Key": facts.key },
      });
      seen.asked++;
      if (outcome.kind !== "answer") seen.wrong.push(outcome.kind);
      else if (outcome.answer.status !== 503 || !outcome.answer.retryAfter)
        seen.wrong.push(String(outcome.answer.status));
      await sleep(20);
    }
  };
  const asking = async () => {
    while (performance.now() < untilMs) {
      const start = performance.now();
      const health = await call(`${server.url}/api/health`);
      seen.slowestHealthMs = Math.max(seen.slowestHealthMs, performance.now() - start);
      if (health.kind !== "answer" || health.answer.status !== 503) seen.wellWhileAway++;
      await sleep(200);
    }
  };
  await Promise.all([reading(), asking()]);
  return seen;
}

async function away(
  { server, facts }: { server: Server; facts: SceneFacts },
  seconds: number,
  { goes, comes, how }: { goes: () => Promise<void>; comes: () => Promise<void>; how: string },
): Promise<Check[]> {
  await sleep(2_000);
  await goes();
  // Calls that had begun before the outage are answered by their deadline; only later calls are measured.
  await sleep(500);
  const seen = await watch(server, facts, performance.now() + seconds * 1000 - 500);
  await comes();
  const ms = await untilWell(server.url, server.isRunning);
  await sleep(2_000);
  return [
    atLeast(`${how}: calls that were told to come again`, seen.asked - seen.wrong.length, 1),
    { ...none(`${how}: other answers`, seen.wrong.length), ...(seen.wrong[0] && { found: seen.wrong[0] }) },
    none(`${how}: times that health was said to be well`, seen.wellWhileAway),
    within(`${how}: slowest answer of health`, seen.slowestHealthMs, 2_000),
    within(`${how}: until all was well again`, ms, backMs),
  ];
}

const ways = (cluster: Cluster) => [
  { how: "stopped", goes: cluster.stop, comes: cluster.start },
  { how: "hung", goes: cluster.freeze, comes: cluster.goOn },
];

async function run(size: number, say: (what: string) => void): Promise<Check[]> {
  const cluster = await openCluster((await install()).folder);
  const databaseUrl = cluster.url("countersign");
  const installation = await install(databaseUrl);
  const facts = await setScene(installation, "--cases", "50");
  const server = await startServer(installation);
  const load = writeNotes(() => server.url, facts);
  const checks: Check[] = [];
  for (const way of ways(cluster)) {
    say(way.how);
    checks.push(...(await away({ server, facts }, size, way)));
  }
  await load.stop();
  checks.push(
    atLeast("notes acknowledged before and after", load.told.ids.length, 1),
    within("slowest answer to a writer", load.told.slowestMs, deadlineMs),
    ...(await checkNotes(load.told, databaseUrl)),
    holds("the server still runs", server.isRunning()),
    none("errors that nobody handled", await unexpectedErrors(server.url)),
  );
  await server.stop();
  checks.push(holds("the log verifies", await isLogSound(installation)));
  await cluster.stop();
  return checks;
}

export const outage: Scenario = { name: "outage", unit: "seconds away", size: 20, minutes: 5, run };

import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { call, open } from "@/faults/calls";
import { ask, openCluster } from "@/faults/cluster";
import { type SceneFacts, setScene } from "@/faults/facts";
import { haproxy, startHaproxy } from "@/faults/haproxy";
import { atLeast, type Check, holds, none, type Scenario, within } from "@/faults/scenario";
import {
  type Installation,
  install,
  isLogSound,
  type Server,
  startServer,
  unexpectedErrors,
} from "@/faults/server";

const callers = 16;
const againMs = 50;
/** The most time for a stop while no call waits for an answer. */
const idleStopMs = 2_000;
/** The most time for a stop under load: it waits for the calls that are being answered. */
const busyStopMs = 10_000;
/** How long a server behind a proxy says that it stops before it does, and until the proxy has seen that one is there again. */
const [leaveMs, proxyMs] = [2_000, 2_500];
/** Callers pause between calls, so that the work lasts as long as the restarts. */
const pauseMs = 400;

export type Told = {
  claimed: string[];
  approved: string[];
  cut: string[];
  wrong: string[];
  /** Answers 5xx that ask to come again. */
  away: string[];
  refused: number;
};

/** Where callers call: at one of the servers, or at the proxy in front of them. */
type Doors = readonly { url: string }[];

/** Posts to one server or the other until one of them has answered. */
async function post(doors: Doors, target: string, facts: SceneFacts, reviewerId: string, told: Told) {
  const headers = {
    "X-API-Key": facts.key,
    "Idempotency-Key": randomUUID(),
    "Content-Type": "application/json",
  };
  const body = JSON.stringify({ reviewer_id: reviewerId });
  for (let turn = Math.floor(Math.random() * 2); ; turn++) {
    const outcome = await call(`${doors[turn % doors.length]?.url}${target}`, {
      method: "POST",
      headers,
      body,
    });
    if (outcome.kind === "answer") {
      const { status, retryAfter, body: said } = outcome.answer;
      if (status === 200) return true;
      if (status >= 500) told.away.push(`${status} ${said}`);
      if ((status !== 503 && status !== 409) || !retryAfter) {
        told.wrong.push(`${status} ${said}`);
        return false;
      }
    }
    if (outcome.kind === "refused") told.refused++;
    if (outcome.kind === "cut") told.cut.push(outcome.why);
    await sleep(againMs);
  }
}

/** Claims and approves cases one after another until none is left. */
export async function work(doors: Doors, facts: SceneFacts, at: number, left: string[], told: Told) {
  const reviewer = facts.reviewers[at % facts.reviewers.length] ?? "";
  for (let id = left.pop(); id; id = left.pop()) {
    await sleep(Math.random() * pauseMs);
    if (await post(doors, `/api/v1/cases/${id}/claim`, facts, reviewer, told)) told.claimed.push(id);
    if (await post(doors, `/api/v1/cases/${id}/approve`, facts, reviewer, told)) told.approved.push(id);
  }
}

type Stops = { count: number; slowestMs: number; bad: number; unexpected: number };

/** Restarts the servers in turn until the work is done. */
async function restart(
  servers: Server[],
  installation: Installation,
  isOver: () => boolean,
  say: (what: string) => void,
  isBehindProxy: boolean,
): Promise<Stops> {
  const stops: Stops = { count: 0, slowestMs: 0, bad: 0, unexpected: 0 };
  for (let at = 0; !isOver(); at = 1 - at) {
    const server = servers[at];
    if (!server) break;
    stops.unexpected += await unexpectedErrors(server.url);
    const { ms, code } = await server.stop();
    stops.count++;
    stops.slowestMs = Math.max(stops.slowestMs, ms);
    if (code !== 0) stops.bad++;
    servers[at] = await startServer(installation, Number(new URL(server.url).port));
    if (isBehindProxy) await sleep(proxyMs);
    say(`${stops.count} restarts`);
  }
  return stops;
}

type Row = { id: string; finals: number; claims: number; approvals: number };

export async function compare(databaseUrl: string, told: Told): Promise<Check[]> {
  const rows = await ask<Row>(
    databaseUrl,
    `SELECT c.id,
       (SELECT count(*)::int FROM decision_snapshots s WHERE s.case_pk = c.pk AND s.is_final) AS finals,
       (SELECT count(*)::int FROM audit_events e WHERE e.resource_id = c.id AND e.type = 'case.claimed') AS claims,
       (SELECT count(*)::int FROM audit_events e WHERE e.resource_id = c.id AND e.type = 'case.approved') AS approvals
     FROM review_cases c`,
  );
  const of = new Map(rows.map((row) => [row.id, row]));
  const lost =
    told.claimed.filter((id) => of.get(id)?.claims === 0).length +
    told.approved.filter((id) => of.get(id)?.finals === 0 || of.get(id)?.approvals === 0).length;
  const doubled = rows.filter(
    ({ finals, claims, approvals }) => Math.max(finals, claims, approvals) > 1,
  ).length;
  return [
    none("acknowledged claims and decisions lost", lost),
    none("claims and decisions made twice", doubled),
  ];
}

/** Lets three browsers watch at each server. @returns how many connections listen in the database */
async function listeningConnections(doors: Doors, { officer }: SceneFacts, databaseUrl: string) {
  const headers = { ...officer, "X-Environment": "sandbox" };
  const streams = await Promise.all(
    [...doors, ...doors, ...doors].map(({ url }) =>
      open(`${url}/api/v1/cases/stream`, { headers, own: true }),
    ),
  );
  await sleep(2_000);
  const [counted] = await ask<{ count: number }>(
    databaseUrl,
    "SELECT count(*)::int AS count FROM pg_stat_activity WHERE application_name = 'countersign-live'",
  );
  for (const stream of streams) stream.on("error", () => undefined).destroy();
  return counted?.count ?? 0;
}

async function run(size: number, say: (what: string) => void, isBehindProxy = false): Promise<Check[]> {
  const cluster = await openCluster((await install()).folder);
  const databaseUrl = cluster.url("countersign");
  const installation = await install(databaseUrl);
  // A rolling upgrade begins with the older program, where there is one.
  const older = { ...installation, program: isBehindProxy ? process.env.FAULTS_OLD_PROGRAM : undefined };
  if (isBehindProxy)
    for (const { env } of [installation, older]) env.STOP_DELAY_SECONDS = String(leaveMs / 1000);
  const facts = await setScene(older, "--cases", String(size));
  const servers = [await startServer(older), await startServer(older)];
  const proxy = isBehindProxy ? await startHaproxy(installation.folder, servers) : null;
  const told: Told = { claimed: [], approved: [], cut: [], wrong: [], away: [], refused: 0 };
  const left = [...facts.cases];
  const working = Promise.all(
    Array.from({ length: callers }, (_, at) => work(proxy ? [proxy] : servers, facts, at, left, told)),
  );
  const isOver = () => told.approved.length + told.wrong.length >= size;
  const [stops] = await Promise.all([restart(servers, installation, isOver, say, isBehindProxy), working]);
  const compared = await compare(databaseUrl, told);
  const listening = await listeningConnections(servers, facts, databaseUrl);
  proxy?.stop();
  let idleMs = 0;
  for (const server of servers) {
    stops.unexpected += await unexpectedErrors(server.url);
    idleMs = Math.max(idleMs, (await server.stop()).ms);
  }
  const isSound = await isLogSound(installation);
  await cluster.stop();
  return [
    atLeast("claims and decisions acknowledged", told.claimed.length + told.approved.length, size * 2),
    atLeast("orderly stops meanwhile", stops.count, isBehindProxy ? 2 : 1),
    ...(proxy
      ? [
          {
            ...none("answers 5xx at the proxy", told.away.length),
            ...(told.away[0] && { found: told.away[0] }),
          },
        ]
      : []),
    {
      ...none("calls cut by them", told.cut.length),
      ...(told.cut[0] && { found: `${told.cut.length}: ${told.cut[0]}` }),
    },
    {
      ...none("answers that are no answer", told.wrong.length),
      ...(told.wrong[0] && { found: told.wrong[0] }),
    },
    ...compared,
    {
      what: "connections of two servers that listen, for six browsers",
      found: String(listening),
      wanted: "2",
      isOk: listening === servers.length,
    },
    none("stops that ended otherwise than well", stops.bad),
    within("slowest stop under load", stops.slowestMs, busyStopMs),
    within("slowest stop with nothing to do", idleMs, idleStopMs + (isBehindProxy ? leaveMs : 0)),
    none("errors that nobody handled", stops.unexpected),
    holds("the log verifies", isSound),
  ];
}

export const restarts: Scenario = {
  name: "restarts",
  unit: "claims with a decision each",
  size: 1_000,
  minutes: 15,
  run,
};

/** The same behind HAProxy, as docs/haproxy.cfg has it: callers see one service. */
export const rolling: Scenario = {
  name: "rolling",
  unit: "claims with a decision each, behind HAProxy",
  size: 1_000,
  minutes: 15,
  unable: () => (haproxy() ? null : "HAProxy is not installed"),
  run: (size, say) => run(size, say, true),
};

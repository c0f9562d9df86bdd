import { setTimeout as sleep } from "node:timers/promises";
import { call } from "@/faults/calls";
import { ask } from "@/faults/cluster";
import { type SceneFacts, setScene } from "@/faults/facts";
import { checkNotes, writeNotes } from "@/faults/notes";
import { lacksPatroni, openPair, type Pair } from "@/faults/patroni";
import { compare, type Told, work } from "@/faults/restarts";
import { atLeast, type Check, holds, none, type Scenario, within } from "@/faults/scenario";
import { install, isLogSound, type Server, startServer, unexpectedErrors, untilWell } from "@/faults/server";
import { untilTrue } from "@/faults/until";

/** 64 callers write: most of them notes, the others claims and decisions. */
const [noteWriters, deciders] = [48, 16];
const cases = 2_000;
const writingMs = 3_000;
/** Patroni gives up a machine that is silent after 20 seconds; the rest is for the promotion, on two slow shared cores. */
const backMs = 60_000;

async function run(size: number, say: (what: string) => void): Promise<Check[]> {
  const pair = await openPair((await install()).folder);
  try {
    const installation = await install(pair.url("countersign"));
    const facts = await setScene(installation, "--cases", String(cases));
    const servers = [await startServer(installation), await startServer(installation)];
    const checks = [
      ...(await underLoad(pair, servers, facts, size, say)),
      ...(await lagging(pair, servers, facts, say)),
    ];
    let unexpected = 0;
    for (const server of servers) {
      unexpected += await unexpectedErrors(server.url);
      await server.stop();
    }
    return [
      ...checks,
      none("errors that nobody handled", unexpected),
      holds("the log verifies", await isLogSound(installation)),
    ];
  } finally {
    await pair.stop();
  }
}

/** Kills the primary again and again while callers write; its standby has whatever was acknowledged. */
async function underLoad(
  pair: Pair,
  servers: readonly Server[],
  facts: SceneFacts,
  size: number,
  say: (what: string) => void,
): Promise<Check[]> {
  const notes = writeNotes(() => servers[Math.floor(Math.random() * 2)]?.url ?? "", facts, noteWriters);
  const told: Told = { claimed: [], approved: [], cut: [], wrong: [], away: [], refused: 0 };
  const left = [...facts.cases];
  const deciding = Promise.all(
    Array.from({ length: deciders }, (_, at) => work(servers, facts, at, left, told)),
  );
  let [done, slowestMs, signedOut] = [0, 0, 0];
  for (let round = 0; round < size; round++) {
    await sleep(500 + Math.random() * writingMs);
    const primary = await pair.primary();
    const isMachine = round % 2 === 0;
    const start = performance.now();
    await pair.kill(primary, isMachine);
    await untilTrue("another primary", async () => (await pair.primary()) !== primary);
    for (const { url, isRunning } of servers) await untilWell(url, isRunning);
    slowestMs = Math.max(slowestMs, performance.now() - start);
    for (const { url } of servers) if (!(await isSignedIn(url, facts))) signedOut++;
    await pair.makeWhole();
    done++;
    say(
      `${done} of ${size}: ${isMachine ? "the machine" : "the server"}, ${notes.told.ids.length} notes so far`,
    );
  }
  await notes.stop();
  // The deciders end with the case that they have in hand.
  left.length = 0;
  await deciding;
  const databaseUrl = pair.url("countersign");
  return [
    atLeast("primaries killed", done, size),
    within("longest time until all was well again", slowestMs, backMs),
    atLeast("notes acknowledged meanwhile", notes.told.ids.length, size),
    atLeast("claims and decisions acknowledged", told.claimed.length + told.approved.length, size),
    ...(await checkNotes(notes.told, databaseUrl)),
    ...(await compare(databaseUrl, told)),
    {
      ...none("other answers to a claim or decision", told.wrong.length),
      ...(told.wrong[0] && { found: told.wrong[0] }),
    },
    none("members who were signed out", signedOut),
  ];
}

/** Asks again while a server says that it is away, which is no word about the sign-in. */
async function isSignedIn(url: string, { officer }: SceneFacts): Promise<boolean> {
  let status = 0;
  await untilTrue("an answer about a sign-in", async () => {
    const outcome = await call(`${url}/api/v1/requests?limit=1`, { headers: officer });
    status = outcome.kind === "answer" ? outcome.answer.status : 0;
    return status !== 0 && status !== 503;
  });
  return status === 200;
}

type Read = { shown: number; asked: number };

/** Asks for a session, and for the list of it, until it is stopped. Counts how often it is shown as if it were not redacted. */
function readOn(url: string, { key }: SceneFacts, id: string): { read: Read; stop: () => Promise<void> } {
  const read: Read = { shown: 0, asked: 0 };
  let isOver = false;
  const headers = { "X-API-Key": key };
  const reading = (async () => {
    for (; !isOver; await sleep(20))
      for (const path of [`/${id}`, `?q=${id}`]) {
        const outcome = await call(`${url}/api/v1/sessions${path}`, { headers });
        if (outcome.kind !== "answer" || outcome.answer.status !== 200) continue;
        read.asked++;
        const statuses = outcome.answer.body.match(/"retention_status":"\w+"/g) ?? [];
        if (statuses.length !== 1 || !statuses[0]?.includes("redacted")) read.shown++;
      }
  })();
  return {
    read,
    stop: async () => {
      isOver = true;
      await reading;
    },
  };
}

/** Promotes a standby that has not received an erasure: nobody may see the person again. */
async function lagging(
  pair: Pair,
  servers: readonly Server[],
  facts: SceneFacts,
  say: (what: string) => void,
): Promise<Check[]> {
  const [server] = servers;
  if (!server) return [];
  const url = pair.url("countersign");
  const { id, dataKeyId } = await decidedSession(url);
  await pair.makeAsynchronous();
  const [primary, standby] = [await pair.primary(), await pair.standby()];
  await sleep(2_000);
  const held = await pair.holdBack(standby);
  say(`${standby} receives nothing more`);
  const outcome = await call(`${server.url}/api/v1/sessions/${id}/data`, {
    ...{ method: "DELETE", headers: { "X-API-Key": facts.key } },
  });
  const isErased = outcome.kind === "answer" && outcome.answer.status === 200;
  await untilTrue("an erasure that is complete", () => isGone(url, id));
  const isBehind = !(await isGone(pair.urlOf(standby, "countersign"), id));
  const readers = servers.map((each) => readOn(each.url, facts, id));
  const before = performance.now();
  await pair.kill(primary, true);
  held.lose();
  await untilTrue("another primary", async () => (await pair.primary()) === standby);
  // What was answered before says nothing.
  for (const { read } of readers) read.asked = 0;
  for (const each of servers) await untilWell(each.url, each.isRunning);
  await sleep(2_000);
  await Promise.all(readers.map(({ stop }) => stop()));
  const { shown, asked } = readers.reduce(
    (sum, { read }) => ({ shown: sum.shown + read.shown, asked: sum.asked + read.asked }),
    { shown: 0, asked: 0 },
  );
  say(`well again after ${Math.round(performance.now() - before)} ms`);
  return [
    holds("an erasure was acknowledged while the standby received nothing", isErased),
    holds("the standby did not have it when it was promoted", isBehind),
    atLeast("answers about the session after the promotion", asked, 1),
    none("of these as if it were not redacted", shown),
    holds("it is erased again after the promotion", await isGone(url, id)),
    holds("its key is destroyed again", !(await hasKey(pair.url("countersign_keys"), dataKeyId))),
    holds("the log says so", await isTold(url, id)),
  ];
}

async function decidedSession(url: string): Promise<{ id: string; dataKeyId: string }> {
  const [row] = await ask<{ id: string; dataKeyId: string }>(
    url,
    `SELECT s.id, s.data_key_id AS "dataKeyId" FROM sessions s JOIN review_cases c ON c.organization_pk = s.organization_pk
       AND c.environment = s.environment AND c.session_pk = s.pk
     WHERE c.status = 'approved' ORDER BY s.pk LIMIT 1`,
  );
  if (!row) throw new Error("No session was decided.");
  return row;
}

async function isGone(url: string, id: string): Promise<boolean> {
  const rows = await ask<{ status: string }>(
    url,
    "SELECT retention_status::text AS status FROM sessions WHERE id = $1",
    [id],
  ).catch(() => []);
  return rows[0]?.status === "redacted";
}

/** Whether the log of the promoted server says why the session was redacted: the first event was lost with its primary. */
async function isTold(url: string, id: string): Promise<boolean> {
  const rows = await ask<{ reason: string | null }>(
    url,
    "SELECT metadata->>'reason' AS reason FROM audit_events WHERE type = 'session.redacted' AND resource_id = $1",
    [id],
  );
  return rows.length === 1 && rows[0]?.reason?.startsWith("already erased") === true;
}

async function hasKey(url: string, id: string): Promise<boolean> {
  const rows = await ask(url, "SELECT 1 FROM data_keys WHERE id = $1::uuid", [id]);
  return rows.length > 0;
}

export const failover: Scenario = {
  ...{ name: "failover", unit: "primaries killed", size: 10, minutes: 25 },
  unable: lacksPatroni,
  run,
};

import { setTimeout as sleep } from "node:timers/promises";
import { type Answer, call } from "@/faults/calls";
import { ask } from "@/faults/cluster";
import { type SceneFacts, setScene } from "@/faults/facts";
import { atLeast, type Check, holds, none, type Scenario } from "@/faults/scenario";
import { type Installation, install, isLogSound, type Server, startServer } from "@/faults/server";
import { openServers, type Servers, standbyPrograms } from "@/faults/standby";

const clients = 8;
/** How often the read mix is read for the count of statements. */
const rounds = 20;
/** The least share of read statements that leave the primary. */
const share = 0.9;

const mix = [
  "sessions?limit=50",
  "sessions?status=under_review&limit=50",
  "sessions/csv",
  "cases?limit=50",
  "identities",
  "requests",
  "requests/counts",
  "requests/figures?from=2026-01-01&to=2026-03-31",
  "audit",
  "audit?q=session",
  "analytics/overview",
  "analytics/trend",
  "analytics/funnel",
  "analytics/conversion-rate",
  "analytics/rejection-reasons",
  "analytics/processing-time",
  "analytics/check-breakdown",
];

type Scene = {
  servers: Server[];
  databases: Servers;
  facts: SceneFacts;
  sessions: string[];
  told: { wrong: string[]; answers: number };
};

/** Calls one of the servers. An answer that is no success is noted. */
async function get(
  { servers, facts, told }: Scene,
  path: string,
  at = 0,
  body?: object,
): Promise<Answer | null> {
  const outcome = await call(`${servers[at % servers.length]?.url}/api/v1/${path}`, {
    headers: { "X-API-Key": facts.key, ...(body && { "Content-Type": "application/json" }) },
    ...(body && { method: "POST", body: JSON.stringify(body) }),
  });
  if (outcome.kind === "answer" && outcome.answer.status < 300) {
    told.answers++;
    return outcome.answer;
  }
  told.wrong.push(`${path}: ${outcome.kind === "answer" ? outcome.answer.body : outcome.kind}`.slice(0, 150));
  return null;
}

/** Statements that read, without those of this harness and those by which a standby is asked how far it is. */
const readSql = `FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid
  WHERE d.datname = 'countersign' AND s.query ~* '^\\s*(/\\*.*\\*/)?\\s*(select|with|copy)'
    AND s.query !~* '(insert into|update |delete from|pg_stat_statements|pg_last_wal_replay|pg_control)'`;
/** The look-up of an API key, which says who asks and from where on reads must be. */
const callerSql = "s.query ~ 'FROM api_keys k JOIN organizations'";

const countAt = async (url: string, which: string): Promise<number> => {
  const [row] = await ask<{ count: number }>(
    url,
    `SELECT coalesce(sum(s.calls), 0)::int AS count ${readSql} AND ${which}`,
  );
  return row?.count ?? 0;
};

/** Reads the mix, and counts which server was asked. */
async function readMix(scene: Scene, say: (what: string) => void): Promise<Check[]> {
  const urls = [scene.databases.primary, ...scene.databases.standbys].map(({ url }) => url("countersign"));
  for (const path of mix) await get(scene, path);
  await ask(urls[0] ?? "", "CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
  await sleep(2_000);
  for (const url of urls) await ask(url, "SELECT pg_stat_statements_reset()");
  for (let at = 0; at < rounds; at++) await Promise.all(mix.map((path, turn) => get(scene, path, at + turn)));
  const counts = await Promise.all(urls.map((url) => countAt(url, `NOT ${callerSql}`)));
  const [primary = 0, ...others] = counts;
  const callers = await countAt(urls[0] ?? "", callerSql);
  const [most] = await ask<{ query: string; calls: string }>(
    urls[0] ?? "",
    `SELECT s.query, s.calls ${readSql} AND NOT ${callerSql} ORDER BY s.calls DESC LIMIT 1`,
  );
  say(`most frequent at the primary: ${most?.calls} × ${most?.query.replace(/\s+/g, " ").slice(0, 200)}`);
  const all = counts.reduce((sum, each) => sum + each, 0);
  const part = (all - primary) / all;
  return [
    {
      what: `share of ${all} read statements that left the primary (${callers} more say who asks)`,
      found: part.toFixed(3),
      wanted: `≥ ${share}`,
      isOk: part >= share,
    },
    atLeast("statements of the standby with fewer", Math.min(...others), 1),
  ];
}

/** Tags a session at one server and reads the list of the tag at the other. @returns how many lists lacked it */
async function staleReads(scene: Scene, count: number, name: string): Promise<number> {
  let stale = 0;
  // Each client has sessions of its own: otherwise another's tag would replace this one before it is read.
  const own = Math.floor(scene.sessions.length / clients) * clients;
  const work = async (client: number) => {
    for (let at = client; at < count; at += clients) {
      const id = scene.sessions[at % own] ?? "";
      const tag = `${name}${at}`;
      await get(scene, `sessions/${id}/set-tags`, at, { tags: [tag] });
      const answer = await get(scene, `sessions?tag=${tag}`, at + 1);
      if (answer && JSON.parse(answer.body).data[0]?.id !== id) stale++;
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, client) => work(client)));
  return stale;
}

const statesOf = async ({ url }: Server): Promise<string[]> => {
  const outcome = await call(`${url}/api/health`);
  if (outcome.kind !== "answer") return [];
  return JSON.parse(outcome.answer.body).read_replicas.map(({ state }: { state: string }) => state);
};

async function untilStates(scene: Scene, wanted: string): Promise<boolean> {
  for (let at = 0; at < 300; at++) {
    const states = await Promise.all(scene.servers.map(statesOf));
    if (states.every((each) => each.join() === wanted)) return true;
    await get(scene, "sessions?limit=1", at);
    await sleep(100);
  }
  return false;
}

/** Stops replay on both standbys, restricts a session, and looks for it in every list. */
async function lagging(scene: Scene): Promise<Check[]> {
  const { primary, standbys } = scene.databases;
  for (const { url } of standbys) await ask(url("postgres"), "SELECT pg_wal_replay_pause()");
  let seen = 0;
  for (const [at, id] of scene.sessions.slice(0, 20).entries()) {
    await ask(
      primary.url("countersign"),
      "UPDATE sessions SET is_restricted = true, restricted_at = now() WHERE id = $1",
      [id],
    );
    for (const path of ["sessions?limit=100", "cases?limit=100", "sessions/csv"]) {
      const answer = await get(scene, path, at);
      if (!answer || answer.body.includes(id)) seen++;
    }
  }
  const isSaid = await untilStates(scene, "behind,behind");
  const stale = await staleReads({ ...scene, sessions: scene.sessions.slice(20) }, 100, "behind");
  for (const { url } of standbys) await ask(url("postgres"), "SELECT pg_wal_replay_resume()");
  return [
    none("restricted sessions seen while both standbys lag", seen),
    none("stale reads while both standbys lag", stale),
    holds("health says that they are behind", isSaid),
    holds("they are used again", await untilStates(scene, "used,used")),
  ];
}

/** Kills a standby under load, freezes the other, and starts the first again. */
async function losing(scene: Scene): Promise<Check[]> {
  const [first, second] = scene.databases.standbys;
  const free = { ...scene, sessions: scene.sessions.slice(20) };
  const reading = staleReads(free, 400, "lost");
  await sleep(500);
  await first?.kill();
  const stale = await reading;
  const isSaid = await untilStates(scene, "lost,used");
  await second?.freeze();
  const frozen = await staleReads(free, 40, "frozen");
  await second?.goOn();
  await first?.start();
  return [
    none("stale reads while a standby is killed and the other hangs", stale + frozen),
    holds("health says which is lost", isSaid),
    holds("both are used again after a start", await untilStates(scene, "used,used")),
  ];
}

async function start(
  databases: Servers,
  size: number,
): Promise<{ installation: Installation; facts: SceneFacts }> {
  const made = await install(databases.primary.url("countersign"));
  const facts = await setScene(made, "--cases", "200", "--events", String(Math.min(size, 2_000)));
  const DATABASE_READ_URLS = databases.standbys.map(({ url }) => url("countersign")).join(",");
  // Background work reads the primary; without it, the statements that are counted are those of the calls.
  return { installation: { ...made, env: { ...made.env, DATABASE_READ_URLS, WORKER: "off" } }, facts };
}

async function run(size: number, say: (what: string) => void): Promise<Check[]> {
  const databases = await openServers(2);
  const { installation, facts } = await start(databases, size);
  const servers = [await startServer(installation), await startServer(installation)];
  const rows = await ask<{ id: string }>(
    databases.primary.url("countersign"),
    "SELECT id FROM sessions ORDER BY id",
  );
  const scene = {
    servers,
    databases,
    facts,
    sessions: rows.map(({ id }) => id),
    told: { wrong: [], answers: 0 } as Scene["told"],
  };
  const checks = [holds("both standbys are used", await untilStates(scene, "used,used"))];
  say("the read mix");
  checks.push(...(await readMix(scene, say)));
  say("reads of one's own writes");
  checks.push(none(`stale reads of one's own writes, of ${size}`, await staleReads(scene, size, "own")));
  say("standbys that lag");
  checks.push(...(await lagging(scene)));
  say("standbys that are lost");
  checks.push(...(await losing(scene)));
  const { wrong } = scene.told;
  checks.push({
    ...none(`calls that failed, of ${scene.told.answers}`, wrong.length),
    ...(wrong[0] && { found: wrong[0] }),
  });
  checks.push(holds("the log verifies", await isLogSound(installation)));
  for (const server of servers) await server.stop();
  for (const standby of databases.standbys) await standby.stop();
  await databases.primary.stop();
  return checks;
}

export const replicas: Scenario = {
  name: "replicas",
  unit: "reads of one's own writes",
  size: 10_000,
  minutes: 20,
  unable: () => (standbyPrograms() ? null : "no PostgreSQL with pg_basebackup is installed"),
  run,
};

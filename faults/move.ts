import { randomBytes, randomUUID } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Answer, call } from "@/faults/calls";
import { ask, embeddedIn } from "@/faults/cluster";
import { type SceneFacts, setScene } from "@/faults/facts";
import { atLeast, type Check, holds, none, type Scenario, within } from "@/faults/scenario";
import { type Installation, install, isLogSound, runScript, startServer } from "@/faults/server";

const clients = 16;
const againMs = 50;
/** Sessions that nobody changes, whose exports must be the same before and after. */
const untouched = 40;
/** The longest hold. */
const mostHoldMs = 5_000;
/** How long the clients write before and after the move. */
const aroundMs = 3_000;

type Told = {
  notes: string[];
  approved: string[];
  created: string[];
  erased: string[];
  doneBefore: number;
  wrong: string[];
  refused: number;
  longestMs: number;
};

type Scene = {
  /** The cell that had the organization first, and the other. */
  doors: readonly [string, string];
  facts: SceneFacts;
  told: Told;
  /** Which of them callers ask: all go over when the first has answered that it does not know their key. */
  at: 0 | 1;
  isOver: boolean;
  /** Cases that are decided, and cases that are decided and then erased with their sessions. */
  cases: string[];
  doomed: string[];
};

const sessionOf = (caseId: string) => caseId.replace("rvc_", "ses_");

/** Sends a call until it is answered: to the first cell, and from the moment that its key is unknown there, to the other. */
async function send(scene: Scene, target: string, body: object): Promise<Answer | null> {
  const { doors, facts, told } = scene;
  const headers = {
    "X-API-Key": facts.key,
    "Idempotency-Key": randomUUID(),
    "Content-Type": "application/json",
  };
  const start = performance.now();
  for (; ; await sleep(againMs)) {
    const { at } = scene;
    const outcome = await call(`${doors[at]}/api/v1/${target}`, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    if (outcome.kind !== "answer") {
      told.wrong.push(`${target}: ${outcome.kind}`);
      return null;
    }
    const { status, retryAfter, body: said } = outcome.answer;
    if (status === 401 && at === 0) {
      scene.at = 1;
      continue;
    }
    // A call that the hold refused may still have its Idempotency-Key: 409 asks to come again, too.
    if ((status === 503 || status === 409) && retryAfter) {
      told.refused++;
      told.longestMs = Math.max(told.longestMs, performance.now() - start);
      continue;
    }
    if (status < 300) return outcome.answer;
    if (status === 409 && said.includes("This call succeeded")) told.doneBefore++;
    else told.wrong.push(`${target} at ${at}: ${status} ${said}`.slice(0, 200));
    return null;
  }
}

async function decide(scene: Scene, id: string, reviewer_id: string): Promise<boolean> {
  const claimed = await send(scene, `cases/${id}/claim`, { reviewer_id });
  return claimed !== null && (await send(scene, `cases/${id}/approve`, { reviewer_id })) !== null;
}

/** Decides a case and erases its session, because a session with an open case is not erased. */
async function erase(scene: Scene, reviewer: string): Promise<void> {
  const caseId = scene.doomed.pop();
  if (!caseId || !(await decide(scene, caseId, reviewer))) return;
  const id = sessionOf(caseId);
  // The answer says of each session what became of it. One that the hold met has failed, and is tried once more.
  for (const isLast of [false, true]) {
    const answer = await send(scene, "sessions/bulk-redact", { session_ids: [id], confirm: "redact 1" });
    const status = answer && JSON.parse(answer.body).results[0]?.status;
    if (status === "deleted") scene.told.erased.push(id);
    else if (answer && isLast) scene.told.wrong.push(`${id}: ${answer.body}`);
    if (!answer || status === "deleted") return;
    await sleep(mostHoldMs);
  }
}

/** Writes a note, decides a case, creates a session and erases one, again and again. */
async function work(scene: Scene, client: number): Promise<void> {
  const { facts, told } = scene;
  const reviewer = facts.reviewers[client % facts.reviewers.length] ?? "";
  while (!scene.isOver) {
    const noted = facts.cases[Math.floor(Math.random() * untouched)] ?? "";
    const note = await send(scene, `cases/${noted}/notes`, { content: randomUUID() });
    if (note) told.notes.push(JSON.parse(note.body).id);
    const id = scene.cases.pop();
    if (id && (await decide(scene, id, reviewer))) told.approved.push(id);
    const created = await send(scene, "sessions", { external_ref: randomUUID() });
    if (created) told.created.push(JSON.parse(created.body).id);
    await erase(scene, reviewer);
  }
}

/** Reads the exports of sessions that nobody changes. */
async function exportsAt(url: string, { key, cases }: SceneFacts): Promise<string[]> {
  const found: string[] = [];
  for (const id of cases.slice(untouched, untouched * 2)) {
    const outcome = await call(`${url}/api/v1/sessions/${sessionOf(id)}`, { headers: { "X-API-Key": key } });
    found.push(outcome.kind === "answer" ? `${outcome.answer.status} ${outcome.answer.body}` : outcome.kind);
  }
  return found;
}

const masterKey = randomBytes(32).toString("base64");

/** Makes a cell of the shared master key. @returns it, and the file with its settings */
async function makeCell(cell: number): Promise<Installation & { file: string }> {
  const made = await install();
  const env = { ...made.env, CELL: String(cell), MASTER_KEY: masterKey };
  const file = path.join(made.folder, "cell.env");
  await fs.writeFile(file, `DATA_DIR=${made.dataDir}\nCELL=${cell}\nMASTER_KEY=${masterKey}\n`, {
    mode: 0o600,
  });
  return { ...made, env, file };
}

/** Compares what the other cell has with what callers were told. */
async function compare(to: Installation, told: Told, keyOf: ReadonlyMap<string, string>): Promise<Check[]> {
  const database = await embeddedIn(to.dataDir);
  const [main, keys] = [await database.url("countersign"), await database.url("countersign_keys")];
  const idsOf = async (sql: string, ids: string[]) => (await ask<{ id: string }>(main, sql, [ids])).length;
  const notes = await ask<{ id: string }>(main, "SELECT id FROM case_notes");
  const kept = new Set(notes.map(({ id }) => id));
  const erased = await idsOf(
    "SELECT id FROM sessions WHERE id = ANY($1) AND retention_status = 'redacted'",
    told.erased,
  );
  const left = await ask<{ id: string }>(keys, "SELECT id FROM data_keys WHERE id::text = ANY($1)", [
    told.erased.flatMap((id) => keyOf.get(id) ?? []),
  ]);
  const approved = await idsOf(
    `SELECT c.id FROM review_cases c WHERE c.id = ANY($1)
       AND (SELECT count(*) FROM decision_snapshots s WHERE s.organization_pk = c.organization_pk AND s.case_pk = c.pk AND s.is_final) = 1`,
    told.approved,
  );
  const created = await idsOf("SELECT id FROM sessions WHERE id = ANY($1)", told.created);
  const all = await ask<{ count: number }>(
    main,
    "SELECT count(*)::int AS count FROM sessions WHERE external_ref IS NOT NULL",
  );
  return [
    none(`acknowledged notes lost, of ${told.notes.length}`, told.notes.filter((id) => !kept.has(id)).length),
    none("notes written twice", Math.max(0, notes.length - told.notes.length - told.doneBefore)),
    none(`acknowledged decisions lost, of ${told.approved.length}`, told.approved.length - approved),
    none(`acknowledged sessions lost, of ${told.created.length}`, told.created.length - created),
    none("sessions created twice", Math.max(0, (all[0]?.count ?? 0) - told.created.length - told.doneBefore)),
    none(`erasures undone, of ${told.erased.length}`, told.erased.length - erased),
    none("destroyed keys that exist in the other cell", left.length),
  ];
}

function checkMove(said: string, told: Told): Check[] {
  const ms = Number(/held for (\d+) ms/.exec(said)?.[1] ?? Number.POSITIVE_INFINITY);
  return [
    within("writes were held", ms, mostHoldMs),
    within("the longest time that a client was asked to come again", told.longestMs, mostHoldMs + 2_000),
    holds("the contents of every table are the same", /The contents of \d+ tables are the same/.test(said)),
    {
      ...none("answers that are no answer", told.wrong.length),
      ...(told.wrong[0] && { found: told.wrong[0] }),
    },
    atLeast(
      "acknowledged writes",
      told.notes.length + told.approved.length + told.created.length + told.erased.length,
      100,
    ),
    atLeast("erasures", told.erased.length, 1),
  ];
}

async function run(size: number, say: (what: string) => void): Promise<Check[]> {
  const [from, to] = [await makeCell(0), await makeCell(1)];
  const facts = await setScene(from, "--cases", String(size), "--events", String(size));
  const [source, target] = [await startServer(from), await startServer(to)];
  const before = await exportsAt(source.url, facts);
  const rest = facts.cases.slice(untouched * 2);
  const half = Math.floor(rest.length / 2);
  const told: Told = {
    notes: [],
    approved: [],
    created: [],
    erased: [],
    doneBefore: 0,
    wrong: [],
    refused: 0,
    longestMs: 0,
  };
  const scene: Scene = {
    doors: [source.url, target.url],
    facts,
    told,
    at: 0,
    isOver: false,
    cases: rest.slice(0, half),
    doomed: rest.slice(half),
  };
  const database = await embeddedIn(from.dataDir);
  const main = await database.url("countersign");
  const keyed = await ask<{ id: string; key: string }>(
    main,
    "SELECT id, data_key_id::text AS key FROM sessions",
  );
  const keyOf = new Map(keyed.map(({ id, key }) => [id, key]));
  const working = Promise.all(Array.from({ length: clients }, (_, client) => work(scene, client)));
  await sleep(aroundMs);
  const [organization] = await ask<{ id: string }>(main, "SELECT id FROM organizations");
  say("the move");
  const said = await runScript(from, "scripts/move-organization.ts", organization?.id ?? "", "--to", to.file);
  for (const line of said.trim().split("\n")) say(line);
  await sleep(aroundMs);
  scene.isOver = true;
  await working;
  const after = await exportsAt(target.url, facts);
  const checks = [
    ...checkMove(said, told),
    ...(await compare(to, told, keyOf)),
    none(
      `exports that differ, of ${before.length}`,
      before.filter((text, at) => !text.startsWith("200") || text !== after[at]).length,
    ),
    holds("the log verifies in the other cell", await isLogSound(to)),
    holds("the log verifies where it was", await isLogSound(from)),
  ];
  await source.stop();
  await target.stop();
  return checks;
}

export const move: Scenario = {
  name: "move",
  unit: "sessions of the organization",
  size: 2_000,
  minutes: 30,
  run,
};

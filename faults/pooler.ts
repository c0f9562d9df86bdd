import { randomUUID } from "node:crypto";
import { call, open, take } from "@/faults/calls";
import { ask, openCluster } from "@/faults/cluster";
import { type SceneFacts, setScene } from "@/faults/facts";
import { pgbouncer, startPgbouncer } from "@/faults/pgbouncer";
import { atLeast, type Check, holds, none, type Scenario } from "@/faults/scenario";
import {
  type Installation,
  install,
  isLogSound,
  runScript,
  type Server,
  startServer,
  unexpectedErrors,
} from "@/faults/server";

const callers = 16;

async function refusals(installation: Installation): Promise<Check[]> {
  const said = await runScript(installation, "scripts/migrate.ts").then(
    () => "",
    (error: { stderr?: string }) => String(error.stderr).trim(),
  );
  const isOneSentence =
    /^A pooler at .+ changes the session .+; name the server itself in DATABASE_DIRECT_URL.+\.$/;
  return [holds("a start without the direct address is refused in one sentence", isOneSentence.test(said))];
}

type Told = { done: number; wrong: string[] };

/** Claims and approves cases one after another until none is left. */
async function work({ url }: Server, facts: SceneFacts, at: number, left: string[], told: Told) {
  const reviewer_id = facts.reviewers[at % facts.reviewers.length];
  for (let id = left.pop(); id; id = left.pop())
    for (const what of ["claim", "approve"]) {
      const outcome = await call(`${url}/api/v1/cases/${id}/${what}`, {
        method: "POST",
        headers: {
          "X-API-Key": facts.key,
          "Idempotency-Key": randomUUID(),
          "Content-Type": "application/json",
        },
        body: JSON.stringify({ reviewer_id }),
      });
      if (outcome.kind === "answer" && outcome.answer.status === 200) told.done++;
      else told.wrong.push(outcome.kind === "answer" ? outcome.answer.body : outcome.kind);
    }
}

/** Reads pages of a signed-in member, and the whole log as a file. */
async function read({ url }: Server, { officer, key }: SceneFacts, told: Told): Promise<void> {
  const member = { ...officer, "X-Environment": "sandbox" };
  const paths = ["me", "sessions?limit=50", "cases", "requests", "audit", "analytics/overview"];
  for (const path of paths) {
    const outcome = await call(`${url}/api/v1/${path}`, { headers: member });
    if (outcome.kind === "answer" && outcome.answer.status === 200) told.done++;
    else told.wrong.push(`${path}: ${outcome.kind === "answer" ? outcome.answer.body : outcome.kind}`);
  }
  const exported = await take(
    await open(`${url}/api/v1/audit/export`, { headers: { "X-API-Key": key }, own: true }),
  );
  if (exported.isCut || exported.body.length === 0) told.wrong.push("export");
  else told.done++;
}

/** Listens to changes of cases. @returns how many messages came, and a function that stops */
async function listen({ url }: Server, { officer }: SceneFacts) {
  const heard = { messages: 0 };
  const answer = await open(`${url}/api/v1/cases/stream`, {
    headers: { ...officer, "X-Environment": "sandbox" },
    own: true,
  });
  answer.on("error", () => undefined);
  answer.on("data", (piece) => {
    if (String(piece).includes("data:")) heard.messages++;
  });
  return { heard, stop: () => answer.destroy() };
}

async function run(size: number, say: (what: string) => void): Promise<Check[]> {
  const { folder } = await install();
  const cluster = await openCluster(folder);
  const pooler = await startPgbouncer(folder, cluster.url("postgres"));
  const direct = await install(cluster.url("countersign"));
  const DATABASE_URL = pooler.url("countersign");
  const env = { ...direct.env, DATABASE_URL, DATABASE_DIRECT_URL: cluster.url("countersign") };
  const installation = { ...direct, env };
  await runScript(installation, "scripts/migrate.ts");
  const checks = await refusals({ ...direct, env: { ...env, DATABASE_DIRECT_URL: "" } });
  const facts = await setScene(direct, "--cases", String(size));
  say("through the pooler");
  const server = await startServer(installation);
  const stream = await listen(server, facts);
  const told: Told = { done: 0, wrong: [] };
  const left = [...facts.cases];
  await Promise.all(Array.from({ length: callers }, (_, at) => work(server, facts, at, left, told)));
  for (let at = 0; at < 3; at++) await read(server, facts, told);
  const [through] = await ask<{ kept: number }>(
    cluster.url("countersign"),
    "SELECT count(*)::int AS kept FROM pg_stat_activity WHERE datname = 'countersign' AND query LIKE '/* prepared */%'",
  );
  stream.stop();
  checks.push(
    atLeast("claims, decisions and reads", told.done, size * 2 + 21),
    {
      ...none("other answers", told.wrong.length),
      ...(told.wrong[0] && { found: told.wrong[0].slice(0, 150) }),
    },
    atLeast("messages to a listening browser", stream.heard.messages, 1),
    atLeast("sessions of the pooler that served them", through?.kept ?? 0, 1),
    none("sessions beyond its three", Math.max(0, (through?.kept ?? 0) - 3)),
    none("errors that nobody handled", await unexpectedErrors(server.url)),
  );
  await server.stop();
  checks.push(holds("the log verifies", await isLogSound(installation)));
  pooler.stop();
  await cluster.stop();
  return checks;
}

export const pooler: Scenario = {
  name: "pooler",
  unit: "claims with a decision each through pgbouncer",
  size: 300,
  minutes: 5,
  unable: () => (pgbouncer() ? null : "pgbouncer is not installed"),
  run,
};

import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { ask, openCluster } from "@/faults/cluster";
import { killProgram, startProgram } from "@/faults/program";
import { atLeast, type Check, holds, none, type Scenario } from "@/faults/scenario";
import { install, isLogSound } from "@/faults/server";
import { brokenPromises, startReceiver } from "@/test/receiving";

const kills = 10;
/** How long a worker works before it is killed, at most. */
const workingMs = 6_000;

/** What the receiver does; the rest is acknowledged. Three of ten fail. */
const manners = { seed: 12, refuse: 0.2, closeEarly: 0.08, redirect: 0.02, hang: 0.005, huge: 0.01 };

type Row = { id: string; session: string; status: string; attempts: number; tries: number };

async function run(size: number, say: (what: string) => void): Promise<Check[]> {
  const cluster = await openCluster((await install()).folder);
  const installation = await install(cluster.url("countersign"));
  Object.assign(installation.env, {
    WEBHOOK_ALLOW_HTTP: "on",
    WEBHOOK_ALLOWED_NETWORKS: "127.0.0.0/8",
    WEBHOOK_RETRY_SECONDS: Array(15).fill("1").join(),
  });
  const receiver = await startReceiver(manners);
  const sessions = String(Math.ceil(size / 5));
  const queue = await startProgram(
    installation,
    "ready",
    ...[
      "faults/webhook-queue.ts",
      "--sessions",
      sessions,
      "--url",
      receiver.url,
      "--secret",
      receiver.secret,
    ],
  );
  const queued = once(queue, "exit");
  for (let done = 1; done <= kills; done++) {
    const worker = await startProgram(installation, "running", "scripts/worker.ts");
    await sleep(1_000 + Math.random() * workingMs);
    await killProgram(worker);
    say(`${done} of ${kills} workers killed, ${receiver.arrivals.length} arrivals so far`);
  }
  const worker = await startProgram(installation, "running", "scripts/worker.ts");
  if (queue.exitCode === null) await queued;
  const url = cluster.url("countersign");
  for (;;) {
    const [left] = await ask<{ count: number }>(
      url,
      "SELECT count(*)::int FROM webhook_deliveries WHERE status = 'pending'",
    );
    if (!left?.count) break;
    say(`${left.count} wait, ${receiver.arrivals.length} arrivals so far`);
    await sleep(5_000);
  }
  const over = once(worker, "exit");
  worker.kill("SIGTERM");
  await over;
  const checks = await compare(url, receiver.arrivals, size);
  const isSound = await isLogSound(installation);
  await receiver.stop();
  await cluster.stop();
  return [...checks, holds("the log verifies", isSound)];
}

/** Compares what has arrived with what was committed. */
async function compare(
  url: string,
  arrivals: Parameters<typeof brokenPromises>[0],
  size: number,
): Promise<Check[]> {
  const rows = await ask<Row>(
    url,
    `SELECT d.id, d.session_pk::text AS session, d.status::text, d.attempts,
      (SELECT count(*)::int FROM webhook_attempts a WHERE a.delivery_pk = d.pk) AS tries
      FROM webhook_deliveries d ORDER BY d.pk`,
  );
  const expected = new Map<string, string[]>();
  for (const { session, id } of rows) expected.set(session, [...(expected.get(session) ?? []), id]);
  const broken = brokenPromises(arrivals, expected);
  const failing = arrivals.filter(({ did }) => !did.startsWith("accepted")).length;
  return [
    atLeast("events committed", rows.length, size),
    atLeast("arrivals", arrivals.length, size + failing),
    atLeast("of these not acknowledged, in a hundred", Math.round((100 * failing) / arrivals.length), 25),
    {
      ...none("missing, early, changed, unsigned or never committed", broken.length),
      ...(broken[0] && { found: `${broken.length}: ${broken[0]}` }),
    },
    none("deliveries that are not delivered", rows.filter(({ status }) => status !== "delivered").length),
    none(
      "deliveries without a row for each attempt",
      rows.filter((row) => row.attempts !== row.tries).length,
    ),
  ];
}

export const webhooks: Scenario = { name: "webhooks", unit: "events", size: 10_000, minutes: 25, run };

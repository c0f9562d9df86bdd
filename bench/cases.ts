import { execFile } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import type pg from "pg";
import type { Dataset } from "@/bench/dataset";
import type { Actor } from "@/lib/actor/actor";
import { findPerson, signIn } from "@/lib/auth/sign-in";
import { newClient } from "@/lib/platform/connect";
import { closeDb } from "@/lib/platform/db";
import { publishEnv } from "@/lib/platform/env";
import { closeKeys } from "@/lib/platform/keys";
import { nextCase } from "@/lib/queue/claim";

const run = promisify(execFile);

/** Gives the newest sessions of the bench's organization an open case each, until there are `open` of them. */
export async function prepareCases({ main, rows }: Dataset, open: number): Promise<void> {
  await withClient(main, async (client) => {
    await client.query("UPDATE api_keys SET scopes = '{sessions:read,verifications:read,cases:read}'");
    await client.query(`UPDATE members SET roles = '{compliance,admin,lead}'`);
    const { rows: counted } = await client.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM review_cases",
    );
    if ((counted[0]?.n ?? 0) < open) await insertCases(client, rows, open);
    // A worker would have folded the appended changes into the counts.
    await client.query(
      `WITH gone AS (DELETE FROM case_count_changes RETURNING *)
       INSERT INTO case_counts SELECT organization_pk, environment, place, sum(delta) FROM gone GROUP BY 1, 2, 3
       ON CONFLICT (organization_pk, environment, place) DO UPDATE SET count = case_counts.count + excluded.count`,
    );
    await client.query("VACUUM ANALYZE");
  });
}

async function insertCases(client: pg.Client, rows: number, open: number): Promise<void> {
  process.stderr.write(`  ${open} open cases of ${rows} sessions\n`);
  await client.query(
    `INSERT INTO review_cases (organization_pk, environment, session_pk, id, status, created_at, entered_review_at)
     SELECT organization_pk, environment, pk, replace(id, 'ses_', 'rvc_'), 'open', created_at, created_at
     FROM sessions ORDER BY pk DESC LIMIT $1 ON CONFLICT DO NOTHING`,
    [open],
  );
}

const claimed = 40_000;

/** Returns every case of the sandbox to its queue, as if it had never been claimed. */
async function refill(url: string): Promise<void> {
  await withClient(url, async (client) => {
    await client.query("SET synchronous_commit = off");
    await client.query("DELETE FROM sessions WHERE environment = 'sandbox'");
    await client.query(
      `WITH made AS (
         INSERT INTO sessions (organization_pk, environment, id, status, created_at, updated_at, source)
           SELECT (SELECT pk FROM organizations LIMIT 1), 'sandbox', 'ses_claim_' || n, 'under_review', now(), now(), 'bench'
           FROM generate_series(1, $1::int) n RETURNING pk, organization_pk, id)
       INSERT INTO review_cases (organization_pk, environment, session_pk, id, status, created_at, entered_review_at)
         SELECT organization_pk, 'sandbox', pk, 'rvc_' || pk, 'open', now(), now() + pk * interval '1 ms' FROM made`,
      [claimed],
    );
    await client.query("VACUUM ANALYZE review_cases");
    await client.query("VACUUM ANALYZE sessions");
  });
}

const bareClaim = `UPDATE review_cases SET status = 'in_review', assigned_to = 'pgbench', claimed_at = now(),
  claim_expires_at = now() + interval '30 minutes', version = version + 1
WHERE pk = (SELECT pk FROM review_cases WHERE organization_pk = (SELECT pk FROM organizations LIMIT 1) AND environment = 'sandbox'
  AND claimable_at IS NOT NULL ORDER BY claimable_at, id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id;
`;

const programs = ["/usr/lib/postgresql/15/bin/pgbench", "/usr/bin/pgbench"];

/** Measures claims per second that pgbench makes with the bare statement from as many connections. */
export async function bareClaims(
  url: string,
  dataDir: string,
  clients: number,
  seconds: number,
): Promise<number> {
  await refill(url);
  const script = path.join(dataDir, "claim.sql");
  writeFileSync(script, bareClaim.replaceAll("\n", " ").trim());
  return pgbench(url, script, clients, seconds);
}

/** Measures transactions per second of a pgbench script. */
export async function pgbench(
  url: string,
  script: string,
  clients: number,
  seconds: number,
): Promise<number> {
  const program = programs.find((file) => existsSync(file)) ?? "pgbench";
  const { stdout } = await run(program, [
    "-n",
    `-c${clients}`,
    "-j2",
    `-T${seconds}`,
    "-Mprepared",
    "-f",
    script,
    url,
  ]);
  return Number(/tps = ([\d.]+)/.exec(stdout)?.[1]);
}

/** Authenticates a signed-in reviewer of the sandbox as the server does. */
export async function reviewer({ main, keys, email, password }: Dataset): Promise<Actor> {
  await Promise.all([closeDb(), closeKeys()]);
  publishEnv({ DATABASE_URL: main, KEYS_DATABASE_URL: keys, DATABASE_POOL_SIZE: "16" });
  const signInId = await signIn({ email, password }, {});
  const person = signInId ? await findPerson(signInId, "sandbox", {}) : null;
  if (!person) throw new Error("The bench could not sign in.");
  return person;
}

/**
 * Measures claims per second of the operation behind `POST /cases/next`, with its audit event, concurrently and, like
 * the floor, without HTTP.
 */
export async function ourClaims(dataset: Dataset, clients: number, seconds: number): Promise<number> {
  const actor = await reviewer(dataset);
  await refill(dataset.main);
  const end = performance.now() + seconds * 1000;
  const worker = async () => {
    let done = 0;
    while (performance.now() < end) {
      if (!(await nextCase(actor, { tab: "unassigned", ahead: false }))) throw new Error("no case was left");
      done++;
    }
    return done;
  };
  const made = await Promise.all(Array.from({ length: clients }, worker));
  // Notices of the last claims are sent a little later.
  await setTimeout(500);
  return made.reduce((sum, each) => sum + each, 0) / seconds;
}

export async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = newClient({ connectionString: url });
  await client.connect();
  await work(client);
  await client.end();
}

import { execFile } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import type { Dataset } from "@/bench/dataset";

const run = promisify(execFile);

/** Gives the newest sessions of the bench's organization an open case each, until there are `open` of them. */
export async function prepareCases({ main, rows }: Dataset, open: number): Promise<void> {
  await withClient(main, async (client) => {
    await client.query("UPDATE api_keys SET scopes = '{sessions:read,verifications:read,cases:read}'");
    await client.query(`UPDATE members SET roles = '{compliance,admin,lead}'`);
    const { rows: counted } = await client.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM review_cases",
    );
    if ((counted[0]?.n ?? 0) >= open) return;
    process.stderr.write(`  ${open} open cases of ${rows} sessions\n`);
    await client.query(
      `INSERT INTO review_cases (organization_pk, environment, session_pk, id, status, created_at, entered_review_at)
       SELECT organization_pk, environment, pk, replace(id, 'ses_', 'rvc_'), 'open', created_at, created_at
       FROM sessions ORDER BY pk DESC LIMIT $1 ON CONFLICT DO NOTHING`,
      [open],
    );
    await client.query("VACUUM ANALYZE review_cases");
  });
}

const claimed = 40_000;

/** Puts every case of the sandbox back into its queue, as if nobody had ever claimed one. */
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

/** Claims per second that pgbench makes with the bare statement, from as many connections. */
export async function bareClaims(
  url: string,
  dataDir: string,
  clients: number,
  seconds: number,
): Promise<number> {
  await refill(url);
  const script = path.join(dataDir, "claim.sql");
  writeFileSync(script, bareClaim.replaceAll("\n", " ").trim());
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

/** Claims per second that clients of the product make over HTTP, signed in, as many at a time. */
export async function ourClaims(
  url: string,
  base: string,
  cookie: string,
  clients: number,
  seconds: number,
): Promise<number> {
  await refill(url);
  const end = performance.now() + seconds * 1000;
  const headers = {
    Cookie: cookie,
    "X-Environment": "sandbox",
    Origin: base,
    "Content-Type": "application/json",
  };
  const worker = async () => {
    let done = 0;
    while (performance.now() < end) {
      const answer = await fetch(`${base}/api/v1/cases/next`, { method: "POST", headers, body: "{}" });
      await answer.arrayBuffer();
      if (answer.status !== 200) throw new Error(`the next case answered ${answer.status}`);
      done++;
    }
    return done;
  };
  const made = await Promise.all(Array.from({ length: clients }, worker));
  return made.reduce((sum, each) => sum + each, 0) / seconds;
}

async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await work(client);
  await client.end();
}

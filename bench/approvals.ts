import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import type pg from "pg";
import { pgbench, reviewer, withClient } from "@/bench/cases";
import type { Dataset } from "@/bench/dataset";
import { approveCase } from "@/lib/decisions/write";
import { createDataKeys, type DataKey } from "@/lib/vault/data-keys";

const cases = 4_000;

type Scope = { pk: string; id: string };

const scopeOf = async (client: pg.Client): Promise<Scope> => {
  const { rows } = await client.query<Scope>("SELECT pk, id FROM organizations LIMIT 1");
  const [found] = rows;
  if (!found) throw new Error("The dataset has no organization.");
  return found;
};

/** Fills the sandbox with claimed cases of sessions that have a result. */
async function refill(url: string, holder: string): Promise<void> {
  await withClient(url, async (client) => {
    const { pk, id: organizationId } = await scopeOf(client);
    const ids = Array.from({ length: cases }, (_, at) => `ses_approve_${at}`);
    const keys = await createDataKeys({ organizationId, environment: "sandbox" }, "session", ids);
    const sealed = (seal: (key: DataKey, id: string) => Buffer) =>
      keys.map((key, at) => seal(key, ids[at] ?? ""));
    await client.query("SET synchronous_commit = off");
    await client.query("DELETE FROM sessions WHERE environment = 'sandbox'");
    await client.query(
      `WITH given AS (SELECT * FROM unnest($2::text[], $3::uuid[], $4::bytea[], $5::bytea[]) AS r(id, key, sealed, result)),
       made AS (
         INSERT INTO sessions (organization_pk, environment, id, status, created_at, updated_at, source, data_key_id, sealed)
           SELECT $1, 'sandbox', id, 'under_review', now(), now(), 'bench', key, sealed FROM given RETURNING pk, id),
       results AS (
         INSERT INTO results (organization_pk, environment, session_pk, status, created_at, sealed)
           SELECT $1, 'sandbox', pk, 'needs_review', now(), result FROM made JOIN given USING (id))
       INSERT INTO review_cases (organization_pk, environment, session_pk, id, status, created_at, entered_review_at,
           assigned_to, claimed_at, claim_expires_at)
         SELECT $1, 'sandbox', pk, replace(id, 'ses_', 'rvc_'), 'in_review', now(), now(), $6, now(), now() + interval '1 hour'
         FROM made`,
      [
        pk,
        ids,
        keys.map(({ id }) => id),
        sealed(({ cipher }, id) => cipher.seal("session", id, {})),
        sealed(({ cipher }, id) =>
          cipher.seal("result", id, { extractedData: { first_name: "Emily", last_name: "Johnson" } }),
        ),
        holder,
      ],
    );
    await client.query("VACUUM ANALYZE");
  });
}

/** Measures approvals per second of the operation behind `POST /cases/{id}/approve`, concurrently and without HTTP. */
export async function ourApprovals(dataset: Dataset, clients: number, seconds: number): Promise<number> {
  const actor = await reviewer(dataset);
  await refill(dataset.main, actor.id);
  const begin = performance.now();
  let next = 0;
  const worker = async () => {
    while (performance.now() < begin + seconds * 1000 && next < cases)
      await approveCase(actor, { caseId: `rvc_approve_${next++}` });
  };
  await Promise.all(Array.from({ length: clients }, worker));
  const rate = (next * 1000) / (performance.now() - begin);
  // Notices of the last decisions are sent a little later.
  await setTimeout(500);
  return rate;
}

/** Returns a pgbench script that writes what one decision writes; each column is as long as in the last decision. */
async function bareDecision(url: string, dataDir: string): Promise<string> {
  let script = "";
  await withClient(url, async (client) => {
    const { pk } = await scopeOf(client);
    const { rows } = await client.query<{ sealed: number; before: string; result: number; metadata: string }>(
      `SELECT length(d.sealed) AS sealed, d.before::text AS before, length(r.sealed) AS result,
         (SELECT metadata::text FROM audit_events WHERE type = 'case.approved' ORDER BY sequence DESC LIMIT 1) AS metadata
       FROM decision_snapshots d JOIN results r ON r.session_pk = d.session_pk ORDER BY d.pk DESC LIMIT 1`,
    );
    const [size] = rows;
    if (!size) throw new Error("No decision has been made yet.");
    const bytes = (length: number) => `decode(repeat('5a', ${length}), 'hex')`;
    const which = `organization_pk = ${pk} AND environment = 'sandbox'`;
    const own = `(SELECT session_pk FROM review_cases WHERE ${which} AND id = 'rvc_approve_' || :n)`;
    script = [
      `\\set n random(0, ${cases - 1})`,
      "BEGIN;",
      `UPDATE review_cases SET status = 'approved', decision = 'approved', decided_at = now(), decided_by = 'pgbench', claim_expires_at = NULL, version = version + 1 WHERE ${which} AND id = 'rvc_approve_' || :n;`,
      `UPDATE results SET status = 'approved', processing_mode = 'manual', sealed = ${bytes(size.result)} WHERE ${which} AND session_pk = ${own};`,
      `UPDATE sessions SET status = 'completed', terminal_at = now(), result_status = 'approved', updated_at = now() WHERE ${which} AND pk = ${own};`,
      `INSERT INTO decision_snapshots (organization_pk, environment, case_pk, session_pk, id, decision, is_final, decided_by, decided_at, settings_version, before, sealed) SELECT organization_pk, environment, pk, session_pk, gen_random_uuid(), 'approved', true, 'pgbench', now(), 1, '${size.before}', ${bytes(size.sealed)} FROM review_cases WHERE ${which} AND id = 'rvc_approve_' || :n;`,
      `INSERT INTO audit_events (id, organization_pk, environment, type, actor_kind, actor_id, actor_name, resource_type, resource_id, metadata) VALUES (gen_random_uuid(), ${pk}, 'sandbox', 'case.approved', 'person', 'pgbench', 'pgbench', 'case', 'rvc_approve_' || :n, '${size.metadata}');`,
      "COMMIT;",
    ].join("\n");
  });
  const file = path.join(dataDir, `approve-${randomUUID()}.sql`);
  writeFileSync(file, `${script}\n`);
  return file;
}

/** Measures decisions per second that pgbench writes from as many connections. */
export async function bareApprovals(
  url: string,
  dataDir: string,
  clients: number,
  seconds: number,
): Promise<number> {
  return pgbench(url, await bareDecision(url, dataDir), clients, seconds);
}

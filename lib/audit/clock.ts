import "server-only";
import type pg from "pg";
import { withConnection } from "@/lib/platform/row-stream";

/** The highest transaction that a log holds: of its events, or of its seals where retention removed the events. */
const highest = `SELECT max(found) AS highest FROM (
  SELECT (SELECT transaction_id FROM audit_events e WHERE e.organization_pk = o.pk AND e.environment = v.environment
          ORDER BY transaction_id DESC, sequence DESC LIMIT 1) AS found
  FROM organizations o, unnest(enum_range(NULL::"Environment")) AS v(environment)
  UNION ALL SELECT max(last_transaction) FROM audit_seals) logs`;

const isBehind = `SELECT coalesce(highest >= audit_transaction(pg_snapshot_xmax(pg_current_snapshot())), false) AS "isBehind" FROM (${highest}) h`;

/**
 * Lets the order of the log run on after a restore on another server, whose transactions count from the beginning
 * again: new events would stand before sealed ones. Called before anything is written.
 */
export async function alignTransactions(): Promise<void> {
  await withConnection(async (client) => {
    if (!(await ask(client))) return;
    await client.query("BEGIN");
    // Nobody is between drawing a number and writing it.
    await client.query("LOCK TABLE audit_events IN ACCESS EXCLUSIVE MODE");
    if (await ask(client)) await raise(client);
    await client.query("COMMIT");
  });
}

async function ask(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ isBehind: boolean }>(isBehind);
  return rows[0]?.isBehind ?? false;
}

async function raise(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ ahead: string }>(
    `SELECT (highest + 1 - pg_current_xact_id()::text::bigint)::text AS ahead FROM (${highest}) h`,
  );
  await client.query(
    `CREATE OR REPLACE FUNCTION audit_transaction(id xid8) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
     'SELECT id::text::bigint + ${BigInt(rows[0]?.ahead ?? 0)}'`,
  );
}

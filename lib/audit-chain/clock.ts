import "server-only";
import type pg from "pg";
import { sealedThrough } from "@/lib/audit-chain/head";
import { keysPool } from "@/lib/platform/keys";
import { withConnection } from "@/lib/platform/row-stream";
import { sameScope } from "@/lib/platform/scope";

/** No server runs so many transactions between a seal and a backup, so an event further ahead was forged. */
const mostAhead = 2n ** 36n;

/**
 * Finds the highest transaction of all logs, from their events, or from their seals where retention removed the
 * events. It ignores numbers that are too high to be real: otherwise one forged row would use up the numbers of all
 * later events.
 */
const highest = (
  through: bigint,
) => `SELECT /* every organization: audit.align */ max(found) AS highest FROM (
  SELECT (SELECT transaction_id FROM audit_events e WHERE ${sameScope("e", "l").sql}
          AND transaction_id < greatest(audit_transaction(pg_snapshot_xmax(pg_current_snapshot())), s.sealed) + ${mostAhead}
          ORDER BY transaction_id DESC, sequence DESC LIMIT 1) AS found
  FROM (SELECT pk AS organization_pk, v.environment FROM organizations, unnest(enum_range(NULL::"Environment")) AS v(environment)) l,
    (SELECT coalesce(max(last_transaction), 0) AS sealed FROM audit_seals) s
  UNION ALL SELECT max(last_transaction) FROM audit_seals
  UNION ALL SELECT ${through}) logs`;

/**
 * Raises transaction numbers after a restore on another PostgreSQL server. The new server counts from the beginning,
 * so new events would otherwise sort before sealed ones. On the known server nothing is raised, because an event
 * ahead of its clock was forged there. Call it before anything is written.
 */
export async function alignTransactions(): Promise<void> {
  await withConnection(async (client) => {
    const server = await serverOf(client);
    const known = await knownServer();
    if (known === server && server !== null) return;
    await raiseTransactions(client, await sealedThrough());
    await keysPool().query("UPDATE installation SET main_server = $1", [server]);
  });
}

/**
 * Raises transaction numbers where an event of any log, or `through`, is ahead of them: what is written from now on
 * sorts behind. It waits until every writer of events has ended, and lets none begin meanwhile.
 * @param client a connection to the main database without a transaction
 */
export async function raiseTransactions(client: pg.Client, through: bigint): Promise<void> {
  if (!(await isBehind(client, through))) return;
  await client.query("BEGIN");
  try {
    // The lock waits for every writer that has a number and has not written its event yet.
    await client.query("LOCK TABLE audit_events IN ACCESS EXCLUSIVE MODE");
    if (await isBehind(client, through)) await raise(client, through);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  }
}

/** Returns the id of the PostgreSQL server; null where it may not be read. */
async function serverOf(client: pg.Client): Promise<string | null> {
  const asked = client.query<{ id: string }>("SELECT system_identifier::text AS id FROM pg_control_system()");
  // Some hosts forbid the query (42501) or lack the function (42883).
  const { rows } = await asked.catch((error: { code?: string }) => {
    if (["42501", "42883"].includes(error.code ?? "")) return { rows: [] };
    throw error;
  });
  return rows[0]?.id ?? null;
}

async function knownServer(): Promise<string | null> {
  const { rows } = await keysPool().query<{ main_server: string | null }>(
    "SELECT main_server FROM installation",
  );
  return rows[0]?.main_server ?? null;
}

async function isBehind(client: pg.Client, through: bigint): Promise<boolean> {
  const { rows } = await client.query<{ isBehind: boolean }>(
    `SELECT coalesce(highest >= audit_transaction(pg_snapshot_xmax(pg_current_snapshot())), false) AS "isBehind"
     FROM (${highest(through)}) h`,
  );
  return rows[0]?.isBehind ?? false;
}

async function raise(client: pg.Client, through: bigint): Promise<void> {
  const { rows } = await client.query<{ ahead: string }>(
    `SELECT (highest + 1 - pg_current_xact_id()::text::bigint)::text AS ahead FROM (${highest(through)}) h`,
  );
  await client.query(
    `CREATE OR REPLACE FUNCTION audit_transaction(id xid8) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
     'SELECT id::text::bigint + ${BigInt(rows[0]?.ahead ?? 0)}'`,
  );
}

import "server-only";
import type { KeyObject } from "node:crypto";
import type pg from "pg";
import type { Fault } from "@/lib/audit-chain/blame";
import type { Chain } from "@/lib/audit-chain/chain";
import { findForged, ofLog, type Position, past } from "@/lib/audit-chain/rows";
import type { Log } from "@/lib/audit-chain/seal";
import { findSideFault } from "@/lib/audit-chain/sides";

/** Events are sealed within seconds; after this many minutes a report says what blocks sealing. */
export const mostMinutesUnsealed = 10;

export type Rest = { unsealed: number; delay: string | null; fault?: Fault };

/**
 * Checks everything that no seal covers: newer events, rows outside the order of the log, and the tables that record
 * indexing and sent checkpoints.
 */
export async function checkRest(
  client: pg.Client,
  log: Log,
  chain: Chain,
  { position, key, through }: { position: Position | null; key: KeyObject; through: bigint },
): Promise<Rest> {
  const waiting = await readWaiting(client, log, position);
  const fault =
    (await findForged(client, log, position, through)) ??
    (await findStrays(client, log, chain, waiting.count)) ??
    (await findSideFault(client, log, chain.seals, key));
  const delay = waiting.isLate ? await explainDelay(client, waiting) : null;
  return { unsealed: waiting.count, delay, fault };
}

type Waiting = { count: number; isLate: boolean; since: string };

async function readWaiting(client: pg.Client, log: Log, position: Position | null): Promise<Waiting> {
  const { rows } = await client.query<{ count: string; isLate: boolean | null; since: Date | null }>(
    `SELECT count(*), min(created_at) < now() - make_interval(mins => $1) AS "isLate", min(created_at) AS since
     FROM audit_events WHERE ${ofLog(client, log)} AND ${past(position)}`,
    [mostMinutesUnsealed],
  );
  const [row] = rows;
  return { count: Number(row?.count), isLate: row?.isLate ?? false, since: row?.since?.toISOString() ?? "" };
}

/** Finds rows that reading the log in order does not reach. The program never writes such rows. */
async function findStrays(
  client: pg.Client,
  log: Log,
  chain: Chain,
  unsealed: number,
): Promise<Fault | undefined> {
  const count = async (table: string) => {
    const { rows } = await client.query<{ count: string }>(
      `SELECT count(*) FROM ${table} WHERE ${ofLog(client, log)}`,
    );
    return Number(rows[0]?.count);
  };
  const events = (await count("audit_events")) - chain.events - unsealed;
  if (events !== 0) return { problem: `${events} events are outside the order of the log` };
  // The chain already counts an announced seal that is not written yet, so fewer rows than seals are no fault.
  if ((await count("audit_seals")) > chain.seals)
    return { problem: "there are seals that do not follow another seal" };
  return undefined;
}

/**
 * Names the oldest open transaction: sealing waits for every transaction, anywhere on the server, that was open when
 * an event was written.
 */
async function explainDelay(client: pg.Client, { count, since }: Waiting): Promise<string> {
  const { rows } = await client.query<{ who: string; at: Date | null }>(
    `SELECT * FROM (
       SELECT format('process %s, user %s, database %s, application %s', pid, usename, datname, coalesce(nullif(application_name, ''), 'unknown')) AS who,
         xact_start AS at FROM pg_stat_activity WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid()
       UNION ALL SELECT format('prepared transaction %s, user %s, database %s', gid, owner, database), prepared FROM pg_prepared_xacts) open
     ORDER BY at NULLS LAST LIMIT 1`,
  );
  const [open] = rows;
  const events = count === 1 ? "1 event has" : `${count} events have`;
  const reason = open
    ? `a transaction has been open since ${open.at?.toISOString() ?? "an unknown time"} (${open.who}), and sealing waits for it`
    : "no worker seals them";
  return `${events} not been sealed, the oldest of ${since}: ${reason}`;
}

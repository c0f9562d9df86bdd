import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import type { Ends } from "@/lib/cells/ends";
import { tenantTables } from "@/lib/cells/placement";
import { StartError } from "@/lib/platform/errors";

// The rows of tenants travel by PostgreSQL's logical replication, with a filter for one organization.

/** The name of the publication, the slot and the subscription of a move. */
export const nameOf = (pk: string): string => `countersign_move_${pk}`;

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

async function settingOf(client: pg.Client, name: string): Promise<string> {
  const { rows } = await client.query<{ value: string }>("SELECT current_setting($1) AS value", [name]);
  return rows[0]?.value ?? "";
}

async function mayReplicate(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ may: boolean }>(
    "SELECT rolsuper OR rolreplication AS may FROM pg_roles WHERE rolname = current_user",
  );
  return rows[0]?.may ?? false;
}

async function isSuperuser(client: pg.Client): Promise<boolean> {
  return (await settingOf(client, "is_superuser")) === "on";
}

/**
 * Verifies that rows can be sent and received.
 * @throws StartError that says what to set
 */
export async function proveStream({ from, to }: Pick<Ends, "from" | "to">): Promise<void> {
  for (const { main } of [from, to])
    if (Number(await settingOf(main, "server_version_num")) < 150_000)
      throw new StartError("Moving an organization needs PostgreSQL 15 or newer on both sides.");
  if ((await settingOf(from.main, "wal_level")) !== "logical")
    throw new StartError(
      "The PostgreSQL server of this cell does not decode its log: set wal_level = logical there and restart it.",
    );
  if (!(await mayReplicate(from.main)))
    throw new StartError(
      "The user of DATABASE_URL of this cell may not replicate: run ALTER ROLE … REPLICATION on its server.",
    );
  if (!(await isSuperuser(to.main)))
    throw new StartError(
      "The user of DATABASE_URL of the other cell is no superuser. A move makes a subscription and writes rows as a replica does; name a superuser in the settings that --to names.",
    );
}

/** Returns whether the other cell subscribes to the rows of an organization. */
export async function isSubscribed({ to, pk }: Ends): Promise<boolean> {
  const { rowCount } = await to.main.query(
    "SELECT 1 FROM pg_subscription WHERE subname = $1 AND subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())",
    [nameOf(pk)],
  );
  return rowCount === 1;
}

/** Begins to copy the rows of an organization, which goes on by itself until {@link unsubscribe}. */
export async function subscribe({ from, to, pk }: Ends): Promise<void> {
  const name = nameOf(pk);
  const tables = await tenantTables(from.main);
  const filtered = tables.map(
    (table) => `${from.main.escapeIdentifier(table)} WHERE (organization_pk = ${BigInt(pk)})`,
  );
  await from.main.query(
    `CREATE PUBLICATION ${name} FOR TABLE ${filtered.join(", ")} WITH (publish = 'insert, update, delete')`,
  );
  await from.main.query("SELECT pg_create_logical_replication_slot($1, 'pgoutput')", [name]);
  await to.main.query(
    `CREATE SUBSCRIPTION ${name} CONNECTION ${literal(from.url)} PUBLICATION ${name}
     WITH (create_slot = false, slot_name = ${literal(name)}, copy_data = true)`,
  );
}

/** Ends the subscription. When it returns, nothing more arrives. */
export async function unsubscribe(ends: Ends): Promise<void> {
  if (!(await isSubscribed(ends))) return;
  const name = nameOf(ends.pk);
  await ends.to.main.query(`ALTER SUBSCRIPTION ${name} DISABLE`);
  await ends.to.main.query(`ALTER SUBSCRIPTION ${name} SET (slot_name = NONE)`);
  await ends.to.main.query(`DROP SUBSCRIPTION ${name}`);
}

/** Removes what the sending side keeps for the stream, once nobody receives it. */
export async function closeStream({ from, pk }: Ends): Promise<void> {
  const name = nameOf(pk);
  await from.main.query(`DROP PUBLICATION IF EXISTS ${name}`);
  for (let left = 100; ; left--) {
    const { rows } = await from.main.query<{ name: string; isActive: boolean }>(
      `SELECT slot_name AS name, active AS "isActive" FROM pg_replication_slots
       WHERE slot_name = $1 AND database = current_database()`,
      [name],
    );
    if (rows.length === 0) return;
    if (!rows[0]?.isActive || left === 0) {
      await from.main.query("SELECT pg_drop_replication_slot($1)", [name]);
      return;
    }
    await sleep(50);
  }
}

type Progress = { ready: number; all: number; errors: number };

async function progressOf({ to, pk }: Ends): Promise<Progress> {
  const { rows } = await to.main.query<Progress>(
    `SELECT (SELECT count(*) FILTER (WHERE srsubstate = 'r')::int FROM pg_subscription_rel r WHERE r.srsubid = s.oid) AS ready,
       (SELECT count(*)::int FROM pg_subscription_rel r WHERE r.srsubid = s.oid) AS all,
       (SELECT (apply_error_count + sync_error_count)::int FROM pg_stat_subscription_stats t WHERE t.subid = s.oid) AS errors
     FROM pg_subscription s WHERE subname = $1`,
    [nameOf(pk)],
  );
  return rows[0] ?? { ready: 0, all: 0, errors: 0 };
}

/**
 * Waits until every table has been copied and follows the changes.
 * @param tell called when the number of copied tables has changed
 * @throws StartError when the receiving server refuses rows
 */
export async function untilCopied(ends: Ends, tell: (ready: number, all: number) => void): Promise<void> {
  const before = (await progressOf(ends)).errors;
  for (let last = -1; ; await sleep(200)) {
    const { ready, all, errors } = await progressOf(ends);
    if (ready !== last) tell(ready, all);
    last = ready;
    if (all > 0 && ready === all) return;
    if (errors > before)
      throw new StartError(
        "The PostgreSQL server of the other cell refuses rows of this organization; its log says which. Mend it and run the command again, or run it with --abort.",
      );
  }
}

/**
 * Waits until the other cell has everything that was committed here before.
 * @returns false when it does not within `patienceMs`
 */
export async function untilReached({ from, pk }: Ends, patienceMs: number): Promise<boolean> {
  const end = performance.now() + patienceMs;
  await from.main.query("SELECT pg_logical_emit_message(true, 'countersign_move', '')");
  const { rows } = await from.main.query<{ lsn: string }>("SELECT pg_current_wal_insert_lsn()::text AS lsn");
  for (;;) {
    const { rowCount } = await from.main.query(
      "SELECT 1 FROM pg_replication_slots WHERE slot_name = $1 AND confirmed_flush_lsn >= $2::pg_lsn",
      [nameOf(pk), rows[0]?.lsn],
    );
    if (rowCount === 1) return true;
    if (performance.now() >= end) return false;
    await sleep(20);
  }
}

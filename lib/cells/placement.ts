import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";

/** Where an organization is, as one database says it. */
export type Placement = {
  pk: bigint;
  id: string;
  /** Nothing of it has been written here since then; null while it is served here. */
  heldAt: Date | null;
  /** The number of the cell that has it now; null until it has moved. */
  movedTo: number | null;
};

/** Returns where an organization is; null where this database does not know it. */
export async function placementOf(client: pg.Client, organizationId: string): Promise<Placement | null> {
  const { rows } = await client.query<Omit<Placement, "pk"> & { pk: string }>(
    'SELECT pk, id, held_at AS "heldAt", moved_to AS "movedTo" FROM organizations WHERE id = $1',
    [organizationId],
  );
  const [found] = rows;
  return found ? { ...found, pk: BigInt(found.pk) } : null;
}

/** Returns the tables whose rows belong to organizations: their primary key begins with the organization. */
export async function tenantTables(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(`
    SELECT c.relname AS name FROM pg_class c JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attname = 'organization_pk'
    ORDER BY c.relname`);
  return rows.map(({ name }) => name);
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
const guardOf = (pk: bigint, of: "write" | "delete") => quoted(`held_${pk}_${of}`);
/** Making a trigger waits for the writers of its table, and later writers wait for it, so it never waits for long. */
const lockPatience = "2s";
const tries = 30;

async function withoutQueueing(client: pg.Client, statement: string): Promise<void> {
  for (let left = tries; ; left--) {
    await client.query("BEGIN");
    try {
      await client.query(`SET LOCAL lock_timeout = '${lockPatience}'`);
      await client.query(statement);
      await client.query("COMMIT");
      return;
    } catch (error) {
      await client.query("ROLLBACK");
      if ((error as { code?: string }).code !== "55P03" || left === 0) throw error;
      await sleep(200);
    }
  }
}

/**
 * Lets every table of tenants refuse writes of one organization from the moment that it is held. Until then the
 * triggers cost its own writes a look at one row, and those of others a comparison.
 */
export async function guardWrites(client: pg.Client, pk: bigint): Promise<void> {
  for (const name of await tenantTables(client)) {
    const make = (of: "write" | "delete", when: string, row: "NEW" | "OLD") =>
      withoutQueueing(
        client,
        `CREATE OR REPLACE TRIGGER ${guardOf(pk, of)} BEFORE ${when} ON ${quoted(name)} FOR EACH ROW
         WHEN (${row}.organization_pk = ${pk}) EXECUTE FUNCTION refuse_held('${pk}')`,
      );
    await make("write", "INSERT OR UPDATE", "NEW");
    await make("delete", "DELETE", "OLD");
  }
}

/** Drops the triggers of {@link guardWrites}. */
export async function unguardWrites(client: pg.Client, pk: bigint): Promise<void> {
  for (const name of await tenantTables(client))
    for (const of of ["write", "delete"] as const)
      await withoutQueueing(client, `DROP TRIGGER IF EXISTS ${guardOf(pk, of)} ON ${quoted(name)}`);
}

/**
 * Holds an organization whose tables are guarded: from now on each of its writes fails with SQLSTATE CSH01, which
 * callers are told as 503. Background work leaves it alone.
 * @returns when the hold began, by the server's clock, for {@link waitForWriters}
 */
export async function holdOrganization(client: pg.Client, pk: bigint): Promise<Date> {
  await client.query(
    "UPDATE organizations SET held_at = clock_timestamp() WHERE pk = $1 AND held_at IS NULL",
    [String(pk)],
  );
  const { rows } = await client.query<{ now: Date }>("SELECT clock_timestamp() AS now");
  return rows[0]?.now ?? new Date();
}

/** Serves an organization again that was held and has not moved. */
export async function releaseOrganization(client: pg.Client, pk: bigint): Promise<void> {
  await client.query("UPDATE organizations SET held_at = NULL WHERE pk = $1 AND moved_to IS NULL", [
    String(pk),
  ]);
}

/**
 * Waits until nobody can commit a write any more that began before the hold: a statement that was running then, or a
 * transaction that had written.
 * @returns false when some are left after `patienceMs`
 */
export async function waitForWriters(client: pg.Client, heldAt: Date, patienceMs: number): Promise<boolean> {
  const end = performance.now() + patienceMs;
  for (;;) {
    const { rows } = await client.query<{ left: number }>(
      `SELECT count(*)::int AS left FROM pg_stat_activity
       WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
         AND xact_start <= $1 AND (backend_xid IS NOT NULL OR state = 'active' AND query_start <= $1)`,
      [heldAt],
    );
    if (rows[0]?.left === 0) return true;
    if (performance.now() >= end) return false;
    await sleep(20);
  }
}

/** Tables whose rows open a door before the organization is known. Whoever has moved leaves none of them open. */
export const doors = [
  "sign_ins",
  "api_keys",
  "invitations",
  "password_links",
  "scim_tokens",
  "delivery_links",
  "one_time_links",
  "passkeys",
] as const;

/**
 * Says that an organization has moved, and closes its doors here: cookies, keys, tokens, links, addresses of members and
 * domains are unknown from now on, because the other cell has them. Its other rows stay as they are, held. In one transaction.
 * @param cell the number of the cell that has it now
 */
export async function sendAway(client: pg.Client, pk: bigint, cell: number): Promise<void> {
  await client.query("BEGIN");
  try {
    await client.query("SET LOCAL countersign.moving = 'on'");
    await client.query("UPDATE organizations SET moved_to = $2 WHERE pk = $1 AND held_at IS NOT NULL", [
      String(pk),
      cell,
    ]);
    for (const name of doors) {
      const of =
        name === "sign_ins" || name === "password_links"
          ? "member_pk IN (SELECT pk FROM members WHERE organization_pk = $1)"
          : "organization_pk = $1";
      await client.query(`DELETE FROM ${name} WHERE ${of}`, [String(pk)]);
    }
    // An address and a verified domain open a door, too: neither is known here any more.
    await client.query(
      `UPDATE members SET removed_at = coalesce(removed_at, now()), email = pk || '@moved.invalid' WHERE organization_pk = $1`,
      [String(pk)],
    );
    await client.query("UPDATE sso_domains SET verified_domain = NULL WHERE organization_pk = $1", [
      String(pk),
    ]);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  }
}

/** Serves an organization that has arrived with its hold. */
export async function receive(client: pg.Client, pk: bigint): Promise<void> {
  await client.query("UPDATE organizations SET held_at = NULL, moved_to = NULL WHERE pk = $1", [String(pk)]);
}

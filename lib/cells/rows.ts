import "server-only";
import type pg from "pg";
import type { Ends } from "@/lib/cells/ends";
import { tenantTables } from "@/lib/cells/placement";
import { cellNumbers } from "@/lib/platform/cell-numbers";
import { StartError } from "@/lib/platform/errors";

/** Which rows of the directory belong to an organization, in an order in which they can be inserted. */
const directory: Readonly<Record<string, string>> = {
  organizations: "pk = $1",
  members: "organization_pk = $1",
  invitations: "organization_pk = $1",
  api_keys: "organization_pk = $1",
  sign_ins: "member_pk IN (SELECT pk FROM members WHERE organization_pk = $1)",
  password_links: "member_pk IN (SELECT pk FROM members WHERE organization_pk = $1)",
};

const atOnce = 500;

/** Copies rows of any table, as they are. */
export async function copyRows(
  from: pg.Client,
  to: pg.Client,
  table: string,
  where: string,
  values: readonly unknown[],
  onConflict = "",
): Promise<number> {
  const { rows } = await from.query<{ row: object }>(
    `SELECT to_jsonb(t) AS row FROM ${table} t WHERE ${where}`,
    [...values],
  );
  for (let at = 0; at < rows.length; at += atOnce) {
    const some = rows.slice(at, at + atOnce).map(({ row }) => row);
    await to.query(
      `INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb) ${onConflict}`,
      [JSON.stringify(some)],
    );
  }
  return rows.length;
}

/** Runs work in a transaction that writes as a replica does: without triggers, and in any order of tables. */
export async function asReplica<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query("BEGIN");
  try {
    await client.query("SET LOCAL session_replication_role = replica");
    const done = await work();
    await client.query("COMMIT");
    return done;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  }
}

async function deleteDirectory(client: pg.Client, pk: string): Promise<void> {
  for (const [table, where] of Object.entries(directory).reverse())
    await client.query(`DELETE FROM ${table} WHERE ${where}`, [pk]);
}

/** Until the move is decided, the row of the organization says in the other cell that this one has it. */
async function copyOrganization({ from, to, pk }: Ends): Promise<void> {
  await copyRows(from.main, to.main, "organizations", "pk = $1", [pk]);
  await to.main.query(
    "UPDATE organizations SET held_at = coalesce(held_at, now()), moved_to = $2 WHERE pk = $1",
    [pk, from.cell],
  );
}

/** Makes the organization known in the other cell before anything else of it is there. */
export const announce = (ends: Ends): Promise<void> => asReplica(ends.to.main, () => copyOrganization(ends));

async function replaceDirectory(ends: Ends): Promise<void> {
  const { from, to, pk } = ends;
  await deleteDirectory(to.main, pk);
  await copyOrganization(ends);
  for (const [table, where] of Object.entries(directory))
    if (table !== "organizations") await copyRows(from.main, to.main, table, where, [pk]);
}

/** Replaces the rows of the directory by those of the sending side, which holds the organization. */
export const copyDirectory = (ends: Ends): Promise<void> =>
  asReplica(ends.to.main, () => replaceDirectory(ends));

class Tried extends Error {}

/**
 * Finds out before the hold whether the other cell takes the rows of the directory, and leaves none.
 * @throws StartError when a row is there already, such as a member with the same address
 */
export async function tryDirectory(ends: Ends): Promise<void> {
  await asReplica(ends.to.main, async () => {
    await replaceDirectory(ends);
    throw new Tried();
  }).catch((error: { code?: string; constraint?: string }) => {
    if (error instanceof Tried) return;
    if (error.code !== "23505") throw error;
    throw new StartError(
      `The other cell has a row already that the organization would bring (${error.constraint}): a member, a key or a link. Remove it there first.`,
    );
  });
}

/** Removes the rows of an organization. @param isTombstoneKept leaves the row that says where it went */
export async function removeRows(client: pg.Client, pk: string, isTombstoneKept: boolean): Promise<number> {
  return asReplica(client, async () => {
    let removed = 0;
    for (const table of await tenantTables(client))
      removed +=
        (await client.query(`DELETE FROM ${client.escapeIdentifier(table)} WHERE organization_pk = $1`, [pk]))
          .rowCount ?? 0;
    if (!isTombstoneKept) await deleteDirectory(client, pk);
    else
      for (const [table, where] of Object.entries(directory).reverse())
        if (table !== "organizations") await client.query(`DELETE FROM ${table} WHERE ${where}`, [pk]);
    return removed;
  });
}

type Sum = { table: string; rows: string; sum: string };

async function everyPart(client: pg.Client): Promise<[string, string][]> {
  const tenants = (await tenantTables(client)).map((name): [string, string] => [
    name,
    "organization_pk = $1",
  ]);
  return [...Object.entries(directory), ...tenants];
}

/** Returns the number of an organization's rows in each table. */
export async function countRows(client: pg.Client, pk: string): Promise<Sum[]> {
  const sums: Sum[] = [];
  for (const [table, where] of await everyPart(client)) {
    const { rows } = await client.query<{ rows: string }>(
      `SELECT count(*) AS rows FROM "${table}" WHERE ${where}`,
      [pk],
    );
    sums.push({ table, rows: rows[0]?.rows ?? "", sum: "" });
  }
  return sums;
}

async function columnsOf(client: pg.Client, table: string): Promise<string> {
  const { rows } = await client.query<{ columns: string }>(
    `SELECT string_agg(quote_ident(attname), ', ' ORDER BY attname) AS columns FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attname <> ALL ($2)`,
    // Each cell says for itself whether it has the organization.
    [`"${table}"`, table === "organizations" ? ["held_at", "moved_to"] : []],
  );
  return rows[0]?.columns ?? "";
}

/** Returns the number of an organization's rows in each table, and a sum of the hashes of their whole contents. */
export async function hashRows(client: pg.Client, pk: string): Promise<Sum[]> {
  await client.query("SET extra_float_digits = 1; SET bytea_output = hex; SET intervalstyle = postgres");
  const sums: Sum[] = [];
  for (const [table, where] of await everyPart(client)) {
    const row = `sha256(convert_to(ROW(${await columnsOf(client, table)})::text, 'UTF8'))`;
    const part = (at: number) =>
      `coalesce(sum(('x' || encode(substr(h, ${at}, 7), 'hex'))::bit(56)::bigint::numeric), 0)`;
    const { rows } = await client.query<{ rows: string; sum: string }>(
      `SELECT count(*) AS rows, concat_ws('/', ${[1, 8, 15, 22].map(part).join(", ")}) AS sum
       FROM (SELECT ${row} AS h FROM "${table}" WHERE ${where} OFFSET 0) hashed`,
      [pk],
    );
    sums.push({ table, rows: rows[0]?.rows ?? "", sum: rows[0]?.sum ?? "" });
  }
  return sums;
}

/** Returns the names of tables that differ, with the number of rows of both sides. */
export function differences(one: readonly Sum[], other: readonly Sum[]): string[] {
  const known = new Map(other.map((each) => [each.table, each]));
  return one.flatMap(({ table, rows, sum }) => {
    const found = known.get(table);
    return found?.rows === rows && found.sum === sum
      ? []
      : [`${table} (${rows} and ${found?.rows ?? "none"})`];
  });
}

/** Lets the sequences of the other cell go on after the numbers that have arrived in its own range. */
export async function raiseSequences({ to, pk }: Ends): Promise<void> {
  const { rows } = await to.main.query<{ table: string; column: string; sequence: string }>(
    `SELECT c.relname AS table, a.attname AS column, s.oid::regclass::text AS sequence
     FROM pg_class s JOIN pg_depend d ON d.objid = s.oid AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
       JOIN pg_class c ON c.oid = d.refobjid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
     WHERE s.relkind = 'S' AND c.relnamespace = 'public'::regnamespace`,
  );
  const parts = new Map(await everyPart(to.main));
  for (const { table, column, sequence } of rows) {
    const where = parts.get(table);
    if (!where) continue;
    const first = BigInt(to.cell) * cellNumbers;
    await to.main.query(
      `SELECT setval($2::regclass, found) FROM (SELECT max("${column}") AS found FROM "${table}" WHERE ${where} AND "${column}" BETWEEN $3 AND $4) m
       WHERE found > (SELECT last_value FROM ${sequence})`,
      [pk, sequence, String(first), String(first + cellNumbers - 1n)],
    );
  }
}

import type pg from "pg";
import { describe, expect, it } from "vitest";
import { directoryIndexes, directoryTables } from "@/lib/platform/directory";
import { env } from "@/lib/platform/env";
import { onServer } from "@/vitest.database";

const everyTable = `SELECT c.oid, c.relname AS name FROM pg_class c
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> '_prisma_migrations'
  ORDER BY c.relname`;

/** Each column as its name, with whether it may be empty and whether it has a default. */
const columnsOf = `SELECT attname AS name, attnotnull AS "isFilled", atthasdef AS "hasDefault" FROM pg_attribute
  WHERE attrelid = $1 AND attnum > 0 AND NOT attisdropped`;

const namesOf = (keys: string, table: string) =>
  `ARRAY(SELECT a.attname::text FROM unnest(${keys}) WITH ORDINALITY k(attnum, at)
     JOIN pg_attribute a ON a.attrelid = ${table} AND a.attnum = k.attnum ORDER BY k.at)`;

const uniquesOf = `SELECT c.relname AS name, i.indisprimary AS "isPrimary",
    ${namesOf("i.indkey::int2[]", "i.indrelid")} AS columns
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = $1 AND i.indisunique`;

const foreignKeysOf = `SELECT conname AS name, confrelid::regclass::text AS target,
    ${namesOf("conkey", "conrelid")} AS columns, ${namesOf("confkey", "confrelid")} AS targets
  FROM pg_constraint WHERE conrelid = $1 AND contype = 'f'`;

type Column = { name: string; isFilled: boolean; hasDefault: boolean };
type Unique = { name: string; isPrimary: boolean; columns: string[] };
type ForeignKey = { name: string; target: string; columns: string[]; targets: string[] };

const scopeColumns = ["organization_pk", "environment"] as const;

/** What is wrong with the keys of a database, a sentence each; none when every tenant table names its organization. */
async function faultsOf(client: pg.Client): Promise<string[]> {
  const { rows: tables } = await client.query<{ oid: number; name: string }>(everyTable);
  const tenants = tables.filter(({ name }) => !(name in directoryTables));
  const columns = new Map<string, Column[]>();
  for (const { oid, name } of tenants) columns.set(name, (await client.query<Column>(columnsOf, [oid])).rows);
  const faults: string[] = [];
  for (const { oid, name } of tenants) {
    const own = columns.get(name) ?? [];
    const scope = scopeColumns.filter((each) => own.some((column) => column.name === each));
    const organization = own.find((column) => column.name === "organization_pk");
    if (!organization?.isFilled || organization.hasDefault)
      faults.push(`${name} has no organization_pk that every row must say`);
    const uniques = (await client.query<Unique>(uniquesOf, [oid])).rows;
    if (!uniques.some(({ isPrimary }) => isPrimary)) faults.push(`${name} has no primary key`);
    for (const unique of uniques)
      if (!scope.every((each) => unique.columns.includes(each)) && !(unique.name in directoryIndexes))
        faults.push(`${unique.name} of ${name} does not hold ${scope.join(" and ")}`);
    for (const key of (await client.query<ForeignKey>(foreignKeysOf, [oid])).rows)
      if (!isScoped(key, columns.get(key.target)))
        faults.push(`${key.name} of ${name} may lead to a row of another organization`);
  }
  return faults;
}

/** A key to a tenant's row leads to one of the same scope; a key to the directory says the organization at least. */
function isScoped({ columns, targets, target }: ForeignKey, tenant: Column[] | undefined): boolean {
  const saysOrganization = columns[targets.indexOf("organization_pk")] === "organization_pk";
  if (!tenant) return saysOrganization || (target === "organizations" && columns.includes("organization_pk"));
  return scopeColumns
    .filter((each) => tenant.some(({ name }) => name === each))
    .every((each) => targets.includes(each) && columns[targets.indexOf(each)] === each);
}

const inDatabase = <T>(work: (client: pg.Client) => Promise<T>) => onServer(env().DATABASE_URL ?? "", work);

/** What the guard says of a database with a made-up table in it, which goes again. */
const faultsWith = (sql: string) =>
  inDatabase(async (client) => {
    await client.query("BEGIN");
    await client.query(sql);
    const faults = await faultsOf(client);
    await client.query("ROLLBACK");
    return faults;
  });

describe("keys", () => {
  it("of every tenant table contain its organization and its environment", async () => {
    expect(await inDatabase(faultsOf)).toEqual([]);
  });

  it("of the directory are listed with a reason, and every listed one exists", async () => {
    await inDatabase(async (client) => {
      const { rows } = await client.query<{ name: string }>(everyTable);
      const { rows: indexes } = await client.query<{ name: string }>(
        "SELECT indexname AS name FROM pg_indexes WHERE schemaname = 'public'",
      );
      const names = new Set([...rows, ...indexes].map(({ name }) => name));
      expect(
        [directoryTables, directoryIndexes].flatMap(Object.keys).filter((name) => !names.has(name)),
      ).toEqual([]);
    });
  });

  const columns = `organization_pk bigint NOT NULL, environment "Environment" NOT NULL, pk bigint NOT NULL, id text`;
  const primary = "PRIMARY KEY (organization_pk, environment, pk)";
  const whole = `${columns}, session_pk bigint NOT NULL, ${primary},
    UNIQUE (organization_pk, environment, id), FOREIGN KEY (organization_pk, environment, session_pk)
    REFERENCES sessions (organization_pk, environment, pk)`;

  it("of a correct invented table are accepted", async () => {
    expect(await faultsWith(`CREATE TABLE made_up (${whole})`)).toEqual([]);
  });

  it.each([
    ["no organization", "pk bigint PRIMARY KEY", "made_up has no organization_pk that every row must say"],
    [
      "an organization that may be empty",
      `organization_pk bigint, pk bigint NOT NULL, UNIQUE (organization_pk, pk)`,
      "made_up has no organization_pk that every row must say",
    ],
    [
      "a default that guesses the organization",
      `${columns.replace("NOT NULL", "NOT NULL DEFAULT 1")}, ${primary}`,
      "made_up has no organization_pk that every row must say",
    ],
    ["no primary key", columns, "made_up has no primary key"],
    [
      "a primary key of the organization alone",
      `${columns}, PRIMARY KEY (organization_pk, pk)`,
      "made_up_pkey of made_up does not hold organization_pk and environment",
    ],
    [
      "an id that is unique everywhere",
      `${columns}, ${primary}, UNIQUE (id)`,
      "made_up_id_key of made_up does not hold organization_pk and environment",
    ],
    [
      "a foreign key whose organization leads to another column",
      `${columns}, own bigint, ${primary}, FOREIGN KEY (own, environment, pk)
        REFERENCES sessions (organization_pk, environment, pk)`,
      "made_up_own_environment_pk_fkey of made_up may lead to a row of another organization",
    ],
    [
      "a foreign key to a member",
      `${columns}, ${primary}, FOREIGN KEY (pk) REFERENCES members (pk)`,
      "made_up_pk_fkey of made_up may lead to a row of another organization",
    ],
  ])("of an invented table with %s are detected", async (_, sql, fault) => {
    expect(await faultsWith(`CREATE TABLE made_up (${sql})`)).toContain(fault);
  });
});

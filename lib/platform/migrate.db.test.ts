import { createHash, randomUUID } from "node:crypto";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, inject, it } from "vitest";
import { env } from "@/lib/platform/env";
import {
  applyMigrations,
  type DatabaseFolder,
  diffSchemas,
  keysDatabase,
  mainDatabase,
  readSchema,
} from "@/lib/platform/migrate";
import { uncounted } from "@/test/test-db";
import { onServer } from "@/vitest.database";

const server = inject("server");
const made: string[] = [];

async function emptyDatabase(): Promise<string> {
  const name = `${server.prefix}${randomUUID().slice(0, 8)}_empty`;
  await onServer(server.url, (client) => client.query(`CREATE DATABASE ${name}`));
  made.push(name);
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  return uncounted(url.toString());
}

afterAll(() =>
  onServer(server.url, async (client) => {
    for (const name of made) await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
  }),
);

/** What a schema file has no word for, and a migration adds by hand. */
const byHand = {
  functions: "CREATE FUNCTION audit_transaction(id xid8) RETURNS bigint LANGUAGE sql AS 'SELECT 0::bigint'",
  constraints: "{holds_on_one,note_has_an_id,organizations_moved_is_held}",
  /** Of a key of several columns, the one column that may be empty. */
  setNull: " ON DELETE SET NULL \\(.*\\)$",
  /** Of some rows alone. */
  indexes: "% WHERE %",
};

const catalog = {
  columns: `SELECT table_name, column_name, udt_name, is_nullable, column_default,
      character_maximum_length, datetime_precision, is_identity
    FROM information_schema.columns WHERE table_schema = 'public' ORDER BY table_name, column_name`,
  indexes: `SELECT tablename AS table_name, indexdef FROM pg_indexes WHERE schemaname = 'public'
      AND indexdef NOT LIKE '${byHand.indexes}' ORDER BY indexdef`,
  constraints: `SELECT conrelid::regclass::text AS table_name, conname,
      regexp_replace(pg_get_constraintdef(oid), '${byHand.setNull}', '') AS definition
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
      AND conname <> ALL ('${byHand.constraints}') ORDER BY conrelid::regclass::text, conname`,
  enums: `SELECT typname AS table_name, array_agg(enumlabel::text ORDER BY enumsortorder) AS labels
    FROM pg_enum JOIN pg_type ON pg_type.oid = enumtypid GROUP BY typname ORDER BY typname`,
};

const describeDatabase = (url: string) =>
  onServer(url, async (client) => {
    const found: Record<string, unknown[]> = {};
    for (const [part, sql] of Object.entries(catalog)) {
      const { rows } = await client.query(sql);
      found[part] = rows.filter((row) => row.table_name !== "_prisma_migrations");
    }
    return found;
  });

const migrationNames = async ({ migrations }: DatabaseFolder) =>
  (await fs.readdir(migrations, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();

describe.each([
  { database: "main", folder: mainDatabase, url: () => env().DATABASE_URL ?? "" },
  { database: "keys", folder: keysDatabase, url: () => env().KEYS_DATABASE_URL ?? "" },
])("migrations of the $database database", ({ folder, url }) => {
  it("lead to the current schema", async () => {
    const fresh = await emptyDatabase();
    const sql = await diffSchemas(fresh, [], await readSchema(folder));
    await onServer(fresh, (client) => client.query(byHand.functions));
    await onServer(fresh, (client) => client.query(sql));
    const wanted = await describeDatabase(fresh);
    expect(wanted.columns?.length).toBeGreaterThan(5);
    expect(await describeDatabase(url())).toEqual(wanted);
  });

  it("are recorded as `prisma migrate deploy` records them", async () => {
    const { rows } = await onServer(url(), (client) =>
      client.query("SELECT * FROM _prisma_migrations ORDER BY migration_name"),
    );
    const names = await migrationNames(folder);
    expect(rows.map((row) => row.migration_name)).toEqual(names);
    for (const row of rows) {
      const file = await fs.readFile(path.join(folder.migrations, row.migration_name, "migration.sql"));
      expect(row.checksum).toBe(createHash("sha256").update(file).digest("hex"));
      expect(row.finished_at).toBeInstanceOf(Date);
      expect(row).toMatchObject({ rolled_back_at: null, logs: null, applied_steps_count: 1 });
    }
  });

  it("are not applied beside an index that was not finished", async () => {
    const fresh = await emptyDatabase();
    await onServer(fresh, async (client) => {
      await client.query("CREATE TABLE half (a int)");
      await client.query("CREATE INDEX half_made ON half (a)");
      await client.query("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'half_made'::regclass");
    });
    await expect(applyMigrations(fresh, folder)).rejects.toThrow(
      /index that was not finished, half_made; drop it/,
    );
    await onServer(fresh, (client) => client.query("DROP TABLE half"));
    expect(await applyMigrations(fresh, folder)).toEqual(await migrationNames(folder));
  });

  it("are applied once when two processes start together", async () => {
    const fresh = await emptyDatabase();
    const applied = await Promise.all([applyMigrations(fresh, folder), applyMigrations(fresh, folder)]);
    expect(applied.flat()).toEqual(await migrationNames(folder));
    expect(await applyMigrations(fresh, folder)).toEqual([]);
  });
});

it("refuses changes to the audit log, whoever asks", async () => {
  const change = (sql: string) => onServer(env().DATABASE_URL ?? "", (client) => client.query(sql));
  await expect(change("TRUNCATE audit_events")).rejects.toThrow("append-only");
});

it("says in one sentence that a database cannot be reached", async () => {
  const nowhere = "postgresql://postgres:secret@127.0.0.1:1/nowhere";
  await expect(applyMigrations(nowhere, mainDatabase)).rejects.toThrow(
    /^The database at .* cannot be reached: .*\.$/,
  );
  await expect(applyMigrations(nowhere, mainDatabase)).rejects.not.toThrow("secret");
});

it("keeps list entries findable when values get several digests", async () => {
  const url = await emptyDatabase();
  const names = await migrationNames(mainDatabase);
  const at = names.findIndex((name) => name.endsWith("_index_forms"));
  const before = await fs.mkdtemp(path.join(os.tmpdir(), "countersign-before-"));
  for (const name of names.slice(0, at))
    await fs.cp(path.join(mainDatabase.migrations, name), path.join(before, name), { recursive: true });
  await applyMigrations(url, { ...mainDatabase, migrations: before });
  const entry = (id: string, digest: string, removed: string) => `
    INSERT INTO list_entries (organization_pk, environment, list_pk, id, kind, digest, added_by, removed_at)
    SELECT organization_pk, environment, pk, '${id}', 'phone', '\\x${digest}', 'test', ${removed} FROM lists`;
  await onServer(url, async (client) => {
    await client.query("INSERT INTO organizations (id, name) VALUES ('org_a', 'A')");
    await client.query(
      "INSERT INTO lists (organization_pk, environment, id, name, list_type) SELECT pk, 'live', 'l', 'L', 'blocklist' FROM organizations",
    );
    await client.query(entry("kept", "0102", "NULL"));
    await client.query(entry("removed", "0304", "now()"));
  });
  await applyMigrations(url, mainDatabase);
  const { rows } = await onServer(url, (client) =>
    client.query(`SELECT e.id, e.index_version, i.environment, i.kind, encode(i.digest, 'hex') AS digest, i.is_part
      FROM list_entries e JOIN list_entry_indexes i ON i.entry_pk = e.pk`),
  );
  expect(rows).toEqual([
    { id: "kept", index_version: 1, environment: "live", kind: "phone", digest: "0102", is_part: false },
  ]);
});

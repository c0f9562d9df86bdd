import fs from "node:fs/promises";
import path from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import type pg from "pg";
import { saidBy, withClient, withoutPassword } from "@/lib/platform/connect";
import { StartError } from "@/lib/platform/errors";

export type SchemaFile = { path: string; content: string };
type MigrationDirectory = {
  path: string;
  migrationFile: { path: string; content: { tag: "ok"; value: string } };
};
type MigrationsList = {
  baseDir: string;
  lockfile: { path: string; content: string };
  shadowDbInitScript: string;
  migrationDirectories: MigrationDirectory[];
};
type Engine = {
  applyMigrations(input: object): Promise<{ appliedMigrationNames: string[] }>;
  diff(input: object): Promise<{ stdout?: string; exitCode: number }>;
};

const filters = { externalTables: [], externalEnums: [] };
const migrationLock = 6_071_982;

/** A database of the product: its schema files and its migrations. */
export type DatabaseFolder = { schema: string; migrations: string };

const root = path.resolve(/* turbopackIgnore: true */ import.meta.dirname, "../..");
export const mainDatabase: DatabaseFolder = {
  schema: `${root}/prisma/schema`,
  migrations: `${root}/prisma/migrations`,
};
export const keysDatabase: DatabaseFolder = {
  schema: `${root}/prisma/keys/schema.prisma`,
  migrations: `${root}/prisma/keys/migrations`,
};

/**
 * Applies missing migrations with Prisma's own engine (as WebAssembly, so nothing is downloaded). It keeps
 * `_prisma_migrations` exactly like `prisma migrate deploy`. Several processes may run it at once.
 * @returns names of the migrations applied now
 * @throws StartError when the database cannot be reached or a migration fails
 */
export async function applyMigrations(url: string, folder: DatabaseFolder): Promise<string[]> {
  return withClient(url, async (guard) => {
    try {
      await guard.query("SELECT pg_advisory_lock($1)", [migrationLock]);
      const migrationsList = await readMigrations(folder);
      if (await isUpToDate(guard, migrationsList, url)) return [];
      await refuseInvalidIndexes(guard, url);
      const engine = await openEngine(url, await readSchema(folder));
      const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters });
      return appliedMigrationNames;
    } catch (cause) {
      if (cause instanceof StartError) throw cause;
      throw new StartError(`Migrating ${withoutPassword(url)} failed: ${saidBy(cause)}`, { cause });
    }
  });
}

/**
 * Returns the SQL that changes one state of a schema to another; empty when they agree. It compares two sets of
 * schema files and no database, because the engine cannot describe PostgreSQL 18 through a driver adapter yet.
 * @param url any reachable database; the engine needs one to start
 */
export async function diffSchemas(
  url: string,
  from: readonly SchemaFile[],
  to: readonly SchemaFile[],
): Promise<string> {
  const engine = await openEngine(url, to);
  const state = (files: readonly SchemaFile[]) =>
    files.length > 0 ? { tag: "schemaDatamodel", files } : { tag: "empty" };
  const answer = await engine.diff({
    from: state(from),
    to: state(to),
    script: true,
    exitCode: null,
    filters,
    shadowDatabaseUrl: null,
  });
  const sql = (answer.stdout ?? "").trim();
  return sql === "-- This is an empty migration." ? "" : sql;
}

/**
 * Returns whether all migrations are applied.
 * @throws StartError when a newer program has migrated the database
 */
async function isUpToDate(client: pg.Client, list: MigrationsList, url: string): Promise<boolean> {
  const { rows: found } = await client.query(
    "SELECT to_regclass('_prisma_migrations') IS NOT NULL AS exists",
  );
  if (!found[0].exists) return false;
  const { rows } = await client.query(
    "SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL",
  );
  const applied = new Set<string>(rows.map((row) => row.migration_name));
  const known = new Set(list.migrationDirectories.map(({ path: name }) => name));
  const newer = [...applied].filter((name) => !known.has(name)).sort();
  if (newer.length > 0)
    throw new StartError(
      `The database at ${withoutPassword(url)} has been migrated by a newer version of this program (${newer.at(-1)}); start that version.`,
    );
  return list.migrationDirectories.every(({ path: name }) => applied.has(name));
}

/**
 * Refuses to migrate beside an index that was not finished (CREATE INDEX CONCURRENTLY leaves one when it fails): a
 * migration that finds its index made beforehand would take it for a good one, and no query would use it.
 * @throws StartError
 */
async function refuseInvalidIndexes(client: pg.Client, url: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
     JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE NOT i.indisvalid AND n.nspname = current_schema() ORDER BY c.relname LIMIT 1`,
  );
  const [invalid] = rows;
  if (invalid)
    throw new StartError(
      `The database at ${withoutPassword(url)} has an index that was not finished, ${invalid.name}; drop it, or finish it with REINDEX INDEX CONCURRENTLY, and start again.`,
    );
}

/** Reads the current schema files of a database. */
export async function readSchema({ schema }: DatabaseFolder): Promise<SchemaFile[]> {
  const files = (await fs.stat(schema)).isDirectory()
    ? (await fs.readdir(schema))
        .filter((name) => name.endsWith(".prisma"))
        .map((name) => path.join(schema, name))
    : [schema];
  return Promise.all(files.map(async (file) => ({ path: file, content: await fs.readFile(file, "utf8") })));
}

async function readMigrations({ migrations }: DatabaseFolder): Promise<MigrationsList> {
  const entries = await fs.readdir(migrations, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const migrationDirectories = names.map(async (name): Promise<MigrationDirectory> => {
    const value = await fs.readFile(path.join(migrations, name, "migration.sql"), "utf8");
    return { path: name, migrationFile: { path: "migration.sql", content: { tag: "ok", value } } };
  });
  return {
    baseDir: migrations,
    lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"\n' },
    shadowDbInitScript: "",
    migrationDirectories: await Promise.all(migrationDirectories),
  };
}

type Bindings = {
  SchemaEngine: { new: (options: object, log: () => void, adapter: object) => Promise<Engine> };
};

let bindings: Promise<Bindings> | undefined;

/**
 * Loads the engine by the path of its parts, because the package exports only a bundler's entry. It is loaded once
 * per process: its JavaScript half remembers the memory of one instance.
 */
async function loadBindings(): Promise<Bindings> {
  const packaged = path.join(root, "node_modules/@prisma/schema-engine-wasm");
  const loaded = await import(path.join(packaged, "schema_engine_bg.js"));
  const wasm = await fs.readFile(path.join(packaged, "schema_engine_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(wasm, { "./schema_engine_bg.js": loaded });
  loaded.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  return loaded;
}

async function openEngine(url: string, schema: readonly SchemaFile[]): Promise<Engine> {
  bindings ??= loadBindings();
  const { SchemaEngine } = await bindings;
  const datamodels = schema.map((file) => [file.path, file.content]);
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg({ connectionString: url }));
  return SchemaEngine.new({ datamodels }, () => undefined, adapter);
}

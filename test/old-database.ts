// Databases as they were before a migration. Tests insert old rows into them and read these after all migrations.
import { randomUUID } from "node:crypto";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type pg from "pg";
import { inject } from "vitest";
import { applyMigrations, mainDatabase } from "@/lib/platform/migrate";
import { uncounted } from "@/test/test-db";
import { onServer } from "@/vitest.database";

/** Copies the migrations before the one whose name has this ending into a folder. */
async function migrationsBefore(ending: string): Promise<string> {
  const all = (await fs.readdir(mainDatabase.migrations)).sort();
  const at = all.findIndex((each) => each.endsWith(ending));
  if (at < 1) throw new Error(`no migration ${ending}`);
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), "countersign-before-"));
  for (const each of all.slice(0, at))
    await fs.cp(path.join(mainDatabase.migrations, each), path.join(folder, each), { recursive: true });
  return folder;
}

/** A database of one test. `migrate` applies the other migrations. */
export type OldDatabase = {
  run: <T>(work: (client: pg.Client) => Promise<T>) => Promise<T>;
  migrate: () => Promise<unknown>;
  drop: () => Promise<unknown>;
};

/**
 * Creates an empty database as it was before a migration.
 * @param ending how the migration's name ends
 */
export async function databaseBefore(ending: string): Promise<OldDatabase> {
  const server = inject("server");
  const name = `${server.prefix}${randomUUID().slice(0, 8)}_old`;
  await onServer(server.url, (client) => client.query(`CREATE DATABASE ${name}`));
  const url = uncounted(Object.assign(new URL(server.url), { pathname: `/${name}` }).toString());
  await applyMigrations(url, { ...mainDatabase, migrations: await migrationsBefore(ending) });
  return {
    run: (work) => onServer(url, work),
    migrate: () => applyMigrations(url, mainDatabase),
    drop: () =>
      onServer(server.url, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)),
  };
}

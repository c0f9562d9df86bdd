import { readdirSync, readFileSync } from "node:fs";
import { fingerprint, parse } from "libpg-query";
import { afterAll, beforeAll, expect, it } from "vitest";
import { directoryColumns, directoryTables, everyOrganization } from "@/lib/platform/directory";
import { type Tenancy, unscopedTables } from "@/test/scoped-statements";
import { onServer, openServer } from "@/vitest.database";

/** Lists the files with an ending in a folder and its subfolders. */
const textsIn = (folder: string, ending: string) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(ending))
    .map((file) => readFileSync(`${folder}/${file}`, "utf8"));

/** Reads the tables of the main database from the schema. */
const tables = textsIn("prisma/schema", ".prisma").flatMap((text) =>
  [...text.matchAll(/@@map\("(\w+)"\)/g)].flatMap(([, name]) => name ?? []),
);
const tenancy: Tenancy = {
  isTenant: (table) => tables.includes(table) && !(table in directoryTables),
  found: directoryColumns,
};

let server: Awaited<ReturnType<typeof openServer>>;
beforeAll(async () => {
  server = await openServer();
});
afterAll(() => server.stop());

const mayLookAtEvery = (sql: string) =>
  Object.keys(everyOrganization).some((job) => sql.includes(`/* every organization: ${job} */`));

/** Reads the statements of migrations, which change rows of every organization; constants do not count. */
async function migrating(): Promise<Set<string>> {
  const found = new Set<string>();
  for (const text of textsIn("prisma/migrations", ".sql")) {
    const bytes = Buffer.from(text);
    for (const { stmt_location: from = 0, stmt_len: length } of (await parse(text)).stmts ?? [])
      found.add(await fingerprint(bytes.subarray(from, length && from + length).toString()));
  }
  return found;
}

it("every statement of the tests on a tenant table names the organization", async () => {
  const { rows } = await onServer(server.url, (client) =>
    client.query<{ query: string }>("SELECT DISTINCT query FROM pg_stat_statements"),
  );
  const statements = rows
    .map(({ query }) => query)
    .filter((sql) => tables.some((table) => sql.includes(table)));
  // With fewer statements, no database test has run before.
  expect(statements.length).toBeGreaterThan(100);
  const migrations = await migrating();
  const faults: { tables: string[]; sql: string }[] = [];
  for (const sql of statements.filter((each) => !mayLookAtEvery(each))) {
    const unscoped = await unscopedTables(sql, tenancy);
    if (unscoped.length > 0 && !migrations.has(await fingerprint(sql)))
      faults.push({ tables: unscoped, sql });
  }
  expect(faults).toEqual([]);
});

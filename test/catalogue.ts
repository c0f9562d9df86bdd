import { createDecipheriv } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { env } from "@/lib/platform/env";
import { mainDatabase, readSchema } from "@/lib/platform/migrate";
import { type OwnerKind, openDataKeys } from "@/lib/vault/open-keys";
import { dump } from "@/test/markers";
import { uncounted } from "@/test/test-db";

export type Column = { schema: string; table: string; column: string };

async function onDatabase<T>(url: string | undefined, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: uncounted(url ?? "") });
  await client.connect();
  return work(client).finally(() => client.end());
}

const types = {
  text: "c.data_type IN ('text', 'character varying', 'character', 'bytea', 'json', 'jsonb', 'xml', 'hstore', 'inet', 'uuid', 'ARRAY', 'USER-DEFINED')",
  bytes: "c.data_type = 'bytea'",
};

/** Every column of a database that can hold words or bytes, as the database's own catalogue has it. */
export const columnsOf = (url: string | undefined, kind: keyof typeof types): Promise<Column[]> =>
  onDatabase(url, async (client) => {
    const { rows } = await client.query<Column>(
      `SELECT c.table_schema AS schema, c.table_name AS table, c.column_name AS column FROM information_schema.columns c
       JOIN information_schema.tables t USING (table_schema, table_name)
       WHERE t.table_type = 'BASE TABLE' AND c.table_schema NOT IN ('pg_catalog', 'information_schema') AND ${types[kind]}
       ORDER BY 1, 2, 3`,
    );
    return rows;
  });

/** The model and the field behind every column, `table.column`, read off the schema files. */
export async function fieldsByColumn(): Promise<Map<string, { model: string; field: string }>> {
  const fields = new Map<string, { model: string; field: string }>();
  for (const { content } of await readSchema(mainDatabase))
    for (const [, model = "", body = ""] of content.matchAll(/^model (\w+) \{\n(.*?)^\}/gms)) {
      const table = /@@map\("(\w+)"\)/.exec(body)?.[1] ?? model;
      for (const [, field = "", rest = ""] of body.matchAll(/^ {2}(\w+) +(\S.*)$/gm))
        fields.set(`${table}.${/@map\("(\w+)"\)/.exec(rest)?.[1] ?? field}`, { model, field });
    }
  return fields;
}

const bytesIn = (url: string | undefined, { schema, table, column }: Column): Promise<Buffer[]> =>
  onDatabase(url, async (client) => {
    const { rows } = await client.query<{ value: Buffer }>(
      `SELECT "${column}" AS value FROM "${schema}"."${table}" WHERE "${column}" IS NOT NULL`,
    );
    return rows.map(({ value }) => value);
  });

/** How many rows have a value in a column. */
export const filledIn = (url: string | undefined, { schema, table, column }: Column): Promise<number> =>
  onDatabase(url, async (client) => {
    const { rows } = await client.query<{ count: number }>(
      `SELECT count("${column}")::int AS count FROM "${schema}"."${table}"`,
    );
    return rows[0]?.count ?? 0;
  });

/** Every file below a folder. */
export const filesBelow = (folder: string): Buffer[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name)));

type AnyOwner = { kind: OwnerKind; organizationId: string; environment: string; id: string };

/** Whatever may own a data key. */
const everyOwner = () =>
  onDatabase(env().DATABASE_URL, async (client) => {
    const { rows } = await client.query<AnyOwner>(`
      SELECT 'session' AS kind, o.id AS "organizationId", t.environment::text AS environment, t.id
        FROM sessions t JOIN organizations o ON o.pk = t.organization_pk
      UNION ALL SELECT 'request', o.id, t.environment::text, t.id
        FROM requests t JOIN organizations o ON o.pk = t.organization_pk
      UNION ALL SELECT 'package', o.id, r.environment::text, t.id
        FROM packages t JOIN requests r ON r.pk = t.request_pk JOIN organizations o ON o.pk = r.organization_pk`);
    return rows;
  });

/** Every data key that still exists, opened for whatever may own it. */
async function everyKey(): Promise<Buffer[]> {
  const ids = await onDatabase(env().KEYS_DATABASE_URL, async (client) => {
    const { rows } = await client.query<{ organizationId: string; id: string }>(
      'SELECT organization_id AS "organizationId", id::text FROM data_keys',
    );
    return rows;
  });
  const opened = (await everyOwner()).flatMap((owner) =>
    ids
      .filter(({ organizationId }) => organizationId === owner.organizationId)
      .map((key) => openDataKeys(owner, owner.kind, [{ id: owner.id, dataKeyId: key.id }])),
  );
  return (await Promise.all(opened)).flatMap((keys) => [...keys.values()]);
}

/**
 * What a key makes of a ciphertext, whatever it was sealed for: the stream of AES-GCM begins with block 2 of the
 * counter (NIST SP 800-38D §7.1), and only its tag knows of the context.
 */
function forceOpen(key: Buffer, sealed: Buffer): Buffer {
  const counter = Buffer.concat([sealed.subarray(1, 13), Buffer.from([0, 0, 0, 2])]);
  return createDecipheriv("aes-256-ctr", key, counter).update(sealed.subarray(29));
}

/** A column's values, opened with every key that exists. */
export async function openedIn(column: Column): Promise<Buffer[]> {
  const keys = await everyKey();
  return (await bytesIn(env().DATABASE_URL, column)).flatMap((sealed) =>
    keys.map((key) => forceOpen(key, sealed)),
  );
}

/** Everything there is: both databases as a dump has them, every file, and what every existing key makes of them. */
export async function everythingHeld(): Promise<{ plain: Buffer[]; opened: Buffer[] }> {
  const { DATABASE_URL = "", KEYS_DATABASE_URL = "", dataDir } = env();
  const files = filesBelow(dataDir);
  const keys = await everyKey();
  const columns = await columnsOf(DATABASE_URL, "bytes");
  const values = (await Promise.all(columns.map((column) => bytesIn(DATABASE_URL, column)))).flat();
  return {
    plain: [await dump(DATABASE_URL), await dump(KEYS_DATABASE_URL), ...files],
    opened: [...values, ...files].flatMap((bytes) => keys.map((key) => forceOpen(key, bytes))),
  };
}

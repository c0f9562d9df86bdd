import { createDecipheriv } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import type pg from "pg";
import { newClient } from "@/lib/platform/connect";
import { env } from "@/lib/platform/env";
import { purposeKey } from "@/lib/platform/keys";
import { mainDatabase, readSchema } from "@/lib/platform/migrate";
import { type OwnerKind, openDataKeys } from "@/lib/vault/open-keys";
import { dump } from "@/test/markers";
import { uncounted } from "@/test/test-db";

export type Column = { schema: string; table: string; column: string };

async function onDatabase<T>(url: string | undefined, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = newClient({ connectionString: uncounted(url ?? "") });
  await client.connect();
  return work(client).finally(() => client.end());
}

const types = {
  text: "c.data_type IN ('text', 'character varying', 'character', 'bytea', 'json', 'jsonb', 'xml', 'hstore', 'inet', 'uuid', 'ARRAY', 'USER-DEFINED')",
  bytes: "c.data_type = 'bytea'",
};

/** Reads from the database's catalogue every column that can contain text or bytes. */
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

/** Reads from the schema files the model and field of every column, by `table.column`. */
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

/** Counts the rows with a value in a column. */
export const filledIn = (url: string | undefined, { schema, table, column }: Column): Promise<number> =>
  onDatabase(url, async (client) => {
    const { rows } = await client.query<{ count: number }>(
      `SELECT count("${column}")::int AS count FROM "${schema}"."${table}"`,
    );
    return rows[0]?.count ?? 0;
  });

/** Lists every file below a folder. */
export const filesBelow = (folder: string): Buffer[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name)));

type AnyOwner = { kind: OwnerKind; organizationId: string; environment: string; id: string };

/** The owners that a data key may have. */
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

/** Opens every data key that still exists, for every owner that it may have. */
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
  const organizations = [...new Set(ids.map(({ organizationId }) => organizationId))];
  return [
    ...(await Promise.all(opened)).flatMap((keys) => [...keys.values()]),
    ...(await Promise.all(organizations.map((id) => purposeKey(id, "custom-fields")))),
  ];
}

/**
 * Decrypts a ciphertext with a key without its context: the stream of AES-GCM begins with block 2 of the counter
 * (NIST SP 800-38D §7.1), and only the tag depends on the context.
 */
function forceOpen(key: Buffer, sealed: Buffer): Buffer {
  const counter = Buffer.concat([sealed.subarray(1, 13), Buffer.from([0, 0, 0, 2])]);
  return createDecipheriv("aes-256-ctr", key, counter).update(sealed.subarray(29));
}

/** The content of a packed text (RFC 1952); nothing for other bytes. */
function unpacked(bytes: Buffer): Buffer[] {
  try {
    return bytes[0] === 0x1f && bytes[1] === 0x8b ? [gunzipSync(bytes)] : [];
  } catch {
    return [];
  }
}

/** Decrypts a column's values with every key that exists. */
export async function openedIn(column: Column): Promise<Buffer[]> {
  const keys = await everyKey();
  return (await bytesIn(env().DATABASE_URL, column)).flatMap((sealed) =>
    keys.map((key) => forceOpen(key, sealed)),
  );
}

/** Returns both databases as a dump contains them, every file, and what every existing key decrypts of them. */
export async function everythingHeld(): Promise<{ plain: Buffer[]; opened: Buffer[] }> {
  const { DATABASE_URL = "", KEYS_DATABASE_URL = "", dataDir } = env();
  const files = filesBelow(dataDir);
  const keys = await everyKey();
  const columns = await columnsOf(DATABASE_URL, "bytes");
  const values = (await Promise.all(columns.map((column) => bytesIn(DATABASE_URL, column)))).flat();
  return {
    plain: [await dump(DATABASE_URL), await dump(KEYS_DATABASE_URL), ...files],
    opened: [...values, ...files].flatMap((bytes) =>
      keys.map((key) => forceOpen(key, bytes)).flatMap((each) => [each, ...unpacked(each)]),
    ),
  };
}

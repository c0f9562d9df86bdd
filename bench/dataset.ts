import { randomUUID } from "node:crypto";
import type pg from "pg";
import { piiFields, riskLevels, sessionStatuses } from "@/lib/contract/vocabulary";
import { blobs } from "@/lib/platform/blobs";
import { newClient } from "@/lib/platform/connect";
import { digest, mac, newKey } from "@/lib/platform/crypto";
import { closeDb, db } from "@/lib/platform/db";
import { publishEnv } from "@/lib/platform/env";
import { newId } from "@/lib/platform/id";
import { closeKeys, purposeKey } from "@/lib/platform/keys";
import { applyMigrations, keysDatabase, mainDatabase } from "@/lib/platform/migrate";
import { hashPassword } from "@/lib/platform/password";
import { belowSession } from "@/lib/platform/scope";
import { indexVersion } from "@/lib/vault/blind-index";
import { createDataKey, createDataKeys } from "@/lib/vault/data-keys";

export type Dataset = {
  main: string;
  keys: string;
  apiKey: string;
  email: string;
  password: string;
  rows: number;
};

const batch = 5_000;
const apiKey = "vk_live_bench-key-that-only-lives-on-this-machine";
const email = "bench@demo.example";
const password = "bench password";
const start = Date.UTC(2026, 0, 1);

const countries = ["US", "DE", "FR", "GB", "KE", "JP", "BR", "IN", "SE", "PL"];
const documentTypes = ["passport", "drivers_license", "national_id", "residence_permit"];
const results = ["approved", "rejected", "needs_review"];
const tags = ["kyc", "priority", "vip", "retry", "manual"];

/** Creates a pair of databases with an organization and `rows` live sessions, once; later runs use it again. */
export async function prepareDataset(url: (database: string) => string, rows: number): Promise<Dataset> {
  const names = [`bench_${rows}`, `bench_${rows}_keys`];
  const [main, keys] = names.map(url) as [string, string];
  await createDatabases(url("postgres"), names);
  await applyMigrations(main, mainDatabase);
  await applyMigrations(keys, keysDatabase);
  await closeDb();
  await closeKeys();
  publishEnv({ DATABASE_URL: main, KEYS_DATABASE_URL: keys });
  const existing = await db.session.count({ where: { id: lastId(rows) } });
  if (existing === 0) {
    // An interrupted run may have left an incomplete one.
    await freshDatabases(url, `bench_${rows}`);
    await fill(main, rows);
  }
  await closeDb();
  await closeKeys();
  return { main, keys, apiKey, email, password, rows };
}

/** {@link prepareDataset} without what an earlier run has left. */
export async function freshDataset(url: (database: string) => string, rows: number): Promise<Dataset> {
  await freshDatabases(url, `bench_${rows}`);
  return prepareDataset(url, rows);
}

export const idOf = (at: number) => `ses_${String(at).padStart(26, "0")}`;
const lastId = (rows: number) => idOf(rows - 1);

export async function createDatabases(admin: string, names: string[]): Promise<void> {
  const client = newClient({ connectionString: admin });
  await client.connect();
  for (const name of names) {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
    if (!rowCount) await client.query(`CREATE DATABASE ${name}`);
  }
  await client.end();
}

/** Creates a new pair of databases for this process, so that no earlier run influences the figures. */
export async function freshDatabases(url: (database: string) => string, name: string) {
  const names = [name, `${name}_keys`];
  await Promise.all([closeDb(), closeKeys()]);
  const admin = newClient({ connectionString: url("postgres") });
  await admin.connect();
  for (const each of names) await admin.query(`DROP DATABASE IF EXISTS ${each} WITH (FORCE)`);
  await admin.end();
  await createDatabases(url("postgres"), names);
  const [main = "", keys = ""] = names.map(url);
  await applyMigrations(main, mainDatabase);
  await applyMigrations(keys, keysDatabase);
  publishEnv({ DATABASE_URL: main, KEYS_DATABASE_URL: keys });
  return { main, keys };
}

async function fill(url: string, rows: number): Promise<void> {
  const organization = await db.organization.create({ data: { id: newId("org"), name: "Bench" } });
  const { pk: organizationPk } = organization;
  await db.settings.create({
    data: {
      organizationPk,
      environment: "live",
      apiPiiFields: [...piiFields],
      review: { create: {} },
      retention: { create: {} },
      requests: { create: {} },
    },
  });
  await db.member.create({
    data: {
      id: newId("mem"),
      organizationPk,
      email,
      name: "Bench",
      roles: ["compliance", "admin"],
      passwordHash: await hashPassword(password),
    },
  });
  await db.apiKey.create({
    data: {
      id: newId("key"),
      organizationPk,
      environment: "live",
      keyPrefix: "vk_live_bench",
      digest: digest(apiKey),
      scopes: ["sessions:read", "verifications:read"],
    },
  });
  const client = newClient({ connectionString: url });
  await client.connect();
  await client.query("SET synchronous_commit = off");
  for (let from = 0; from < rows; from += batch) {
    await insertBatch(client, organization, from, Math.min(rows, from + batch));
    if ((from / batch) % 20 === 0) process.stderr.write(`  ${from} of ${rows} sessions\n`);
  }
  await addImage(organization);
  await client.query("VACUUM ANALYZE");
  await client.end();
}

const pick = <T>(list: readonly T[], at: number, step: number): T =>
  list[Math.floor(at / step) % list.length] as T;

async function insertBatch(
  client: pg.Client,
  { pk, id: organizationId }: { pk: bigint; id: string },
  from: number,
  to: number,
): Promise<void> {
  const keys = await createDataKeys(
    { organizationId, environment: "live" },
    "session",
    Array.from({ length: to - from }, (_, offset) => idOf(from + offset)),
  );
  const index = await purposeKey(organizationId, "blind-index");
  const rows = keys.map((key, offset) => {
    const at = from + offset;
    const id = idOf(at);
    // Multiplying by a large odd number scatters the values of a column over time, and repeats on every run.
    const mixed = Math.imul(at + 1, 2_654_435_761) >>> 0;
    const number = `L${String(at).padStart(8, "0")}`;
    return {
      id,
      key: key.id,
      created: new Date(start + at * 25_000).toISOString(),
      status: pick(
        sessionStatuses.filter((status) => status !== "sandbox_pending"),
        mixed,
        7,
      ),
      result: pick(results, mixed, 11),
      level: pick(riskLevels, mixed, 13),
      score: mixed % 101,
      country: pick(countries, mixed, 17),
      type: pick(documentTypes, mixed, 19),
      source: mixed % 3 ? "verifa" : "regula",
      tag: pick(tags, mixed, 23),
      ref: `cust_${at}`,
      number: mac(index, `${indexVersion}:document_number:${number}`),
      sealed: key.cipher.seal("session", id, {
        metadata: { customer_id: `cust_${at}`, source: "mobile_app" },
        consentIp: "203.0.113.42",
      }),
      result_sealed: key.cipher.seal("result", id, {
        extractedData: { first_name: "Emily", last_name: "Johnson", document_number: number },
        extractedAge: 29,
      }),
    };
  });
  const columns = <K extends keyof (typeof rows)[number]>(name: K) => rows.map((row) => row[name]);
  await client.query("BEGIN");
  const { rows: inserted } = await client.query<{ pk: string }>(
    `INSERT INTO sessions (organization_pk, environment, id, status, external_ref, country, document_type, created_at, updated_at, terminal_at, result_status, risk_score, risk_level, source, data_key_id, sealed, imported_updated_at, index_version)
     SELECT $1, 'live', id, status::"SessionStatus", ref, country, type, created, created, NULL, result::"ResultStatus", score, level::"RiskLevel", source, key, sealed, created, ${indexVersion}
     FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::text[], $9::int[], $10::text[], $11::text[], $12::uuid[], $13::bytea[])
       AS r(id, status, ref, country, type, created, result, score, level, source, key, sealed) RETURNING pk`,
    [
      pk,
      columns("id"),
      columns("status"),
      columns("ref"),
      columns("country"),
      columns("type"),
      columns("created"),
      columns("result"),
      columns("score"),
      columns("level"),
      columns("source"),
      columns("key"),
      columns("sealed"),
    ],
  );
  const pks = inserted.map((row) => row.pk);
  await client.query(
    `INSERT INTO results (organization_pk, environment, session_pk, status, created_at, face_match_passed, face_match_score, sealed)
     SELECT $1, 'live', pk, status::"ResultStatus", created, true, 0.92, sealed FROM unnest($2::bigint[], $3::text[], $4::timestamptz[], $5::bytea[]) AS r(pk, status, created, sealed)`,
    [pk, pks, columns("result"), columns("created"), columns("result_sealed")],
  );
  await client.query(
    `INSERT INTO session_tags (session_pk, organization_pk, environment, tag, position, created_at, id)
     SELECT pk, $1, 'live', tag, 0, created, id FROM unnest($2::bigint[], $3::text[], $4::timestamptz[], $5::text[]) AS r(pk, tag, created, id)`,
    [pk, pks, columns("tag"), columns("created"), columns("id")],
  );
  await client.query(
    `INSERT INTO blind_indexes (session_pk, organization_pk, environment, kind, digest)
     SELECT pk, $1, 'live', 'document_number', digest FROM unnest($2::bigint[], $3::bytea[]) AS r(pk, digest)`,
    [pk, pks, columns("number")],
  );
  await client.query("COMMIT");
}

/** Adds a document of a million bytes to the newest session. Decryption does not depend on its content. */
async function addImage({ id: organizationId }: { id: string }): Promise<void> {
  const session = await db.session.findFirstOrThrow({ orderBy: { pk: "desc" } });
  const dataKey = await createDataKey({ organizationId, environment: "live" }, "session", session.id);
  const blobKey = `${dataKey.id}/${randomUUID()}`;
  await blobs().put(blobKey, dataKey.cipher.sealImage(blobKey, Buffer.alloc(1_000_000, newKey())));
  await db.session.updateMany({
    where: { pk: session.pk },
    data: { dataKeyId: dataKey.id, sealed: dataKey.cipher.seal("session", session.id, {}) },
  });
  await db.result.updateMany({
    where: { sessionPk: session.pk },
    data: { sealed: dataKey.cipher.seal("result", session.id, { extractedData: {} }) },
  });
  await db.document.create({
    data: {
      ...belowSession(session),
      id: "doc_bench",
      docType: "id_front",
      mimeType: "image/jpeg",
      sizeBytes: 1_000_000,
      blobKey,
    },
  });
}

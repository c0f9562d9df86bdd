import "server-only";
import { randomUUID } from "node:crypto";
import type pg from "pg";
import { deriveKey, newKey, open, seal } from "@/lib/platform/crypto";
import { forRequests } from "@/lib/platform/deadlines";
import { env } from "@/lib/platform/env";
import { StartError } from "@/lib/platform/errors";
import {
  createKeyring,
  type Keyring,
  readKeyring,
  withKeyringLock,
  writeKeyring,
} from "@/lib/platform/keyring";
import { openPool } from "@/lib/platform/pool";

type Kept = {
  countersignKeys?: pg.Pool;
  countersignTenantKeys?: Map<string, Promise<Buffer>>;
  countersignDataKeys?: Map<string, OpenedKey>;
};
type OpenedKey = { key: Buffer; organizationId: string; until: number };
const kept = globalThis as typeof globalThis & Kept;

/** The connections to the keys database. */
export function keysPool(): pg.Pool {
  kept.countersignKeys ??= openPool(
    { connectionString: env().KEYS_DATABASE_URL, max: env().DATABASE_POOL_SIZE, ...forRequests },
    "the keys database",
  );
  return kept.countersignKeys;
}

/** Lets go of the connections and of every key in memory. */
export async function closeKeys(): Promise<void> {
  const { countersignKeys } = kept;
  delete kept.countersignKeys;
  delete kept.countersignTenantKeys;
  delete kept.countersignDataKeys;
  await countersignKeys?.end();
}

async function keyring(): Promise<Keyring> {
  const found = await readKeyring();
  if (found) return found;
  const { rowCount } = await keysPool().query("SELECT 1 FROM organization_keys LIMIT 1");
  if (rowCount)
    throw new StartError("The master key is missing: restore the key file, or set MASTER_KEY to it.");
  return createKeyring();
}

/** Proves that the master key opens what the keys database holds; called at start, so that a wrong key is said then. */
export async function checkKeys(): Promise<void> {
  const { rows } = await keysPool().query<{ organization_id: string }>(
    "SELECT organization_id FROM organization_keys",
  );
  await keyring();
  for (const row of rows) await organizationKey(row.organization_id);
}

/** An organization's key, made at its first use and kept in memory after. */
async function organizationKey(organizationId: string): Promise<Buffer> {
  kept.countersignTenantKeys ??= new Map();
  const known = kept.countersignTenantKeys.get(organizationId) ?? loadOrganizationKey(organizationId);
  kept.countersignTenantKeys.set(organizationId, known);
  known.catch(() => kept.countersignTenantKeys?.delete(organizationId));
  return known;
}

async function loadOrganizationKey(organizationId: string): Promise<Buffer> {
  await keyring();
  const row = (await findOrganizationKey(organizationId)) ?? (await createOrganizationKey(organizationId));
  const master = (await keyring()).find(({ id }) => id === row.master_key_id);
  if (!master) throw new StartError("The master key is not the one this database was written with.");
  return open(master.key, `organization_keys/${organizationId}`, row.wrapped);
}

type OrganizationKeyRow = { master_key_id: string; wrapped: Buffer };

async function findOrganizationKey(organizationId: string): Promise<OrganizationKeyRow | undefined> {
  const { rows } = await keysPool().query<OrganizationKeyRow>(
    "SELECT master_key_id, wrapped FROM organization_keys WHERE organization_id = $1",
    [organizationId],
  );
  return rows[0];
}

/** Under the lock of the key file: a rotation in between would leave the key under a master key that is gone. */
async function createOrganizationKey(organizationId: string): Promise<OrganizationKeyRow> {
  await withKeyringLock(async () => {
    const master = (await readKeyring())?.at(-1);
    if (!master) throw new StartError("There is no master key.");
    const wrapped = seal(master.key, `organization_keys/${organizationId}`, newKey());
    await keysPool().query("INSERT INTO organization_keys VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", [
      organizationId,
      master.id,
      wrapped,
    ]);
  });
  const row = await findOrganizationKey(organizationId);
  if (!row) throw new Error("The organization's key was not kept.");
  return row;
}

export type Purpose =
  | "blind-index"
  | "signed-url"
  | "webhook-secret"
  | "import-digest"
  | "audit-seal"
  | "package-signature";

/** An organization's key for one purpose; derived once and kept as long as the organization's key is. */
export async function purposeKey(organizationId: string, purpose: Purpose): Promise<Buffer> {
  const source = await organizationKey(organizationId);
  const known = derived.get(source) ?? new Map<Purpose, Buffer>();
  derived.set(source, known);
  const key = known.get(purpose) ?? deriveKey(source, purpose);
  known.set(purpose, key);
  return key;
}

const derived = new WeakMap<Buffer, Map<Purpose, Buffer>>();

/** A key derived from the master key for the whole installation; rotating the master key changes it. */
export async function installationKey(
  purpose: "sign-in-token" | "rate-limit" | "known-browser",
): Promise<Buffer> {
  const master = (await keyring()).at(-1);
  if (!master) throw new StartError("There is no master key.");
  return deriveKey(master.key, purpose);
}

export type DataKey = { id: string; key: Buffer };

/** Makes a data key and stores it wrapped. Written before the row that it is for. */
export async function createDataKey(organizationId: string): Promise<DataKey> {
  const [dataKey] = await createDataKeys(organizationId, 1);
  if (!dataKey) throw new Error("No data key was made.");
  return dataKey;
}

/** {@link createDataKey} for many at once. */
export async function createDataKeys(organizationId: string, count: number): Promise<DataKey[]> {
  const wrapping = await organizationKey(organizationId);
  const made = Array.from({ length: count }, () => ({ id: randomUUID() as string, key: newKey() as Buffer }));
  await keysPool().query(
    "INSERT INTO data_keys (id, organization_id, wrapped) SELECT id, $1, wrapped FROM unnest($2::uuid[], $3::bytea[]) AS k(id, wrapped)",
    [
      organizationId,
      made.map(({ id }) => id),
      made.map(({ id, key }) => seal(wrapping, `data_keys/${id}`, key)),
    ],
  );
  return made;
}

const openedKeyMs = 5_000;
const mostOpenedKeys = 1_000;

/**
 * Opens data keys in one query. A destroyed key is absent from the answer. Opened keys stay in memory for five
 * seconds, which covers the images of one look at a session; whoever asks has read the row first, and the row of a
 * redacted session names no key (docs/decisions/0005).
 */
export async function openDataKeys(
  organizationId: string,
  ids: readonly string[],
): Promise<Map<string, Buffer>> {
  const opened = recallDataKeys(organizationId, ids);
  const missing = ids.filter((id) => !opened.has(id));
  if (missing.length === 0) return opened;
  const wrapping = await organizationKey(organizationId);
  const { rows } = await keysPool().query<{ id: string; wrapped: Buffer }>({
    name: "open-data-keys",
    text: "SELECT id::text, wrapped FROM data_keys WHERE organization_id = $1 AND id = ANY($2::uuid[])",
    values: [organizationId, missing],
  });
  for (const { id, wrapped } of rows) opened.set(id, open(wrapping, `data_keys/${id}`, wrapped));
  // Lists open keys by the page and do not come back for them.
  if (ids.length === 1) rememberDataKeys(organizationId, opened);
  return opened;
}

function recallDataKeys(organizationId: string, ids: readonly string[]): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (const id of ids) {
    const known = kept.countersignDataKeys?.get(id);
    if (known?.organizationId === organizationId && known.until > Date.now()) found.set(id, known.key);
  }
  return found;
}

function rememberDataKeys(organizationId: string, opened: ReadonlyMap<string, Buffer>): void {
  kept.countersignDataKeys ??= new Map();
  const now = Date.now();
  for (const [id, { until }] of kept.countersignDataKeys) {
    if (until > now && kept.countersignDataKeys.size < mostOpenedKeys) break;
    kept.countersignDataKeys.delete(id);
  }
  for (const [id, key] of opened) {
    kept.countersignDataKeys.delete(id);
    kept.countersignDataKeys.set(id, { key, organizationId, until: now + openedKeyMs });
  }
}

/** Destroys data keys for good: what they sealed can never be opened again. Repeating it changes nothing. */
export async function destroyDataKeys(ids: readonly string[]): Promise<void> {
  await keysPool().query("DELETE FROM data_keys WHERE id = ANY($1::uuid[])", [ids]);
  for (const id of ids) kept.countersignDataKeys?.delete(id);
}

/** Ids of data keys of the given organizations that are older than `ageSeconds`, in order; `after` pages through them. */
export async function listDataKeys(
  organizationIds: readonly string[],
  ageSeconds: number,
  after: string | undefined,
  limit: number,
): Promise<string[]> {
  const { rows } = await keysPool().query<{ id: string }>(
    `SELECT id::text FROM data_keys WHERE created_at < now() - make_interval(secs => $1)
       AND ($2::uuid IS NULL OR id > $2) AND organization_id = ANY($4) ORDER BY id LIMIT $3`,
    [ageSeconds, after ?? null, limit, organizationIds],
  );
  return rows.map(({ id }) => id);
}

/**
 * Replaces the master key. The new key is added to the key file, every organization key is wrapped again in one
 * transaction, and the old key is dropped; a kill between any two steps leaves a file that still opens everything.
 * With MASTER_KEY in the environment, name "old,new" there first and only the new one afterwards.
 * @returns how many organization keys were wrapped again
 */
export async function rotateMasterKey(): Promise<number> {
  await keyring();
  return withKeyringLock(rotate);
}

async function rotate(): Promise<number> {
  const before = await keyring();
  const isOurs = !env().MASTER_KEY;
  const ring = isOurs ? await writeKeyring([...before.map(({ key }) => key), newKey()]) : before;
  const current = ring.at(-1);
  if (!current) throw new StartError("There is no master key.");
  const client = await keysPool().connect();
  try {
    await client.query("BEGIN");
    await client.query("LOCK TABLE organization_keys IN EXCLUSIVE MODE");
    const { rows } = await client.query(
      "SELECT organization_id, master_key_id, wrapped FROM organization_keys",
    );
    for (const row of rows) {
      const context = `organization_keys/${row.organization_id}`;
      const old = ring.find(({ id }) => id === row.master_key_id);
      if (!old) throw new StartError(`No master key opens the key of ${row.organization_id}.`);
      const wrapped = seal(current.key, context, open(old.key, context, row.wrapped));
      await client.query(
        "UPDATE organization_keys SET master_key_id = $2, wrapped = $3 WHERE organization_id = $1",
        [row.organization_id, current.id, wrapped],
      );
    }
    await client.query("COMMIT");
    if (isOurs) await writeKeyring([current.key]);
    return rows.length;
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  } finally {
    client.release();
  }
}

/** @throws when the keys database does not answer */
export async function isKeystoreReady(): Promise<void> {
  await keysPool().query("SELECT 1");
}

/** Which of these data keys exist. */
export async function existingDataKeys(ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await keysPool().query<{ id: string }>(
    "SELECT id::text FROM data_keys WHERE id::text = ANY($1)",
    [ids],
  );
  return new Set(rows.map(({ id }) => id));
}

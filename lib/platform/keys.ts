import "server-only";
import type pg from "pg";
import { open, seal } from "@/lib/platform/aead";
import { deriveKey, newKey } from "@/lib/platform/crypto";
import { isCatchingUp } from "@/lib/platform/db";
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
import { openPool, sharedConfig } from "@/lib/platform/pool";

type Kept = {
  countersignKeys?: pg.Pool;
  /** For what is done on a promoted server before anything else may use it. */
  countersignCatchUpKeys?: pg.Pool;
  countersignTenantKeys?: Map<string, Promise<Buffer>>;
  /** Data keys opened by lib/vault/open-keys.ts. */
  countersignDataKeys?: unknown;
};
const kept = globalThis as typeof globalThis & Kept;

const missingKey = "The master key is missing: restore the key file, or set MASTER_KEY to it.";

const connect = (max: number, watched?: "the keys database") =>
  openPool({ ...sharedConfig("keys", forRequests), max }, "the keys database", watched);

/** The number of connections for what is done on a promoted server. */
export const keysOfCatchUp = 2;

/** The connections to the keys database. */
export function keysPool(): pg.Pool {
  if (isCatchingUp()) {
    kept.countersignCatchUpKeys ??= connect(keysOfCatchUp);
    return kept.countersignCatchUpKeys;
  }
  kept.countersignKeys ??= connect(env().DATABASE_POOL_SIZE, "the keys database");
  return kept.countersignKeys;
}

/** Closes the connections and forgets every key in memory. */
export async function closeKeys(): Promise<void> {
  const { countersignKeys, countersignCatchUpKeys } = kept;
  delete kept.countersignKeys;
  delete kept.countersignCatchUpKeys;
  delete kept.countersignTenantKeys;
  delete kept.countersignDataKeys;
  await Promise.all([countersignKeys?.end(), countersignCatchUpKeys?.end()]);
}

async function keyring(): Promise<Keyring> {
  const found = await readKeyring();
  if (found) return found;
  const { rowCount } = await keysPool().query("SELECT 1 FROM organization_keys LIMIT 1");
  if (rowCount) throw new StartError(missingKey);
  return createKeyring();
}

/**
 * Verifies at start that the master key opens every organization key, so that a wrong key is reported then.
 * @throws StartError
 */
export async function checkKeys(): Promise<void> {
  const { rows } = await keysPool().query<{ organization_id: string }>(
    "SELECT organization_id FROM organization_keys",
  );
  await keyring();
  for (const row of rows) await organizationKey(row.organization_id);
}

/**
 * Returns an organization's key. It is created at its first use and then kept in memory.
 * @throws StartError when the master key is missing or another one
 */
export async function organizationKey(organizationId: string): Promise<Buffer> {
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
  if (!master)
    throw new StartError(
      "The master key is not the one that this database was written with; restore that one.",
    );
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

/**
 * Runs under the key file's lock: a rotation meanwhile would leave the key wrapped under a master key that is gone.
 */
async function createOrganizationKey(organizationId: string): Promise<OrganizationKeyRow> {
  await withKeyringLock(async () => {
    const master = (await readKeyring())?.at(-1);
    if (!master) throw new StartError(missingKey);
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
  | "second-factor"
  | "sso-secret"
  | "mail"
  | "import-digest"
  | "audit-seal"
  | "package-signature"
  | "list-value"
  | "custom-fields"
  | "second-look"
  | "source-secret"
  | "source-digest";

/** Returns an organization's key for one purpose, derived once. */
export async function purposeKey(organizationId: string, purpose: Purpose): Promise<Buffer> {
  const source = await organizationKey(organizationId);
  const known = derived.get(source) ?? new Map<Purpose, Buffer>();
  derived.set(source, known);
  const key = known.get(purpose) ?? deriveKey(source, purpose);
  known.set(purpose, key);
  return key;
}

const derived = new WeakMap<Buffer, Map<Purpose, Buffer>>();

/** Returns a key for the whole installation, derived from the master key; rotating the master key changes it. */
export async function installationKey(
  purpose: "sign-in-token" | "rate-limit" | "known-browser" | "capture-grant",
): Promise<Buffer> {
  const master = (await keyring()).at(-1);
  if (!master) throw new StartError(missingKey);
  return deriveKey(master.key, purpose);
}

/**
 * Replaces the master key. It adds the new key to the key file, wraps every organization key again in one
 * transaction, and drops the old key. A kill between any two steps leaves a file that still opens everything. If
 * MASTER_KEY is set, set it to "old,new" first, and to the new key alone afterwards.
 * @returns the number of organization keys that were wrapped again
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
  if (!current) throw new StartError(missingKey);
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
      if (!old)
        throw new StartError(
          `No master key opens the key of ${row.organization_id}; restore the one that does.`,
        );
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

/**
 * Queries the keys database.
 * @throws when it does not answer
 */
export async function isKeystoreReady(): Promise<void> {
  await keysPool().query("SELECT 1");
}

import "server-only";
import { randomUUID } from "node:crypto";
import { newKey } from "@/lib/platform/crypto";
import { keysPool, organizationKey } from "@/lib/platform/keys";
import { RecordCipher } from "@/lib/vault/cipher";
import { forgetDataKey, keyFor, type OwnerKind, type OwnerScope, wrap } from "@/lib/vault/open-keys";

/** A data key's id, and the cipher that uses the key. */
export type DataKey = { id: string; cipher: RecordCipher };

/** Creates a data key for one owner and stores it wrapped. Call it before you write the owner's row. */
export async function createDataKey(scope: OwnerScope, kind: OwnerKind, ownerId: string): Promise<DataKey> {
  const [dataKey] = await createDataKeys(scope, kind, [ownerId]);
  if (!dataKey) throw new Error("No data key was made.");
  return dataKey;
}

/** {@link createDataKey} for many owners, in their order. */
export async function createDataKeys(
  scope: OwnerScope,
  kind: OwnerKind,
  ownerIds: readonly string[],
): Promise<DataKey[]> {
  const { organizationId } = scope;
  const wrapping = await organizationKey(organizationId);
  const made = ownerIds.map((ownerId) => ({ id: randomUUID() as string, source: newKey(), ownerId }));
  await keysPool().query(
    "INSERT INTO data_keys (id, organization_id, wrapped) SELECT id, $1, wrapped FROM unnest($2::uuid[], $3::bytea[]) AS k(id, wrapped)",
    [organizationId, made.map(({ id }) => id), made.map(({ id, source }) => wrap(wrapping, id, source))],
  );
  return made.map(({ id, source, ownerId }) => ({
    id,
    cipher: new RecordCipher(keyFor({ source, isBound: true }, scope, kind, ownerId)),
  }));
}

/** Destroys data keys for good: nothing sealed under them can be opened again. Repeating it changes nothing. */
export async function destroyDataKeys(ids: readonly string[]): Promise<void> {
  await keysPool().query("DELETE FROM data_keys WHERE id = ANY($1::uuid[])", [ids]);
  for (const id of ids) forgetDataKey(id);
}

/**
 * Lists ids of data keys of the given organizations that are older than `ageSeconds`, in order; `after` pages through
 * them.
 */
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

/** Returns which of these data keys exist. */
export async function existingDataKeys(ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await keysPool().query<{ id: string }>(
    "SELECT id::text FROM data_keys WHERE id::text = ANY($1)",
    [ids],
  );
  return new Set(rows.map(({ id }) => id));
}

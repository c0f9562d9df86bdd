import "server-only";
import type pg from "pg";
import type { Ends } from "@/lib/cells/ends";
import { copyRows } from "@/lib/cells/rows";
import { recordErasures } from "@/lib/erasure/ledger";
import { organizationKey } from "@/lib/platform/keys";

// What the keys database keeps of an organization: its key, data keys, and the ends of its logs.

const idsOf = async (client: pg.Client, id: string): Promise<string[]> =>
  (
    await client.query<{ id: string }>(
      "SELECT id::text FROM data_keys WHERE organization_id = $1 ORDER BY created_at, id",
      [id],
    )
  ).rows.map((row) => row.id);

const atOnce = 2_000;

async function copyDataKeys({ from, to }: Ends, ids: readonly string[]): Promise<void> {
  for (let at = 0; at < ids.length; at += atOnce)
    await copyRows(
      from.keys,
      to.keys,
      "data_keys",
      "id = ANY($1::uuid[])",
      [ids.slice(at, at + atOnce)],
      "ON CONFLICT DO NOTHING",
    );
}

/**
 * Destroys data keys in the other cell. Its ledger has them before, so that no backup of the other cell brings them
 * back.
 */
async function destroy({ to, id }: Ends, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await recordErasures(
    ids.map((dataKey) => ({ kind: "key", id: null, data_key: dataKey, organization: id, environment: null })),
  );
  await to.keys.query("DELETE FROM data_keys WHERE id = ANY($1::uuid[])", [ids]);
}

/** Which keys came and went since the last look. */
export type KeyChange = { copied: string[]; destroyed: string[] };

/**
 * Brings the keys of the other cell to the state of this one: copies those that are missing, and destroys those that
 * have been destroyed here.
 * @throws StartError when the other cell has another master key
 */
export async function followKeys(ends: Ends): Promise<KeyChange> {
  const { from, to, id } = ends;
  await copyRows(
    from.keys,
    to.keys,
    "organization_keys",
    "organization_id = $1",
    [id],
    // Whoever looked at the log of an organization without a key has made one.
    "ON CONFLICT (organization_id) DO UPDATE SET master_key_id = EXCLUDED.master_key_id, wrapped = EXCLUDED.wrapped",
  );
  await organizationKey(id);
  const [here, there] = await Promise.all([idsOf(from.keys, id), idsOf(to.keys, id)]);
  const [known, arrived] = [new Set(here), new Set(there)];
  const going = await destroyedSoon(from.main, here);
  const copied = here.filter((key) => !arrived.has(key) && !going.has(key));
  const destroyed = there.filter((key) => !known.has(key) || going.has(key));
  await copyDataKeys(ends, copied);
  await destroy(ends, destroyed);
  return { copied, destroyed };
}

/** Keys that a redaction has committed to destroy, and whose destruction may still be under way. */
async function destroyedSoon(client: pg.Client, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await client.query<{ id: string }>(
    "SELECT data_key_id::text AS id FROM redaction_cleanups WHERE data_key_id = ANY($1::uuid[])",
    [ids],
  );
  return new Set(rows.map((row) => row.id));
}

/**
 * Destroys keys that this cell destroyed at the last moment: the erasure was written before the hold, and its key went
 * after it. Repeating it changes nothing.
 * @param heldAt keys of the other cell that are newer were made there
 */
export async function followLastKeys(ends: Ends, heldAt: Date): Promise<string[]> {
  const { from, to, id } = ends;
  const known = new Set(await idsOf(from.keys, id));
  const { rows } = await to.keys.query<{ id: string }>(
    "SELECT id::text FROM data_keys WHERE organization_id = $1 AND created_at < $2",
    [id, heldAt],
  );
  const gone = rows.map((row) => row.id).filter((key) => !known.has(key));
  await destroy(ends, gone);
  for (const key of gone) await to.blobs.removeFolder(key);
  return gone;
}

/** Replaces what the other cell knows of the ends of the organization's logs. */
export async function copyHeads({ from, to, id }: Ends): Promise<number> {
  await to.keys.query("DELETE FROM chain_heads WHERE starts_with(name, $1)", [`audit/${id}/`]);
  return copyRows(from.keys, to.keys, "chain_heads", "starts_with(name, $1)", [`audit/${id}/`]);
}

/** Removes every key of an organization, and the ends of its logs. @returns the ids of its data keys */
export async function removeKeys(client: pg.Client, id: string): Promise<string[]> {
  const ids = await idsOf(client, id);
  await client.query("DELETE FROM data_keys WHERE organization_id = $1", [id]);
  await client.query("DELETE FROM chain_heads WHERE starts_with(name, $1)", [`audit/${id}/`]);
  await client.query("DELETE FROM organization_keys WHERE organization_id = $1", [id]);
  return ids;
}

export const dataKeysOf = idsOf;

import "server-only";
import { randomUUID } from "node:crypto";
import { deriveKey, newKey, open, seal } from "@/lib/platform/crypto";
import { keysPool, organizationKey } from "@/lib/platform/keys";

type OpenedKey = Source & { organizationId: string; until: number };
const kept = globalThis as typeof globalThis & { countersignDataKeys?: Map<string, OpenedKey> };

export type DataKey = { id: string; key: Buffer };

/** Whose a data key is: rows of one kind, of one organization and environment. */
export type OwnerKind = "session" | "request" | "package";
export type OwnerScope = { organizationId: string; environment: string };
export type Owner = { id: string; dataKeyId: string | null };

/** What is kept of a data key. Of one that was made before keys were bound, this is the key itself. */
type Source = { source: Buffer; isBound: boolean };

/**
 * The key that one owner's values are sealed under. Whoever can write the main database can name another's data key in
 * a row, and move that one's values beside it; what comes out here then opens none of them.
 */
const keyFor = (
  { source, isBound }: Source,
  { environment }: OwnerScope,
  kind: OwnerKind,
  ownerId: string,
) => (isBound ? deriveKey(source, JSON.stringify([environment, kind, ownerId])) : source);

const boundContext = (id: string) => `data_keys/${id}/bound`;
const unboundContext = (id: string) => `data_keys/${id}`;

function unwrap(wrapping: Buffer, id: string, wrapped: Buffer): Source {
  try {
    return { source: open(wrapping, boundContext(id), wrapped), isBound: true };
  } catch {
    return { source: open(wrapping, unboundContext(id), wrapped), isBound: false };
  }
}

/** Makes a data key for one owner and stores it wrapped. Written before the row that it is for. */
export async function createDataKey(scope: OwnerScope, kind: OwnerKind, ownerId: string): Promise<DataKey> {
  const [dataKey] = await createDataKeys(scope, kind, [ownerId]);
  if (!dataKey) throw new Error("No data key was made.");
  return dataKey;
}

/** {@link createDataKey} for many at once, in the order of their owners. */
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
    [
      organizationId,
      made.map(({ id }) => id),
      made.map(({ id, source }) => seal(wrapping, boundContext(id), source)),
    ],
  );
  return made.map(({ id, source, ownerId }) => ({
    id,
    key: keyFor({ source, isBound: true }, scope, kind, ownerId),
  }));
}

const openedKeyMs = 5_000;
const mostOpenedKeys = 1_000;

/**
 * Opens the data keys of rows of one kind in one query. A destroyed key is absent from the answer. Opened keys stay in memory for five
 * seconds, which covers the images of one look at a session; whoever asks has read the row first, and the row of a
 * redacted session names no key (docs/decisions/0005).
 */
export async function openDataKeys(
  scope: OwnerScope,
  kind: OwnerKind,
  owners: readonly Owner[],
): Promise<Map<string, Buffer>> {
  const sources = await openSources(
    scope.organizationId,
    owners.flatMap(({ dataKeyId }) => dataKeyId ?? []),
  );
  return new Map(
    owners.flatMap(({ id, dataKeyId }) => {
      const source = sources.get(dataKeyId ?? "");
      return source ? [[id, keyFor(source, scope, kind, id)]] : [];
    }),
  );
}

async function openSources(organizationId: string, ids: readonly string[]): Promise<Map<string, Source>> {
  const opened = recallDataKeys(organizationId, ids);
  const missing = ids.filter((id) => !opened.has(id));
  if (missing.length === 0) return opened;
  const wrapping = await organizationKey(organizationId);
  const { rows } = await keysPool().query<{ id: string; wrapped: Buffer }>({
    name: "open-data-keys",
    text: "SELECT id::text, wrapped FROM data_keys WHERE organization_id = $1 AND id = ANY($2::uuid[])",
    values: [organizationId, missing],
  });
  for (const { id, wrapped } of rows) opened.set(id, unwrap(wrapping, id, wrapped));
  // Lists open keys by the page and do not come back for them.
  if (ids.length === 1) rememberDataKeys(organizationId, opened);
  return opened;
}

function recallDataKeys(organizationId: string, ids: readonly string[]): Map<string, Source> {
  const found = new Map<string, Source>();
  for (const id of ids) {
    const known = kept.countersignDataKeys?.get(id);
    if (known?.organizationId === organizationId && known.until > Date.now()) found.set(id, known);
  }
  return found;
}

function rememberDataKeys(organizationId: string, opened: ReadonlyMap<string, Source>): void {
  kept.countersignDataKeys ??= new Map();
  const now = Date.now();
  for (const [id, { until }] of kept.countersignDataKeys) {
    if (until > now && kept.countersignDataKeys.size < mostOpenedKeys) break;
    kept.countersignDataKeys.delete(id);
  }
  for (const [id, { source, isBound }] of opened) {
    kept.countersignDataKeys.delete(id);
    kept.countersignDataKeys.set(id, { source, isBound, organizationId, until: now + openedKeyMs });
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

/** Which of these data keys exist. */
export async function existingDataKeys(ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await keysPool().query<{ id: string }>(
    "SELECT id::text FROM data_keys WHERE id::text = ANY($1)",
    [ids],
  );
  return new Set(rows.map(({ id }) => id));
}

import "server-only";
import { open, seal } from "@/lib/platform/aead";
import { deriveKey } from "@/lib/platform/crypto";
import { keysPool, organizationKey } from "@/lib/platform/keys";
import { closedCipher, RecordCipher } from "@/lib/vault/cipher";

type OpenedKey = Source & { organizationId: string; until: number };
const kept = globalThis as typeof globalThis & { countersignDataKeys?: Map<string, OpenedKey> };

/** The kind of a data key's owner. */
export type OwnerKind = "session" | "request" | "package";
export type OwnerScope = { organizationId: string; environment: string };
export type Owner = { id: string; dataKeyId: string | null };

/** A data key in memory. A key from before keys were bound to owners is used as it is. */
export type Source = {
  source: Buffer;
  isBound: boolean;
  /** The key derived last, and the owner it was derived for. */
  derived?: { name: string; key: Buffer };
};

/**
 * Returns the key that seals one owner's values. It depends on the owner: someone who can write the main database
 * could put another owner's data key and values into a row, but this key opens none of those values.
 */
export function keyFor(
  source: Source,
  { environment }: OwnerScope,
  kind: OwnerKind,
  ownerId: string,
): Buffer {
  if (!source.isBound) return source.source;
  const name = JSON.stringify([environment, kind, ownerId]);
  if (source.derived?.name !== name) source.derived = { name, key: deriveKey(source.source, name) };
  return source.derived.key;
}

const boundContext = (id: string) => `data_keys/${id}/bound`;
const unboundContext = (id: string) => `data_keys/${id}`;

function unwrap(wrapping: Buffer, id: string, wrapped: Buffer): Source {
  try {
    return { source: open(wrapping, boundContext(id), wrapped), isBound: true };
  } catch {
    return { source: open(wrapping, unboundContext(id), wrapped), isBound: false };
  }
}

/** Wraps a new data key for storage. */
export const wrap = (wrapping: Buffer, id: string, source: Buffer) =>
  seal(wrapping, boundContext(id), source);

const openedKeyMs = 5_000;
const mostOpenedKeys = 1_000;

/**
 * Opens the ciphers of rows of one kind in one query, by the owner's id. A cipher whose key is destroyed opens
 * nothing.
 */
export async function openCiphers(
  scope: OwnerScope,
  kind: OwnerKind,
  owners: readonly Owner[],
): Promise<(ownerId: string) => RecordCipher> {
  const keys = await openDataKeys(scope, kind, owners);
  const ciphers = new Map([...keys].map(([id, key]) => [id, new RecordCipher(key)]));
  return (ownerId) => ciphers.get(ownerId) ?? closedCipher;
}

/**
 * Opens the data keys of rows of one kind in one query. Destroyed keys are missing in the answer. Opened keys stay in
 * memory for five seconds: for the images of one session, and for a list that is read again after a change. The
 * caller must have read the row first, because the row of a redacted session names no key (docs/decisions/0005).
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
  const fresh = new Map(rows.map(({ id, wrapped }) => [id, unwrap(wrapping, id, wrapped)]));
  rememberDataKeys(organizationId, fresh);
  return new Map([...opened, ...fresh]);
}

function recallDataKeys(organizationId: string, ids: readonly string[]): Map<string, Source> {
  const found = new Map<string, Source>();
  for (const id of ids) {
    const known = kept.countersignDataKeys?.get(id);
    if (known?.organizationId === organizationId && known.until > Date.now()) found.set(id, known);
  }
  return found;
}

/** Remembers keys that were just opened, and drops expired ones. */
function rememberDataKeys(organizationId: string, opened: ReadonlyMap<string, Source>): void {
  kept.countersignDataKeys ??= new Map();
  const now = Date.now();
  for (const [id, { until }] of kept.countersignDataKeys) {
    if (until > now && kept.countersignDataKeys.size < mostOpenedKeys) break;
    kept.countersignDataKeys.delete(id);
  }
  for (const [id, source] of opened)
    kept.countersignDataKeys.set(id, Object.assign(source, { organizationId, until: now + openedKeyMs }));
}

/** Drops an opened data key from this process's memory. */
export const forgetDataKey = (id: string): void => void kept.countersignDataKeys?.delete(id);

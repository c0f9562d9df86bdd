import "server-only";
import { db, type Transaction } from "@/lib/platform/db";
import { Prisma } from "@/lib/platform/generated/client";
import type { BlindIndexKind, Environment } from "@/lib/platform/generated/enums";
import {
  acrossOrganizations,
  belowRequest,
  belowSession,
  keyOf,
  type Scope,
  sameScope,
  scopeOf,
} from "@/lib/platform/scope";
import type { Tick } from "@/lib/platform/tick";
import {
  blindIndexesOf,
  type Findable,
  faceReferenceOf,
  findableRequester,
  type IndexedKind,
  indexVersion,
  storedFor,
  zoneOf,
} from "@/lib/vault/blind-index";
import { closedCipher, type RecordCipher } from "@/lib/vault/cipher";
import { type OwnerKind, openCiphers } from "@/lib/vault/open-keys";

/** Collects everything by which a session can be found, from its rows. */
export async function findableOfRows(
  tx: Transaction,
  session: Scope & { pk: bigint; id: string },
  cipher: RecordCipher,
): Promise<Findable> {
  const [row, result, checks] = [
    await tx.session.findUniqueOrThrow({
      where: keyOf(session),
      select: { sealed: true },
    }),
    await tx.result.findUnique({
      where: { ofSession: belowSession(session) },
      select: { sealed: true },
    }),
    await tx.check.findMany({ where: belowSession(session), orderBy: { pk: "asc" } }),
  ];
  return findableIn({ id: session.id, sealed: row.sealed, result, checks }, cipher);
}

type SealedRows = {
  id: string;
  sealed: Uint8Array | null;
  result: { sealed: Uint8Array | null } | null;
  checks: readonly { policy: string; attempt: number; sealed: Uint8Array | null }[];
};

function findableIn({ id, sealed: own, result, checks }: SealedRows, cipher: RecordCipher): Findable {
  const opened = cipher.open("session", id, own);
  const details = checks.map(
    ({ policy, attempt, sealed }) => cipher.open("check", `${policy}/${attempt}`, sealed)?.details,
  );
  return {
    extractedData: cipher.open("result", id, result?.sealed ?? null)?.extractedData,
    fields: opened?.fields,
    device: opened?.device,
    consentIp: opened?.consentIp,
    faceReference: faceReferenceOf(details),
    zone: zoneOf([...details, opened?.fields]),
  };
}

/** {@link findableOfRows} of several sessions of one scope, in one statement. */
export async function findablesOfRows(
  scope: Scope,
  sessions: readonly { pk: bigint; cipher: RecordCipher }[],
): Promise<Findable[]> {
  const rows = await db.session.findMany({
    where: { ...scopeOf(scope), pk: { in: sessions.map(({ pk }) => pk) } },
    relationLoadStrategy: "join",
    select: {
      pk: true,
      id: true,
      sealed: true,
      result: { select: { sealed: true } },
      checks: { orderBy: { pk: "asc" }, select: { policy: true, attempt: true, sealed: true } },
    },
  });
  const ciphers = new Map(sessions.map(({ pk, cipher }) => [pk, cipher]));
  return rows.map((row) => findableIn(row, ciphers.get(row.pk) ?? closedCipher));
}

/** A row that waits to be indexed again. */
type Waiting = {
  pk: bigint;
  id: string;
  organizationPk: bigint;
  organizationId: string;
  environment: Environment;
  /** The id of the data key's owner. */
  ownerId: string;
  dataKeyId: string | null;
};

const batchSize = 100;

/** Locks the oldest rows of a table that the first rules indexed, and skips rows that another process has locked. */
const waitingSql = (
  table: Prisma.Sql,
  columns: Prisma.Sql,
  joins: Prisma.Sql,
  which: Prisma.Sql,
) => Prisma.sql`
  SELECT ${acrossOrganizations("vault.reindex")} t.pk, t.id, t.organization_pk AS "organizationPk", o.id AS "organizationId",
    t.environment::text AS environment, ${columns}
  FROM ${table} t JOIN organizations o ON o.pk = t.organization_pk ${joins}
  WHERE t.index_version = 1 AND o.held_at IS NULL ${which} ORDER BY t.pk LIMIT ${batchSize} FOR NO KEY UPDATE OF t SKIP LOCKED`;

/** Returns the ciphers of rows, which may belong to several organizations. */
async function ciphersOf(rows: readonly Waiting[], kind: OwnerKind): Promise<(row: Waiting) => RecordCipher> {
  const found = new Map<bigint, RecordCipher>();
  const scopes = new Map(rows.map((row) => [`${row.organizationId} ${row.environment}`, row]));
  for (const scope of scopes.values()) {
    const own = rows.filter(
      (row) => row.organizationId === scope.organizationId && row.environment === scope.environment,
    );
    const owners = own.map(({ ownerId, dataKeyId }) => ({ id: ownerId, dataKeyId }));
    const cipherOf = await openCiphers(scope, kind, owners);
    for (const { pk, ownerId } of own) found.set(pk, cipherOf(ownerId));
  }
  return ({ pk }) => found.get(pk) ?? closedCipher;
}

/** Groups rows of several organizations to one `where` per scope. */
function perScope(rows: readonly Waiting[]) {
  const scopes = new Map<string, Scope & { pk: { in: bigint[] } }>();
  for (const row of rows) {
    const name = `${row.organizationPk} ${row.environment}`;
    const where = scopes.get(name) ?? { ...scopeOf(row), pk: { in: [] } };
    where.pk.in.push(row.pk);
    scopes.set(name, where);
  }
  return [...scopes.values()];
}

/**
 * Indexes a batch of sessions. A redacted session has no key and no indexes, so it is only marked.
 * @returns the number of sessions
 */
async function reindexSessions(tx: Transaction): Promise<number> {
  const rows = await tx.$queryRaw<Waiting[]>(
    waitingSql(
      Prisma.sql`sessions`,
      Prisma.sql`t.id AS "ownerId", t.data_key_id::text AS "dataKeyId"`,
      Prisma.empty,
      Prisma.empty,
    ),
  );
  const cipherOf = await ciphersOf(rows, "session");
  for (const row of rows) {
    const cipher = cipherOf(row);
    if (cipher.isDestroyed) continue;
    const digests = await blindIndexesOf(row.organizationId, await findableOfRows(tx, row, cipher));
    await tx.blindIndex.deleteMany({ where: belowSession(row) });
    await tx.blindIndex.createMany({
      data: digests.map((each) => ({ ...each, ...belowSession(row) })),
    });
  }
  for (const where of perScope(rows)) await tx.session.updateMany({ where, data: { indexVersion } });
  return rows.length;
}

/**
 * Indexes a batch of requests.
 * @returns the number of requests
 */
async function reindexRequests(tx: Transaction): Promise<number> {
  const rows = await tx.$queryRaw<(Waiting & { sealed: Uint8Array | null })[]>(
    waitingSql(
      Prisma.sql`requests`,
      Prisma.sql`t.id AS "ownerId", t.data_key_id::text AS "dataKeyId", t.sealed`,
      Prisma.empty,
      Prisma.empty,
    ),
  );
  const cipherOf = await ciphersOf(rows, "request");
  for (const row of rows) {
    const opened = cipherOf(row).open("request", row.id, row.sealed);
    if (!opened) continue;
    const digests = await blindIndexesOf(row.organizationId, findableRequester(opened.requester));
    await tx.requestIndex.deleteMany({ where: belowRequest(row) });
    await tx.requestIndex.createMany({
      data: digests.map((each) => ({ ...each, ...belowRequest(row) })),
    });
  }
  for (const where of perScope(rows)) await tx.request.updateMany({ where, data: { indexVersion } });
  return rows.length;
}

type WaitingEntry = Waiting & { kind: BlindIndexKind; sealed: Uint8Array };

/**
 * Indexes a batch of list entries. The first digest stays beside the new ones while sessions may still have digests
 * by the first rules. A value that identifies nobody loses its digest, because it must block nobody. An entry whose
 * value was erased with its session keeps its first digest and is still found by it.
 * @returns the number of entries
 */
async function reindexEntries(tx: Transaction): Promise<number> {
  const rows = await tx.$queryRaw<WaitingEntry[]>(
    waitingSql(
      Prisma.sql`list_entries`,
      Prisma.sql`s.id AS "ownerId", s.data_key_id::text AS "dataKeyId", t.kind::text AS kind, t.sealed`,
      Prisma.sql`JOIN sessions s ON ${sameScope("s", "t")} AND s.pk = t.session_pk`,
      Prisma.sql`AND t.sealed IS NOT NULL AND s.data_key_id IS NOT NULL`,
    ),
  );
  const cipherOf = await ciphersOf(rows, "session");
  const done: WaitingEntry[] = [];
  for (const row of rows) {
    const opened = cipherOf(row).open("listEntry", row.id, row.sealed);
    if (!opened) continue;
    const digests = await storedFor(row.organizationId, row.kind as IndexedKind, opened.value);
    if (digests.length === 0)
      await tx.listEntryIndex.deleteMany({ where: { ...scopeOf(row), entryPk: row.pk } });
    await tx.listEntryIndex.createMany({
      data: digests.map((each) => ({ ...each, ...scopeOf(row), entryPk: row.pk })),
    });
    done.push(row);
  }
  for (const where of perScope(done)) await tx.listEntry.updateMany({ where, data: { indexVersion } });
  return done.length;
}

const steps = [reindexEntries, reindexRequests, reindexSessions];

/**
 * Replaces blind indexes of the first rules, one batch per transaction, until none is left or the signal aborts.
 * Meanwhile searches find rows of both rules. Several processes may run it at once.
 * @returns the number of rows indexed again
 */
export async function reindex(signal?: AbortSignal): Promise<number> {
  let total = 0;
  for (const step of steps)
    for (let count = 1; count > 0 && !signal?.aborted; total += count)
      count = await db.$transaction(step, { timeout: 60_000 });
  return total;
}

/** Indexes rows of an older release in the background. Without such rows it costs three short queries. */
export const reindexTick: Tick = { name: "privacy.reindex", everySeconds: 30, run: reindex };

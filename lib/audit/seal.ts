import "server-only";
import type pg from "pg";
import { eventColumns, formats, hashOf, noSeal, readEvent, type SealPayload } from "@/lib/audit/canonical";
import { logKey } from "@/lib/audit/signing";
import { type Environment, environments } from "@/lib/auth/actor";
import { canonicalJson } from "@/lib/platform/canonical-json";
import { signText } from "@/lib/platform/ed25519";
import { hashBytes, merkleRoot, writeLeafHash } from "@/lib/platform/merkle";
import { copyRows, withConnection } from "@/lib/platform/row-stream";

/** The most events one seal covers: a seal is made and checked in the memory its leaf hashes need. */
export const mostSealed = 4_096;

/** The first half of the advisory locks that keep two sealers apart; the second is the log. */
const sealLock = 6_071_983;

export type Log = { organizationPk: string; organizationId: string; environment: Environment };

/** Every log of the installation, or of one organization. */
export async function allLogs(client: pg.Client, organizationId?: string): Promise<Log[]> {
  const { rows } = await client.query<{ pk: string; id: string }>(
    "SELECT pk, id FROM organizations WHERE $1::text IS NULL OR id = $1 ORDER BY pk",
    [organizationId ?? null],
  );
  return rows.flatMap(({ pk, id }) =>
    environments.map((environment) => ({ organizationPk: pk, organizationId: id, environment })),
  );
}

/**
 * Seals every event that is older than any open transaction, log by log, in batches. Killed at any moment, a batch is
 * sealed or it is not; two sealers at once take turns.
 * @returns how many events were sealed
 */
export async function sealEvents(): Promise<number> {
  return withConnection(async (client) => {
    let sealed = 0;
    for (const log of await allLogs(client)) {
      for (let count = mostSealed; count === mostSealed; sealed += count)
        count = await sealBatch(client, log);
    }
    return sealed;
  });
}

async function sealBatch(client: pg.Client, log: Log): Promise<number> {
  await client.query("BEGIN");
  try {
    const count = (await takeLock(client, log)) ? await sealNext(client, log) : 0;
    await client.query("COMMIT");
    return count;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  }
}

async function takeLock(client: pg.Client, { organizationPk, environment }: Log): Promise<boolean> {
  const { rows } = await client.query<{ isOurs: boolean }>(
    `SELECT pg_try_advisory_xact_lock($1, hashtext($2)) AS "isOurs"`,
    [sealLock, `${organizationPk} ${environment}`],
  );
  return rows[0]?.isOurs ?? false;
}

type Head = { number: number; hash: Buffer; lastTransaction: string; lastSequence: string };

async function sealNext(client: pg.Client, log: Log): Promise<number> {
  const { rows } = await client.query<Head>(
    `SELECT number, hash, last_transaction AS "lastTransaction", last_sequence AS "lastSequence" FROM audit_seals
     WHERE organization_pk = $1 AND environment = $2 ORDER BY number DESC LIMIT 1`,
    [log.organizationPk, log.environment],
  );
  const head = rows[0];
  const batch = await readBatch(client, log, head);
  if (!batch) return 0;
  const payload: SealPayload = {
    format: formats.seal,
    organization: log.organizationId,
    environment: log.environment,
    number: (head?.number ?? 0) + 1,
    previous: head?.hash.toString("hex") ?? noSeal,
    ...batch.range,
    root: merkleRoot(batch.leaves).toString("hex"),
    sealed_at: new Date().toISOString(),
  };
  await writeSeal(client, log, payload, batch.leaves);
  return payload.count;
}

type Batch = {
  leaves: Buffer;
  range: Pick<SealPayload, "first_sequence" | "last_transaction" | "last_sequence" | "count">;
};

/**
 * The oldest events that are not sealed, and whose transactions and all before them have ended. The transaction and
 * not the sequence decides, because a sequence is drawn when an event is written and seen when its transaction ends:
 * a lower one may come later.
 */
async function readBatch(client: pg.Client, log: Log, head: Head | undefined): Promise<Batch | undefined> {
  const past = `(transaction_id, sequence) > (${BigInt(head?.lastTransaction ?? -1)}, ${BigInt(head?.lastSequence ?? -1)})`;
  const rows = copyRows(
    client,
    `SELECT ${eventColumns} FROM audit_events
     WHERE organization_pk = ${BigInt(log.organizationPk)} AND environment = ${client.escapeLiteral(log.environment)} AND ${past}
       AND transaction_id < audit_transaction(pg_snapshot_xmin(pg_current_snapshot()))
     ORDER BY transaction_id, sequence LIMIT ${mostSealed}`,
  );
  const leaves = Buffer.alloc(mostSealed * hashBytes);
  let range: Batch["range"] | undefined;
  for await (const bunch of rows) {
    for (const row of bunch) {
      const event = readEvent(row);
      const count: number = range?.count ?? 0;
      writeLeafHash(event.line, leaves, count);
      range = {
        first_sequence: range?.first_sequence ?? event.sequence,
        last_transaction: event.transaction,
        last_sequence: event.sequence,
        count: count + 1,
      };
    }
  }
  return range && { range, leaves: leaves.subarray(0, range.count * hashBytes) };
}

async function writeSeal(client: pg.Client, log: Log, payload: SealPayload, leaves: Buffer): Promise<void> {
  const { key } = await logKey(log.organizationId);
  await client.query(
    `INSERT INTO audit_seals (organization_pk, environment, number, previous, first_sequence, last_transaction,
       last_sequence, count, root, sealed_at, hash, signature, leaves)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      log.organizationPk,
      log.environment,
      payload.number,
      Buffer.from(payload.previous, "hex"),
      payload.first_sequence,
      payload.last_transaction,
      payload.last_sequence,
      payload.count,
      Buffer.from(payload.root, "hex"),
      payload.sealed_at,
      Buffer.from(hashOf(payload), "hex"),
      signText(key, canonicalJson(payload)),
      leaves,
    ],
  );
}

import "server-only";
import type pg from "pg";
import { type Environment, environments } from "@/lib/actor/actor";
import {
  eventColumns,
  formats,
  hashOf,
  noSeal,
  readEvent,
  type Seal,
  type SealPayload,
} from "@/lib/audit-chain/canonical";
import {
  announcedAfter,
  announceSeal,
  LogFaultError,
  newestSeal,
  noteSealedThrough,
  sealedThrough,
  settleSeal,
  tellFaults,
  toLogFault,
} from "@/lib/audit-chain/head";
import { findForged, logName, ofLog, past, positionOf } from "@/lib/audit-chain/rows";
import { logKey } from "@/lib/audit-chain/signing";
import { growOrFault } from "@/lib/audit-chain/tree";
import { canonicalJson } from "@/lib/platform/canonical-json";
import { signText } from "@/lib/platform/ed25519";
import { hashBytes, merkleRoot, writeLeafHash } from "@/lib/platform/merkle";
import { copyRows, withConnection } from "@/lib/platform/row-stream";

/** The most events of one seal: sealing and checking keep the leaf hashes of one seal in memory. */
export const mostSealed = 4_096;

/** The first half of the advisory lock that admits one sealer per log; the second half is the log. */
const sealLock = 6_071_983;

export type Log = { organizationPk: string; organizationId: string; environment: Environment };

/** Returns every log of the installation, or of one organization. */
export const allLogs = (client: pg.Client, organizationId?: string): Promise<Log[]> =>
  logsWhere(client, "$1::text IS NULL OR id = $1", [organizationId ?? null]);

/** Returns the logs of organizations that are not held: what is written about a held one is written elsewhere. */
export const servedLogs = (client: pg.Client): Promise<Log[]> => logsWhere(client, "held_at IS NULL");

async function logsWhere(client: pg.Client, condition: string, values: unknown[] = []): Promise<Log[]> {
  const { rows } = await client.query<{ pk: string; id: string }>(
    `SELECT pk, id FROM organizations WHERE ${condition} ORDER BY pk`,
    values,
  );
  return rows.flatMap(({ pk, id }) =>
    environments.map((environment) => ({ organizationPk: pk, organizationId: id, environment })),
  );
}

/**
 * Seals every event that is older than any open transaction, in rounds of one batch a log, so that one log with a lot
 * to do does not keep the others unsealed. A kill leaves a batch either sealed or not; two sealers take turns. A log
 * that differs from the keys database is skipped, and the others are sealed.
 * @returns the number of sealed events
 * @throws AggregateError of {@link LogFaultError}, after every log was tried; a fault of a tree stops no sealing
 */
export async function sealEvents(): Promise<number> {
  return withConnection(async (client) => {
    const pass: Pass = { through: await sealedThrough(), isWhole: true, sealed: 0, treeFaults: new Map() };
    const before = await oldestOpen(client);
    const faults = new Map<Log, LogFaultError>();
    const logs = await servedLogs(client);
    for (let isMore = true; isMore; ) {
      isMore = false;
      for (const log of logs.filter((each) => !faults.has(each)))
        try {
          if (await sealBatch(client, log, pass)) isMore = true;
        } catch (error) {
          faults.set(log, toLogFault(log, error));
        }
    }
    if (faults.size === 0 && pass.isWhole && pass.sealed > 0) await noteSealedThrough(before);
    tellFaults([...faults.values()], [...pass.treeFaults.values()]);
    return pass.sealed;
  });
}

/**
 * Seals every event of an organization that has come from another cell. Its transactions were numbered there, so they
 * say nothing about how far the logs of this cell are sealed.
 * @returns the number of sealed events
 * @throws LogFaultError when the log differs from the keys database, or another process seals it
 */
export async function sealArrived(organizationId: string): Promise<number> {
  return withConnection(async (client) => {
    const pass: Pass = { through: -1n, isWhole: true, sealed: 0, treeFaults: new Map() };
    for (const log of await allLogs(client, organizationId)) while (await sealBatch(client, log, pass));
    const [fault] = pass.treeFaults.values();
    if (fault) throw fault;
    if (!pass.isWhole) throw new Error("Another process seals this log.");
    return pass.sealed;
  });
}

/**
 * The state of one pass through all logs. `through`: every event before this transaction was sealed already.
 * `isWhole`: no log was skipped because another sealer had its lock.
 */
type Pass = { through: bigint; isWhole: boolean; sealed: number; treeFaults: Map<Log, LogFaultError> };

/** Returns the oldest transaction that may still write. All events before it are visible. */
async function oldestOpen(client: pg.Client): Promise<bigint> {
  const { rows } = await client.query<{ oldest: string }>(
    "SELECT audit_transaction(pg_snapshot_xmin(pg_current_snapshot())) AS oldest",
  );
  return BigInt(rows[0]?.oldest ?? -1);
}

/** @returns whether to call it again: the seal was full, or announced before, or the tree lacks seals */
async function sealBatch(client: pg.Client, log: Log, pass: Pass): Promise<boolean> {
  await client.query("BEGIN");
  try {
    const isOurs = await takeLock(client, log);
    if (!isOurs) pass.isWhole = false;
    const made = isOurs ? await sealNext(client, log, pass.through) : null;
    const tree = isOurs ? await growOrFault(client, log) : { isBehind: false };
    await client.query("COMMIT");
    if (tree.fault) pass.treeFaults.set(log, tree.fault);
    if (!made) return tree.isBehind;
    await settleSeal(made.seal);
    const { count } = made.seal.payload;
    pass.sealed += count;
    return made.wasAnnounced || count === mostSealed || tree.isBehind;
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

type Made = { seal: Seal; wasAnnounced: boolean };

/**
 * Seals the next batch. The keys database gets a seal before the main database does, so the main database is never
 * the only place that knows where the log ends. A seal that a crash left announced is written now.
 */
async function sealNext(client: pg.Client, log: Log, through: bigint): Promise<Made | null> {
  const newest = await newestSeal(client, log);
  const announced = await announcedAfter(client, log, newest);
  // Checked before sealing, because a seal would make a forged event look like ours.
  const forged = await findForged(client, log, positionOf(newest) ?? null, through);
  if (forged) throw new LogFaultError(logName(log), forged);
  const batch = await readBatch(client, log, newest, announced?.payload.count ?? mostSealed);
  if (announced) {
    await writeAnnounced(client, log, announced, batch);
    return { seal: announced, wasAnnounced: true };
  }
  if (!batch) return null;
  const seal = await makeSeal(log, newest, batch);
  await announceSeal(seal);
  await writeSeal(client, log, seal, batch.leaves);
  return { seal, wasAnnounced: false };
}

type Batch = {
  leaves: Buffer;
  range: Pick<SealPayload, "first_sequence" | "last_transaction" | "last_sequence" | "count">;
};

/**
 * Reads the oldest unsealed events whose transaction and all earlier ones have ended. They are ordered by
 * transaction, not by sequence alone: a sequence is drawn when an event is written but visible only when its
 * transaction ends, so a lower one may appear later.
 */
async function readBatch(
  client: pg.Client,
  log: Log,
  newest: Seal | undefined,
  most: number,
): Promise<Batch | undefined> {
  const rows = copyRows(
    client,
    `SELECT ${eventColumns} FROM audit_events
     WHERE ${ofLog(client, log)} AND ${past(positionOf(newest) ?? null)}
       AND transaction_id < audit_transaction(pg_snapshot_xmin(pg_current_snapshot()))
     ORDER BY transaction_id, sequence LIMIT ${most}`,
  );
  const leaves = Buffer.alloc(most * hashBytes);
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

async function makeSeal(log: Log, newest: Seal | undefined, batch: Batch): Promise<Seal> {
  const payload: SealPayload = {
    format: formats.seal,
    ...logName(log),
    number: (newest?.payload.number ?? 0) + 1,
    previous: newest?.hash ?? noSeal,
    ...batch.range,
    root: merkleRoot(batch.leaves).toString("hex"),
    sealed_at: new Date().toISOString(),
  };
  const { key } = await logKey(log.organizationId);
  return { payload, hash: hashOf(payload), signature: signText(key, canonicalJson(payload)) };
}

/** @throws LogFaultError when the events are not those that were sealed */
async function writeAnnounced(
  client: pg.Client,
  log: Log,
  seal: Seal,
  batch: Batch | undefined,
): Promise<void> {
  const { number, count, root, last_sequence, last_transaction } = seal.payload;
  const isSame =
    batch?.range.count === count &&
    batch.range.last_sequence === last_sequence &&
    batch.range.last_transaction === last_transaction &&
    merkleRoot(batch.leaves).toString("hex") === root;
  if (!batch || !isSame)
    throw new LogFaultError(logName(log), {
      seal: number,
      problem: `the ${count} events of this seal were changed before it was written`,
    });
  await writeSeal(client, log, seal, batch.leaves);
}

async function writeSeal(
  client: pg.Client,
  log: Log,
  { payload, hash, signature }: Seal,
  leaves: Buffer,
): Promise<void> {
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
      Buffer.from(hash, "hex"),
      signature,
      leaves,
    ],
  );
}

import "server-only";
import type pg from "pg";
import type { Fault } from "@/lib/audit/blame";
import {
  eventColumns,
  formats,
  type LogEvent,
  type PruningPayload,
  readEvent,
  type Seal,
} from "@/lib/audit/canonical";
import { Chain } from "@/lib/audit/chain";
import type { Checkpoints } from "@/lib/audit/checkpoint";
import type { Log } from "@/lib/audit/seal";
import { logKey } from "@/lib/audit/signing";
import { canonicalJson } from "@/lib/platform/canonical-json";
import { isSigned, readPublicKey } from "@/lib/platform/ed25519";
import { copyRows, withConnection } from "@/lib/platform/row-stream";

/** What a verification found. */
export type LogReport = {
  organization: string;
  environment: string;
  publicKey: string;
  seals: number;
  events: number;
  sealedAt: string | null;
  /** Events newer than the last seal: not an error, a job seals them within seconds. */
  unsealed: number;
  /** Events of this seal and of all before it were removed by retention. */
  prunedThrough: number;
  fault: Fault | null;
};

type Progress = (done: { seals: number; events: number }) => Promise<void> | void;
type Options = { checkpoints?: Checkpoints; onProgress?: Progress };

/** Seals are read so many at a time: their leaf hashes are what a verification keeps in memory. */
const sealsAtOnce = 64;

/** Recomputes a whole log from its rows, in one snapshot, with bounded memory, up to the first fault. */
export async function verifyLog(log: Log, options: Options = {}): Promise<LogReport> {
  return withConnection(async (client) => {
    await client.query(oneSnapshot);
    return verifySnapshot(client, log, options);
  });
}

/** Begins a reading in which nothing changes. */
export const oneSnapshot = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

async function verifySnapshot(
  client: pg.Client,
  log: Log,
  { checkpoints, onProgress }: Options,
): Promise<LogReport> {
  const { publicKey } = await logKey(log.organizationId);
  const key = readPublicKey(publicKey);
  const name = { organization: log.organizationId, environment: log.environment };
  const pruning = await readPruning(client, log, key);
  const chain = new Chain({
    log: name,
    key,
    checkpoints: checkpoints?.of(log.organizationId, log.environment, key),
    prunedThrough: pruning.through,
  });
  let fault = checkpoints?.fault(log.organizationId, log.environment, key) ?? pruning.fault;
  let position = beginning;
  while (!fault) {
    const seals = await readSeals(client, log, chain.seals, sealsAtOnce);
    if (seals.length === 0) break;
    const checked = checkSeals(chain, seals);
    fault = (await checkGroup(client, log, chain, position, checked.sound)) ?? checked.fault;
    position = positionOf(seals.at(-1)) ?? position;
    await onProgress?.(chain);
  }
  fault ??= chain.checkEnd();
  return {
    ...name,
    publicKey,
    seals: chain.seals,
    events: chain.events,
    sealedAt: chain.sealedAt ?? null,
    unsealed: fault ? 0 : await countUnsealed(client, log, position),
    prunedThrough: pruning.through,
    fault: fault ?? null,
  };
}

export type Position = { transaction: number; sequence: number };

const beginning: Position = { transaction: -1, sequence: -1 };
const positionOf = (seal: Seal | undefined): Position | undefined =>
  seal && { transaction: seal.payload.last_transaction, sequence: seal.payload.last_sequence };

/** The seals of a group up to the first that is not sound. */
function checkSeals(chain: Chain, seals: readonly Seal[]): { sound: Seal[]; fault?: Fault } {
  for (const [at, seal] of seals.entries()) {
    const fault = chain.checkSeal(seal);
    if (fault) return { sound: seals.slice(0, at), fault };
  }
  return { sound: [...seals] };
}

/** Checks the events of sound seals, which follow each other, in one reading. */
async function checkGroup(
  client: pg.Client,
  log: Log,
  chain: Chain,
  after: Position,
  seals: readonly Seal[],
): Promise<Fault | undefined> {
  const kept = seals.filter(({ payload }) => payload.number > (chain.start.prunedThrough ?? 0));
  const skipped = positionOf(seals.filter((seal) => !kept.includes(seal)).at(-1));
  let at = 0;
  for await (const events of readEvents(client, log, skipped ?? after, positionOf(kept.at(-1)))) {
    for (const event of events) {
      for (let seal = kept[at]; seal && isBeyond(event, seal); seal = kept[at]) {
        const fault = chain.checkEvents(seal);
        if (fault) return fault;
        at++;
      }
      chain.takeEvent(event);
    }
    const seal = kept[at];
    if (seal && chain.isOverfull(seal)) return chain.checkEvents(seal);
  }
  for (const seal of kept.slice(at)) {
    const fault = chain.checkEvents(seal);
    if (fault) return fault;
  }
  return undefined;
}

const isBeyond = ({ transaction, sequence }: LogEvent, { payload }: Seal) =>
  transaction > payload.last_transaction ||
  (transaction === payload.last_transaction && sequence > payload.last_sequence);

/** Which rows are of a log. */
export const ofLog = (client: pg.Client, { organizationPk, environment }: Log) =>
  `organization_pk = ${BigInt(organizationPk)} AND environment = ${client.escapeLiteral(environment)}`;
/** Which events stand behind a position. */
export const past = ({ transaction, sequence }: Position) =>
  `(transaction_id, sequence) > (${transaction}, ${sequence})`;

/** The events between two positions, the second included, in the order in which they were sealed. */
export async function* readEvents(
  client: pg.Client,
  log: Log,
  after: Position,
  upTo: Position | undefined,
): AsyncGenerator<LogEvent[]> {
  if (!upTo) return;
  const rows = copyRows(
    client,
    `SELECT ${eventColumns} FROM audit_events WHERE ${ofLog(client, log)} AND ${past(after)}
       AND (transaction_id, sequence) <= (${upTo.transaction}, ${upTo.sequence}) ORDER BY transaction_id, sequence`,
  );
  for await (const bunch of rows) yield bunch.map(readEvent);
}

type SealRow = Record<"first_sequence" | "last_transaction" | "last_sequence", string> &
  Record<"previous" | "root" | "hash" | "signature" | "leaves", Buffer> & {
    number: number;
    count: number;
    sealed_at: Date;
  };

/** An instant to the millisecond, whatever somebody wrote in its place. */
const exact = (at: unknown) =>
  at instanceof Date && !Number.isNaN(at.getTime()) ? at.toISOString() : String(at);

/** The seals after a number, in order. */
export async function readSeals(client: pg.Client, log: Log, after: number, limit: number): Promise<Seal[]> {
  const { rows } = await client.query<SealRow>(
    `SELECT number, previous, first_sequence, last_transaction, last_sequence, count, root, sealed_at, hash, signature, leaves
     FROM audit_seals WHERE ${ofLog(client, log)} AND number > $1 ORDER BY number LIMIT $2`,
    [after, limit],
  );
  return rows.map((row) => ({
    payload: {
      format: formats.seal,
      organization: log.organizationId,
      environment: log.environment,
      number: row.number,
      previous: row.previous.toString("hex"),
      first_sequence: Number(row.first_sequence),
      last_transaction: Number(row.last_transaction),
      last_sequence: Number(row.last_sequence),
      count: row.count,
      root: row.root.toString("hex"),
      sealed_at: exact(row.sealed_at),
    },
    hash: row.hash.toString("hex"),
    signature: row.signature,
    leaves: row.leaves,
  }));
}

/** What retention removed, by the newest statement of it that is signed; one that is not is a fault. */
export async function readPruning(client: pg.Client, log: Log, key: Parameters<typeof isSigned>[0]) {
  const { rows } = await client.query<{ through_seal: number; pruned_at: Date; signature: Buffer }>(
    `SELECT through_seal, pruned_at, signature FROM audit_prunings WHERE ${ofLog(client, log)} ORDER BY through_seal DESC LIMIT 1`,
  );
  const [row] = rows;
  if (!row) return { through: 0 };
  const payload: PruningPayload = {
    format: formats.pruning,
    organization: log.organizationId,
    environment: log.environment,
    through_seal: row.through_seal,
    pruned_at: exact(row.pruned_at),
  };
  if (isSigned(key, canonicalJson(payload), row.signature))
    return {
      through: row.through_seal,
      statement: { pruning: payload, signature: row.signature.toString("hex") },
    };
  return {
    through: 0,
    fault: {
      seal: row.through_seal,
      problem: "the statement that retention removed its events is not signed",
    },
  };
}

async function countUnsealed(client: pg.Client, log: Log, after: Position): Promise<number> {
  const { rows } = await client.query<{ count: string }>(
    `SELECT count(*) FROM audit_events WHERE ${ofLog(client, log)} AND ${past(after)}`,
  );
  return Number(rows[0]?.count);
}

import "server-only";
import type { KeyObject } from "node:crypto";
import type pg from "pg";
import type { Fault } from "@/lib/audit-chain/blame";
import { formats, type LogEvent, type PruningPayload, type Seal } from "@/lib/audit-chain/canonical";
import { Chain } from "@/lib/audit-chain/chain";
import type { Checkpoints } from "@/lib/audit-chain/checkpoint";
import { findGuardFault } from "@/lib/audit-chain/guards";
import { isAnnouncedAfter, type KnownHead, knownHead, sealedThrough } from "@/lib/audit-chain/head";
import { checkRest } from "@/lib/audit-chain/rest";
import {
  exact,
  logName,
  ofLog,
  oneSnapshot,
  type Position,
  positionOf,
  readEvents,
  readSeals,
  unreadable,
} from "@/lib/audit-chain/rows";
import type { Log } from "@/lib/audit-chain/seal";
import { logKey } from "@/lib/audit-chain/signing";
import { TreeCheck } from "@/lib/audit-chain/tree-check";
import { canonicalJson } from "@/lib/platform/canonical-json";
import { isSigned, readPublicKey } from "@/lib/platform/ed25519";
import { withReadConnection } from "@/lib/platform/row-stream";

/** The result of a verification. */
export type LogReport = {
  organization: string;
  environment: string;
  publicKey: string;
  seals: number;
  events: number;
  sealedAt: string | null;
  /** The number of events newer than the last seal. They are no fault: a job seals them within seconds. */
  unsealed: number;
  /** Why events have waited longer than that for their seal; null when they have not. */
  delay: string | null;
  /** Retention removed the events of this seal and of all before it. */
  prunedThrough: number;
  fault: Fault | null;
};

export type Progress = (done: { seals: number; events: number }) => Promise<void> | void;
type Options = {
  checkpoints?: Checkpoints;
  onProgress?: Progress;
  /** A backup was restored on purpose: the main database may be older than the keys database. */
  isRestored?: boolean;
};

/** Seals are read this many at a time, because their leaf hashes are in memory. */
const sealsAtOnce = 64;

/**
 * Verifies a whole log from its rows, in one snapshot and with bounded memory, up to the first fault: the chain of
 * seals, the keys database and checkpoints, the events of each seal, and the tables beside the log.
 */
export async function verifyLog(log: Log, options: Options = {}): Promise<LogReport> {
  // Read before the snapshot: a seal made meanwhile is then in the snapshot, or it follows the known one.
  const [known, through] = options.isRestored
    ? [null, -1n]
    : await Promise.all([knownHead(logName(log)), sealedThrough()]);
  try {
    return await withReadConnection(async (client) => {
      await client.query(oneSnapshot);
      return verifySnapshot(client, log, { known, through }, options);
    });
  } catch (error) {
    const fault = unreadable(error);
    if (!fault) throw error;
    const { publicKey } = await logKey(log.organizationId);
    const nothing = { seals: 0, events: 0, sealedAt: null, unsealed: 0, delay: null, prunedThrough: 0 };
    return { ...logName(log), publicKey, ...nothing, fault };
  }
}

async function verifySnapshot(
  client: pg.Client,
  log: Log,
  { known, through }: { known: KnownHead | null; through: bigint },
  { checkpoints, onProgress }: Options,
): Promise<LogReport> {
  const { publicKey } = await logKey(log.organizationId);
  const key = readPublicKey(publicKey);
  const of = [log.organizationId, log.environment, key] as const;
  const pruning = await readPruning(client, log, key);
  const chain = new Chain({
    log: logName(log),
    key,
    checkpoints: checkpoints?.of(...of),
    known: known ? { number: known.seal.payload.number, hash: known.seal.hash } : undefined,
    prunedThrough: pruning.through,
  });
  const before = (await findGuardFault(client)) ?? checkpoints?.fault(...of) ?? pruning.fault;
  const { position, ...followed } = before
    ? { position: null, fault: before }
    : await followSeals(client, log, chain, known, onProgress);
  const rest = followed.fault ? undefined : await checkRest(client, log, chain, { position, key, through });
  return {
    ...logName(log),
    publicKey,
    seals: chain.seals,
    events: chain.events,
    sealedAt: chain.sealedAt ?? null,
    unsealed: rest?.unsealed ?? 0,
    delay: rest?.delay ?? null,
    prunedThrough: pruning.through,
    fault: followed.fault ?? rest?.fault ?? null,
  };
}

type Followed = { position: Position | null; fault?: Fault };

/** Checks all seals of the log, and then the announced seal if a crash kept it out of the main database. */
async function followSeals(
  client: pg.Client,
  log: Log,
  chain: Chain,
  known: KnownHead | null,
  onProgress: Progress | undefined,
): Promise<Followed> {
  let position: Position | null = null;
  const tree = new TreeCheck(client, log);
  const follow = async (seals: readonly Seal[]) => {
    const checked = checkSeals(chain, seals);
    const fault =
      (await checkGroup(client, log, chain, position, checked.sound)) ??
      checked.fault ??
      (await tree.check(checked.sound));
    position = positionOf(seals.at(-1)) ?? position;
    await onProgress?.(chain);
    return fault;
  };
  for (;;) {
    const seals = await readSeals(client, log, chain.seals, sealsAtOnce);
    if (seals.length === 0) break;
    const fault = await follow(seals);
    if (fault) return { position, fault };
  }
  if (known && isAnnouncedAfter(known, chain.seals, chain.head)) {
    const fault = await follow([known.seal]);
    if (fault) return { position, fault };
  }
  return { position, fault: chain.checkEnd() ?? (await tree.checkEnd()) };
}

/** Splits a group of seals at its first faulty seal. */
function checkSeals(chain: Chain, seals: readonly Seal[]): { sound: Seal[]; fault?: Fault } {
  for (const [at, seal] of seals.entries()) {
    const fault = chain.checkSeal(seal);
    if (fault) return { sound: seals.slice(0, at), fault };
  }
  return { sound: [...seals] };
}

/** Checks the events of consecutive sound seals in one query. */
async function checkGroup(
  client: pg.Client,
  log: Log,
  chain: Chain,
  after: Position | null,
  seals: readonly Seal[],
): Promise<Fault | undefined> {
  let at = 0;
  for await (const events of readEvents(client, log, after, positionOf(seals.at(-1)))) {
    for (const event of events) {
      for (let seal = seals[at]; seal && isBeyond(event, seal); seal = seals[at]) {
        const fault = chain.checkEvents(seal);
        if (fault) return fault;
        at++;
      }
      chain.takeEvent(event);
    }
    const seal = seals[at];
    if (seal && chain.isOverfull(seal)) return chain.checkEvents(seal);
  }
  for (const seal of seals.slice(at)) {
    const fault = chain.checkEvents(seal);
    if (fault) return fault;
  }
  return undefined;
}

const isBeyond = ({ transaction, sequence }: LogEvent, { payload }: Seal) =>
  transaction > payload.last_transaction ||
  (transaction === payload.last_transaction && sequence > payload.last_sequence);

type PruningRow = { through_seal: number; pruned_at: Date; signature: Buffer };

/** Returns the newest statement of what retention removed. An unsigned statement is a fault. */
export async function readPruning(client: pg.Client, log: Log, key: KeyObject) {
  const { rows } = await client.query<PruningRow>(
    `SELECT through_seal, pruned_at, signature FROM audit_prunings WHERE ${ofLog(client, log)} ORDER BY through_seal DESC`,
  );
  const statements = rows.map((row) => {
    const payload: PruningPayload = {
      format: formats.pruning,
      organization: log.organizationId,
      environment: log.environment,
      through_seal: row.through_seal,
      pruned_at: exact(row.pruned_at),
    };
    return { pruning: payload, signature: row.signature.toString("hex") };
  });
  const unsigned = statements.find(
    ({ pruning, signature }) => !isSigned(key, canonicalJson(pruning), Buffer.from(signature, "hex")),
  );
  const [statement] = statements;
  if (!statement) return { through: 0 };
  if (!unsigned) return { through: statement.pruning.through_seal, statement };
  const fault: Fault = {
    seal: unsigned.pruning.through_seal,
    problem: "the statement that retention removed its events is not signed",
  };
  return { through: 0, fault };
}

import "server-only";
import type pg from "pg";
import { z } from "zod";
import { environments } from "@/lib/actor/actor";
import type { Fault } from "@/lib/audit-chain/blame";
import { formats, type LogName, noSeal, type Seal } from "@/lib/audit-chain/canonical";
import { Chain } from "@/lib/audit-chain/chain";
import { logName, ofLog, readSeals, unreadable } from "@/lib/audit-chain/rows";
import type { Log } from "@/lib/audit-chain/seal";
import { logKey } from "@/lib/audit-chain/signing";
import { canonicalJson } from "@/lib/platform/canonical-json";
import { readPublicKey } from "@/lib/platform/ed25519";
import {
  forgetHead,
  headNames,
  moveHead,
  readHead,
  readMark,
  settleHead,
  writeMark,
} from "@/lib/platform/keys-head";

/** A log differs from the keys database, so nothing more is sealed on it; or its tree does not fit its seals. */
export class LogFaultError extends Error {
  override name = "LogFaultError";
  constructor(
    readonly log: LogName,
    readonly fault: Fault,
  ) {
    super(`${log.organization} ${log.environment}: ${fault.problem}`);
  }
}

/**
 * Says what is wrong with a log that could not be sealed.
 * @throws the error itself unless the log caused it
 */
export function toLogFault(log: Log, error: unknown): LogFaultError {
  if (error instanceof LogFaultError) return error;
  const fault = unreadable(error);
  if (!fault) throw error;
  return new LogFaultError(logName(log), fault);
}

/** @throws AggregateError of what is wrong with logs, and with trees, which stops no sealing; if there is any */
export function tellFaults(ofLogs: readonly LogFaultError[], ofTrees: readonly LogFaultError[]): void {
  const told = [
    ...ofLogs.map(({ message }) => `not sealed: ${message}`),
    ...ofTrees.map(({ message }) => `sealed, but its tree does not grow: ${message}`),
  ];
  if (told.length > 0) throw new AggregateError([...ofLogs, ...ofTrees], told.join("; "));
}

const prefix = "audit/";
const nameOf = ({ organization, environment }: LogName) => `${prefix}${organization}/${environment}`;

const sealStatement = z.strictObject({
  format: z.literal(formats.seal),
  organization: z.string(),
  environment: z.enum(environments),
  number: z.int(),
  previous: z.string(),
  first_sequence: z.int(),
  last_transaction: z.int(),
  last_sequence: z.int(),
  count: z.int(),
  root: z.string(),
  sealed_at: z.string(),
});

/** The newest seal in the keys database. `isSettled`: the main database has it too. */
export type KnownHead = { seal: Seal; isSettled: boolean };

/** Returns the newest seal of a log in the keys database; null while there is none. */
export async function knownHead(log: LogName): Promise<KnownHead | null> {
  const head = await readHead(nameOf(log));
  if (!head) return null;
  const payload = sealStatement.parse(JSON.parse(head.statement));
  return { seal: { payload, hash: head.hash, signature: head.signature }, isSettled: head.isSettled };
}

/** Returns the logs that have a seal in the keys database. */
export async function knownLogs(): Promise<LogName[]> {
  const names = await headNames(prefix);
  return names.map((name) => {
    const [, organization = "", environment] = name.split("/");
    return { organization, environment: z.enum(environments).parse(environment) };
  });
}

/**
 * Writes a seal to the keys database before the main database gets it. From then on its absence in the main database
 * is a fault.
 * @throws LogFaultError when another seal was announced meanwhile
 */
export async function announceSeal({ payload, hash, signature }: Seal, isSettled = false): Promise<void> {
  const before = payload.previous === noSeal ? null : payload.previous;
  const head = { number: payload.number, hash, statement: canonicalJson(payload), signature, isSettled };
  if (await moveHead(nameOf(payload), before, head)) return;
  throw new LogFaultError(payload, {
    seal: payload.number,
    problem: "another seal of this number was announced to the keys database",
  });
}

/** Notes in the keys database that the main database has the announced seal. */
export const settleSeal = ({ payload, hash }: Seal): Promise<void> => settleHead(nameOf(payload), hash);

/**
 * Adds seals to the keys database that only the main database has. An older program wrote them, or the keys database
 * was restored. They must follow the newest known seal and carry the signature of the log's key, which the main
 * database does not store.
 * @param seals the seals after the known one, in order
 * @throws LogFaultError
 */
async function adoptSeals(log: LogName, known: KnownHead | null, seals: AsyncIterable<Seal>): Promise<void> {
  const { publicKey } = await logKey(log.organization);
  const chain = new Chain({ log, key: readPublicKey(publicKey) });
  chain.seals = known?.seal.payload.number ?? 0;
  chain.head = known?.seal.hash ?? noSeal;
  let newest: Seal | undefined;
  for await (const seal of seals) {
    const fault = chain.checkSeal(seal);
    if (fault) throw new LogFaultError(log, fault);
    newest = seal;
  }
  if (!newest) return;
  const { payload, hash, signature } = newest;
  const head = { number: payload.number, hash, statement: canonicalJson(payload), signature };
  await moveHead(nameOf(log), known?.seal.hash ?? null, { ...head, isSettled: true });
}

const throughMark = "audit/sealed-through";

/**
 * Returns the transaction before which every event of every log has been sealed; -1 while it is unknown. An unsealed
 * event of an earlier transaction was forged.
 */
export const sealedThrough = async (): Promise<bigint> => (await readMark(throughMark)) ?? -1n;

/** Notes that every event before a transaction has been sealed. */
export const noteSealedThrough = (transaction: bigint, mayGoBack = false): Promise<void> =>
  writeMark(throughMark, transaction, mayGoBack);

/** Forgets where a log ends, so that the next sealing accepts the end in the main database. */
export async function forgetEnd(log: LogName): Promise<void> {
  await forgetHead(nameOf(log));
  await noteSealedThrough(-1n, true);
}

/** The fault of a log that ends before the seal in the keys database. */
const cutOff = (known: KnownHead, seals: number): Fault => ({
  seal: seals + 1,
  problem: `the end was cut off: the keys database knows seal ${known.seal.payload.number}, and the log ends with seal ${seals}`,
});

/** The fault of a log whose seal differs from the one in the keys database. */
const notTheKnown = ({ seal }: KnownHead): Fault => ({
  seal: seal.payload.number,
  problem: "it is not the seal that the keys database knows",
});

/** Returns whether a crash kept the announced seal, the next after `number`, out of the main database. */
export const isAnnouncedAfter = ({ seal, isSettled }: KnownHead, number: number, hash: string): boolean =>
  !isSettled && seal.payload.number === number + 1 && seal.payload.previous === hash;

/** Returns the newest seal of a log in the main database. */
export async function newestSeal(client: pg.Client, log: Log): Promise<Seal | undefined> {
  const { rows } = await client.query<{ number: number }>(
    `SELECT number FROM audit_seals WHERE ${ofLog(client, log)} ORDER BY number DESC LIMIT 1`,
  );
  const [seal] = rows[0] ? await readSeals(client, log, rows[0].number - 1, 1) : [];
  return seal;
}

/**
 * Compares the end of a log in the main database with the keys database.
 * @returns the announced seal that must still be written to the main database; null when there is none
 * @throws LogFaultError when the main database has lost a seal or has another one
 */
export async function announcedAfter(
  client: pg.Client,
  log: Log,
  newest: Seal | undefined,
): Promise<Seal | null> {
  const name = logName(log);
  const known = await knownHead(name);
  const [number, hash] = [newest?.payload.number ?? 0, newest?.hash ?? noSeal];
  const knownNumber = known?.seal.payload.number ?? 0;
  if (number > knownNumber) await adoptSeals(name, known, sealsAfter(client, log, knownNumber));
  if (!known || number > knownNumber) return null;
  if (isAnnouncedAfter(known, number, hash)) return known.seal;
  if (number < knownNumber) throw new LogFaultError(name, cutOff(known, number));
  if (hash !== known.seal.hash) throw new LogFaultError(name, notTheKnown(known));
  if (!known.isSettled) await settleSeal(known.seal);
  return null;
}

async function* sealsAfter(client: pg.Client, log: Log, after: number): AsyncGenerator<Seal> {
  for (let number = after; ; ) {
    const seals = await readSeals(client, log, number, 64);
    yield* seals;
    const last = seals.at(-1);
    if (!last) return;
    number = last.payload.number;
  }
}

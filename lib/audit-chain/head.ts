import "server-only";
import type pg from "pg";
import { z } from "zod";
import { environments } from "@/lib/actor/actor";
import type { Fault } from "@/lib/audit-chain/blame";
import { formats, type LogName, noSeal, type Seal } from "@/lib/audit-chain/canonical";
import { Chain } from "@/lib/audit-chain/chain";
import { logName, ofLog, readSeals } from "@/lib/audit-chain/rows";
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

/** A log is not what the keys database knows of it: nothing is sealed on top of it. */
export class LogFaultError extends Error {
  override name = "LogFaultError";
  constructor(
    readonly log: LogName,
    readonly fault: Fault,
  ) {
    super(`${log.organization} ${log.environment}: ${fault.problem}`);
  }
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

/** The newest seal as the keys database knows it. */
export type KnownHead = { seal: Seal; isSettled: boolean };

/** The newest seal that the keys database knows of a log; null while it knows of none. */
export async function knownHead(log: LogName): Promise<KnownHead | null> {
  const head = await readHead(nameOf(log));
  if (!head) return null;
  const payload = sealStatement.parse(JSON.parse(head.statement));
  return { seal: { payload, hash: head.hash, signature: head.signature }, isSettled: head.isSettled };
}

/** The logs whose newest seal the keys database knows. */
export async function knownLogs(): Promise<LogName[]> {
  const names = await headNames(prefix);
  return names.map((name) => {
    const [, organization = "", environment] = name.split("/");
    return { organization, environment: z.enum(environments).parse(environment) };
  });
}

/**
 * Announces a seal before the main database gets it: from here on that database cannot be without it.
 * @throws LogFaultError when somebody else's seal was announced meanwhile
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

/** Says that the main database has what was announced. */
export const settleSeal = ({ payload, hash }: Seal): Promise<void> => settleHead(nameOf(payload), hash);

/**
 * Brings the keys database up to seals that the main database has and it does not know: of an older program, or
 * because it was restored. They must follow what it knows and be signed by the log's key, which the main database
 * does not hold.
 * @param seals those after the known one, in order
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
 * The transaction before which every event of every log has been sealed; -1 while none is known. What appears before
 * it afterwards was put in by hand.
 */
export const sealedThrough = async (): Promise<bigint> => (await readMark(throughMark)) ?? -1n;

/** Notes that every event before a transaction has been sealed. */
export const noteSealedThrough = (transaction: bigint, mayGoBack = false): Promise<void> =>
  writeMark(throughMark, transaction, mayGoBack);

/** Forgets where a log ends, so that the end which the main database has is taken for it. */
export async function forgetEnd(log: LogName): Promise<void> {
  await forgetHead(nameOf(log));
  await noteSealedThrough(-1n, true);
}

/** What is wrong when a log ends before the seal that the keys database knows. */
const cutOff = (known: KnownHead, seals: number): Fault => ({
  seal: seals + 1,
  problem: `the end was cut off: the keys database knows seal ${known.seal.payload.number}, and the log ends with seal ${seals}`,
});

/** What is wrong when a log has another seal where the keys database knows one. */
const notTheKnown = ({ seal }: KnownHead): Fault => ({
  seal: seal.payload.number,
  problem: "it is not the seal that the keys database knows",
});

/** Whether the seal was announced and a crash came before the main database had it. */
export const isAnnouncedAfter = ({ seal, isSettled }: KnownHead, number: number, hash: string): boolean =>
  !isSettled && seal.payload.number === number + 1 && seal.payload.previous === hash;

/** The newest seal that the main database has of a log. */
export async function newestSeal(client: pg.Client, log: Log): Promise<Seal | undefined> {
  const { rows } = await client.query<{ number: number }>(
    `SELECT number FROM audit_seals WHERE ${ofLog(client, log)} ORDER BY number DESC LIMIT 1`,
  );
  const [seal] = rows[0] ? await readSeals(client, log, rows[0].number - 1, 1) : [];
  return seal;
}

/**
 * Compares the end of a log with the one that the keys database knows.
 * @returns a seal that was announced there and is still to be written here; null when there is none
 * @throws LogFaultError when the main database has lost what the keys database knows
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

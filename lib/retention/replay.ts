import "server-only";
import fs from "node:fs/promises";
import { type Actor, environments } from "@/lib/actor/actor";
import { jobActor } from "@/lib/actor/job";
import { alignTransactions } from "@/lib/audit-chain/clock";
import { finishRedactions } from "@/lib/erasure/columns";
import {
  commonMark,
  forgetMarks,
  type LedgerEntry,
  ledgerFile,
  markDone,
  readLedger,
  refusingDamage,
} from "@/lib/erasure/ledger";
import { recordScopedEvents } from "@/lib/events/record";
import { redactedIdentity } from "@/lib/identities/load";
import { blobs } from "@/lib/platform/blobs";
import { BrokenChainError, type ChainMark, chainStart } from "@/lib/platform/chained-file";
import { db } from "@/lib/platform/db";
import { log } from "@/lib/platform/log";
import { broughtBack, eraseAgain } from "@/lib/privacy/write";
import { emptyMessages } from "@/lib/retention/served";
import { destroyDataKeys, existingDataKeys } from "@/lib/vault/data-keys";

export type Replayed = {
  sessions: number;
  packages: number;
  requests: number;
  identities: number;
  keys: number;
};

/**
 * Repeats every erasure that a restored backup has undone: empties rows, destroys keys, removes images. Runs before
 * the process serves anything, and every hour. Reads the ledger from the position where both databases are complete.
 * @throws StartError when the ledger is damaged, cut off, or belongs to another installation
 */
export async function replayErasures(): Promise<Replayed> {
  return refusingDamage(async () => {
    await finishRedactions();
    const total: Replayed = { sessions: 0, packages: 0, requests: 0, identities: 0, keys: 0 };
    // Repeating an erasure appends a line to the ledger, so reading continues until there is no new line.
    for (let isNew = true; isNew; ) {
      isNew = false;
      for await (const { entries, after } of readLedger(await commonMark())) {
        const done = await replayBatch(entries);
        for (const name of Object.keys(total) as (keyof Replayed)[]) total[name] += done[name];
        await markDone(after);
        isNew = true;
      }
    }
    if (Object.values(total).some((count) => count > 0))
      log.warn(total, "a backup had brought back what was erased; it was erased again");
    return total;
  });
}

/**
 * Does what an older state of the databases asks for, at each start and after the promotion of a standby: the order of
 * the log goes on, and erasures are repeated.
 * @throws StartError when the ledger is damaged, cut off, or belongs to another installation
 */
export async function catchUp(): Promise<void> {
  await alignTransactions();
  await replayErasures();
}

/**
 * Accepts a damaged ledger: cuts it off before the first bad line, repeats the erasures of all remaining lines, and
 * records the fact in the live log of every organization. A copy of the damaged file is kept next to it.
 * @returns the number of remaining lines, and the path of the copy; its path is null when there was no ledger
 */
export async function acceptLedger(): Promise<{ lines: number; kept: string | null }> {
  const copy = `${ledgerFile()}.damaged-${Date.now()}`;
  const kept = await fs.copyFile(ledgerFile(), copy).then(() => copy, ifMissing);
  const end = await soundEnd();
  await fs.truncate(ledgerFile(), end.bytes).catch(ifMissing);
  await forgetMarks();
  await replayErasures();
  const organizations = await db.organization.findMany({ select: { pk: true } });
  const event = { type: "erasures.ledger-accepted" as const, metadata: { lines: end.lines } };
  const told = organizations.map(({ pk }) => ({
    scope: { organizationPk: pk, environment: "live" as const },
    event,
  }));
  await recordScopedEvents(db, "erasure.accept", told);
  return { lines: end.lines, kept };
}

/** Returns the position before the first line that does not follow the line before it. */
async function soundEnd(): Promise<ChainMark> {
  let end = chainStart;
  try {
    for await (const { after } of readLedger(chainStart, 1)) end = after;
  } catch (error) {
    if (!(error instanceof BrokenChainError)) throw error;
  }
  return end;
}

function ifMissing(error: NodeJS.ErrnoException): null {
  if (error.code !== "ENOENT") throw error;
  return null;
}

async function replayBatch(entries: readonly LedgerEntry[]): Promise<Replayed> {
  const dataKeyIds = [...new Set(entries.map(({ data_key }) => data_key))];
  let [sessions, packages, requests] = [0, 0, 0];
  for (const organization of await db.organization.findMany({ select: { pk: true, id: true } })) {
    const where = { organizationPk: organization.pk, dataKeyId: { in: dataKeyIds } };
    sessions += await replaySessions(organization.id, where);
    const ended = { status: "destroyed" as const, dataKeyId: null, sealed: null };
    packages += (await db.package.updateMany({ where, data: ended })).count;
    requests += await replayRequests(where);
  }
  const identities = await replayIdentities(entries);
  const keys = await replayKeys(entries, dataKeyIds);
  return { sessions, packages, requests, identities, keys };
}

/** Destroys keys and images that exist again. A key whose redaction is still running is not reported. */
async function replayKeys(entries: readonly LedgerEntry[], dataKeyIds: string[]): Promise<number> {
  const existing = await existingDataKeys(dataKeyIds);
  const going = await db.redactionCleanup.findMany({ where: { dataKeyId: { in: [...existing] } } });
  await destroyDataKeys([...existing]);
  for (const dataKeyId of dataKeyIds) await blobs().removeFolder(dataKeyId);
  for (const { dataKeyId } of going) existing.delete(dataKeyId);
  await tellOf(entries.filter(({ data_key }) => existing.has(data_key)));
  return existing.size;
}

/** Records one event per log with the number of keys that a backup had restored. */
async function tellOf(back: readonly LedgerEntry[]): Promise<void> {
  const ids = [...new Set(back.flatMap(({ organization }) => organization ?? []))];
  const organizations = await db.organization.findMany({ where: { id: { in: ids } } });
  for (const { pk: organizationPk, id } of organizations)
    for (const environment of environments) {
      const own = back.filter((entry) => entry.organization === id && entry.environment === environment);
      const keys = new Set(own.map(({ data_key }) => data_key)).size;
      const event = { type: "erasures.replayed" as const, metadata: { keys } };
      if (keys > 0)
        await recordScopedEvents(db, "erasure.replay", [{ scope: { organizationPk, environment }, event }]);
    }
}

/** Selects rows of one organization by their data keys. */
type Named = { organizationPk: bigint; dataKeyId: { in: string[] } };

/** A session has one key for life, so a row with an erased key comes from before its erasure. */
async function replaySessions(organizationId: string, where: Named): Promise<number> {
  const back = await db.session.findMany({ where, select: { id: true, environment: true } });
  for (const { id, environment } of back) {
    const actor = await jobActor("erasure.replay", environment, ["privacy:redact"], organizationId);
    await eraseAgain(actor, id);
  }
  return back.length;
}

async function replayRequests(where: Named): Promise<number> {
  const below = { organizationPk: where.organizationPk, request: where };
  await db.requestIndex.deleteMany({ where: below });
  await db.requestMark.deleteMany({ where: below });
  await emptyMessages(db, below);
  await db.requestLetter.updateMany({ where: below, data: { sealed: null } });
  await db.requestMatch.updateMany({ where: below, data: { sealed: null } });
  await db.requestNote.updateMany({ where: below, data: { sealed: null } });
  await db.requestRecipient.updateMany({ where: below, data: { sealed: null } });
  const { count } = await db.request.updateMany({ where, data: { dataKeyId: null, sealed: null } });
  return count;
}

/** An identity has no key, so the ledger names its id. If it is not redacted, it comes from before its erasure. */
async function replayIdentities(entries: readonly LedgerEntry[]): Promise<number> {
  let back = 0;
  for (const { kind, id, organization, environment, at } of entries) {
    if (kind !== "identity" || !id || !organization || !environment) continue;
    const known = await db.organization.findUnique({ where: { id: organization } });
    if (known && (await replayIdentity({ organizationPk: known.pk, environment }, id, at))) back++;
  }
  return back;
}

const replayIdentity = (
  scope: Pick<Actor["scope"], "organizationPk" | "environment">,
  id: string,
  at: string,
) =>
  db.$transaction(async (tx) => {
    const { count } = await tx.identity.updateMany({
      where: { ...scope, id, redactedAt: null },
      data: { ...redactedIdentity, redactedAt: new Date(at), updatedAt: new Date() },
    });
    const resource = { type: "identity" as const, id };
    const event = { type: "identity.redacted" as const, metadata: { reason: broughtBack }, resource };
    if (count === 1) await recordScopedEvents(tx, "erasure.replay", [{ scope, event }]);
    return count === 1;
  });

import "server-only";
import type pg from "pg";
import { raiseTransactions } from "@/lib/audit-chain/clock";
import { sealedThrough } from "@/lib/audit-chain/head";
import { sealArrived } from "@/lib/audit-chain/seal";
import type { Ends } from "@/lib/cells/ends";
import { type Copied, copyLastImages, removeImages } from "@/lib/cells/kept-images";
import { copyHeads, followKeys } from "@/lib/cells/kept-keys";
import {
  holdOrganization,
  receive,
  releaseOrganization,
  sendAway,
  waitForWriters,
} from "@/lib/cells/placement";
import { copyDirectory, countRows, differences, raiseSequences } from "@/lib/cells/rows";
import { unsubscribe, untilReached } from "@/lib/cells/stream";
import { recordScopedEvents } from "@/lib/events/record";
import { db } from "@/lib/platform/db";

/** The hold would last too long, so it has ended, and nothing has moved. */
export class TooLongError extends Error {
  override name = "TooLongError";
}

/** Both sides as they were at the end of the hold, before anything was written again. */
export type Frozen = { from: pg.Client; to: pg.Client };

export type Held = {
  /** How long writes were refused, in milliseconds. */
  ms: number;
  heldAt: Date;
  rows: number;
  destroyedKeys: number;
  copied: Copied;
  sealed: number;
};

type Hold = { ends: Ends; patienceMs: number; copied: ReadonlySet<string>; frozen: Frozen };

async function freeze({ from, to }: Frozen): Promise<void> {
  for (const client of [from, to]) {
    await client.query("ROLLBACK");
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    await client.query("SELECT 1");
  }
}

/** Brings everything over that is not there yet, and compares both sides. @returns what was brought */
async function bringRest({ ends, copied }: Hold, left: () => number) {
  const { from, to, pk } = ends;
  if (!(await untilReached(ends, left())))
    throw new TooLongError("the other cell has not received every change in time");
  const [keys, [here, there]] = await Promise.all([
    followKeys(ends),
    copyDirectory(ends).then(() => Promise.all([countRows(from.main, pk), countRows(to.main, pk)])),
  ]);
  const different = differences(here, there);
  if (different.length > 0) throw new Error(`Rows are missing in the other cell: ${different.join(", ")}.`);
  await removeImages(to, keys.destroyed);
  const images = await copyLastImages(ends, copied);
  await copyHeads(ends);
  if (left() <= 0) throw new TooLongError("comparing both sides took longer than the hold may last");
  return {
    rows: here.reduce((sum, { rows }) => sum + Number(rows), 0),
    destroyedKeys: keys.destroyed.length,
    copied: images,
  };
}

/** Makes the log of the organization go on in the other cell: sealed to its end, and behind it what comes. */
async function continueLog({ from, to, pk, id }: Ends): Promise<number> {
  // First, because an event that names a transaction which has not begun here would be taken for forged.
  await raiseTransactions(to.main, await sealedThrough());
  const sealed = await sealArrived(id);
  await raiseSequences({ from, to, pk, id });
  const scope = { organizationPk: BigInt(pk), environment: "live" as const };
  const metadata = { from: from.cell, to: to.cell };
  await recordScopedEvents(db, "organizations.move", [
    { scope, event: { type: "organization.moved", metadata, resource: { type: "organization", id } } },
  ]);
  return sealed;
}

/** Calls that the hold refused have ended, so nobody waits for them with the same Idempotency-Key. */
async function endLeases(pk: string): Promise<void> {
  const now = new Date();
  await db.idempotentAnswer.updateMany({
    where: { organizationPk: BigInt(pk), doneAt: null, leaseUntil: { gt: now } },
    data: { leaseUntil: now },
  });
}

/**
 * Holds the organization, brings over what is left, and lets the other cell serve it.
 * @param hold.patienceMs how long the hold may last before anything is decided
 * @param hold.copied names of files that are there already
 * @throws TooLongError when it would last longer; it is served here again
 * @throws Error of what failed; it is served here again, unless the database does not answer
 */
export async function moveInHold(hold: Hold, isEnding: () => boolean): Promise<Held> {
  const { ends, patienceMs, frozen } = hold;
  const { from, to, pk } = ends;
  const start = performance.now();
  const left = () => patienceMs - (performance.now() - start);
  const heldAt = await holdOrganization(from.main, BigInt(pk));
  let isDecided = false;
  try {
    if (!(await waitForWriters(from.main, heldAt, left())))
      throw new TooLongError("a write that began before the hold has not ended in time");
    const brought = await bringRest(hold, left);
    if (isEnding()) throw new Error("The command was asked to end.");
    await freeze(frozen);
    await unsubscribe(ends);
    const sealed = await continueLog(ends);
    await endLeases(pk);
    isDecided = true;
    await sendAway(from.main, BigInt(pk), to.cell);
    await receive(to.main, BigInt(pk));
    return { ...brought, sealed, heldAt, ms: performance.now() - start };
  } catch (error) {
    // After the decision nobody knows whether it was written: the next run of the command finds out.
    if (!isDecided) await releaseOrganization(from.main, BigInt(pk));
    throw error;
  }
}

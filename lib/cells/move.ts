import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { allLogs } from "@/lib/audit-chain/seal";
import { verifyLog } from "@/lib/audit-chain/verify";
import type { Ends } from "@/lib/cells/ends";
import { type Frozen, type Held, moveInHold, TooLongError } from "@/lib/cells/hold";
import { copyFolders, copyImages, namedFiles, removeImages } from "@/lib/cells/kept-images";
import { dataKeysOf, followKeys, followLastKeys, removeKeys } from "@/lib/cells/kept-keys";
import {
  guardWrites,
  type Placement,
  placementOf,
  receive,
  releaseOrganization,
  unguardWrites,
} from "@/lib/cells/placement";
import { announce, differences, hashRows, removeRows, tryDirectory } from "@/lib/cells/rows";
import {
  closeStream,
  isSubscribed,
  proveStream,
  subscribe,
  unsubscribe,
  untilCopied,
} from "@/lib/cells/stream";
import { StartError } from "@/lib/platform/errors";

export type MoveOptions = {
  /** How long writes may be refused, in milliseconds. */
  maxHoldMs: number;
  /** How often the hold is tried before the command gives up. */
  tries: number;
  /** Whether rows, keys and images are removed here after everything was found to be the same there. */
  removesSource: boolean;
  say: (line: string) => void;
  /** Whether the command was asked to end. */
  isEnding: () => boolean;
};

const moveLock = 6_071_991;

/** @throws StartError when another command moves this organization */
async function lockMove({ from, to, pk, id }: Ends): Promise<void> {
  for (const { main } of [from, to]) {
    const { rows } = await main.query<{ isOurs: boolean }>(
      'SELECT pg_try_advisory_lock($1, hashtext($2)) AS "isOurs"',
      [moveLock, pk],
    );
    if (!rows[0]?.isOurs) throw new StartError(`Another command moves ${id} at this moment.`);
  }
}

type Places = { here: Placement; there: Placement | null };

/** Reads where the organization is. @throws StartError when it is not here, or its number is taken there */
export async function findMove(ends: Omit<Ends, "pk">): Promise<Ends & { places: Places }> {
  const here = await placementOf(ends.from.main, ends.id);
  if (!here) throw new StartError(`Cell ${ends.from.cell} has no organization ${ends.id}.`);
  const there = await placementOf(ends.to.main, ends.id);
  const pk = String(here.pk);
  const { rows } = await ends.to.main.query<{ id: string }>("SELECT id FROM organizations WHERE pk = $1", [
    pk,
  ]);
  const isTaken = (rows[0] && rows[0].id !== ends.id) || (there && there.pk !== here.pk);
  if (isTaken)
    throw new StartError(
      `Cell ${ends.to.cell} has another organization of the number ${pk}: its CELL was not set when its databases were made.`,
    );
  const found = { ...ends, pk, places: { here, there } };
  await lockMove(found);
  return found;
}

/** Removes from the other cell what a move has brought there. It must not serve the organization. */
async function cleanTarget(ends: Ends, places: Places): Promise<void> {
  const { to, pk, id } = ends;
  if (places.there && !places.there.heldAt)
    throw new StartError(`Cell ${to.cell} serves ${id} itself; nothing was changed.`);
  await unsubscribe(ends);
  await closeStream(ends);
  await unguardWrites(to.main, BigInt(pk));
  await removeImages(to, await dataKeysOf(to.keys, id));
  // The row of the organization goes last: keys without an organization would be those of another installation.
  await removeRows(to.main, pk, true);
  await removeKeys(to.keys, id);
  await removeRows(to.main, pk, false);
}

/** Ends a move that has not been decided, and leaves nothing of it. @throws StartError when it has been decided */
export async function abortMove(ends: Ends & { places: Places }, say: (line: string) => void): Promise<void> {
  const { from, places, pk, id } = ends;
  if (places.here.movedTo !== null)
    throw new StartError(`${id} has moved to cell ${places.here.movedTo}; move it back from there instead.`);
  await releaseOrganization(from.main, BigInt(pk));
  await cleanTarget(ends, places);
  await unguardWrites(from.main, BigInt(pk));
  say(`The move of ${id} was given up. Cell ${from.cell} serves it, and the other cell has nothing of it.`);
}

/** Copies everything while writes go on. @returns the names of files that are there */
async function copyAhead(ends: Ends, { say, isEnding }: MoveOptions): Promise<Set<string>> {
  const tell = (ready: number, all: number) => {
    if (isEnding())
      throw new StartError("Ended. Run the command again to go on, or with --abort to give up.");
    if (ready === all || ready % 20 === 0) say(`${ready} of ${all} tables are copied`);
  };
  const files = async () => {
    const keys = await followKeys(ends);
    say(`${keys.copied.length} keys copied`);
    const named = new Set(await namedFiles(ends));
    const { files, bytes } = await copyImages(ends);
    say(`${files} images copied, ${bytes} bytes`);
    return named;
  };
  const [named] = await Promise.all([files(), untilCopied(ends, tell)]);
  return named;
}

async function holdUntilMoved(
  ends: Ends,
  options: MoveOptions,
  copied: ReadonlySet<string>,
  frozen: Frozen,
): Promise<Held> {
  for (let left = options.tries - 1; ; left--)
    try {
      return await moveInHold({ ends, patienceMs: options.maxHoldMs, copied, frozen }, options.isEnding);
    } catch (error) {
      if (!(error instanceof TooLongError)) throw error;
      options.say(`Held and released without a move: ${error.message}.`);
      if (left === 0 || options.isEnding())
        throw new StartError(
          `${ends.id} has not moved: the hold would last longer than ${options.maxHoldMs / 1000} s. Run the command again at a quieter time, or with a longer --max-hold.`,
        );
      await sleep(2_000);
    }
}

/** Compares the contents of every table as they were in the hold, and verifies the log. @returns whether all is well */
async function prove(ends: Ends, frozen: Frozen | null, say: (line: string) => void): Promise<boolean> {
  let isSame = true;
  if (frozen) {
    const [here, there] = await Promise.all([hashRows(frozen.from, ends.pk), hashRows(frozen.to, ends.pk)]);
    const different = differences(here, there);
    isSame = different.length === 0;
    say(isSame ? `The contents of ${here.length} tables are the same` : `DIFFERENT: ${different.join(", ")}`);
  }
  for (const log of await allLogs(ends.to.main, ends.id)) {
    const { fault, seals, events, environment } = await verifyLog(log);
    say(
      `The ${environment} log ${fault ? `DOES NOT VERIFY: ${fault.problem}` : "verifies"}: ${seals} seals, ${events} events`,
    );
    if (fault) isSame = false;
  }
  return isSame;
}

/** Removes rows, keys and images here; the row of the organization stays and says where it went. */
async function removeSource({ from, pk, id }: Ends, say: (line: string) => void): Promise<void> {
  await removeImages(from, await dataKeysOf(from.keys, id));
  const rows = await removeRows(from.main, pk, true);
  const keys = await removeKeys(from.keys, id);
  say(`${rows} rows, ${keys.length} keys and their images were removed from cell ${from.cell}`);
}

/** What follows the decision: it can be repeated. */
async function finish(
  ends: Ends,
  heldAt: Date,
  frozen: Frozen | null,
  options: MoveOptions,
): Promise<boolean> {
  const { say } = options;
  await unsubscribe(ends);
  await closeStream(ends);
  await unguardWrites(ends.to.main, BigInt(ends.pk));
  const late = await followLastKeys(ends, heldAt);
  if (late.length > 0)
    say(`${late.length} keys that were destroyed at the last moment were destroyed there, too`);
  const there = new Set(await dataKeysOf(ends.to.keys, ends.id));
  const folders = (await dataKeysOf(ends.from.keys, ends.id)).filter((key) => there.has(key));
  const missing = await copyFolders(ends, folders);
  say(`${folders.length} folders of images compared, ${missing.files} files were missing`);
  const isWell = await prove(ends, frozen, say);
  if (!isWell) say("Nothing was removed here. Keep this cell's databases as they are.");
  else if (options.removesSource) await removeSource(ends, say);
  else
    say(
      `Cell ${ends.from.cell} still has its rows, keys and images: run the command again with --remove-source`,
    );
  return isWell;
}

/**
 * Moves an organization to another cell while it is used. It can be killed at any moment and run again.
 * @returns whether everything was found to be the same afterwards
 * @throws StartError when it cannot be moved; then this cell serves it
 */
export async function moveOrganization(
  ends: Ends & { places: Places },
  options: MoveOptions,
): Promise<boolean> {
  const { from, to, pk, id, places } = ends;
  const { here, there } = places;
  const { say } = options;
  if (here.movedTo !== null) {
    if (here.movedTo !== to.cell) throw new StartError(`${id} has moved to cell ${here.movedTo}.`);
    if (there?.movedTo === from.cell) await receive(to.main, BigInt(pk));
    say(`${id} has moved to cell ${to.cell}`);
    return finish(ends, here.heldAt ?? new Date(), null, options);
  }
  await releaseOrganization(from.main, BigInt(pk));
  await proveStream(ends);
  if (!(await isSubscribed(ends))) {
    await cleanTarget(ends, places);
    await tryDirectory(ends);
    await announce(ends);
    // Links that arrive lead to this organization there, too, and nobody may use them before it is whole.
    await guardWrites(to.main, BigInt(pk));
    await subscribe(ends);
    say(`Copying ${id} to cell ${to.cell} while it is used`);
  }
  const copied = await copyAhead(ends, options);
  for (const { main } of [from, to]) await guardWrites(main, BigInt(pk));
  const frozen = { from: await from.another(), to: await to.another() };
  const held = await holdUntilMoved(ends, options, copied, frozen);
  say(
    `${id} has moved to cell ${to.cell}: ${held.rows} rows, ${held.copied.files} last images, ${held.destroyedKeys} keys destroyed meanwhile, ${held.sealed} events sealed`,
  );
  say(`Its writes were held for ${Math.round(held.ms)} ms`);
  return finish(ends, held.heldAt, frozen, options);
}

import "server-only";
import { randomUUID } from "node:crypto";
import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { bring } from "@/lib/intake/bring";
import { list, releaseListing } from "@/lib/intake/list";
import { memory } from "@/lib/intake/memory";
import { tellVendor } from "@/lib/intake/reports";
import { endRun, endRunsAtRest } from "@/lib/intake/runs";
import { postpone, release, settle, settleFailure, settleListing, sourceFailed } from "@/lib/intake/settle";
import { type OpenSource, openSource } from "@/lib/intake/source";
import {
  findLanes,
  hasEndedProcesses,
  type Lane,
  newRenewal,
  type Pace,
  type TakenItem,
  takeItem,
  usualPace,
} from "@/lib/intake/take";
import { inBackground } from "@/lib/platform/db";
import { startTicking } from "@/lib/platform/tick";
import { sayFailure } from "@/lib/platform/unavailable";
import { VendorError } from "@/lib/vendors/error";

/** How many sessions of one source a process fetches at once. Each holds its images in memory. */
const atOnce = 4;

/** Takes one session in, and stores what became of it. */
async function takeOne(
  lane: Lane,
  source: OpenSource,
  item: TakenItem,
  pace: Pace,
  signal: AbortSignal,
): Promise<void> {
  const { hold, leave } = memory.enter();
  try {
    if (hasEndedProcesses(item))
      throw new VendorError("unreadable", "This server ended several times while it took it in.");
    const renew = newRenewal(lane, item, pace);
    const holdOn = (bytes: number) => hold(bytes, renew);
    await settle(lane, item, await bring(source, item, { renew, hold: holdOn }));
  } catch (error) {
    if (error instanceof VendorError && signal.aborted) return release(lane, item);
    if (error instanceof VendorError) return settleFailure(lane, source, item, error);
    sayFailure(error, "sources.take");
    // Where the database is away, its lease ends instead. The sessions behind it do not wait for that.
    await postpone(lane, item).catch(() => undefined);
  } finally {
    leave();
  }
}

/** Whether a listing is over, so that workers without a session know whether more may come. */
type Listing = { isOver: boolean };

async function fetchAll(
  lane: Lane,
  source: OpenSource,
  pace: Pace,
  listing: Listing,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const item = await takeItem({ ...lane, version: source.row.version }, randomUUID(), pace);
    if (item) await takeOne(lane, source, item, pace, signal);
    else if (listing.isOver) return;
    else await sleep(200, undefined, { signal }).catch(() => undefined);
  }
}

/** Lists a source and fetches what is due, until nothing is. */
export async function drive(lane: Lane, signal: AbortSignal, pace = usualPace): Promise<void> {
  const source = await openSource(lane, signal).catch(async (error) => {
    if (!(error instanceof VendorError)) throw error;
    await sourceFailed(lane, error, 0, null);
    return null;
  });
  if (!source) return;
  const worker = randomUUID();
  const listing = { isOver: false };
  const listed = list(lane, source, worker, pace, signal)
    .catch((error) => {
      if (!(error instanceof VendorError)) throw error;
      if (signal.aborted) return releaseListing(lane, worker);
      return settleListing(lane, source, worker, error);
    })
    .finally(() => {
      listing.isOver = true;
    });
  const workers = Array.from({ length: atOnce }, () => fetchAll(lane, source, pace, listing, signal));
  const told = tellVendor(lane, source, pace, signal);
  const ends = await Promise.allSettled([listed, told, ...workers]);
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  await endRun(lane);
}

const nameOf = ({ organizationPk, environment, pk }: Lane) => `${organizationPk}/${environment}/${pk}`;

/**
 * Starts taking in sessions: every second, a lane for each source that has something to list or to fetch. Sources do
 * not wait for each other, and several processes share the work.
 * @returns a function that stops it; a session that is being fetched is dropped, and fetched again by whoever goes on
 */
export function startIntake(everySeconds = 1, pace = usualPace): { stop: () => Promise<void> } {
  const lanes = new Map<string, Promise<void>>();
  const stopping = new AbortController();
  // Every exchange of every source listens to it for as long as it lasts.
  setMaxListeners(0, stopping.signal);
  const { signal } = stopping;
  const open = (lane: Lane) => {
    const name = nameOf(lane);
    if (lanes.has(name) || signal.aborted) return;
    const ended = inBackground(() => drive(lane, signal, pace), "intake")
      .catch((error) => {
        if (!signal.aborted) sayFailure(error, "sources.take");
      })
      .finally(() => lanes.delete(name));
    lanes.set(name, ended);
  };
  const ticking = startTicking({
    name: "sources.take",
    everySeconds,
    run: async () => {
      await endRunsAtRest();
      for (const lane of await findLanes()) open(lane);
    },
  });
  return {
    async stop() {
      stopping.abort();
      await ticking.stop();
      await Promise.all(lanes.values());
    },
  };
}

/** Does everything that is due now, and waits for its end. */
export async function takeDue(pace = usualPace): Promise<void> {
  const { signal } = new AbortController();
  await endRunsAtRest();
  await Promise.all(
    (await findLanes()).map((lane) => inBackground(() => drive(lane, signal, pace), "intake")),
  );
}

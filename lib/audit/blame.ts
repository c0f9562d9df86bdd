import type { Seal } from "@/lib/audit/canonical";
import { hashBytes, merkleRoot } from "@/lib/platform/merkle";

/** Where a log is not what was sealed, and what is wrong there. */
export type Fault = { seal?: number; event?: string; sequence?: number; problem: string };

type EventName = { event: string; sequence: number };
export type SealedEvents = { count: number; names: EventName[] };

/** Compares the events found in a seal's range with what it sealed; names the first one that differs. */
export function findEventFault(
  { payload, leaves: kept }: Seal,
  found: SealedEvents,
  leaves: Buffer,
): Fault | undefined {
  const { number: seal, root, count } = payload;
  const isRoot = (hashes: Buffer) =>
    hashes.length % hashBytes === 0 && merkleRoot(hashes).toString("hex") === root;
  const keptAsSealed = kept && (kept.equals(leaves) || isRoot(kept));
  if (found.count === count && isRoot(leaves)) {
    if (kept && !keptAsSealed) return { seal, problem: "its list of leaf hashes was changed" };
    return undefined;
  }
  if (found.count === 0) return { seal, problem: `none of its ${count} events is there` };
  if (kept && keptAsSealed) return { seal, ...blame(found.names, leaves, kept) };
  return { seal, ...between(found), problem: whole(found.count, count) };
}

/** Without the leaf hashes the place is the seal's range. */
const between = ({ names }: SealedEvents) => names[0] ?? {};

const whole = (found: number, count: number) =>
  found === count
    ? `an event among the ${count} of this seal, which begin here, was changed or moved`
    : `this seal has ${count} events, and ${found} are there, beginning here`;

/** The first event whose leaf hash is not the one that was sealed at its place. */
function blame(names: readonly EventName[], leaves: Buffer, kept: Buffer): Omit<Fault, "seal"> {
  const list = hexList(leaves);
  const sealed = hexList(kept);
  const at = sealed.findIndex((hash, index) => hash !== list[index]);
  const place = names[at];
  if (at < 0) return { ...names[sealed.length], problem: "this event was inserted after the seal" };
  if (!place) return { ...names.at(-1), problem: missing(sealed.length - list.length, "after") };
  const known = new Set(sealed);
  const isSealed = known.has(list[at] ?? "");
  if (!isSealed && list.length > sealed.length)
    return { ...place, problem: "this event was inserted after the seal" };
  if (!isSealed && list.length === sealed.length) return { ...place, problem: "this event was changed" };
  if (!isSealed) return { ...place, problem: "this event was changed, or another before it removed" };
  if (list.length === sealed.length && list.every((hash) => known.has(hash)))
    return { ...place, problem: "this event is not where it was: events were reordered" };
  return { ...place, problem: missing(sealed.indexOf(list[at] ?? "") - at, "before") };
}

const missing = (count: number, side: "before" | "after") =>
  `${count > 1 ? `${count} events are` : "an event is"} missing ${side} this one`;

const hexList = (hashes: Buffer) =>
  Array.from({ length: hashes.length / hashBytes }, (_, at) =>
    hashes.toString("hex", at * hashBytes, (at + 1) * hashBytes),
  );

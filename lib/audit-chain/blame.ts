import type { Seal } from "@/lib/audit-chain/canonical";
import { hashBytes, merkleRoot, writeLeafHash } from "@/lib/platform/merkle";

/** Where a log differs from its seals, and how. */
export type Fault = { seal?: number; event?: string; sequence?: number; problem: string };

const idBytes = 64;

/**
 * The hashes, ids and sequences of the events found in one seal's range. Stored in buffers, which grow to the largest
 * seal, because an object per event would cost too much memory.
 */
export class FoundEvents {
  count = 0;
  private hashes = Buffer.alloc(hashBytes * 64);
  private ids = Buffer.alloc(idBytes * 64);
  private sequences = new Float64Array(64);

  add(id: string, sequence: number, line: string): void {
    if (this.count === this.sequences.length) this.grow();
    writeLeafHash(line, this.hashes, this.count);
    const from = this.count * idBytes;
    const length = this.ids.write(id, from, idBytes - 1);
    this.ids[from + length] = 0;
    this.sequences[this.count++] = sequence;
  }

  private grow(): void {
    const twice = (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(bytes.length)]);
    this.hashes = twice(this.hashes);
    this.ids = twice(this.ids);
    const sequences = new Float64Array(this.sequences.length * 2);
    sequences.set(this.sequences);
    this.sequences = sequences;
  }

  get leaves(): Buffer {
    return this.hashes.subarray(0, this.count * hashBytes);
  }

  /** Returns the id and sequence of the event at a position; empty where there is none. */
  name(at: number): { event?: string; sequence?: number } {
    if (at < 0 || at >= this.count) return {};
    const slot = this.ids.subarray(at * idBytes, (at + 1) * idBytes);
    return { event: slot.toString("utf8", 0, slot.indexOf(0)), sequence: this.sequences[at] ?? 0 };
  }
}

/** Compares the events found in a seal's range with the seal. Names the first event that differs. */
export function findEventFault({ payload, leaves: kept }: Seal, found: FoundEvents): Fault | undefined {
  const { number: seal, root, count } = payload;
  const { leaves } = found;
  const isRoot = (hashes: Buffer) =>
    hashes.length % hashBytes === 0 && merkleRoot(hashes).toString("hex") === root;
  const keptAsSealed = kept && (kept.equals(leaves) || isRoot(kept));
  if (found.count === count && isRoot(leaves)) {
    if (kept && !keptAsSealed) return { seal, problem: "its list of leaf hashes was changed" };
    return undefined;
  }
  if (found.count === 0) return { seal, problem: `all ${count} events of this seal are missing` };
  if (kept && keptAsSealed) return { seal, ...blame(found, kept) };
  return { seal, ...found.name(0), problem: whole(found.count, count) };
}

/**
 * Checks the events that are left of a pruned seal. An interrupted removal leaves some; each must be an event of the
 * seal.
 */
export function findPrunedFault({ payload, leaves }: Seal, found: FoundEvents): Fault | undefined {
  const { number: seal, root } = payload;
  const isRoot = leaves && leaves.length % hashBytes === 0 && merkleRoot(leaves).toString("hex") === root;
  if (leaves && !isRoot) return { seal, problem: "its list of leaf hashes was changed" };
  const sealed = new Set(hexList(leaves ?? Buffer.alloc(0)));
  const at = hexList(found.leaves).findIndex((hash) => !sealed.has(hash));
  if (at < 0) return undefined;
  return {
    seal,
    ...found.name(at),
    problem: "retention removed the events of this seal, and this event was not one of them",
  };
}

/** The message when the leaf hashes are missing: it can name only where the seal's range begins, not the event. */
const whole = (found: number, count: number) =>
  found === count
    ? `an event among the ${count} of this seal, which begin here, was changed or moved`
    : `this seal has ${count} events, but ${found} were found, beginning here`;

/** Finds the first event whose leaf hash differs from the sealed one at its position. */
function blame(found: FoundEvents, kept: Buffer): Omit<Fault, "seal"> {
  const list = hexList(found.leaves);
  const sealed = hexList(kept);
  const at = sealed.findIndex((hash, index) => hash !== list[index]);
  if (at < 0) return { ...found.name(sealed.length), problem: "this event was inserted after the seal" };
  if (at >= list.length)
    return { ...found.name(list.length - 1), problem: missing(sealed.length - list.length, "after") };
  const place = found.name(at);
  const known = new Set(sealed);
  const isSealed = known.has(list[at] ?? "");
  if (!isSealed && list.length > sealed.length)
    return { ...place, problem: "this event was inserted after the seal" };
  if (!isSealed && list.length === sealed.length) return { ...place, problem: "this event was changed" };
  if (!isSealed) return { ...place, problem: "this event was changed, or an event before it was removed" };
  if (list.length === sealed.length && list.every((hash) => known.has(hash)))
    return { ...place, problem: "this event is not in its place: events were reordered" };
  return { ...place, problem: missing(sealed.indexOf(list[at] ?? "") - at, "before") };
}

const missing = (count: number, side: "before" | "after") =>
  `${count > 1 ? `${count} events are` : "an event is"} missing ${side} this one`;

const hexList = (hashes: Buffer) =>
  Array.from({ length: hashes.length / hashBytes }, (_, at) =>
    hashes.toString("hex", at * hashBytes, (at + 1) * hashBytes),
  );

import type { KeyObject } from "node:crypto";
import { type Fault, FoundEvents, findEventFault, findPrunedFault } from "@/lib/audit-chain/blame";
import { formats, hashOf, type LogEvent, type LogName, noSeal, type Seal } from "@/lib/audit-chain/canonical";
import { canonicalJson } from "@/lib/platform/canonical-json";
import { isSigned } from "@/lib/platform/ed25519";

/** The input of a verification. */
export type ChainStart = {
  log: LogName;
  key: KeyObject;
  /** Hashes of seals from checkpoints, by seal number. */
  checkpoints?: ReadonlyMap<number, string>;
  /** The newest seal in the keys database. */
  known?: { number: number; hash: string };
  /** Retention removed the events of this seal and of all before it. */
  prunedThrough?: number;
};

/** A reading stops at this many events more than the seal covers: the fault is certain by then. */
const slack = 16;

/** Verifies one log seal by seal and reports the first fault. It needs memory for the events of one seal. */
export class Chain {
  seals = 0;
  events = 0;
  head = noSeal;
  sealedAt: string | undefined;
  private readonly found = new FoundEvents();

  constructor(readonly start: ChainStart) {}

  /** Checks a seal: its number, log, hash and signature, the seal before it, and the checkpoints. */
  checkSeal({ payload, hash, signature }: Seal): Fault | undefined {
    const { log, key, checkpoints, known } = this.start;
    const due = this.seals + 1;
    const fault = (problem: string): Fault => ({ seal: payload.number, problem });
    if (payload.number !== due) return { seal: due, problem: `seal ${due} is missing` };
    if (payload.format !== formats.seal) return fault("its format is not known");
    if (payload.organization !== log.organization || payload.environment !== log.environment)
      return fault("it belongs to another log");
    if (hashOf(payload) !== hash) return fault("it was changed: its hash differs");
    if (!isSigned(key, canonicalJson(payload), signature))
      return fault("its signature is not from the log's key");
    if (payload.previous !== this.head) return fault("it does not follow the seal before it");
    const kept = checkpoints?.get(due);
    if (kept && kept !== hash) return fault("it is not the seal that a checkpoint names");
    if (known?.number === due && known.hash !== hash)
      return fault("it is not the seal that the keys database knows");
    this.seals = due;
    this.head = hash;
    this.sealedAt = payload.sealed_at;
    return undefined;
  }

  /** Adds an event to the range of the next {@link checkEvents}. */
  takeEvent({ id, sequence, line }: LogEvent): void {
    this.found.add(id, sequence, line);
  }

  /** Returns whether so many events too many were added that the rest need not be read. */
  isOverfull({ payload }: Seal): boolean {
    return this.found.count > payload.count + slack;
  }

  /** Checks the events added since the last call against their seal. */
  checkEvents(seal: Seal): Fault | undefined {
    const { found } = this;
    const isPruned = seal.payload.number <= (this.start.prunedThrough ?? 0);
    this.events += found.count;
    const fault = isPruned ? findPrunedFault(seal, found) : findEventFault(seal, found);
    found.count = 0;
    return fault;
  }

  /** Checks that the log does not end before a checkpoint or the seal in the keys database. */
  checkEnd(): Fault | undefined {
    const kept = Math.max(0, ...(this.start.checkpoints?.keys() ?? []));
    const { number: known = 0 } = this.start.known ?? {};
    if (Math.max(kept, known) <= this.seals) return undefined;
    const witness =
      known > this.seals ? `the keys database knows seal ${known}` : `a checkpoint names seal ${kept}`;
    const problem = `the end was cut off: ${witness}, and the log ends with seal ${this.seals}`;
    return { seal: this.seals + 1, problem };
  }
}

import type { KeyObject } from "node:crypto";
import { type Fault, FoundEvents, findEventFault, findPrunedFault } from "@/lib/audit-chain/blame";
import { formats, hashOf, type LogEvent, type LogName, noSeal, type Seal } from "@/lib/audit-chain/canonical";
import { canonicalJson } from "@/lib/platform/canonical-json";
import { isSigned } from "@/lib/platform/ed25519";

/** What a verification starts from. */
export type ChainStart = {
  log: LogName;
  key: KeyObject;
  /** Hashes of seals that were kept outside, by number. */
  checkpoints?: ReadonlyMap<number, string>;
  /** The newest seal that the keys database knows. */
  known?: { number: number; hash: string };
  /** Retention removed the events up to this seal. */
  prunedThrough?: number;
};

/** More events than a seal can have need not be kept in mind to say that there are too many. */
const slack = 16;

/** Follows one log seal by seal, and says the first place where it is not what was sealed. Memory: one seal's events. */
export class Chain {
  seals = 0;
  events = 0;
  head = noSeal;
  sealedAt: string | undefined;
  private readonly found = new FoundEvents();

  constructor(readonly start: ChainStart) {}

  /** Checks a seal against the one before, its own hash, its signature and the checkpoints. */
  checkSeal({ payload, hash, signature }: Seal): Fault | undefined {
    const { log, key, checkpoints, known } = this.start;
    const due = this.seals + 1;
    const fault = (problem: string): Fault => ({ seal: payload.number, problem });
    if (payload.number !== due) return { seal: due, problem: `seal ${due} is missing` };
    if (payload.format !== formats.seal) return fault("it has a format that is not known");
    if (payload.organization !== log.organization || payload.environment !== log.environment)
      return fault("it belongs to another log");
    if (hashOf(payload) !== hash) return fault("it was changed: its hash is another");
    if (!isSigned(key, canonicalJson(payload), signature))
      return fault("its signature is not by the log's key");
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

  /** Takes an event that lies in the range of the seal being checked. */
  takeEvent({ id, sequence, line }: LogEvent): void {
    this.found.add(id, sequence, line);
  }

  /** Whether more events were taken than the seal covers by so many that the rest need not be read. */
  isOverfull({ payload }: Seal): boolean {
    return this.found.count > payload.count + slack;
  }

  /** Checks the events taken since the last call against the seal they belong to. */
  checkEvents(seal: Seal): Fault | undefined {
    const { found } = this;
    const isPruned = seal.payload.number <= (this.start.prunedThrough ?? 0);
    this.events += found.count;
    const fault = isPruned ? findPrunedFault(seal, found) : findEventFault(seal, found);
    found.count = 0;
    return fault;
  }

  /** What only shows at the end: that the log is shorter than a checkpoint or the keys database says. */
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

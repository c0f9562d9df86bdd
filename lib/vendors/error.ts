/**
 * What went wrong at a vendor, so that the engine knows what to do about it:
 * - `refused_key`: the vendor does not accept the key, or the key may not do this. Nothing else will work either.
 * - `not_found`: the vendor has no such session or file (any more).
 * - `throttled`, `away`: the same call may succeed later.
 * - `expired`: the address of a file is no longer valid. The session must be fetched again to get a new one.
 * - `unreadable`: the answer cannot be what was asked for: no JSON, cut off, too large, another shape.
 * - `not_allowed`: our own rules forbid the call: an address that is not public, a redirect elsewhere.
 * - `incomplete`: the answer was read, and a value that a session needs is not in it.
 */
export const vendorFaults = [
  "refused_key",
  "not_found",
  "throttled",
  "away",
  "expired",
  "unreadable",
  "not_allowed",
  "incomplete",
] as const;
export type VendorFault = (typeof vendorFaults)[number];

/**
 * A call to a vendor failed, or its answer is no session. The message is one sentence for people, without values of
 * persons. The vendor's own words may name a person, so they are kept with a source and never with a session.
 */
export class VendorError extends Error {
  override name = "VendorError";
  constructor(
    readonly fault: VendorFault,
    message: string,
    /** After how many milliseconds the vendor wants to be asked again; null when it does not say. */
    readonly retryAfterMs: number | null = null,
    /** The HTTP status of the answer; null when there was none. */
    readonly status: number | null = null,
    /** The vendor's own words. */
    readonly said: string | null = null,
  ) {
    super(message);
  }

  /** The message with the vendor's own words. */
  get whole(): string {
    return this.said ? `${this.message.replace(/\.$/, "")}: ${this.said}` : this.message;
  }
}

import type { VendorFault } from "@/lib/vendors/error";

/** What is done about a session that could not be taken. */
export type Consequence = {
  state: "due" | "set_aside";
  /** After how many seconds the session is tried again. */
  waitSeconds: number;
  /** For how many seconds the whole source leaves the vendor alone. */
  quietSeconds: number;
  /** Whether the source stops until an admin looks at it. */
  stops: boolean;
};

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** The waits before each try while a vendor is away. After the last of them the session is set aside. */
const soon = [1, 5, 30, 2 * minute, 10 * minute];
/** The waits of a session that was set aside; the last one repeats. */
const later = [hour, 6 * hour, day, 3 * day, 7 * day];

const at = (waits: readonly number[], index: number) =>
  waits[Math.min(Math.max(index, 0), waits.length - 1)] ?? day;

/**
 * Says what to do about a failed try.
 * @param tries counts this try too, and those before it since the last success
 */
export function afterFailure(fault: VendorFault, tries: number, retryAfterMs: number | null): Consequence {
  const asked = retryAfterMs === null ? 0 : Math.ceil(retryAfterMs / 1000);
  const again = { state: "due" as const, stops: false };
  switch (fault) {
    case "refused_key":
      return { state: "due", waitSeconds: 0, quietSeconds: 0, stops: true };
    case "throttled":
      // Being throttled is no fault of the session: it is never set aside for it.
      return {
        ...again,
        waitSeconds: Math.max(asked, 1),
        quietSeconds: Math.max(asked, at(soon, tries - 1)),
      };
    case "away":
      if (tries > soon.length) return aside(tries - soon.length);
      return { ...again, waitSeconds: Math.max(asked, at(soon, tries - 1)), quietSeconds: asked };
    case "expired":
      // A new fetch brings new addresses.
      return tries > 3 ? aside(tries - 3) : { ...again, waitSeconds: 0, quietSeconds: 0 };
    default:
      return aside(tries);
  }
}

const aside = (times: number): Consequence => ({
  state: "set_aside",
  waitSeconds: at(later, times - 1),
  quietSeconds: 0,
  stops: false,
});

/** The waits before each try of a report that could not be delivered; after the last of them it has failed. */
const reportWaits = [10, minute, 10 * minute, hour, 6 * hour, day, day];

/**
 * After how many seconds a vendor is told again of a decision or a redaction.
 * @param tries counts the failed one
 * @returns null when it has failed finally: the vendor does not take it, or has not answered for days
 */
export function afterFailedReport(
  fault: VendorFault,
  tries: number,
  retryAfterMs: number | null,
): number | null {
  if (fault !== "throttled" && fault !== "away" && fault !== "refused_key") return null;
  const wait = reportWaits[tries - 1];
  if (wait === undefined) return fault === "throttled" ? day : null;
  return Math.max(wait, Math.ceil((retryAfterMs ?? 0) / 1000));
}

/** So many failures in a row that may be the vendor's, and the source leaves it alone for a while. */
const failuresUntilQuiet = 8;

/** For how many seconds a source is quiet after so many failures in a row: none at first, ten minutes at most. */
export const quietAfter = (failuresInARow: number): number =>
  failuresInARow < failuresUntilQuiet
    ? 0
    : Math.min(5 * 2 ** (failuresInARow - failuresUntilQuiet), 10 * minute);

/** A session that ended so many processes is set aside and not only tried again. */
export const mostTries = 12;

/** How long a vendor that names no versions may change a session after it began. */
const lifetimeSeconds = 2 * day;

/**
 * When a session is fetched again although its vendor's list does not say whether it has changed: often at first, then
 * less and less, for two days.
 * @returns null when it is old enough to stay as it is
 */
export function recheckAt(firstSeenAt: Date, now: Date): Date | null {
  const age = (now.getTime() - firstSeenAt.getTime()) / 1000;
  if (age > lifetimeSeconds) return null;
  return new Date(now.getTime() + Math.min(Math.max(age / 4, 30), 6 * hour) * 1000);
}

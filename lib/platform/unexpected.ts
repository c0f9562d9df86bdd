import { log } from "@/lib/platform/log";

type Unexpected = { count: number; lastAt: Date | null };
const kept = globalThis as typeof globalThis & { countersignUnexpected?: Unexpected };

/** Returns how many unhandled errors occurred since the process started, and when the last one was. */
export const unexpectedSoFar = (): Readonly<Unexpected> =>
  kept.countersignUnexpected ?? { count: 0, lastAt: null };

/**
 * Counts and logs an unhandled error. Only the call in which it occurred fails; the process goes on serving others
 * (docs/decisions/0022).
 */
export function noteUnexpected(error: unknown, kind: string): void {
  kept.countersignUnexpected = { count: unexpectedSoFar().count + 1, lastAt: new Date() };
  log.error({ err: error }, kind);
}

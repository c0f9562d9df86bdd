/** One line of the table: what was looked at, what was found, and what has to be found. */
export type Check = { what: string; found: string; wanted: string; isOk: boolean };

/**
 * One kind of fault. `size` is how much of it there is when nothing else is asked for, in its `unit`; `run` does it to
 * an installation of its own and says what came of it.
 */
export type Scenario = {
  name: string;
  unit: string;
  size: number;
  /** How long it may take at most, in minutes at full size. */
  minutes: number;
  /** Why it cannot be tried on this machine; null when it can. */
  unable?: () => string | null;
  run: (size: number, say: (what: string) => void) => Promise<Check[]>;
};

/** Holds when nothing of the kind was found. */
export const none = (what: string, found: number): Check => ({
  what,
  found: String(found),
  wanted: "0",
  isOk: found === 0,
});

/** Holds when there is at least so much, so that a run that tried nothing proves nothing. */
export const atLeast = (what: string, found: number, least: number): Check => ({
  what,
  found: String(found),
  wanted: `≥ ${least}`,
  isOk: found >= least,
});

/** Holds when it took no longer. */
export const within = (what: string, ms: number, mostMs: number): Check => ({
  what,
  found: `${Math.round(ms)} ms`,
  wanted: `≤ ${mostMs} ms`,
  isOk: ms <= mostMs,
});

export const holds = (what: string, isOk: boolean): Check => ({
  what,
  found: isOk ? "yes" : "no",
  wanted: "yes",
  isOk,
});

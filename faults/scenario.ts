/** One line of the table: what was checked, what was found, and what is required. */
export type Check = { what: string; found: string; wanted: string; isOk: boolean };

/**
 * One kind of fault. `size` is its default amount, in its `unit`; `run` does it to an installation of its own and
 * returns the checks.
 */
export type Scenario = {
  name: string;
  unit: string;
  size: number;
  /** The most minutes that it may take at full size. */
  minutes: number;
  /** Returns why this machine cannot run it; null if it can. */
  unable?: () => string | null;
  run: (size: number, say: (what: string) => void) => Promise<Check[]>;
};

/** Passes if nothing of the kind was found. */
export const none = (what: string, found: number): Check => ({
  what,
  found: String(found),
  wanted: "0",
  isOk: found === 0,
});

/** Passes if there is at least this much; a run that did nothing must not pass. */
export const atLeast = (what: string, found: number, least: number): Check => ({
  what,
  found: String(found),
  wanted: `≥ ${least}`,
  isOk: found >= least,
});

/** Passes if it took no longer. */
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

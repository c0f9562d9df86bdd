/** Why a session's record is opened. */
export const purposes = ["read", "work", "answer", "erase", "hold"] as const;
/**
 * `read`: somebody looks at it. `work`: a review changes it. `answer`: a data-subject request is answered from it.
 * `erase`: it is redacted. `hold`: a legal hold is placed or lifted.
 */
export type Purpose = (typeof purposes)[number];

/** `restricted`: stored, and otherwise not processed (GDPR Art. 18(2)). `redacted`: nothing personal is left. */
export const recordStates = ["free", "restricted", "redacted"] as const;
export type RecordState = (typeof recordStates)[number];

/** What of a caller decides whether a record opens to them. */
export type Caller = {
  kind: "person" | "api_key" | "signed_url" | "job" | "public";
  /** Holds `sessions:read-restricted`. */
  mayReadRestricted: boolean;
  /** Has said why they look into this session, and the half hour is not over. */
  hasSaidWhy: boolean;
};

/**
 * `open`: go on. `hidden`: answer as if there were no such record. `closed`: the caller has to say why first.
 * `frozen`: the caller may know of it, but nobody may change it.
 */
export type Reach = "open" | "hidden" | "closed" | "frozen";

/**
 * Whether a record opens to a caller for a purpose. The one place where a restriction is weighed: every way to a
 * session, by its own id or by its case, check, identity, image or snapshot, asks here.
 *
 * While processing is restricted, data are stored and otherwise processed for legal claims alone (GDPR Art. 18(2)):
 * reviewers and API keys do not find them, compliance officers read them with a reason, and nobody works on them.
 */
export function reachOf(purpose: Purpose, state: RecordState, caller: Caller): Reach {
  if (state !== "restricted") return "open";
  if (!caller.mayReadRestricted) return "hidden";
  if (purpose === "work") return "frozen";
  if (purpose === "read" && caller.kind === "person" && !caller.hasSaidWhy) return "closed";
  return "open";
}

/**
 * How personal values are shown. `clear`: as they are. `masked`: enough to tell two apart. `hidden`: that there is a
 * value, and not which. `listed`: to API keys and jobs, what a whitelist gives.
 */
export type Sight = "clear" | "masked" | "hidden" | "listed";

/** What of a viewer decides how personal values are shown to them. */
export type Viewer = {
  kind: Caller["kind"];
  /** The permissions `pii:mask` and `pii:reveal`. */
  mayMask: boolean;
  mayReveal: boolean;
  /** Holds the session's case now. */
  isHolder: boolean;
};

/** How a viewer sees personal values. Values that are gone, by redaction or a closed window, are never opened at all. */
export function sightOf({ kind, mayMask, mayReveal, isHolder }: Viewer): Sight {
  if (kind !== "person") return "listed";
  if (isHolder && mayReveal) return "clear";
  return mayMask ? "masked" : "hidden";
}

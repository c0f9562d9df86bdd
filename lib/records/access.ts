import type { PiiField } from "@/lib/contract/vocabulary";

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

/** What of a caller decides how a record opens to them. */
export type Caller = {
  kind: "person" | "api_key" | "signed_url" | "job" | "public";
  /** Holds `sessions:read-restricted`. */
  mayReadRestricted: boolean;
  /** Has said why they look into this session, and the half hour is not over. */
  hasSaidWhy: boolean;
  /** The permissions `pii:mask`, `pii:reveal` and `pii:whitelisted`. */
  mayMask: boolean;
  mayReveal: boolean;
  mayReadWhitelisted: boolean;
  /** Holds the session's case now. */
  isHolder: boolean;
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
export function reachOf(
  purpose: Purpose,
  state: RecordState,
  caller: Pick<Caller, "kind" | "mayReadRestricted" | "hasSaidWhy">,
): Reach {
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

/**
 * What opens of a record. `everything`: all that is held, which is what an answer under GDPR Art. 15 is made of.
 * `shown`: what is within the sensitive window. `nothing`: no sealed value.
 */
export type Opens = "everything" | "shown" | "nothing";

/** What is asked of {@link accessOf}. */
export type Asked = {
  purpose: Purpose;
  state: RecordState;
  /** Whether the sensitive window has closed. */
  isWindowClosed: boolean;
  caller: Caller;
  /** The fields that the API may return, as an admin has set them. */
  apiPiiFields: readonly PiiField[];
};

export type Access = {
  reach: Reach;
  opens: Opens;
  sight: Sight;
  /** The fields that an API key is given; people have none. */
  whitelist: readonly PiiField[];
};

/** The whole rule of who sees what of a session: role, whitelist, window, restriction and redaction, for one purpose. */
export function accessOf({ purpose, state, isWindowClosed, caller, apiPiiFields }: Asked): Access {
  const reach = reachOf(purpose, state, caller);
  return {
    reach,
    opens: opensFor(purpose, reach, isWindowClosed || state === "redacted"),
    sight: sightOf(caller),
    whitelist: caller.mayReadWhitelisted ? apiPiiFields : [],
  };
}

function opensFor(purpose: Purpose, reach: Reach, isExpired: boolean): Opens {
  if (reach !== "open") return "nothing";
  if (purpose === "answer") return "everything";
  if (purpose === "erase" || purpose === "hold") return "nothing";
  return isExpired ? "nothing" : "shown";
}

function sightOf({ kind, mayMask, mayReveal, isHolder }: Caller): Sight {
  if (kind !== "person") return "listed";
  if (isHolder && mayReveal) return "clear";
  return mayMask ? "masked" : "hidden";
}

import type { JurisdictionId } from "@/lib/law/jurisdictions";
import type { FactName, FeeGround, RefusalGround } from "@/lib/refusals/schema";

/** What must be written down about a refusal, and the article that each law refuses by. Null: not under this law. */
type Rule = { facts: readonly FactName[]; articles: Readonly<Record<JurisdictionId, string | null>> };

const excess = {
  gdpr: "12(5)",
  uk_gdpr: "12(5)",
  ccpa: "Cal. Civ. Code § 1798.145(h)(3)",
} as const;

/**
 * The articles of each ground. Read in texts of the law: GDPR Art. 12(2), with Art. 11(2), and 12(5); 11 CCR §§ 7060 and
 * 7062. Read in secondary sources only: Cal. Civ. Code § 1798.145(h)(3), which was (g)(3) before the amendments of 2020,
 * and § 1798.140(d). Not confirmed by a source that we could read: § 1798.145(k).
 */
const rules: Readonly<Record<RefusalGround, Rule>> = {
  unfounded: { facts: ["circumstances"], articles: excess },
  excessive: { facts: ["earlier", "circumstances"], articles: excess },
  // CJEU C-526/24 (Brillen Rottler): even a first request may be excessive. The controller proves the abuse.
  abusive: {
    facts: ["objective", "subjective"],
    articles: { gdpr: "12(5)", uk_gdpr: null, ccpa: null },
  },
  not_identified: {
    facts: ["asked"],
    articles: { gdpr: "12(2)", uk_gdpr: "12(2)", ccpa: "11 CCR §§ 7022(a), 7023(a), 7024(a)" },
  },
  third_party: {
    facts: ["others"],
    articles: { gdpr: "15(4)", uk_gdpr: "15(4)", ccpa: "Cal. Civ. Code § 1798.145(k)" },
  },
  exemption: { facts: ["provision", "circumstances"], articles: { gdpr: "", uk_gdpr: "", ccpa: "" } },
  not_controller: {
    facts: ["controller"],
    articles: { gdpr: "4(7)", uk_gdpr: "4(7)", ccpa: "Cal. Civ. Code § 1798.140(d)" },
  },
};

/**
 * Returns the article by which a law refuses a kind of request; empty where the officer names the provision, null if
 * not possible.
 */
export function articleOf(ground: RefusalGround, law: JurisdictionId, kind: string): string | null {
  if (ground === "third_party" && kind === "portability" && law !== "ccpa") return "20(4)";
  // The only request whose verification is not in the sections about requests to delete, correct and know.
  if (ground === "not_identified" && kind === "automated_decision_access" && law === "ccpa")
    return "11 CCR § 7062(c)";
  return rules[ground].articles[law];
}

/** Lists what must be written down for a ground. */
export const factsOf = (ground: RefusalGround): readonly FactName[] => rules[ground].facts;

type Refused = { kind: string; jurisdiction: JurisdictionId; isVerified: boolean };

/** Requests that only disclose. An erasure is not refused for what a disclosure would tell. */
const disclosing = ["access", "portability", "automated_decision_access"];
/** Requests to limit and to opt out of automated decisions are not verified in California (11 CCR § 7060(b)). */
const unverifiedInCalifornia = ["restriction", "decision_review"];

/** Whether a Californian can be asked to prove who they are for a kind of request. */
export const mayVerifyInCalifornia = (kind: string): boolean => !unverifiedInCalifornia.includes(kind);

/** Whether California lets no fee be asked for the verification: of requests to delete, correct and know (11 CCR § 7060(e)). */
export const isVerifiedForFree = (kind: string): boolean =>
  ["access", "erasure", "access_and_erasure", "rectification", "portability"].includes(kind);

/**
 * Returns why a ground cannot refuse a request, or null when it can. The rights of others only limit what is disclosed
 * (GDPR Art. 15(4), 20(4)).
 */
export function whyNotGround(
  ground: RefusalGround,
  { kind, jurisdiction, isVerified }: Refused,
): string | null {
  if (articleOf(ground, jurisdiction, kind) === null) return "This law does not know this ground.";
  if (ground === "not_identified" && isVerified) return "The requester is verified.";
  if (ground === "not_identified" && jurisdiction === "ccpa" && !mayVerifyInCalifornia(kind))
    return "For such a request no identity may be asked for (11 CCR § 7060(b)).";
  if (kind === "complaint") return "A complaint is answered with its outcome; the law knows no exemption.";
  if (ground === "third_party" && !disclosing.includes(kind))
    return "The rights of other people limit only what is disclosed.";
  return null;
}

const isOfExcess = (ground: RefusalGround): ground is FeeGround =>
  ground === "unfounded" || ground === "excessive" || ground === "abusive";

/** Lists the grounds on which a fee may be charged in place of a refusal (GDPR Art. 12(5)(a)). */
export const feeGroundsOf = (law: JurisdictionId): FeeGround[] =>
  (Object.keys(rules) as RefusalGround[]).filter(isOfExcess).filter((ground) => rules[ground].articles[law]);

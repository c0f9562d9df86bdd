import type { RemovalGround } from "@/lib/remarks/schema";
import type { JurisdictionId } from "@/lib/requests/jurisdictions";

/** Why a passage stays out of an answer, as the answer says it, and where that stands. */
type Ground = { text: string; source: Readonly<Record<JurisdictionId, string>> };

/**
 * The closed list of grounds on which words are taken out of an answer. Plain data: a change of law is a change here.
 * Each is told to the requester where the words were.
 */
export const grounds: Readonly<Record<RemovalGround, Ground>> = {
  other_person: {
    text: "data about another person",
    source: {
      gdpr: "GDPR Art. 15(4)",
      uk_gdpr: "UK GDPR Art. 15(4); Data Protection Act 2018 Sch. 2 para. 16",
      ccpa: "Cal. Civ. Code § 1798.145(k)",
    },
  },
  internal_remark: {
    text: "an internal remark or trade secret",
    source: {
      gdpr: "GDPR Art. 15(4), recital 63",
      uk_gdpr: "UK GDPR Art. 15(4), recital 63",
      ccpa: "Cal. Civ. Code § 1798.100(f)",
    },
  },
  legal_privilege: {
    text: "legally privileged",
    source: {
      gdpr: "GDPR Art. 15(4), 23(1)",
      uk_gdpr: "Data Protection Act 2018 Sch. 2 para. 19",
      ccpa: "Cal. Civ. Code § 1798.145(b)",
    },
  },
};

/** A ground in words, with its source, under the law of the request. */
export const groundWords = (ground: RemovalGround, jurisdiction: JurisdictionId): string =>
  `${grounds[ground].text} (${grounds[ground].source[jurisdiction]})`;

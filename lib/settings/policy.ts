import type { JurisdictionId } from "@/lib/law/jurisdictions";
import type { RoutingRule } from "@/lib/settings/schema";

export const defaultQueue = "general";

export type CaseFacts = {
  riskScore: number | null;
  documentType: string | null;
  country: string | null;
  tags: readonly string[];
  signals: readonly string[];
};

/** On what grounds a rule fits; null when it does not. */
function groundsOf(rule: RoutingRule, facts: CaseFacts): string[] | null {
  const held: (string | null)[] = [];
  if (rule.minRiskScore !== undefined)
    held.push((facts.riskScore ?? 0) >= rule.minRiskScore ? `risk ≥ ${rule.minRiskScore}` : null);
  const oneOf = (name: string, wanted: readonly string[] | undefined, given: readonly (string | null)[]) => {
    if (!wanted || wanted.length === 0) return;
    const hit = wanted.find((value) => given.includes(value));
    held.push(hit === undefined ? null : `${name} ${hit}`);
  };
  oneOf("signal", rule.signals, facts.signals);
  oneOf("document", rule.documentTypes, [facts.documentType]);
  oneOf("country", rule.countries, [facts.country]);
  oneOf("tag", rule.tags, facts.tags);
  return held.every((ground) => ground !== null) ? (held as string[]) : null;
}

/** Where a new case goes: by the first rule that fits, else the general queue. */
export function routeCase(rules: readonly RoutingRule[], facts: CaseFacts) {
  for (const rule of rules) {
    const grounds = groundsOf(rule, facts);
    if (grounds)
      return {
        queue: rule.queue,
        priority: rule.priority ?? ("normal" as const),
        routing: { rule: rule.name, grounds },
      };
  }
  return { queue: defaultQueue, priority: "normal" as const, routing: { grounds: [] as string[] } };
}

/** The parts of an organization's record of processing, as settings and refusals call them. */
export const recordNames = {
  controller: "Controller",
  contact: "Contact for requests",
  dataProtectionOfficer: "Data protection officer",
  purposes: "Purposes",
  legalBasis: "Legal basis",
  biometricBasis: "Condition for biometric data",
  recipients: "Recipients",
  transfers: "Transfers to other countries",
  authority: "Supervisory authority",
} as const;

export type RecordPart = keyof typeof recordNames;

export const recordParts = Object.keys(recordNames) as [RecordPart, ...RecordPart[]];

const european = [
  "controller",
  "contact",
  "purposes",
  "legalBasis",
  "biometricBasis",
  "transfers",
  "authority",
] as const;

/**
 * What a letter under a law must say: GDPR and UK GDPR Art. 13 to 15, with Art. 9 because faces are compared;
 * Cal. Civ. Code § 1798.110(c), which knows of no legal basis and no supervisory authority.
 */
const needed: Readonly<Record<JurisdictionId, readonly RecordPart[]>> = {
  gdpr: european,
  uk_gdpr: european,
  ccpa: ["controller", "contact", "purposes"],
};

/** What an organization has not said yet and a letter under a law needs. */
export const missingParts = (
  record: Readonly<Record<RecordPart, string>>,
  law: JurisdictionId,
): RecordPart[] => needed[law].filter((part) => record[part] === "");

import type { JurisdictionId } from "@/lib/law/jurisdictions";
import type { Controller } from "@/lib/organization/policy";
import type { RoutingRule } from "@/lib/settings/schema";

export const defaultQueue = "general";

export type CaseFacts = {
  riskScore: number | null;
  documentType: string | null;
  country: string | null;
  tags: readonly string[];
  signals: readonly string[];
};

/** Returns the grounds on which a rule matches; null when it does not match. */
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

/** Returns the queue of a new case: that of the first matching rule, or the general queue. */
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

/** The names of the parts of the record of processing, in settings and errors. */
export const recordNames = {
  purposes: "Purposes",
  legalBasis: "Legal basis",
  biometricBasis: "Condition for biometric data",
  recipients: "Recipients",
  transfers: "Transfers to other countries",
  authority: "Supervisory authority",
} as const;

export type RecordPart = keyof typeof recordNames;

export const recordParts = Object.keys(recordNames) as [RecordPart, ...RecordPart[]];

/** What a letter says of the organization: its record of processing, who it is and how it is reached. */
export type LetterRecord = Readonly<Record<RecordPart, string>> & Controller;

/** What a letter may lack, by where it is set. */
export const unsaidNames = {
  organization: { controller: "Postal address", dataProtectionOfficer: "Data protection officer" },
  requests: recordNames,
} as const;

type OrganizationPart = keyof typeof unsaidNames.organization;

export type UnsaidPart = OrganizationPart | RecordPart;

export const unsaidParts: [UnsaidPart, ...UnsaidPart[]] = [
  "controller",
  "dataProtectionOfficer",
  ...recordParts,
];

const isOfOrganization = (part: UnsaidPart): part is OrganizationPart =>
  Object.hasOwn(unsaidNames.organization, part);

const european = [
  "controller",
  "dataProtectionOfficer",
  "purposes",
  "legalBasis",
  "biometricBasis",
  "transfers",
  "authority",
] as const;

/**
 * The parts that a letter under each law needs: GDPR and UK GDPR Art. 13 to 15, with Art. 9 because faces are
 * compared; Cal. Civ. Code § 1798.110(c), which requires no legal basis and no supervisory authority.
 */
const needed: Readonly<Record<JurisdictionId, readonly UnsaidPart[]>> = {
  gdpr: european,
  uk_gdpr: european,
  ccpa: ["controller", "purposes"],
};

/** Lists the parts that a letter under a law needs and the organization has not filled in. */
export const missingParts = (record: LetterRecord, law: JurisdictionId): UnsaidPart[] =>
  needed[law].filter(
    (part) => record[part] === "" && !(part === "dataProtectionOfficer" && record.hasNoOfficer),
  );

/** Says where the parts that a letter lacks are set: “Settings → Organization: Postal address”. */
export function placesOf(
  parts: readonly UnsaidPart[],
): { page: "organization" | "requests"; names: string[] }[] {
  const { organization, requests } = unsaidNames;
  const places = [
    {
      page: "organization" as const,
      names: parts.flatMap((part) => (isOfOrganization(part) ? [organization[part]] : [])),
    },
    {
      page: "requests" as const,
      names: parts.flatMap((part) => (isOfOrganization(part) ? [] : [requests[part]])),
    },
  ];
  return places.filter(({ names }) => names.length > 0);
}

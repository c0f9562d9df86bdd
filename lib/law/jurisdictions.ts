/** The laws about data-subject requests that the product knows. Their rules have dates: see `profiles`. */
export const jurisdictionIds = ["gdpr", "uk_gdpr", "ccpa"] as const;
export type JurisdictionId = (typeof jurisdictionIds)[number];

/** The place of each law, and its name in a letter. */
export const jurisdictions: Readonly<Record<JurisdictionId, { name: string; law: string }>> = {
  gdpr: { name: "European Union", law: "GDPR" },
  uk_gdpr: { name: "United Kingdom", law: "UK GDPR" },
  ccpa: { name: "California", law: "CCPA" },
};

/** Regula's numbers of kinds of documents (`dType`), and our words. Other numbers are named by Regula's description. */
const kinds: Record<number, string> = {
  11: "passport",
  12: "national_id",
  13: "diplomatic_passport",
  14: "service_passport",
  20: "national_id",
  24: "residence_permit",
  29: "visa",
  30: "visa",
  49: "drivers_license",
  99: "other",
  146: "refugee_travel_document",
  172: "passport_card",
  178: "visa",
  215: "residence_permit",
  222: "domestic_passport",
  240: "passport",
};

/**
 * Returns the kind of a document in our words.
 * @param type Regula's number; null when it gives none
 * @param description what Regula calls it, for a number that has no word here
 */
export function kindOf(type: number | null | undefined, description?: string | null): string | null {
  if (type === null || type === undefined) return null;
  const words = description
    ?.toLowerCase()
    .match(/[a-z0-9]+/g)
    ?.join("_")
    .slice(0, 64);
  return kinds[type] ?? (words || "other");
}

import { alpha2ByAlpha3 } from "./country-codes";

const regions = new Intl.DisplayNames("en", { type: "region", fallback: "none" });

/** Codes that stand on travel documents but name no country. */
const SPECIAL: Record<string, string> = {
  D: "Germany",
  EUE: "European Union",
  UNA: "United Nations agency",
  UNO: "United Nations",
  UTO: "Utopia",
  XXA: "Stateless",
  XXB: "Refugee",
  XXC: "Refugee (other)",
  XXX: "Unspecified",
};

/** `DE`, `DEU` or the document's own `D` → `Germany`; an unknown code comes back as it is. */
export function countryName(code: string | null | undefined): string {
  const key = code?.trim().toUpperCase();
  if (!key) return "—";
  const special = SPECIAL[key];
  if (special) return special;
  const alpha2 = key.length === 3 ? alpha2ByAlpha3.get(key) : key;
  if (!alpha2 || !/^[A-Z]{2}$/.test(alpha2)) return key;
  return regions.of(alpha2) ?? key;
}

/** `Utopia (UTO)` */
export function countryWithCode(code: string | null | undefined): string {
  const name = countryName(code);
  const key = code?.trim().toUpperCase();
  return !key || name === key ? name : `${name} (${key})`;
}

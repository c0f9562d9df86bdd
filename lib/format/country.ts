import { alpha2ByAlpha3 } from "./country-codes";

const regions = new Intl.DisplayNames("en", { type: "region", fallback: "none" });

/** Codes on travel documents that are not a country (ICAO Doc 9303 part 3, section 5), and codes outside ISO 3166. */
const SPECIAL: Record<string, string> = {
  D: "Germany",
  EUE: "European Union",
  IAO: "International Civil Aviation Organization",
  RKS: "Kosovo",
  UNA: "United Nations agency",
  UNK: "United Nations mission in Kosovo",
  UNO: "United Nations",
  UTO: "Utopia",
  XBA: "African Development Bank",
  XCC: "Caribbean Community",
  XCE: "Council of Europe",
  XCO: "Common Market for Eastern and Southern Africa",
  XDC: "Southern African Development Community",
  XEC: "Economic Community of West African States",
  XES: "Organization of Eastern Caribbean States",
  XIM: "African Export-Import Bank",
  XMP: "Parliamentary Assembly of the Mediterranean",
  XOM: "Sovereign Military Order of Malta",
  XPO: "Interpol",
  XXA: "Stateless",
  XXB: "Refugee",
  XXC: "Refugee (other)",
  XXX: "Unspecified",
};

/**
 * Chromium renames these, and Node.js does not. A name that differs between server and browser makes React discard the
 * page that the server rendered (error 418). These are the names of ISO 3166-1.
 */
export const sameEverywhere: Record<string, string> = {
  FK: "Falkland Islands (Malvinas)",
  HK: "Hong Kong",
  MO: "Macao",
  PS: "Palestine, State of",
};

/**
 * Returns a country's name: `DE`, `DEU` or the document's own `D` → `Germany`. An unknown code is returned unchanged.
 */
export function countryName(code: string | null | undefined): string {
  const text = code?.trim();
  if (!text) return "—";
  const key = text.toUpperCase();
  const special = SPECIAL[key];
  if (special) return special;
  const alpha2 = key.length === 3 ? alpha2ByAlpha3.get(key) : key;
  if (!alpha2 || !/^[A-Z]{2}$/.test(alpha2)) return text;
  return sameEverywhere[alpha2] ?? regions.of(alpha2) ?? text;
}

/** `Utopia (UTO)` */
export function countryWithCode(code: string | null | undefined): string {
  const name = countryName(code);
  const text = code?.trim();
  return !text || name === text ? name : `${name} (${text.toUpperCase()})`;
}

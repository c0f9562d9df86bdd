import { countryWithCode } from "./country";
import { alpha2ByAlpha3 } from "./country-codes";
import { isStateCode, statesOf } from "./states";

/**
 * Tells whether a code can be a state's: the document's country (two or three letters), and whether states issue
 * documents of its kind.
 */
export type IssuerContext = { country: string | null | undefined; isIssuedByStates: boolean };

/** Returns whether states issue documents of this kind: licences and cards, but not passports. */
export const isIssuedByStates = (documentType: string | null | undefined): boolean =>
  /licen[cs]e|driv|(^|[^a-z])id([^a-z]|$)|identity|national|^[aci][a-z<]?$/i.test(documentType ?? "") &&
  !/pass|visa|permit/i.test(documentType ?? "");

/** Converts a country code to two letters: `USA`, `us` → `US`; null for an unknown code. */
export function alpha2Of(code: string | null | undefined): string | null {
  const key = code?.trim().toUpperCase().replaceAll("<", "") ?? "";
  if (key === "D") return "DE";
  const alpha2 = key.length === 3 ? alpha2ByAlpha3.get(key) : key;
  return alpha2 && /^[A-Z]{2}$/.test(alpha2) && new Set(alpha2ByAlpha3.values()).has(alpha2) ? alpha2 : null;
}

/**
 * Returns whether two letters may be the code of a state that we have no list of, rather than another country's code:
 * the document's country has no list of states, or its codes are longer.
 */
export function mayBeUnlistedState(value: string, { country, isIssuedByStates }: IssuerContext): boolean {
  const [code, own] = [value.trim().toUpperCase(), alpha2Of(country)];
  if (!isIssuedByStates || own === null || code.length !== 2 || code === own) return false;
  const listed = statesOf.get(own);
  return !listed || ![...listed.keys()].some((each) => each.length === 2);
}

/**
 * Names a document's issuer: a state where the country's states issue such documents, otherwise a country. `CA` is
 * California on a United States licence and Canada on a passport. If the document's country is unknown, it stays
 * `CA`.
 */
export function issuerWithCode(value: string, { country, isIssuedByStates }: IssuerContext): string {
  const code = value.trim().toUpperCase();
  if (!isIssuedByStates || code.length > 3) return countryWithCode(value);
  const own = alpha2Of(country);
  const state = own ? statesOf.get(own)?.get(code) : undefined;
  if (state) return `${state} (${code})`;
  const mayBeState =
    own === null ? isStateCode(code) : mayBeUnlistedState(code, { country, isIssuedByStates });
  const isAmbiguous = code.length === 2 && mayBeState;
  return isAmbiguous ? value.trim() : countryWithCode(value);
}

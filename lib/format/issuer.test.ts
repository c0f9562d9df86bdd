import { expect, it } from "vitest";
import { isIssuedByStates, issuerWithCode } from "@/lib/format/issuer";

it.each([
  ["CA", "US", "drivers_license", "California (CA)"],
  ["CA", "USA", "national_id", "California (CA)"],
  ["CA", "US", "passport", "Canada (CA)"],
  ["CA", "US", "passport_card", "Canada (CA)"],
  ["CA", "CA", "drivers_license", "Canada (CA)"],
  ["ON", "CA", "drivers_license", "Ontario (ON)"],
  ["NL", "CA", "drivers_license", "Newfoundland and Labrador (NL)"],
  ["NL", "NL", "drivers_license", "Netherlands (NL)"],
  ["SA", "AU", "drivers_license", "South Australia (SA)"],
  ["PA", "BR", "drivers_license", "Pará (PA)"],
  ["FR", "US", "national_id", "France (FR)"],
  ["USA", "US", "drivers_license", "United States (USA)"],
  ["BE", "DE", "drivers_license", "BE"],
  ["DE", "DE", "drivers_license", "Germany (DE)"],
  ["MO", "MX", "id_card", "MO"],
  ["MX", "MX", "id_card", "Mexico (MX)"],
  ["IL", null, "drivers_license", "IL"],
  ["IL", null, "passport", "Israel (IL)"],
  ["FR", null, "drivers_license", "FR"],
  ["JP", null, "drivers_license", "Japan (JP)"],
  ["D", "DE", "id_card", "Germany (D)"],
  ["California", "US", "drivers_license", "California"],
  ["•••", "US", "drivers_license", "•••"],
])("%s on a document of %s that is a %s: %s", (code, country, type, said) => {
  expect(issuerWithCode(code, { country, isIssuedByStates: isIssuedByStates(type) })).toBe(said);
});

import type { Profile } from "@/lib/law/profiles";

/** The classes of 11 CCR § 7024(d), in its order. They are described in an answer and never disclosed. */
export const withheldClasses = [
  "social_security",
  "government_id",
  "financial_account",
  "health_id",
  "password",
  "security_question",
  "biometric_template",
] as const;
export type WithheldClass = (typeof withheldClasses)[number];

/** Each class as a letter names it. */
export const withheldWords: Readonly<Record<WithheldClass, string>> = {
  social_security: "Social Security number",
  government_id: "numbers of identity documents and other government identification numbers",
  financial_account: "financial account numbers",
  health_id: "health insurance or medical identification numbers",
  password: "account passwords",
  security_question: "security questions and answers",
  biometric_template: "biometric data made from measurements of your body",
};

/**
 * What the fields of each class are called. Sources, readers and customers name them differently, so a class is told by
 * the words of a name, in any spelling. The three letters are data elements of AAMVA barcodes.
 */
const names: Readonly<Record<WithheldClass, RegExp>> = {
  social_security: /(^|_)(ssn|itin|social_security(_(number|no|num|id))?)($|_)/,
  government_id:
    /(^|_)mrz($|_)|^(daq|dcf|dck)$|(^|_)(document|doc|licen[cs]e|dl|passport|visa|permit|id_card|identity_card|personal|national|citizen|citizenship|identification|identity|tax|taxpayer|voter|military|alien|card_access)(_id|_identification|_identity|_card|_registration)*_(number|no|num|nr|id_number)($|_)|(^|_)(national|tax|voter|military|government|passport)_id($|_)|(^|_)(document_id_number|id_number|id_no|nin|pesel|curp|cpf|aadhaar|nric|fiscal_code|codice_fiscale|national_insurance(_number)?)($|_)/,
  financial_account:
    /(^|_)(iban|(bank_)?account_(number|no|num)|(credit|debit|bank|payment)_?card(_(number|no|num))?|card_(number|no|num)|routing_(number|no)|sort_code)($|_)/,
  health_id: /(^|_)(health|medical|medicare|medicaid|insurance)(_[a-z]+)?_(id|number|no|num)($|_)/,
  password: /(^|_)(password|passcode|passphrase|pin_code)($|_)/,
  security_question: /(^|_)(security|secret)_(question|answer)s?($|_)/,
  biometric_template:
    /(^|_)(face|facial|biometric|finger|fingerprint|iris|retina|voice|palm)s?(_[a-z]+)?_?(template|embedding|vector|encoding|descriptor|print|landmarks|minutiae)s?($|_)|^(embedding|fingerprint_data|biometrics)$/,
};

/** The bare text of a barcode or a chip contains the number of its document. */
const bareTexts = /(^|_)(barcode|pdf417|aamva|qr_code|chip|nfc)(_(text|raw|data|content|value|payload))?$/;

const snake = (name: string) =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replaceAll(/[\s.-]+/g, "_")
    .toLowerCase();

/** Returns the class that a field belongs to by its name; for the text of a barcode also by its value. */
export function withheldClassOf(name: string, value: unknown): WithheldClass | null {
  const spelled = snake(name);
  const isBare = typeof value === "string" && bareTexts.test(spelled);
  return withheldClasses.find((each) => names[each].test(spelled)) ?? (isBare ? "government_id" : null);
}

const isWithheldBy = (law: Profile, found: WithheldClass | null): found is WithheldClass =>
  found !== null && law.withheldClasses.includes(found);

/** Replaces the values that a law keeps out of an answer by a text that says so, at any depth. */
export function withhold(value: unknown, law: Profile): unknown {
  if (law.withheldClasses.length === 0 || value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((each) => withhold(each, law));
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      each && isWithheldBy(law, withheldClassOf(name, each)) ? "[withheld by law]" : withhold(each, law),
    ]),
  );
}

/** Lists the classes of data that {@link withhold} replaces. */
export function withheldIn(value: unknown, law: Profile): WithheldClass[] {
  if (value === null || typeof value !== "object") return [];
  if (Array.isArray(value)) return value.flatMap((each) => withheldIn(each, law));
  return Object.entries(value).flatMap(([name, each]) => {
    const found = each ? withheldClassOf(name, each) : null;
    return isWithheldBy(law, found) ? [found] : withheldIn(each, law);
  });
}

/** What the barcode of a driver's licence says, under the contract's names. Days are `YYYY-MM-DD`. */
export type Licence = {
  /** The version of the standard, from 1 to 99. */
  version: number;
  /** Names as the barcode spells them; one that the issuer has cut is left out. */
  first_name: string | null;
  last_name: string | null;
  date_of_birth: string;
  document_number: string;
  document_expiration_date: string;
  gender: string | null;
  address: { line1?: string; line2?: string; city?: string; state?: string; zip?: string } | null;
  /** The code of the state or province that issued it, such as `VA`; null for an unknown issuer. */
  document_issuing_state: string | null;
  /** `USA` or `CAN` where the barcode says it. */
  issuing_country: string | null;
};

/** A barcode of PDF417 holds at most 1850 signs (ISO/IEC 15438). */
const mostSigns = 2000;
const mostElements = 200;

const header = /^@\n(?:ANSI |AAMVA)(\d{6})(\d{2})/;

/**
 * The states by their issuer identification numbers (ISO/IEC 7812, kept by AAMVA): a number for each place of a list,
 * beginning with the first. A dash is an issuer that is no state of the United States or Canada.
 */
const issuers = [
  [
    636_000,
    "VA NY MA MD NC SC CT LA MT NM FL DE ON NS CA TX NL NB IA GU CO AR KS OH VT PA AZ - BC OR MO WI",
    "MI AL ND IL NJ IN MN NH UT ME SD DC SK WA KY HI MB NV ID MS RI TN NE GA - - OK AK WY WV VI",
  ],
  [604_426, "PE AS QC YT MP PR AB NU NT"],
] as const;

/** Returns the state that issued a document, by the number in the header; the address is only where its holder lives. */
function issuerOf(number: number): string | null {
  for (const [first, ...states] of issuers) {
    const state = states.join(" ").split(" ")[number - first];
    if (state && state !== "-") return state;
  }
  return null;
}
const element = /^([A-Z]{3})(.*)$/;

/**
 * Reads the elements of the subfiles by their lines, because issuers have got the offsets of the header wrong. The first
 * element of a subfile follows its type without a line break.
 */
function elementsOf(text: string): Map<string, string> {
  const found = new Map<string, string>();
  const from = text.search(/(?:DL|ID)D[A-Z]{2}/);
  const lines = text.slice(Math.max(from, 0)).split("\n").slice(0, mostElements);
  for (const line of lines) {
    const [, id = "", value = ""] = element.exec(line.replace(/^(?:DL|ID)(?=[DP][A-Z]{2})/, "")) ?? [];
    // The subfiles of issuers begin with Z: what they say is the issuer's own.
    if (id && !id.startsWith("Z") && !found.has(id)) found.set(id, value.trim().slice(0, 200));
  }
  return found;
}

const isDay = (day: string) => {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
};

/**
 * Reads a day: MMDDYYYY in the United States, CCYYMMDD in Canada and in version 1. A licence without a country is read
 * in the order that gives a day of our time; if both do, by its version.
 */
function dayOf(text: string | undefined, country: string | null, version: number): string | null {
  const digits = /^\d{8}$/.test(text ?? "") ? (text ?? "") : "";
  if (!digits) return null;
  const yearFirst = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
  const monthFirst = `${digits.slice(4)}-${digits.slice(0, 2)}-${digits.slice(2, 4)}`;
  const isOurs = (day: string) => isDay(day) && /^(19|20|21)/.test(day);
  const orders = country === "CAN" || (country === null && version === 1) ? [yearFirst] : [monthFirst];
  if (country === null) orders.push(yearFirst, monthFirst);
  return orders.find(isOurs) ?? null;
}

const sexes: Record<string, string> = {
  "1": "male",
  "2": "female",
  "9": "unspecified",
  M: "male",
  F: "female",
};
/** What issuers write where there is nothing. */
const isNothing = (value: string) => ["", "NONE", "UNAVL", "UNAVAIL", "NONE<"].includes(value);

function saidIn(elements: ReadonlyMap<string, string>, ...ids: string[]): string | null {
  const value = ids.map((id) => elements.get(id) ?? "").find((each) => !isNothing(each));
  return value ?? null;
}

/** Version 1 has one element for the whole name: last, first, middle. */
function namesOf(elements: ReadonlyMap<string, string>): Pick<Licence, "first_name" | "last_name"> {
  const [last, first] = (elements.get("DAA") ?? "").split(/[,$@]/).map((part) => part.trim());
  const isCut = (id: string) => elements.get(id) === "T";
  const given = saidIn(elements, "DAC", "DCT") ?? first;
  const family = saidIn(elements, "DCS", "DAB") ?? last;
  return {
    // DCT holds first and middle names, separated by a comma or a space.
    first_name: isCut("DDF") || !given ? null : given.split(",")[0]?.trim() || null,
    last_name: isCut("DDE") || !family ? null : family,
  };
}

function addressOf(elements: ReadonlyMap<string, string>): Licence["address"] {
  // Some name two addresses: that of the residence, and one for mail. Their elements are not mixed.
  const hasResidence = saidIn(elements, "DAL", "DAN") !== null;
  const [line1, line2, city, state, zip] = hasResidence
    ? ["DAL", "DAM", "DAN", "DAO", "DAP"]
    : ["DAG", "DAH", "DAI", "DAJ", "DAK"];
  const of = (id = "") => saidIn(elements, id);
  const parts = {
    line1: of(line1),
    line2: of(line2),
    city: of(city),
    state: of(state),
    zip: of(zip)?.replace(/0000$/, "").trim() ?? null,
  };
  const said = Object.entries(parts).flatMap(([name, value]) => (value ? [[name, value]] : []));
  return said.length > 0 ? Object.fromEntries(said) : null;
}

/**
 * Reads the text of the barcode of a driver's licence or identity card (AAMVA DL/ID Card Design Standard, annex D,
 * versions 1 to 10, and later ones, which have only added elements).
 * @returns null unless it has the header of the standard, a number, and readable days of birth and expiry
 */
export function parseAamva(text: string): Licence | null {
  if (text.length > mostSigns) return null;
  // Elements end with a line feed, subfiles with a carriage return; the header has a record separator too.
  const lines = text.replaceAll(/\p{Cc}+/gu, "\n");
  const found = header.exec(lines);
  if (!found) return null;
  const version = Number(found[2]);
  const elements = elementsOf(lines);
  const said = saidIn(elements, "DCG");
  const country = said === "USA" || said === "CAN" ? said : null;
  const born = dayOf(elements.get("DBB"), country, version);
  const expires = dayOf(elements.get("DBA"), country, version);
  const number = saidIn(elements, "DAQ", "DBJ");
  if (version < 1 || !born || !expires || !number || number.length > 25 || born >= expires) return null;
  return {
    version,
    ...namesOf(elements),
    date_of_birth: born,
    document_number: number,
    document_expiration_date: expires,
    gender: sexes[elements.get("DBC") ?? ""] ?? null,
    address: addressOf(elements),
    document_issuing_state: issuerOf(Number(found[1])),
    issuing_country: country,
  };
}

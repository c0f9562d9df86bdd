import { dayOf, daysAgo } from "@/lib/format/day";
import type { Address, ApplicantFields } from "./bundle";
import { type Locale, latinLocales } from "./locales-latin";
import { scriptLocales } from "./locales-scripts";
import type { Random } from "./random";

/** How a person looks: the seed of the drawn portrait, the range of skin tones, the age, whether hair may be fair. */
export type Likeness = {
  seed: number;
  tones: readonly [number, number];
  sex: "M" | "F";
  age: number;
  fair: boolean;
};

/** An invented person. Names exist twice: as written at home and in Latin letters, as a card prints them. */
export type Person = {
  firstName: string;
  lastName: string;
  firstNameLatin: string;
  lastNameLatin: string;
  sex: "M" | "F";
  dateOfBirth: string;
  address: Address;
  email: string;
  phone: string;
  country: string;
  nationality: string;
  mrzNationality: string;
  likeness: Likeness;
  /** Whether forms and document readings give the name as written at home rather than in Latin letters. */
  usesNativeName: boolean;
};

const ALL_LOCALES: readonly Locale[] = [...latinLocales, ...scriptLocales];

const FAIR: ReadonlySet<string> = new Set(["US", "GB", "DE", "FR", "PL", "SE", "UA"]);

/** The date `years` and some days before `now`, as `YYYY-MM-DD`. */
export function dateYearsBefore(now: Date, years: number, extraDays: number): string {
  const date = new Date(Date.UTC(now.getUTCFullYear() - years, now.getUTCMonth(), now.getUTCDate()));
  return dayOf(daysAgo(extraDays, date));
}

function splitName(entry: string): { native: string; latin: string } {
  const [native = entry, latin = native] = entry.split("|");
  return { native, latin };
}

/** Fold a Latin name to ASCII, for e-mail addresses. */
export function asciiFold(text: string): string {
  return text
    .replace(/[łŁ]/g, "l")
    .replace(/[đĐ]/g, "d")
    .replace(/ı/g, "i")
    .replace(/ß/g, "ss")
    .normalize("NFD")
    .replace(/[^A-Za-z]/g, "")
    .toLowerCase();
}

function makeAddress(locale: Locale, random: Random): Address {
  const [city = "", state = "", zip = ""] = random
    .pick(locale.places)
    .split(", ")
    .map((part) => part.trim());
  const street = random.pick(locale.streets);
  const number = random.int(1, 240);
  return {
    line1: locale.numberFirst ? `${number} ${street}` : `${street} ${number}`,
    line2: random.chance(0.3) ? `Apt ${random.int(1, 40)}${random.pick(["", "A", "B"])}` : null,
    city,
    state: state === "" ? null : state,
    zip,
  };
}

function chooseLocale(random: Random): Locale {
  return random.pick(random.chance(0.58) ? latinLocales : scriptLocales);
}

/** Invent a person; `now` only bounds the age (18 to 79). */
export function createPerson(random: Random, now: Date): Person {
  const locale = chooseLocale(random);
  const sex = random.pick(["M", "F"] as const);
  const first = splitName(random.pick(sex === "M" ? locale.male : locale.female));
  const last = splitName(random.pick(sex === "F" && locale.lastFemale ? locale.lastFemale : locale.last));
  const age = random.weighted([
    [random.int(18, 29), 34],
    [random.int(30, 44), 38],
    [random.int(45, 59), 20],
    [random.int(60, 79), 8],
  ]);
  const mailbox = `${asciiFold(first.latin)}.${asciiFold(last.latin)}${random.int(1, 99)}`;
  const resident = random.chance(0.88) ? locale : random.pick(ALL_LOCALES);
  return {
    firstName: first.native,
    lastName: last.native,
    firstNameLatin: first.latin,
    lastNameLatin: last.latin,
    sex,
    dateOfBirth: dateYearsBefore(now, age, random.int(1, 360)),
    address: makeAddress(resident, random),
    email: `${mailbox}@${random.pick(["example.com", "example.org"])}`,
    phone: locale.phone.replace(/#/g, () => String(random.int(0, 9))),
    country: resident.country,
    nationality: locale.country,
    mrzNationality: locale.mrzNationality,
    likeness: {
      seed: random.int(1, 2 ** 31 - 1),
      tones: locale.tones,
      sex,
      age,
      fair: FAIR.has(locale.country),
    },
    usesNativeName: random.chance(0.6),
  };
}

/**
 * A person whose name is stored decomposed, with stacked combining marks: the same letters as the composed form
 * but other code points, which is what trips naive comparisons and fonts.
 */
export function createAwkwardPerson(random: Random, now: Date): Person {
  const person = createPerson(random, now);
  return {
    ...person,
    firstName: "Zoe\u0308 Li\u0304e\u0302\u0323n",
    lastName: "N\u0303u\u0301n\u0303ez-Te\u0302\u0301st",
    firstNameLatin: "Zoë Līện",
    lastNameLatin: "Ñúñez-Tếst",
    sex: "F",
    usesNativeName: true,
    email: "zoe.nunez-test@example.org",
    likeness: { ...person.likeness, sex: "F" },
  };
}

/** The name as a form or a document reading gives it. */
export function recordedName(person: Person): { first: string; last: string } {
  return person.usesNativeName
    ? { first: person.firstName, last: person.lastName }
    : { first: person.firstNameLatin, last: person.lastNameLatin };
}

/** Swap two neighbouring letters or double one: the slip of a hurried typist. */
function withTypo(text: string, random: Random): string {
  const letters = [...text];
  const index = random.int(0, Math.max(0, letters.length - 2));
  const [one = "", two = ""] = letters.slice(index, index + 2);
  const slip = one === two || random.chance(0.4) ? [one, one, two] : [two, one];
  return [...letters.slice(0, index), ...slip, ...letters.slice(index + 2)].join("");
}

/** What the person typed into the form; with `typo` one field differs from the document. */
export function applicantFields(person: Person, typo: boolean, random: Random): ApplicantFields {
  const name = recordedName(person);
  const fields: ApplicantFields = {
    first_name: name.first,
    last_name: name.last,
    date_of_birth: person.dateOfBirth,
    email: person.email,
    phone: person.phone,
    address: { ...person.address },
  };
  if (!typo) {
    return fields;
  }
  const [year = "", month = "", day = ""] = person.dateOfBirth.split("-");
  const swapped =
    Number(day) <= 12 && day !== month
      ? `${year}-${day}-${month}`
      : `${Number(year) + 1}-${month}-${day.replace("29", "28")}`;
  switch (random.pick(["first", "last", "birth", "street"] as const)) {
    case "first":
      return { ...fields, first_name: withTypo(fields.first_name, random) };
    case "last":
      return { ...fields, last_name: withTypo(fields.last_name, random) };
    case "birth":
      return { ...fields, date_of_birth: swapped };
    case "street":
      return { ...fields, address: { ...fields.address, line1: withTypo(fields.address.line1, random) } };
  }
}

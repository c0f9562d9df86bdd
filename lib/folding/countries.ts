import "server-only";
import german from "i18n-nationality/langs/de.json";
import english from "i18n-nationality/langs/en.json";
import spanish from "i18n-nationality/langs/es.json";
import french from "i18n-nationality/langs/fr.json";
import italian from "i18n-nationality/langs/it.json";
import { capitals, withoutMarks } from "@/lib/folding/letters";
import { alpha2ByAlpha3 } from "@/lib/format/country-codes";
import { alpha2Of, type IssuerContext } from "@/lib/format/issuer";
import { statesOf } from "@/lib/format/states";

const locales =
  `en fr de es it pt nl pl sv da nb fi cs sk sl hr sr sr-Latn bs mk sq hu ro bg el tr ru uk be et lv lt ga
  mt is ca eu gl ar he fa ur hi bn th vi id ms tl sw zh zh-Hant ja ko ka hy az kk uz`.split(/\s+/);

/** Names and codes that documents print but CLDR or ISO 3166 lacks (ICAO Doc 9303 part 3, section 5). */
const aliases: Record<string, string> = {
  UK: "GB",
  EL: "GR",
  D: "DE",
  RKS: "XK",
  ROM: "RO",
  ZIM: "ZW",
  "GREAT BRITAIN": "GB",
  "UNITED KINGDOM OF GREAT BRITAIN AND NORTHERN IRELAND": "GB",
  ENGLAND: "GB",
  SCOTLAND: "GB",
  WALES: "GB",
  "NORTHERN IRELAND": "GB",
  "UNITED STATES OF AMERICA": "US",
  "UNITED STATES": "US",
  "ESTADOS UNIDOS DE AMERICA": "US",
  "ETATS UNIS D AMERIQUE": "US",
  "U S A": "US",
  "U S": "US",
  "U K": "GB",
  "ESTADOS UNIDOS MEXICANOS": "MX",
  "RUSSIAN FEDERATION": "RU",
  "REPUBLIC OF KOREA": "KR",
  KOREA: "KR",
  "DEMOCRATIC PEOPLES REPUBLIC OF KOREA": "KP",
  "DEMOCRATIC PEOPLE S REPUBLIC OF KOREA": "KP",
  "REPUBLIC OF CHINA": "TW",
  "DEMOCRATIC REPUBLIC OF THE CONGO": "CD",
  "REPUBLIC OF THE CONGO": "CG",
  CONGO: "CG",
  "IVORY COAST": "CI",
  "CABO VERDE": "CV",
  BURMA: "MM",
  SWAZILAND: "SZ",
  MACEDONIA: "MK",
  "CZECH REPUBLIC": "CZ",
  HOLLAND: "NL",
  HOLANDA: "NL",
  VATICAN: "VA",
  "HOLY SEE": "VA",
  "VIET NAM": "VN",
  "HELLENIC REPUBLIC": "GR",
  HELLENIC: "GR",
  "SWISS CONFEDERATION": "CH",
  EIDGENOSSENSCHAFT: "CH",
  "SYRIAN ARAB REPUBLIC": "SY",
  TURKEY: "TR",
  SWISS: "CH",
  SVIZRA: "CH",
  DEUTSCHE: "DE",
  DEUTSCHER: "DE",
  NEDERLANDSE: "NL",
  POLSKIE: "PL",
  POLSKA: "PL",
  PORTUGUESA: "PT",
  PORTUGUES: "PT",
  BRASILEIRO: "BR",
  BRASILEIRA: "BR",
  OSTERREICHISCHE: "AT",
  OESTERREICH: "AT",
  ARGENTINA: "AR",
  ARGENTINO: "AR",
  INDIAN: "IN",
  NEDERLANDEN: "NL",
  FRENCH: "FR",
  FRANCAIS: "FR",
  FRANCAISE: "FR",
  "РОССИЙСКАЯ ФЕДЕРАЦИЯ": "RU",
  "TÜRKİYE CUMHURİYETİ": "TR",
  "ΕΛΛΗΝΙΚΗ ΔΗΜΟΚΡΑΤΙΑ": "GR",
  ΕΛΛΗΝΙΚΗ: "GR",
  EIREANNACH: "IE",
  ENGLISH: "GB",
  SCOTTISH: "GB",
  WELSH: "GB",
  "NORTHERN IRISH": "GB",
  UAE: "AE",
  KSA: "SA",
  "SAUDI ARABIAN": "SA",
  السعودية: "SA",
  سعودي: "SA",
  سعودية: "SA",
  "جمهورية مصر العربية": "EG",
  RSA: "ZA",
  DRC: "CD",
  DPRK: "KP",
  ROK: "KR",
  "CONGO KINSHASA": "CD",
  "CONGO BRAZZAVILLE": "CG",
  "T C": "TR",
  HRVATSKO: "HR",
  MAGYAR: "HU",
  "CESKA REPUBLIKA": "CZ",
  "SLOVENSKA REPUBLIKA": "SK",
  "LIETUVOS RESPUBLIKA": "LT",
  "LATVIJAS REPUBLIKA": "LV",
  SUOMALAINEN: "FI",
  FINSK: "FI",
  SVENSK: "SE",
  NORSK: "NO",
  DANSK: "DK",
  BELG: "BE",
  LETZEBUERG: "LU",
  LETZEBUERGESCH: "LU",
  SRPSKO: "RS",
  СРПСКО: "RS",
  "РЭСПУБЛІКА БЕЛАРУСЬ": "BY",
  中华人民共和国: "CN",
  中华民国: "TW",
  "HONG KONG SAR": "HK",
  "CHINESE HONG KONG": "HK",
  "CHINESE MACAO": "MO",
  BHARAT: "IN",
  PILIPINO: "PH",
  "REPUBLIKA NG PILIPINAS": "PH",
  STATELESS: "XXA",
  "STATELESS PERSON": "XXA",
  APATRIDE: "XXA",
  STAATENLOS: "XXA",
  REFUGEE: "XXB",
  "REFUGEE 1951 CONVENTION": "XXB",
  "REFUGEE OTHER": "XXC",
  "OTHER REFUGEE": "XXC",
  "UNSPECIFIED NATIONALITY": "XXX",
  "EUROPEAN UNION": "EUE",
  "UNITED NATIONS": "UNO",
  "UNITED NATIONS ORGANIZATION": "UNO",
  "SOVEREIGN MILITARY ORDER OF MALTA": "XOM",
  UTOPIA: "UTO",
};
/** Codes of Doc 9303 that are not a country; {@link foldCountry} returns them unchanged. */
const special = new Set(
  "EUE IAO UNA UNK UNO UTO XBA XCC XCE XCO XDC XEC XES XIM XMP XOM XPO XXA XXB XXC XXX".split(" "),
);

/**
 * Returns whether a code says nothing about the country of nationality. XXA does: a stateless person has none. The
 * others name only who issued the document.
 */
const saysNoCountry = (code: string) => special.has(code) && code !== "XXA";

/**
 * Returns whether a nationality is a code of Doc 9303 for an organization or for refugees. Such a code contradicts no
 * country.
 */
export const namesNoCountry = (text: string): boolean => saysNoCountry(foldCountry(text) ?? "");

/**
 * Returns whether two nationalities are the same.
 * @returns null when one is unknown, or when they differ and one of them says nothing about a country
 */
export function isSameNationality(one: string, other: string): boolean | null {
  const [a, b] = [foldCountry(one), foldCountry(other)];
  if (a === null || b === null) return null;
  return a === b || (saysNoCountry(a) || saysNoCountry(b) ? null : false);
}

const fold = (text: string) =>
  withoutMarks(capitals(text))
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    .trim();

/** Forms of state before a country's name, such as `REPUBLIC OF`, in the languages that documents print. */
const ofState =
  /^(THE )?(?:(?:UNITED|FEDERAL|FEDERATIVE|ISLAMIC|ARAB|DEMOCRATIC|SOCIALIST|PEOPLE ?S|BOLIVARIAN|PLURINATIONAL|HASHEMITE|ORIENTAL|FOEDERALE) )*(?:REPUBLIC|KINGDOM|STATE|COMMONWEALTH|PRINCIPALITY|GRAND DUCHY|SULTANATE|REPUBLIQUE|REPUBLICA|REPUBBLICA|REPUBLIK|REPUBLIKA|REPUBLIEK|РЕСПУБЛИКА|РЕСПУБЛІКА|BUNDESREPUBLIK|KONIGREICH|KONINKRIJK|KONGERIGET|KONGERIKET|KONUNGARIKET|REINO|REGNO|ROYAUME|RZECZPOSPOLITA) (?:(?:OF|THE|DE|DU|DES|DEL|DELLA|DO|DA|DER|D|LA|L|VAN|ISLAMIQUE) )*/;
/** Words after a nationality on British and other documents. */
const afterwards = / (CITIZEN|NATIONAL|SUBJECT|OVERSEAS.*|PROTECTED PERSON|DEPENDENT TERRITORIES.*)$/;

/** Returns the forms of an adjective in the Romance languages: `canadien`, `canadienne`; `español`, `española`. */
const inflected = (word: string): string[] => [
  word,
  `${word}E`,
  `${word}NE`,
  `${word}A`,
  word.replace(/O$/, "A"),
  word.replace(/C$/, "QUE"),
  word.replace(/F$/, "VE"),
];

/** Territories whose people share their nationality's name with another country. */
const borrowed = new Set(["TF", "UM", "TC", "GS", "KY"]);

function makeNames(): Map<string, string> {
  const found = new Map<string, string | null>();
  const add = (name: string, code: string) => {
    const key = fold(name);
    // An ambiguous word, such as Dominican, means no country.
    if (key) found.set(key, found.has(key) && found.get(key) !== code ? null : code);
  };
  const codes = new Set(alpha2ByAlpha3.values());
  for (const locale of locales)
    for (const style of ["long", "short"] as const) {
      const names = new Intl.DisplayNames(locale, { type: "region", fallback: "none", style });
      for (const code of codes) add(names.of(code) ?? "", code);
    }
  for (const { nationalities } of [english, french, german, spanish, italian])
    for (const [code, names] of Object.entries(nationalities))
      for (const name of borrowed.has(code) ? [] : inflected(fold(names.replace(/\(.*\)/, ""))))
        add(name, code);
  const sure = [...found].filter((entry): entry is [string, string] => entry[1] !== null);
  return new Map([
    ...sure,
    ...Object.entries(aliases).map(([name, code]): [string, string] => [fold(name), code]),
  ]);
}

let names: Map<string, string> | undefined;

function named(text: string): string | null {
  names ??= makeNames();
  const plain = text.replace(afterwards, "").replace(/^THE /, "");
  return names.get(text) ?? names.get(plain) ?? names.get(plain.replace(ofState, "")) ?? null;
}

/**
 * Finds the country that a code or a printed word means: `DEU`, `D`, `UK`, `Deutschland`, `FRANÇAISE/FRENCH`, `UNITED
 * STATES OF AMERICA`, `BRITISH CITIZEN`.
 * @returns two letters, or a code of Doc 9303 that is not a country (`XXB`); null when the text means none or several
 */
export function foldCountry(text: string): string | null {
  const code = capitals(text).replaceAll("<", "").trim();
  if (special.has(code)) return code;
  const alpha2 = aliases[code] ?? alpha2Of(code);
  if (alpha2) return alpha2;
  const whole = named(fold(text.replaceAll(/\(\p{L}{1,2}\)/gu, "")));
  if (whole) return whole;
  const [, name, form] = /^([^,(]+)[,(]\s*([^,)]+)\)?$/.exec(text) ?? [];
  const turned = name && form ? named(fold(`${form} ${name}`)) : null;
  return turned ?? onlyOne(text.split("/")) ?? onlyOne(text.split(/\s+/), true);
}

/** Returns the country if the parts of a text mean exactly one. `areAll`: every part must mean it. */
function onlyOne(parts: readonly string[], areAll = false): string | null {
  if (parts.length < 2) return null;
  const found = parts.map(foldCountry);
  const countries = new Set(found.filter((code) => code !== null));
  return countries.size === 1 && !(areAll && found.includes(null)) ? ([...countries][0] ?? null) : null;
}

/** Reduces a state to its name or code: `STATE OF CALIFORNIA`, `California, USA`, `US-CA`. */
function stateName(text: string): string {
  const [, before = "", code = ""] = /^([A-Z]{2,3})-([A-Z0-9]{2,3})$/.exec(capitals(text).trim()) ?? [];
  if (code && foldCountry(before)) return code;
  const [name = "", ...rest] = text.split(",");
  const isInCountry = rest.length === 1 && foldCountry(rest[0] ?? "") !== null;
  return fold(isInCountry ? name : text).replace(
    /^(THE )?(STATE|COMMONWEALTH|PROVINCE|TERRITORY) OF (THE )?/,
    "",
  );
}

/**
 * Lists the places that an issuer's text can mean, the likeliest first: `US-CA` is a state, `CA` a country. Codes of
 * states are also codes of countries; the document's country and kind tell which one is meant.
 * @returns an empty list when the text names no place
 */
export function issuersIn(text: string, { country, isIssuedByStates }: IssuerContext): string[] {
  const asCountry = foldCountry(text);
  const own = foldCountry(country ?? "");
  const name = stateName(text);
  const states = [...statesOf].flatMap(([of, list]) =>
    [...list].map(([code, state]) => ({ of, id: `${of}-${code}`, code, name: fold(state) })),
  );
  const byName = asCountry && !isIssuedByStates ? [] : states.filter((state) => state.name === name);
  const byCode = isIssuedByStates ? states.filter(({ code }) => code === name) : [];
  const isOwn = ({ of }: { of: string }) => own === null || of === own;
  const found = [...byName, ...byCode].filter(isOwn);
  // A state's full name counts for documents of any country. So does a state's code, if it does not name a country.
  const elsewhere = found.length > 0 ? [] : [...byName, ...(asCountry ? [] : byCode)];
  // A state of the document's own country excludes another country of the same name or code.
  const isState = own !== null && found.length > 0 && asCountry !== own;
  return [...[...found, ...elsewhere].map(({ id }) => id), ...(asCountry && !isState ? [asCountry] : [])];
}

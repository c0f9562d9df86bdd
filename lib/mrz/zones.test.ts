import { describe, expect, it } from "vitest";
import { compareFields } from "@/lib/comparison/compare";
import { readSources } from "@/lib/mrz/sources";
import { type Mrz, parseMrz } from "@/lib/mrz/zone";
import zones from "@/test/fixtures/reading/zones.json";

const now = new Date("2026-11-28T12:00:00Z");

/** The check digit of ICAO Doc 9303 part 3, section 4.9, so that specimens of other states can be written here. */
function digit(text: string): string {
  const weights = [7, 3, 1];
  const values = [...text].map((sign) => (sign === "<" ? 0 : Number.parseInt(sign, 36)));
  return String(values.reduce((sum, value, at) => sum + value * (weights[at % 3] ?? 0), 0) % 10);
}

type Card = {
  code: string;
  number: string;
  optional?: string;
  birth: string;
  sex?: string;
  expiry: string;
  state: string;
  name: string;
};

/** A card of three lines (part 5). */
function card({ code, number, optional = "", birth, sex = "F", expiry, state, name }: Card): string[] {
  const long = number.length > 9;
  const field = long
    ? `${number.slice(0, 9)}<${number.slice(9)}${digit(number)}<`
    : `${number.padEnd(9, "<")}${digit(number.padEnd(9, "<"))}`;
  const first = `${code}${field}${optional}`.padEnd(30, "<");
  const second = `${birth}${digit(birth)}${sex}${expiry}${digit(expiry)}${state}`.padEnd(29, "<");
  const composite = digit(first.slice(5) + second.slice(0, 7) + second.slice(8, 15) + second.slice(18, 29));
  return [first, second + composite, name.padEnd(30, "<")];
}

type Book = {
  code: string;
  name: string;
  number: string;
  state: string;
  birth: string;
  sex?: string;
  expiry: string;
  optional?: string;
};

/** A passport of two lines (part 4). */
function book({ code, name, number, state, birth, sex = "M", expiry, optional = "" }: Book): string[] {
  const inner = optional.padEnd(14, "<");
  const body = `${number.padEnd(9, "<")}${digit(number.padEnd(9, "<"))}${state}${birth}${digit(birth)}${sex}${expiry}${digit(expiry)}${inner}${optional ? digit(inner) : "<"}`;
  const composite = digit(body.slice(0, 10) + body.slice(13, 20) + body.slice(21, 43));
  return [`${code}${name}`.padEnd(44, "<"), body + composite];
}

const all: Record<string, string | string[]> = zones;
const read = (name: string) => parseMrz(all[name], now);

describe("real zones", () => {
  const wanted: Record<string, { format: string; isValid?: boolean; fields: Partial<Mrz["fields"]> }> = {
    "french-id-names-cut": {
      format: "FRENCH_NATIONAL_ID",
      fields: {
        document_number: "130975300123",
        last_name: "DUPONT",
        first_name: "JEAN CHRISTOPH",
        cut_names: ["first_name"],
        date_of_birth: "1985-02-14",
        document_expiration_date: null,
      },
    },
    "french-id-no-office": {
      format: "FRENCH_NATIONAL_ID",
      fields: {
        document_number: "970675K00277",
        last_name: "LOISEAU",
        first_name: "HERVE DJAMEL",
        cut_names: [],
      },
    },
    "visa-mrv-a": {
      format: "MRV-A",
      fields: {
        document_type: "V",
        document_number: "L8988901C",
        nationality: "LKA",
        last_name: "WIJEYAKULASURIYA",
        document_expiration_date: "2029-06-04",
        personal_number: null,
      },
    },
    "birth-year-only": { format: "TD3", fields: { date_of_birth: "1968", document_number: "AB1234567" } },
    "spanish-permanent": {
      format: "TD1",
      fields: {
        document_expiration_date: "9999-12-31",
        personal_number: "99999999R",
        document_number: "BAA000589",
      },
    },
    "no-expiry-fillers": { format: "TD1", fields: { document_expiration_date: "9999-12-31" } },
    "regula-caret": { format: "TD3", fields: { last_name: "ERIKSSON", document_number: "L898902C3" } },
    "eighty-eight": { format: "TD3", fields: { last_name: "ERIKSSON", document_number: "L898902C3" } },
    "letters-in-birth-date": { format: "TD3", isValid: false, fields: { date_of_birth: "BB0915" } },
    "belgian-overflow": {
      format: "TD1",
      fields: { document_number: "591234567890", optional_data: ["85010100200"] },
    },
    "portuguese-overflow-letters": { format: "TD1", fields: { document_number: "006666667ZZ7" } },
  };

  it("each give the expected fields", () => {
    expect(Object.keys(wanted).sort()).toEqual(Object.keys(all).sort());
  });

  it.each(Object.entries(wanted))(
    "%s is read as its form has it",
    (name, { format, isValid = true, fields }) => {
      expect(read(name)).toMatchObject({ format, isValid, fields });
    },
  );

  it("verify only the three check digits of a visa", () => {
    expect(read("visa-mrv-a")?.checks.map(({ field }) => field)).toEqual([
      "document_number",
      "date_of_birth",
      "document_expiration_date",
    ]);
  });
});

describe("zones of other states", () => {
  it.each([
    [
      "a German card",
      card({
        code: "IDD<<",
        number: "T22000129",
        birth: "640812",
        expiry: "271031",
        state: "D<<",
        name: "MUSTERMANN<<ERIKA",
      }),
      { nationality: "D", document_issuing_state: "D", last_name: "MUSTERMANN" },
    ],
    [
      "a Dutch card",
      card({
        code: "I<NLD",
        number: "SPECI2014",
        optional: "999999990",
        birth: "650310",
        expiry: "240309",
        state: "NLD",
        name: "DE<BRUIJN<<WILLEKE<LISELOTTE",
      }),
      { document_number: "SPECI2014", personal_number: "999999990", last_name: "DE BRUIJN" },
    ],
    [
      "an Italian card",
      card({
        code: "C<ITA",
        number: "CA00000AA",
        birth: "640810",
        expiry: "280810",
        state: "ITA",
        name: "ROSSI<<BIANCA",
      }),
      { document_number: "CA00000AA", document_type: "C" },
    ],
    [
      "a Belgian card",
      card({
        code: "IDBEL",
        number: "590001101285",
        birth: "650101",
        expiry: "230101",
        state: "BEL",
        name: "REINARTZ<<ULRIKE<KATIA<E",
      }),
      { document_number: "590001101285" },
    ],
    [
      "a Portuguese card",
      card({
        code: "I<PRT",
        number: "007666667ZZ7",
        birth: "801010",
        expiry: "300615",
        state: "PRT",
        name: "CARLOS<MONTEIRO<<AMELIA<VANESS",
      }),
      { document_number: "007666667ZZ7", cut_names: ["first_name", "last_name"] },
    ],
    [
      "a Swiss card",
      card({
        code: "IDCHE",
        number: "S1A00A00",
        birth: "830703",
        expiry: "330702",
        state: "CHE",
        name: "SCHWEIZER<SAMPLE<<HELVETIA",
      }),
      { document_number: "S1A00A00", last_name: "SCHWEIZER SAMPLE" },
    ],
    [
      "a French card of today",
      card({
        code: "IDFRA",
        number: "X4RTBPFW4",
        birth: "900713",
        expiry: "300211",
        state: "FRA",
        name: "MARTIN<<MAELYS<GAELLE<MARIE",
      }),
      { document_number: "X4RTBPFW4" },
    ],
    [
      "a refugee's travel document",
      book({
        code: "PTDNK",
        name: "HASSAN<<AMINA",
        number: "E12345678",
        state: "XXB",
        birth: "910101",
        expiry: "301231",
      }),
      { nationality: "XXB" },
    ],
    [
      "a stateless person's",
      book({
        code: "P<SWE",
        name: "DOE<<JAN",
        number: "A1234567",
        state: "XXA",
        birth: "910101",
        expiry: "301231",
      }),
      { nationality: "XXA" },
    ],
    [
      "a British overseas citizen's",
      book({
        code: "P<GBD",
        name: "SMITH<<ANN",
        number: "123456789",
        state: "GBD",
        birth: "910101",
        expiry: "301231",
      }),
      { nationality: "GBD" },
    ],
    [
      "a name of one part",
      book({
        code: "P<IDN",
        name: "SUHARTO",
        number: "A1234567",
        state: "IDN",
        birth: "210608",
        expiry: "301231",
      }),
      { last_name: "SUHARTO", first_name: null },
    ],
    [
      "an unknown day",
      book({
        code: "P<ETH",
        name: "TESFAYE<<ABEBE",
        number: "EP1234567",
        state: "ETH",
        birth: "7304<<",
        expiry: "301231",
      }),
      { date_of_birth: "1973-04" },
    ],
    [
      "an unknown birth",
      book({
        code: "P<SOM",
        name: "ALI<<NUR",
        number: "P00123456",
        state: "SOM",
        birth: "<<<<<<",
        expiry: "301231",
      }),
      { date_of_birth: null },
    ],
    [
      "the Russian internal passport",
      book({
        code: "PNRUS",
        name: "3UKINA<<OKSANA<NIKOLAEVNA",
        number: "460123456",
        state: "RUS",
        birth: "800515",
        expiry: "<<<<<<",
        optional: "7010203770001",
      }),
      { document_number: "4607123456", last_name: "ЧУКИНА", first_name: "ОКСАНА НИКОЛАЕВНА" },
    ],
  ] as const)("%s", (_, lines, fields) => {
    expect(parseMrz([...lines], now)).toMatchObject({ isValid: true, fields });
  });

  it("reads a visa of two lines of 36", () => {
    const second = `L8988901C4XXX4009078F96121097XXX`
      .replace("96121097", `961210${digit("961210")}`)
      .slice(0, 28);
    const zone = parseMrz(["V<UTOERIKSSON<<ANNA<MARIA".padEnd(36, "<"), second.padEnd(36, "<")], now);
    expect(zone).toMatchObject({ format: "MRV-B", fields: { document_type: "V", last_name: "ERIKSSON" } });
    expect(zone?.checks.map(({ field }) => field)).not.toContain("composite");
  });

  it("reads a Swiss driving licence, which has no check digit", () => {
    const lines = ["AAA001D<<", "FACHE305142128097<<800126<<<<<", "FISCHER<<HANS<PETER<<<<<<<<<<<"];
    expect(parseMrz(lines, now)).toMatchObject({
      format: "SWISS_DRIVING_LICENSE",
      fields: {
        last_name: "FISCHER",
        first_name: "HANS PETER",
        date_of_birth: "1980-01-26",
        document_issuing_state: "CHE",
      },
      checks: [],
    });
    expect(parseMrz(["AAA001D", ...lines.slice(1)], now)?.format).toBe("SWISS_DRIVING_LICENSE");
  });

  it("reads a French driving licence of one line", () => {
    expect(parseMrz(["D1FRA13AA000026181231MARTIN<<9"], now)).toMatchObject({
      format: "FRENCH_DRIVING_LICENSE",
      fields: { document_number: "13AA00002", last_name: "MARTIN", document_expiration_date: "2018-12-31" },
    });
  });

  it.each([
    ["72 signs without a break", (lines: string[]) => lines.join(""), "TD2"],
    ["Regula’s sign between the lines", (lines: string[]) => lines.join("^"), "TD2"],
    ["a list of one text", (lines: string[]) => [lines.join("\n")], "TD2"],
    ["blanks between the lines", (lines: string[]) => lines.join("  "), "TD2"],
    ["a break that was written out", (lines: string[]) => lines.join("\\n"), "TD2"],
  ] as const)("reads a zone with %s", (_, written, format) => {
    const lines = ["I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"];
    expect(parseMrz(written(lines), now)).toMatchObject({ format, isValid: true });
  });
});

describe("a zone in the spelling of its reader", () => {
  const passport = [
    "P<UTOERIKSSON<<ANNA<MARIA".padEnd(44, "<"),
    "L898902C36UTO7408122F2804154<<<<<<<<<<<<<<<6",
  ];
  const visa = ["V<UTOERIKSSON<<ANNA<MARIA", "L8988901C4XXX4009078F9612109"];
  it.each([
    ["small letters", passport.map((line) => line.toLowerCase()), "TD3"],
    ["blanks for fillers", passport.map((line) => line.replaceAll("<", " ")), "TD3"],
    ["a blank after each sign", passport.map((line) => [...line].join(" ")), "TD3"],
    ["signs of double width", passport.map((line) => line.replaceAll("<", "＜")), "TD3"],
    ["signs that nobody sees", passport.map((line) => `\u200b\u2066${line}\u2069`), "TD3"],
    ["separators of Unicode", [`\ufeff${passport.join("\u2028")}`], "TD3"],
    ["no fillers at the ends of a visa’s lines", visa, "MRV-B"],
    ["the end of one line of a visa alone", [visa[0]?.padEnd(44, "<") ?? "", visa[1] ?? ""], "MRV-A"],
  ])("is read with %s", (_, lines, format) => {
    expect(parseMrz(lines, now)).toMatchObject({
      format,
      isValid: true,
      fields: {
        last_name: "ERIKSSON",
        first_name: "ANNA MARIA",
        nationality: format === "TD3" ? "UTO" : "XXX",
      },
    });
  });

  it("keeps a character that is no sex, which differs from a missing one", () => {
    const [first = "", second = ""] = passport;
    const zone = parseMrz([first, second.replace("F2804", "H2804")], now);
    expect(zone?.fields.gender).toBe("H");
    const rows = compareFields({ extracted: { gender: "female" }, mrz: zone?.fields }, now);
    expect(rows.find(({ field }) => field === "gender")).toMatchObject({ verdict: "single" });
  });
});

describe("a zone that cannot be read", () => {
  const [first = "", second = ""] = [
    "P<UTOERIKSSON<<ANNA<MARIA".padEnd(44, "<"),
    "L898902C36UTO7408122F2804154<<<<<<<<<<<<<<<6",
  ];
  it.each([
    ["OCR’s angle quotes", [first.replaceAll("<", "«"), second]],
    ["signs of HTML", [first.replaceAll("<", "&lt;"), second]],
    ["a second line that was cut off", [first, second.slice(0, 30)]],
    ["one line of two", [second]],
    ["its lines exchanged", [second, first]],
    ["four lines", [first, second, first, second]],
    ["another form of card", ["CSC0341234567<8<<<<<<<<<<<<<<<<".slice(0, 30)]],
    ["words", ["not readable"]],
  ])("differs from a missing zone, because it has %s", (_, lines) => {
    expect(parseMrz(lines, now)).toBeNull();
    expect(readSources({ mrz_lines: lines }).mrzLines).toEqual(lines);
  });

  it.each([
    [{ mrz: first + second }],
    [{ mrz: `${first}^${second}` }],
    [{ mrz: { text: `${first}\n${second}` } }],
    [{ mrz: { line1: first, line2: second } }],
    [{ mrz: { format: "TD3", lines: [first, second] } }],
    [{ mrzLines: [first, second] }],
    [{ mrz_text: `${first}\r\n${second}` }],
    [{ mrz: null, mrz_lines: [first, null, second] }],
  ])("is found under any name that a reader uses: %j", (details) => {
    expect(readSources(details).mrzLines).toEqual([first, second]);
  });

  it.each([
    [{}],
    [{ mrz: null }],
    [{ mrz: "" }],
    [{ mrz: { valid: true } }],
    [{ mrz_lines: [] }],
    [{ mrz_lines: [" "] }],
  ])("is not found in %j", (details) => {
    expect(readSources(details).mrzLines).toBeNull();
  });
});

describe("zones against documents", () => {
  const verdicts = (extracted: Record<string, string>, lines: string | string[]) =>
    Object.fromEntries(
      compareFields({ extracted, mrz: parseMrz(lines, now)?.fields }, now)
        .filter(({ sources }) => sources.length === 2)
        .map(({ field, verdict }) => [field, verdict]),
    );

  it("agree on a French card with a cut given name and a complete surname", () => {
    const card = {
      first_name: "Jean-Christophe Marie",
      last_name: "Dupont",
      date_of_birth: "1985-02-14",
      document_number: "130975300123",
      document_issuing_state: "FR",
      document_type: "national_id",
      gender: "male",
    };
    const found = verdicts(card, zones["french-id-names-cut"]);
    expect(Object.values(found).every((verdict) => verdict === "match")).toBe(true);
    expect(Object.keys(found)).toHaveLength(7);
    const full = ["IDFRADELAROCHEFOUCAULDMONTBELI753034", zones["french-id-names-cut"][1] ?? ""];
    expect(verdicts({ last_name: "de la Rochefoucauld Montbéliard" }, full).last_name).toBe("match");
    expect(verdicts({ last_name: "de la Rochefoucauld" }, full).last_name).toBe("mismatch");
    expect(verdicts({ ...card, last_name: "Dupontel" }, zones["french-id-names-cut"]).last_name).toBe(
      "mismatch",
    );
  });

  it("agree on a Spanish card, whose printed number is the person’s", () => {
    const card = {
      document_number: "99999999R",
      document_expiration_date: "01 01 9999",
      last_name: "Española Española",
    };
    expect(verdicts(card, zones["spanish-permanent"])).toEqual({
      document_number: "match",
      document_expiration_date: "match",
      last_name: "match",
    });
    expect(verdicts({ document_number: "BAA000589" }, zones["spanish-permanent"]).document_number).toBe(
      "match",
    );
  });

  it("agree on cards that print the number of the second line", () => {
    const lines = card({
      code: "ICCOL",
      number: "AB1234567",
      birth: "850101",
      expiry: "300203",
      state: "COL",
      name: "PEREZ<<ANA",
    });
    const second = `${lines[1]?.slice(0, 18)}1020304050<`;
    const body = `${lines[0]?.slice(5)}${second.slice(0, 7)}${second.slice(8, 15)}${second.slice(18, 29)}`;
    const zone = [lines[0] ?? "", second + digit(body), lines[2] ?? ""];
    expect(parseMrz(zone, now)?.isValid).toBe(true);
    expect(verdicts({ document_number: "1.020.304.050" }, zone).document_number).toBe("match");
    expect(verdicts({ document_number: "1.020.304.051" }, zone).document_number).toBe("mismatch");
  });

  it("contradict each other in the year when the zone has only the year", () => {
    expect(verdicts({ date_of_birth: "1985-02-03" }, zones["birth-year-only"]).date_of_birth).toBe(
      "mismatch",
    );
    expect(verdicts({ date_of_birth: "1968-02-03" }, zones["birth-year-only"]).date_of_birth).toBe("match");
  });

  it("report a birth date of letters as unreadable, which contradicts nothing", () => {
    const rows = compareFields(
      {
        extracted: { date_of_birth: "1985-09-15" },
        mrz: parseMrz(zones["letters-in-birth-date"], now)?.fields,
      },
      now,
    );
    expect(rows.find(({ field }) => field === "date_of_birth")).toMatchObject({
      verdict: "unreadable",
      reason: "The machine readable zone says BB0915, which cannot be read as a date.",
    });
  });
});

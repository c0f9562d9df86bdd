import { describe, expect, it } from "vitest";
import { compareFields, type FieldInputs } from "@/lib/comparison/compare";
import type { ComparedField } from "@/lib/contract/vocabulary";

const now = new Date("2026-11-28T12:00:00Z");
const licence = { country: "US", documentType: "drivers_license" };

/** The row of a field that the document and the form give, asked from both sides. */
function rowOf(field: ComparedField, one: unknown, other: unknown, about: FieldInputs = licence) {
  const rows = (a: unknown, b: unknown) =>
    compareFields({ ...about, extracted: { [field]: a }, submitted: { [field]: b } }, now);
  const of = (found: ReturnType<typeof rows>) => found.find((row) => row.field === field);
  const [there, back] = [of(rows(one, other)), of(rows(other, one))];
  expect(back?.verdict).toBe(there?.verdict);
  return there;
}

const same: [ComparedField, unknown, unknown][] = [
  // Greek, Armenian, Georgian, Ethiopic, Thai
  ["last_name", "Παπαδοπούλου", "ΠΑΠΑΔΟΠΟΥΛΟΥ"],
  ["last_name", "Արևշատյան", "ԱՐԵՎՇԱՏՅԱՆ"],
  ["last_name", "Արևշատյան", "ԱՐԵՒՇԱՏՅԱՆ"],
  ["last_name", "ბერიძე", "ᲑᲔᲠᲘᲫᲔ"],
  ["first_name", "ኃይለ", "ሃይለ"],
  ["first_name", "ፀሐይ", "ጸሃይ"],
  ["first_name", "น้ำ", "น้ํา"],
  // Chinese, Japanese, Korean
  ["last_name", "黃", "黄"],
  ["last_name", "陳", "陈"],
  ["last_name", "髙橋", "高橋"],
  ["last_name", "渡邊", "渡辺"],
  ["last_name", "斎藤", "齋藤"],
  ["first_name", "さくら", "サクラ"],
  ["first_name", "ｶﾞﾝ", "ガン"],
  ["last_name", "김", "김"],
  // Vietnamese, Turkish, German, Dutch, Icelandic, Polish, Serbian, Hungarian
  ["last_name", "Nguyễn", "Nguye\u0302\u0303n"],
  ["first_name", "Işıl", "ISIL"],
  ["last_name", "GROẞ", "Gross"],
  ["last_name", "Ĳsselmuiden", "IJSSELMUIDEN"],
  ["last_name", "Þórðarson", "THORDARSON"],
  ["last_name", "Wałęsa", "WALESA"],
  ["last_name", "Đoković", "DJOKOVIC"],
  ["last_name", "Đặng", "DANG"],
  ["last_name", "Őry", "OERY"],
  // Arabic, Hebrew, Devanagari
  ["first_name", "محـــمد", "محمد"],
  ["first_name", "ﻣﺤﻤﺪ", "محمد"],
  ["first_name", "فاطمة", "فاطمه"],
  ["first_name", "ٱلله", "الله"],
  ["first_name", "עֶזְרָא", "עזרא"],
  ["last_name", "הײם", "היים"],
  ["first_name", "ज़ाकिर", "जाकिर"],
  // Apostrophes and hyphens
  ["last_name", "OˋNeill", "ONEILL"],
  ["last_name", "O՚Neill", "ONEILL"],
  ["last_name", "Smith\u2011Jones", "SMITH JONES"],
  // What United States cards and Brazilian papers do with names
  ["first_name", "John F.", "John Fitzgerald"],
  ["last_name", "King V", "King"],
  ["last_name", "Silva Filho", "Silva"],
  // Dates
  ["date_of_birth", "1990.05.05.", "1990-05-05"],
  ["date_of_birth", "05\u201105\u20111990", "1990-05-05"],
  ["date_of_birth", "Saturday, May 5, 1990", "1990-05-05"],
  ["date_of_birth", "5 tháng 5 năm 1990", "1990-05-05"],
  ["date_of_birth", "昭和60年2月3日", "1985-02-03"],
  ["date_of_birth", "H2.05.05", "1990-05-05"],
  ["date_of_birth", "令和元年5月5日", "2019-05-05"],
  ["date_of_birth", "民國79年5月5日", "1990-05-05"],
  ["date_of_birth", "5 พ.ค. 2533", "1990-05-05"],
  ["date_of_birth", "5 พฤษภาคม พ.ศ. 2533", "1990-05-05"],
  ["document_expiration_date", "05/30", "2030-05-31"],
  ["document_expiration_date", "31/12/99", "9999-12-31"],
  ["document_expiration_date", "99-99-9999", "9999-12-31"],
  ["document_expiration_date", "SEUMUR HIDUP", "9999-12-31"],
  ["document_expiration_date", "ตลอดชีพ", "9999-12-31"],
  ["document_expiration_date", "无限期", "长期"],
  // Countries
  ["nationality", "Bolivia (Plurinational State of)", "BOL"],
  ["nationality", "Tanzania, United Republic of", "TZA"],
  ["nationality", "Congo, Democratic Republic of the", "COD"],
  ["nationality", "REPUBLIKA SRBIJA", "SRB"],
  ["nationality", "HRVATSKO", "HRV"],
  ["nationality", "MAGYAR", "HUN"],
  ["nationality", "中華人民共和國", "CHN"],
  ["nationality", "CHINESE (HONG KONG)", "HKG"],
  ["nationality", "سعودي", "SAU"],
  ["nationality", "UAE", "ARE"],
  ["nationality", "Suomi Finland", "FIN"],
  ["nationality", "Stateless person", "XXA"],
  ["nationality", "United Nations", "UNO"],
  ["document_issuing_state", "US-CA", "California"],
  ["document_issuing_state", "STATE OF CALIFORNIA", "CA"],
  ["document_issuing_state", "California, USA", "CA"],
  ["document_issuing_state", "Commonwealth of Virginia", "VA"],
  // Numbers
  ["document_number", "ΑΒ 123456", "AB123456"],
  ["document_number", "СН 123456", "CH123456"],
  ["phone", "+52 1 55 1234 5678", "+52 55 1234 5678"],
  ["phone", "+54 9 11 2345-6789", "011 15-2345-6789"],
  ["phone", "+54 9 11 2345-6789", "+54 11 2345 6789"],
  ["phone", "+370 612 34567", "8 612 34567"],
  ["phone", "+44 7700 900123 / +44 7700 900124", "+44 7700 900124"],
  ["email", "Ana <ana@example.com>", "ana@example.com"],
  ["email", "İPEK@example.com", "ipek@example.com"],
  // Addresses
  ["address", "Haupt-Str. 5, 10115 Berlin", "Hauptstraße 5 10115 BERLIN"],
  ["address", "12 rue de l’Église, 75001 Paris", "12 RUE DE L EGLISE 75001 PARIS"],
  ["address", "5 Main Rd, Cork, T12 X4Y9", "5 Main Road, Cork, T12X4Y9"],
  [
    "address",
    { line1: "1 Elm St", city: "Boston", zip: "02110", country: "US" },
    { line1: "1 Elm St", city: "Boston", zip: "02110", country: "United States" },
  ],
];

const different: [ComparedField, unknown, unknown][] = [
  ["first_name", "አበበ", "ከበደ"],
  ["last_name", "王", "李"],
  ["last_name", "斎藤", "斉藤"],
  ["last_name", "Silva Filho", "Silva Neto"],
  ["last_name", "García López", "García"],
  ["last_name", "Muller", "Mueller"],
  ["first_name", "John F.", "John Gerald"],
  ["first_name", "J.", "Mary"],
  ["first_name", "伟", "伟明"],
  ["first_name", "민", "민준"],
  ["date_of_birth", "昭和60年2月3日", "1985-02-04"],
  ["document_number", "ДЖ 123456", "AB123456"],
  ["phone", "+52 1 55 1234 5678", "+52 55 1234 5679"],
  ["address", "1/11 Elm St, Boston", "11/1 Elm Rd, Boston"],
  ["document_issuing_state", "IL", "Israel"],
  ["nationality", "XXA", "DEU"],
  ["nationality", "NIGER", "NGA"],
];

describe("one value in the spellings of the world", () => {
  it.each(same)("%s: %j is %j", (field, one, other) => {
    expect(rowOf(field, one, other)?.verdict).toBe("match");
  });
  it.each(different)("%s: %j is not %j", (field, one, other) => {
    expect(rowOf(field, one, other)?.verdict).toBe("mismatch");
  });
});

describe("a value without meaning", () => {
  const nothing: [ComparedField, string][] = [
    ["first_name", "N/A"],
    ["first_name", "FNU"],
    ["first_name", "😀"],
    ["last_name", "unknown"],
    ["last_name", "\u200b-\u200b"],
    ["nationality", "unknown"],
    ["gender", "n/a"],
    ["gender", "unknown"],
    ["address", "unknown"],
    ["document_type", "n/a"],
    ["document_issuing_state", "—"],
    ["document_number", "000000000"],
    ["document_number", "X"],
    ["ssn", "000-00-0000"],
    ["email", "n/a@n/a"],
    ["phone", "0000000000"],
    ["document_expiration_date", "000000"],
    ["last_name", "xxxxx"],
    ["last_name", "12345"],
    ["last_name", "неизвестно"],
    ["last_name", "غير معروف"],
    ["last_name", "不明"],
    ["first_name", "ไม่ทราบ"],
    ["document_number", "to be confirmed"],
    ["document_number", "não informado"],
    ["address", "not on file"],
  ];
  it.each(nothing)("%s: %s is not the same as itself", (field, value) => {
    expect(rowOf(field, value, value)?.verdict).toBe("unreadable");
  });

  const known: [ComparedField, string, string][] = [
    ["first_name", "N/A", "Ahmad"],
    ["first_name", "FNU", "Ahmad"],
    ["last_name", "unknown", "Ahmad"],
    ["nationality", "n/a", "DEU"],
    ["gender", "unknown", "M"],
    ["address", "n/a", "1 Elm St, Boston"],
    ["document_issuing_state", "unknown", "CA"],
  ];
  it.each(known)("%s: %s does not contradict %s", (field, one, other) => {
    expect(rowOf(field, one, other)?.verdict).toBe("unreadable");
  });

  it("is distinguished from names and codes that look like it", () => {
    expect(rowOf("first_name", "Test", "TEST")?.verdict).toBe("match");
    expect(rowOf("nationality", "NA", "Namibia")?.verdict).toBe("match");
    expect(rowOf("nationality", "XXX", "XXX")?.verdict).toBe("match");
    expect(rowOf("gender", "X", "<")?.verdict).toBe("match");
    // ISO/IEC 5218: 0 is “not known”, and no sex of its own.
    expect(rowOf("gender", "0", "F")?.verdict).toBe("single");
  });

  it("includes a state’s code that no list has, which is not another country’s", () => {
    const mexican = { country: "MX", documentType: "id_card" };
    const german = { country: "DE", documentType: "drivers_license" };
    expect(rowOf("document_issuing_state", "MO", "Morelos", mexican)?.verdict).toBe("single");
    expect(rowOf("document_issuing_state", "BY", "Germany", german)?.verdict).toBe("single");
    expect(rowOf("document_issuing_state", "FR", "France", german)?.verdict).toBe("match");
    expect(rowOf("document_issuing_state", "MX", "Mexico", mexican)?.verdict).toBe("match");
  });

  it("leaves initials to the reviewer, and says so when the rest of the name agrees", () => {
    expect(rowOf("first_name", "John F.", "John Fitzgerald")?.reason).toBe(
      "The document says John F., with an initial for a part of the given names.",
    );
    expect(rowOf("first_name", "J.", "John")).toMatchObject({
      verdict: "single",
      reason: "One tells no more than initials; compare by eye.",
    });
    expect(rowOf("first_name", "J. F.", "John Fitzgerald")?.verdict).toBe("single");
  });

  it.each([
    ["UNO", "GBR", "United Nations is the name of no country; compare by eye."],
    ["XXB", "SYR", "Refugee is the name of no country; compare by eye."],
    ["XXX", "DEU", "Unspecified is the name of no country; compare by eye."],
    ["EUE", "FRA", "European Union is the name of no country; compare by eye."],
  ])(
    "contradicts no country if it is the code of an issuing organization: %s against %s",
    (code, country, reason) => {
      expect(rowOf("nationality", code, country)).toMatchObject({ verdict: "single", reason });
    },
  );
});

import { describe, expect, it } from "vitest";
import { compareFields, type FieldInputs } from "@/lib/comparison/compare";
import type { ComparedField } from "@/lib/contract/vocabulary";
import pairs from "@/test/fixtures/reading/pairs.json";

const now = new Date("2026-11-28T12:00:00Z");
const licence = { country: "US", documentType: "drivers_license" };

function verdictOf(field: string, one: unknown, other: unknown, about: Partial<FieldInputs> = licence) {
  const rows = (a: unknown, b: unknown) =>
    compareFields({ ...about, extracted: { [field]: a }, submitted: { [field]: b } }, now);
  const of = (found: ReturnType<typeof rows>) => found.find((row) => row.field === field);
  const [there, back] = [of(rows(one, other)), of(rows(other, one))];
  expect(back?.verdict).toBe(there?.verdict);
  return there;
}

describe("real pairs of values", () => {
  it.each(pairs)("$field: $extracted and $other give: $want", ({ field, extracted, other, want }) => {
    const verdict = verdictOf(field, extracted, other)?.verdict;
    if (want.startsWith("not ")) expect(verdict).not.toBe(want.slice(4));
    else expect(verdict).toBe(want);
  });
});

const same: [ComparedField, unknown, unknown][] = [
  ["nationality", "DEUTSCH", "D<<"],
  ["nationality", "FRANÇAISE/FRENCH", "FRA"],
  ["nationality", "CANADIAN/CANADIENNE", "CAN"],
  ["nationality", "Bundesrepublik Deutschland", "DEU"],
  ["nationality", "Schweiz/Suisse/Svizzera/Svizra/Switzerland", "CHE"],
  ["nationality", "УКРАЇНА/UKRAINE", "UKR"],
  ["nationality", "REPUBLIC OF KOREA", "KOR"],
  ["nationality", "Russian Federation", "RU"],
  ["nationality", "GBD", "British"],
  ["nationality", "GREAT BRITAIN", "GB"],
  ["nationality", "XXB", "Refugee"],
  ["nationality", "ESPAÑOLA", "ESP"],
  ["nationality", "Česko", "CZE"],
  ["document_issuing_state", "ON", "Ontario"],
  ["document_issuing_state", "IL", "Illinois"],
  ["document_issuing_state", "Georgia", "GA"],
  ["document_issuing_state", "IN", "USA"],
  ["gender", "M/M", "male"],
  ["gender", "W/F", "F"],
  ["gender", "Weiblich", "female"],
  ["gender", "Masculin", "M"],
  ["gender", "Ж/F", "female"],
  ["gender", "K / F", "2"],
  ["gender", "X", "<"],
  ["date_of_birth", "05 MAI/MAY 90", "1990-05-05"],
  ["date_of_birth", "05 ENE/JAN 1990", "1990-01-05"],
  ["date_of_birth", "٠٥/٠٥/١٩٩٠", "1990-05-05"],
  ["date_of_birth", "XX XX 1968", "68<<<<"],
  ["document_expiration_date", "990101", "9999-12-31"],
  ["document_expiration_date", "99999999", "01.01.9999"],
  ["document_expiration_date", "<<<<<<", "9999-12-31"],
  ["document_type", "VC", "visa"],
  ["document_type", "PP", "Reisepass"],
  ["document_type", "Personalausweis", "ID"],
  ["document_type", "Permis de conduire", "drivers_license"],
  ["document_type", "passport card", "passport_card"],
  ["last_name", "Kamehameha III", "KAMEHAMEHA"],
  ["last_name", "Smith, Sr.", "Smith"],
  ["last_name", "Dr. Müller", "MUELLER"],
  ["last_name", "Nuʻuanu", "NUUANU"],
  ["last_name", "D´Angelo", "DANGELO"],
  ["last_name", "O′Brien", "OBRIEN"],
  ["last_name", "Peꞌa", "PEA"],
  ["last_name", "Gal·la", "GALLA"],
  ["last_name", "Łukasz‐Żak", "LUKASZ ZAK"],
  ["first_name", "محمّد", "محمد"],
  ["first_name", "علی", "علي"],
  ["first_name", "Νίκος", "ΝΙΚΟΣ"],
  ["first_name", "Алёна", "АЛЕНА"],
  ["first_name", "ﾀﾛｳ", "タロウ"],
  ["first_name", "Nguyễn", "NGUYEN"],
  ["phone", "+966 50 123 4567", "٠٥٠١٢٣٤٥٦٧"],
  ["phone", "+45 32 12 34 56", "32 12 34 56"],
  ["phone", "+7 912 345-67-89", "8 (912) 345-67-89"],
  ["phone", "+36 20 123 4567", "06 20 123 4567"],
  ["phone", "+39 06 1234567", "06 1234567"],
  ["phone", "0033 6 12 34 56 78", "06 12 34 56 78"],
  ["phone", "33612345678", "+33 6 12 34 56 78"],
  ["phone", "+44 (0)20 7946 0958", "020 7946 0958"],
  ["phone", "+49 170 1234567 ext. 3", "0170 1234567"],
  ["phone", "+81 3-1234-5678", "03-1234-5678"],
  ["phone", "+1 (202) 555-0147", "202.555.0147"],
  ["document_number", "123.456.789-09", "12345678909"],
  ["document_number", "١٢٣٤٥٦٧", "1234567"],
  ["document_number", "12.345.678-9", "12345678 9"],
  ["document_number", "AB/123456", "AB 123456"],
  ["document_number", "００１２３４", "001234"],
  ["email", "jörg@münchen.example", "jörg@xn--mnchen-3ya.example"],
  ["email", "JÖRG@MÜNCHEN.EXAMPLE.", "jörg@münchen.example"],
  ["address", { line1: "1 Elm St", city: "Boston", zip: 2110 }, "1 Elm Street, Boston 2110"],
];

const different: [ComparedField, unknown, unknown][] = [
  ["first_name", "राम", "रीमा"],
  ["first_name", "バハ", "ハハ"],
  ["last_name", "Smith Jr.", "Smith Sr."],
  ["last_name", "Smith III", "Smith IV"],
  ["phone", "+33 6 12 34 56 78", "+49 6 12 34 56 78"],
  ["phone", "+49 170 1234567 ext. 3", "+49 170 1234567 ext. 4"],
  ["phone", "٠٥٠١٢٣٤٥٦٧", "٠٥٠١٢٣٤٥٦٨"],
  ["date_of_birth", "68<<<<", "1985-02-03"],
  ["date_of_birth", "1968-03", "1968-04-01"],
  ["document_number", "123.456.789-09", "123.456.789-10"],
  ["document_number", "00123", "123"],
  ["nationality", "UNITED STATES OF AMERICA", "GBR"],
  ["gender", "F/F", "male"],
  ["document_type", "passport_card", "P"],
  ["document_type", "visa", "P"],
  ["document_issuing_state", "CA", "Oregon"],
  ["document_expiration_date", "9999-12-31", "2030-01-01"],
  [
    "address",
    { line1: "1 Elm St", city: "Boston", zip: 90210 },
    { line1: "1 Elm St", city: "Boston", zip: 2110 },
  ],
];

describe("values of the same kinds", () => {
  it.each(same)("%s: %s is %s", (field, one, other) => {
    expect(verdictOf(field, one, other)?.verdict).toBe("match");
  });
  it.each(different)("%s: %s is not %s", (field, one, other) => {
    expect(verdictOf(field, one, other)?.verdict).toBe("mismatch");
  });

  it.each([
    ["nationality", "Narnian", "GBR"],
    ["gender", "Q", "male"],
    ["gender", "M/F", "male"],
    ["document_type", "library pass", "P"],
    ["document_issuing_state", "Atlantis", "US"],
  ] as const)("%s: words that no rule knows (%s) contradict nothing", (field, one, other) => {
    expect(verdictOf(field, one, other)).toMatchObject({
      verdict: "single",
      reason: "No rule knows all of these words; compare by eye.",
    });
  });

  it.each([
    ["phone", "n/a", "+33 6 12 34 56 78", "The document says n/a, which cannot be read as a phone number."],
    ["phone", "—", "—", "The form says — and the document says —, which cannot be read as a phone number."],
    ["date_of_birth", "BB0915", "1985-02-03", "The document says BB0915, which cannot be read as a date."],
    ["date_of_birth", "soon", "", "The document says soon, which cannot be read as a date."],
    ["email", "none", "a@b.example", "The document says none, which cannot be read as an e-mail address."],
    [
      "document_number",
      "unknown",
      "unknown",
      "The form says unknown and the document says unknown, which cannot be read as a number.",
    ],
  ] as const)("%s: %s against %s is reported as unreadable", (field, one, other, reason) => {
    expect(verdictOf(field, one, other)).toMatchObject({ verdict: "unreadable", reason });
  });

  it("reads two letters as a country on a passport, and as a state only on a licence of its country", () => {
    const passport = { country: "US", documentType: "passport" };
    expect(verdictOf("document_issuing_state", "CA", "Canada", passport)?.verdict).toBe("match");
    expect(verdictOf("document_issuing_state", "CA", "California", passport)?.verdict).toBe("mismatch");
    const ofGermany = { country: "DE", documentType: "drivers_license" };
    expect(verdictOf("document_issuing_state", "DE", "Germany", ofGermany)?.verdict).toBe("match");
    expect(verdictOf("document_issuing_state", "DE", "Delaware", ofGermany)?.verdict).toBe("mismatch");
    expect(verdictOf("document_issuing_state", "DE", "Delaware", licence)?.verdict).toBe("match");
    const ofCanada = { country: "CAN", documentType: "drivers_license" };
    expect(verdictOf("document_issuing_state", "NL", "Newfoundland and Labrador", ofCanada)?.verdict).toBe(
      "match",
    );
  });

  it("says that a birth in the future or an expiry in 543 years is implausible", () => {
    expect(verdictOf("date_of_birth", "2528-10-12", "")).toMatchObject({
      verdict: "implausible",
      reason:
        "The document says 12 Oct 2528, which lies in the future. As a year of the Buddhist calendar it means 12 Oct 1985.",
    });
    expect(verdictOf("date_of_birth", "2027-01-01", "")?.reason).toBe(
      "The document says 1 Jan 2027, which lies in the future.",
    );
    expect(verdictOf("date_of_birth", "1820-01-01", "")?.reason).toBe(
      "The document says 1 Jan 1820, which is more than 125 years ago.",
    );
    expect(verdictOf("document_expiration_date", "2570-10-11", "")).toMatchObject({
      verdict: "implausible",
      reason:
        "The document says 11 Oct 2570, which is more than 100 years ahead. As a year of the Buddhist calendar it means 11 Oct 2027.",
    });
    expect(verdictOf("date_of_birth", "2528-10-12", "1985-10-12")).toMatchObject({ verdict: "mismatch" });
    expect(verdictOf("date_of_birth", "2528-10-12", "1985-10-12")?.reason).toContain("Buddhist calendar");
  });

  it("says what one source adds or leaves out when nothing differs", () => {
    expect(verdictOf("last_name", "Feggins Jr.", "Feggins")?.reason).toBe(
      "The document adds a title or a generation, Feggins Jr..",
    );
    expect(verdictOf("date_of_birth", "1968", "1968-03-01")?.reason).toBe(
      "The document tells no more than 1968.",
    );
  });

  it("isolates right-to-left names and invisible characters from the sentence around them", () => {
    const reason = verdictOf("last_name", "محمد\u202eعلي", "محمود")?.reason ?? "";
    expect(reason).toContain("\u2068محمد[U+202E]علي\u2069");
    expect(reason).not.toContain("\u202e");
  });
});

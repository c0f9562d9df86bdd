import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fieldSources } from "@/lib/checks/schema";
import { compareFields, type FieldInputs } from "@/lib/comparison/compare";
import { type ComparedField, comparedFields } from "@/lib/contract/vocabulary";
import { parseMrz } from "@/lib/mrz/zone";

const now = new Date("2026-11-14T12:00:00Z");

function row(field: ComparedField, inputs: FieldInputs) {
  const found = compareFields(inputs, now).find((entry) => entry.field === field);
  if (!found) throw new Error(`no row for ${field}`);
  return found;
}

/** What the form and the document say of one field. */
const two = (field: ComparedField, submitted: unknown, extracted: unknown) =>
  row(field, { submitted: { [field]: submitted }, extracted: { [field]: extracted } });

const same: [ComparedField, unknown, unknown][] = [
  ["last_name", "eriksson", "ERIKSSON"],
  ["last_name", "Müller", "MUELLER"],
  ["last_name", "Müller", "MULLER"],
  ["last_name", "Groß-Äußerer", "GROSS AEUSSERER"],
  ["last_name", "Sørensen", "SOERENSEN"],
  ["last_name", "Sørensen", "Sorensen"],
  ["last_name", "Ångström", "AANGSTROEM"],
  ["last_name", "d’Aubréville", "DAUBREVILLE"],
  ["last_name", "O'Brien", "O Brien"],
  ["last_name", "Núñez-Tế́st", "NUNEZ TEST"],
  ["last_name", "Łąk", "Lak"],
  ["last_name", "Yıldız", "YILDIZ"],
  ["first_name", "Maria Anna", "ANNA MARIA"],
  ["first_name", "Jean-Luc", "JEAN LUC"],
  ["first_name", "Zoe\u0308", "Zoë"],
  ["first_name", "田中", "田中"],
  ["date_of_birth", "1974-08-12", "740812"],
  ["date_of_birth", "12.08.1974", "1974-08-12"],
  ["date_of_birth", "08/12/1974", "19740812"],
  ["date_of_birth", "12 AUG 1974", "1974-08-12T00:00:00Z"],
  ["date_of_birth", "August 12, 1974", "08121974"],
  ["document_expiration_date", "310228", "2031-02-28"],
  ["document_number", "L898-902 c3", "L898902C3"],
  ["nationality", "DEU", "DE"],
  ["nationality", "D<<", "Germany"],
  ["nationality", "gb", "GBR"],
  ["document_issuing_state", "UTO", "uto"],
  ["gender", "F", "female"],
  ["gender", "1", "male"],
  ["document_type", "drivers_license", "Driving licence"],
  ["document_type", "P", "passport"],
  ["document_type", "residence_permit", "IR"],
  ["ssn", "000-12-3456", "000123456"],
  ["ssn", "3456", "000-12-3456"],
  ["email", " Anna@Example.com", "anna@example.com"],
  ["phone", "+49 (170) 123 45 67", "0170 1234567"],
  [
    "address",
    { line1: "12 Main Street", line2: "Apt 4B", city: "Springfield", state: "IL", zip: "62704" },
    "12 MAIN ST #4B, SPRINGFIELD IL 62704",
  ],
  ["address", { line1: "Hauptstraße 5", city: "Köln", zip: "50667" }, "Hauptstr. 5, 50667 Koeln"],
];

const different: [ComparedField, unknown, unknown, string][] = [
  [
    "last_name",
    "Ericsson",
    "Eriksson",
    "The form says Ericsson, the document says Eriksson. They differ by one typing error.",
  ],
  ["last_name", "García", "García López", "The form says García, the document says García López."],
  ["first_name", "Joel", "Jon", "The form says Joel, the document says Jon."],
  [
    "date_of_birth",
    "1974-12-08",
    "1974-08-12",
    "The form says 8 Dec 1974, the document says 12 Aug 1974. Day and month are swapped.",
  ],
  [
    "document_number",
    "L8989O2C3",
    "L898902C3",
    "The form says L8989O2C3, the document says L898902C3. They differ only in characters that look alike.",
  ],
  ["nationality", "FR", "DEU", "The form says France, the document says Germany."],
  ["gender", "M", "female", "The form says male, the document says female."],
  ["document_type", "passport", "ID", "The form says passport, the document says card."],
  [
    "phone",
    "+1 202 555 0147",
    "+1 202 555 0148",
    "The form says +1 202 555 0147, the document says +1 202 555 0148.",
  ],
  [
    "address",
    "12 Main St, Springfield",
    "14 Main St, Springfield",
    "The form says 12 Main St, Springfield, the document says 14 Main St, Springfield.",
  ],
];

describe("compareFields", () => {
  it.each(same)("%s: %s is %s", (field, submitted, extracted) => {
    expect(two(field, submitted, extracted)).toMatchObject({ verdict: "match", reason: null });
    expect(two(field, extracted, submitted)).toMatchObject({ verdict: "match", reason: null });
  });

  it.each(different)("%s: %s is not %s", (field, submitted, extracted, reason) => {
    expect(two(field, submitted, extracted)).toMatchObject({ verdict: "mismatch", reason });
    expect(two(field, extracted, submitted).verdict).toBe("mismatch");
  });

  it("has one row per field, in order, and marks missing values", () => {
    const rows = compareFields({}, now);
    expect(rows.map(({ field }) => field)).toEqual([...comparedFields]);
    for (const entry of rows) expect(entry).toMatchObject({ shown: null, verdict: "missing", reason: null });
    expect(row("email", { submitted: { email: "a@example.com" } })).toMatchObject({
      shown: "a@example.com",
      sources: [{ source: "submitted", value: "a@example.com" }],
      verdict: "single",
    });
  });

  it("names the sources on each side", () => {
    const mrz = parseMrz(
      ["P<UTOERIKSSON<<ANNA<MARIA".padEnd(44, "<"), "L898902C36UTO7408122F1204159ZE184226B<<<<<10"],
      now,
    );
    const found = row("last_name", {
      submitted: { last_name: "Ericsson" },
      extracted: { last_name: "Eriksson" },
      mrz: mrz?.fields,
      visual: { last_name: "ERIKSSON" },
      chip: { last_name: "Erikson" },
    });
    expect(found.reason).toBe(
      "The form says Ericsson, the document, the machine readable zone and the print say Eriksson, the chip says Erikson.",
    );
    expect(found.sources.map(({ source }) => source)).toEqual(
      fieldSources.filter((source) => !["barcode", "corrected"].includes(source)),
    );
  });

  it("accepts a name cut by its zone, but not one that fits", () => {
    const cut = { last_name: "NILAVADHANANANDA", first_name: "CHAYAPA DEJTHAMRONG KR" };
    const whole = { last_name: "Nilavadhanananda", first_name: "Chayapa Dejthamrong Krasuang" };
    const mrz = parseMrz(
      ["P<UTOERIKSSON<<ANNA".padEnd(44, "<"), "L898902C36UTO7408122F1204159ZE184226B<<<<<10"],
      now,
    );
    if (!mrz) throw new Error("unreadable");
    const fields = { ...mrz.fields, ...cut };
    const given = (cut_names: ("first_name" | "last_name")[]) =>
      row("first_name", { submitted: whole, mrz: { ...fields, cut_names } }).verdict;
    expect(given(["first_name", "last_name"])).toBe("match");
    expect(given(["last_name"])).toBe("mismatch");
    expect(given([])).toBe("mismatch");
  });

  it("lets a form leave out a middle name, and says so", () => {
    expect(two("first_name", "Anna", "Anna Maria")).toMatchObject({
      verdict: "match",
      reason: "The form leaves out a part of the given names, Anna Maria.",
    });
  });

  it("does not judge across scripts", () => {
    expect(two("first_name", "Анна", "ANNA")).toMatchObject({
      verdict: "single",
      reason: "Written in different scripts; compare by eye.",
    });
    const native = { first_name: "Анна" };
    expect(
      row("first_name", { submitted: native, extracted: native, visual: { first_name: "Anna" } }),
    ).toMatchObject({
      verdict: "match",
      reason: "Written in different scripts; each was compared within its own.",
    });
    expect(two("first_name", "Анна", "Анюта").verdict).toBe("mismatch");
  });

  it("compares with the correction once there is one", () => {
    const found = row("last_name", {
      submitted: { last_name: "Eriksson" },
      extracted: { last_name: "Erlksson" },
      corrected: { last_name: "Eriksson" },
    });
    expect(found).toMatchObject({
      shown: "Eriksson",
      verdict: "match",
      reason: "Corrected; the document was first read as Erlksson.",
    });
    expect(
      row("last_name", { submitted: { last_name: "Berg" }, corrected: { last_name: "Burg" } }).reason,
    ).toBe("The form says Berg, the correction says Burg. They differ by one typing error.");
  });

  it("never throws, whatever the sources contain, and gives the same verdict for two sources in either order", () => {
    const values = fc.record(
      Object.fromEntries(
        comparedFields.map((field) => [field, fc.oneof(fc.string({ unit: "binary" }), fc.anything())]),
      ),
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(values, values, (submitted, extracted) => {
        const there = compareFields({ submitted, extracted }, now);
        const back = compareFields({ submitted: extracted, extracted: submitted }, now);
        expect(there.map(({ verdict }) => verdict)).toEqual(back.map(({ verdict }) => verdict));
      }),
    );
  });
});

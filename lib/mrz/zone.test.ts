import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mrzChecks, parseMrz } from "@/lib/mrz/zone";

const now = new Date("2026-11-14T12:00:00Z");
const passport = [
  "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
  "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
];
const card = [
  "I<UTOD231458907<<<<<<<<<<<<<<<",
  "7408122F1204159UTO<<<<<<<<<<<6",
  "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
];

/** The same lines with one character changed. */
function withChar(lines: string[], line: number, at: number, char: string): string[] {
  return lines.map((text, index) => (index === line ? text.slice(0, at) + char + text.slice(at + 1) : text));
}

describe("parseMrz", () => {
  it("reads the passport specimen of Doc 9303 part 4", () => {
    expect(parseMrz(passport, now)).toEqual({
      format: "TD3",
      lines: passport,
      fields: {
        document_type: "P",
        document_issuing_state: "UTO",
        nationality: "UTO",
        last_name: "ERIKSSON",
        first_name: "ANNA MARIA",
        cut_names: [],
        document_number: "L898902C3",
        personal_number: "ZE184226B",
        optional_data: ["ZE184226B"],
        date_of_birth: "1974-08-12",
        document_expiration_date: "2012-04-15",
        gender: "female",
      },
      checks: mrzChecks.map((field) => ({ field, isValid: true })),
      isValid: true,
    });
  });

  it("reads the card specimen of Doc 9303 part 5, from one text with spaces and without its last fillers", () => {
    const text = `${card[0]}\r\n 7408122F 1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA\n`;
    expect(parseMrz(text, now)).toMatchObject({
      format: "TD1",
      lines: card,
      fields: { document_type: "I", first_name: "ANNA MARIA", document_number: "D23145890" },
      checks: mrzChecks
        .filter((name) => name !== "personal_number")
        .map((field) => ({ field, isValid: true })),
      isValid: true,
    });
  });

  it.each([
    ["document_number", 1, 9, "7"],
    ["date_of_birth", 1, 19, "3"],
    ["document_expiration_date", 1, 27, "0"],
    ["personal_number", 1, 42, "2"],
    ["composite", 1, 43, "5"],
  ] as const)("reports a wrong check digit of %s, and shows what was read", (name, line, at, char) => {
    const read = parseMrz(withChar(passport, line, at, char), now);
    expect(read?.checks.find(({ field }) => field === name)).toEqual({ field: name, isValid: false });
    expect(read?.isValid).toBe(false);
    expect(read?.fields).toMatchObject({ document_number: "L898902C3", date_of_birth: "1974-08-12" });
  });

  it("lists no check digit for an unused personal number", () => {
    const unused = ["P<UTOLEE<<JO".padEnd(44, "<"), `L898902C36UTO7408122F1204159${"<".repeat(15)}2`];
    expect(parseMrz(unused, now)?.checks.map(({ field }) => field)).not.toContain("personal_number");
  });

  it("marks a name that fills its field as possibly cut", () => {
    const name = "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<KRASUANG".slice(0, 39);
    expect(parseMrz([`P<UTO${name}`, passport[1]], now)?.fields.cut_names).toEqual([
      "first_name",
      "last_name",
    ]);
    expect(parseMrz(passport, now)?.fields.cut_names).toEqual([]);
  });

  it("joins a card's number that is longer than its field", () => {
    const long = [
      "I<UTOD23145890<7349<<<<<<<<<<<",
      "3407127M9507122UTO<<<<<<<<<<<2",
      "STEVENSON<<PETER<JOHN".padEnd(30, "<"),
    ];
    expect(parseMrz(long, now)).toMatchObject({
      fields: { document_number: "D23145890734", personal_number: null },
      isValid: true,
    });
  });

  it("returns null for anything else, and never throws", () => {
    for (const none of [
      null,
      undefined,
      7,
      {},
      [],
      [""],
      "hello",
      [1, 2],
      ["ABC", "DEF"],
      "<".repeat(5000),
    ]) {
      expect(parseMrz(none, now)).toBeNull();
    }
    const line = fc.string({ unit: fc.constantFrom(..."ABIPV0123456789<"), minLength: 28, maxLength: 45 });
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.array(line, { maxLength: 4 })), (value) => {
        const read = parseMrz(value, now);
        expect(read === null || typeof read.isValid === "boolean").toBe(true);
      }),
    );
  });
});

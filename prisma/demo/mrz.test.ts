import { parse } from "mrz";
import { describe, expect, it } from "vitest";
import { checkDigit, composeTd1, composeTd3, type MrzInput, mrzName } from "./mrz";
import { createAwkwardPerson, createPerson } from "./people";
import { createRandom } from "./random";

const specimen: MrzInput = {
  documentCode: "P",
  issuingState: "UTO",
  documentNumber: "L898902C3",
  lastName: "Eriksson",
  firstName: "Anna Maria",
  nationality: "UTO",
  dateOfBirth: "1974-08-12",
  sex: "F",
  expires: "2012-04-15",
  optional: "ZE184226B",
};

/** The package knows no Utopia, so its state code is the one field it may refuse. */
function problems(lines: readonly string[]): string[] {
  return parse(lines)
    .details.filter((detail) => !detail.valid && detail.field !== "issuingState")
    .map((detail) => `${detail.field}: ${detail.error}`);
}

describe("machine readable zones", () => {
  it("weighs 7, 3, 1 as in the ICAO example", () => {
    expect(checkDigit("520727")).toBe("3");
    expect(checkDigit("AB2134<<<")).toBe("5");
  });

  it("composes the ICAO passport specimen", () => {
    expect(composeTd3(specimen)).toEqual([
      "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
      "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    ]);
  });

  it("composes the ICAO card specimen", () => {
    const card = { ...specimen, documentCode: "I", documentNumber: "D23145890", optional: "" };
    expect(composeTd1(card)).toEqual([
      "I<UTOD231458907<<<<<<<<<<<<<<<",
      "7408122F1204159UTO<<<<<<<<<<<6",
      "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    ]);
  });

  it("transliterates what has no place in the zone", () => {
    expect(mrzName("d’Aubréville")).toBe("DAUBREVILLE");
    expect(mrzName("Groß")).toBe("GROSS");
    expect(mrzName("Łąk Ångström")).toBe("LAK<AANGSTROEM");
  });

  it("is read back without a complaint for every invented person", () => {
    const random = createRandom(7);
    const now = new Date("2026-11-14T12:00:00Z");
    const people = Array.from({ length: 400 }, (_, index) =>
      index === 0 ? createAwkwardPerson(random, now) : createPerson(random, now),
    );
    for (const person of people) {
      const input: MrzInput = {
        documentCode: "P",
        issuingState: "UTO",
        documentNumber: "X1234567",
        lastName: person.lastNameLatin,
        firstName: person.firstNameLatin,
        nationality: person.mrzNationality,
        dateOfBirth: person.dateOfBirth,
        sex: person.sex,
        expires: "2031-02-28",
      };
      expect(problems(composeTd3(input))).toEqual([]);
      expect(problems(composeTd1({ ...input, documentCode: "I" }))).toEqual([]);
    }
  });
});

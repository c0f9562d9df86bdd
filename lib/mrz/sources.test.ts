import fc from "fast-check";
import { expect, it } from "vitest";
import { readSources } from "@/lib/mrz/sources";

const none = { unread: [], mrzLines: null, visual: null, barcode: null, chip: null };
const zone = ["P<UTOERIKSSON<<ANNA", "L898902C36UTO7408122F1204159"];

it.each([
  { mrz: { lines: zone } },
  { mrz: zone },
  { mrz_lines: zone },
  { mrz: zone.join("\n") },
  { mrz: 7, mrz_lines: zone },
])("finds the zone in %j", (details) => {
  expect(readSources(details)).toEqual({ ...none, mrzLines: zone });
});

it("recognizes the names that readers use, and ignores the rest", () => {
  const details = {
    message: "read",
    visual: {
      surname: "Eriksson",
      givenNames: "Anna",
      colour: "blue",
      dob: ["1974"],
      expiry_date: "2031-02-28",
    },
    barcode: {
      DCS: "ERIKSSON",
      DAC: "ANNA",
      DBB: "08121974",
      DAQ: "V123",
      DBC: 2,
      address: { line1: "1 A St" },
    },
    chip: "unread",
  };
  expect(readSources(details)).toEqual({
    ...none,
    visual: { last_name: "Eriksson", first_name: "Anna", document_expiration_date: "2031-02-28" },
    barcode: {
      last_name: "ERIKSSON",
      first_name: "ANNA",
      date_of_birth: "08121974",
      document_number: "V123",
      gender: 2,
      address: { line1: "1 A St" },
    },
  });
});

it("finds nothing in a value of unknown shape, and never throws", () => {
  for (const details of [
    null,
    undefined,
    "text",
    7,
    [],
    {},
    { mrz: { lines: [1] }, visual: [] },
    { mrz: " " },
  ])
    expect(readSources(details)).toEqual(none);
  fc.assert(fc.property(fc.anything(), (details) => Boolean(readSources(details))));
});

it("distinguishes a source with bare text from a missing one", () => {
  const bare = {
    barcode: "@\n\u001e\rANSI 636014040002DL00410278ZC03190008DL",
    chip: [1],
    visual: { first_name: "Anna" },
  };
  expect(readSources(bare)).toMatchObject({
    unread: ["barcode", "chip"],
    barcode: null,
    visual: { first_name: "Anna" },
  });
  for (const nothing of [
    {},
    { barcode: null, chip: "", visual: [] },
    { barcode: { is_valid: true } },
    { chip: "not_present" },
  ])
    expect(readSources(nothing).unread).toEqual([]);
});

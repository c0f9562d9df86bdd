import { describe, expect, it } from "vitest";
import { parseAamva } from "@/lib/reading/aamva";
import { licenceSpecimens, licenceText } from "@/test/zone-specimens";

const american = {
  ...{ DAQ: "D12345678", DCS: "DOE", DAC: "JANE", DBB: "07042001", DBA: "07042031", DBC: "2", DAJ: "CA" },
  DCG: "USA",
};
const without = (...ids: string[]) =>
  Object.fromEntries(Object.entries<string>(american).filter(([id]) => !ids.includes(id)));

describe("the barcode of a licence", () => {
  it.each(licenceSpecimens)("is read of a $name", ({ text, said }) => {
    expect(parseAamva(text)).toMatchObject(said);
  });

  it.each(Array.from({ length: 10 }, (_, at) => at + 1))("is read in version %i", (version) => {
    const values = { ...american, ...(version === 1 && { DBB: "20010704", DBA: "20310704", DCG: "NONE" }) };
    expect(parseAamva(licenceText(version, values, "636014"))).toEqual({
      ...{ version, first_name: "JANE", last_name: "DOE", date_of_birth: "2001-07-04", gender: "female" },
      ...{ document_number: "D12345678", document_expiration_date: "2031-07-04" },
      ...{ document_issuing_state: "CA", address: { state: "CA" } },
      issuing_country: version === 1 ? null : "USA",
    });
  });

  it.each([
    ["one element for the whole name", { ...without("DCS", "DAC"), DAA: "DOE,JANE,MARIE" }, ["JANE", "DOE"]],
    ["given names in one element", { ...without("DAC"), DCT: "JANE,MARIE" }, ["JANE", "DOE"]],
    ["a last name that was cut", { ...american, DDE: "T" }, ["JANE", null]],
    ["a first name that was cut", { ...american, DDF: "T" }, [null, "DOE"]],
    ["no first name", { ...american, DAC: "NONE" }, [null, "DOE"]],
  ])("gives the names of %s", (_, values, names) => {
    const found = parseAamva(licenceText(4, values));
    expect([found?.first_name, found?.last_name]).toEqual(names);
  });

  it.each([
    ["day first by the country", { ...american, DCG: "CAN", DBB: "20010704", DBA: "20310704" }, "2001-07-04"],
    ["no country, month first", { ...without("DCG"), DBB: "12312001" }, "2001-12-31"],
    ["no country, year first", { ...without("DCG"), DBB: "20011231", DBA: "20311231" }, "2001-12-31"],
  ])("reads days with %s", (_, values, born) => {
    expect(parseAamva(licenceText(8, values))?.date_of_birth).toBe(born);
  });

  it.each([
    ["636014", "CA"],
    ["636062", "VI"],
    ["604434", "NT"],
    ["636027", null],
    ["636999", null],
  ])("names the issuer by the number in the header: %s", (number, state) => {
    const found = parseAamva(licenceText(8, { ...american, DAI: "PHOENIX", DAJ: "AZ" }, number));
    expect(found).toMatchObject({ document_issuing_state: state, address: { city: "PHOENIX", state: "AZ" } });
  });

  it("prefers the residence to the address for mail, and does not mix them", () => {
    const values = { ...american, DAG: "PO BOX 1", DAH: "UNIT 9", DAI: "RENO", DAJ: "NV" };
    const found = parseAamva(licenceText(2, { ...values, DAL: "1 ELM ST", DAN: "AUSTIN", DAO: "TX" }));
    expect(found?.address).toEqual({ line1: "1 ELM ST", city: "AUSTIN", state: "TX" });
  });

  const good = licenceText(8, american);
  it.each([
    ["nothing", ""],
    ["another barcode", "M1DOE/JANE            EABC123 FRAJFKAB 0123 045Y012A0034 100"],
    ["no header", good.replace("ANSI ", "NASI ")],
    ["version 0", licenceText(0, american)],
    ["no number", licenceText(8, without("DAQ"))],
    ["no day of birth", licenceText(8, without("DBB"))],
    ["no day of expiry", licenceText(8, without("DBA"))],
    ["a day that is none", licenceText(8, { ...american, DBB: "02302001" })],
    ["a day in the order of another country", licenceText(8, { ...american, DBB: "20010704" })],
    ["an end before the beginning", licenceText(8, { ...american, DBA: "07041999" })],
    ["a number that is too long", licenceText(8, { ...american, DAQ: "9".repeat(26) })],
    ["more signs than a symbol holds", licenceText(8, { ...american, DAG: "A".repeat(2000) })],
    ["a number in the issuer's own part only", `${licenceText(8, without("DAQ"))}ZVZVADAQ1\r`],
  ])("refuses %s", (_, text) => {
    expect(parseAamva(text)).toBeNull();
  });

  it("is bounded in what it takes of hostile text", () => {
    const many = Array.from({ length: 400 }, (_, at) => `X${String.fromCharCode(65 + (at % 26))}A`).join(
      "\n",
    );
    expect(parseAamva(`${good.slice(0, -1)}\n${many}`)?.document_number).toBe("D12345678");
    expect(parseAamva(licenceText(8, { ...american, DAG: "x".repeat(900) }))?.address?.line1).toHaveLength(
      200,
    );
    expect(parseAamva(licenceText(8, { ...american, DCS: "__proto__" }))?.last_name).toBe("__proto__");
  });
});

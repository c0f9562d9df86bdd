import { describe, expect, it } from "vitest";
import { documentOcr } from "@/lib/evaluation/document-ocr";
import type { Evidence } from "@/lib/evaluation/evidence";
import { type Reading, unread, withLook } from "@/lib/evaluation/reading";
import { parseMrz } from "@/lib/mrz/zone";
import { type Licence, parseAamva } from "@/lib/reading/aamva";
import type { Part } from "@/lib/reading/forms";
import type { Looked } from "@/lib/reading/look";
import { licenceSpecimens, type ZoneSpecimen, zoneSpecimens } from "@/test/zone-specimens";

const [passport, , , card, , permit, , , visa] = zoneSpecimens as [ZoneSpecimen, ...ZoneSpecimen[]];
const [virginia, ontario] = licenceSpecimens.map(({ text }) => parseAamva(text)) as [Licence, Licence];
const nothing: Looked = { zone: { found: "nothing" }, barcode: { found: "nothing" } };

/** The lines of a specimen without the names, which a reader leaves out when it is not sure of them. */
const withoutNames = passport.lines.map((line, row) => (row === 0 ? line.slice(0, 5).padEnd(44, "<") : line));

const zone = (lines: string[] = passport.lines, unsure: Part[] = []): Looked => ({
  ...nothing,
  zone: { found: "zone", zone: { lines, unsure } },
});
const barcode = (...licences: Licence[]): Looked => ({ ...nothing, barcode: { found: "licence", licences } });
const wrong: Looked = { ...nothing, zone: { found: "wrong", checks: ["date_of_birth"] } };
const unclear: Looked = { ...nothing, zone: { found: "unclear" } };

function answerTo(looks: (Looked | null)[], fields: Record<string, unknown> = {}) {
  let reading: Reading = unread;
  for (const [at, looked] of looks.entries())
    reading = looked
      ? withLook(reading, at === 0 ? "id_front" : "id_back", looked)
      : { ...reading, failed: 1 };
  const lines = (fields.mrz as string[] | undefined) ?? null;
  const mrz = lines ? parseMrz(lines) : null;
  const session = { country: null };
  const evidence = { reading, lines, mrz, held: { fields }, session, now: new Date("2026-11-30T12:00:00Z") };
  return documentOcr(evidence as unknown as Evidence);
}

describe("the check of what was read", () => {
  it.each<[string, (Looked | null)[], Record<string, unknown>, string, RegExp]>([
    ["names that were not read", [zone(withoutNames, ["names"])], {}, "error", /names/],
    [
      "names that were typed and not read",
      [zone(withoutNames, ["names"])],
      { first_name: "Karl", last_name: "Anders" },
      "error",
      /names/,
    ],
    ["a name in another script", [zone()], { last_name: "Эрикссон" }, "error", /compared.*: last name/],
    ["a number that is none", [zone()], { document_number: "n/a" }, "error", /compared.*: document number/],
    [
      "a name that the barcode has cut",
      [barcode({ ...virginia, first_name: null })],
      { first_name: "Jo" },
      "error",
      /first name/,
    ],
    [
      "a day that the document does not have",
      [zone(zoneSpecimens[7]?.lines)],
      { document_expiration_date: "2030-01-01" },
      "passed",
      /was read/,
    ],
    ["wrong digits beside a barcode", [wrong, barcode(virginia)], {}, "failed", /digits are wrong/],
    ["wrong digits beside another zone", [zone(), wrong], {}, "failed", /digits are wrong/],
    [
      "a zone beside the barcode of another person",
      [zone(), barcode(virginia)],
      {},
      "failed",
      /two different/,
    ],
    [
      "both in one picture",
      [{ ...zone(), ...barcode(virginia), zone: zone().zone }],
      {},
      "failed",
      /two different/,
    ],
    ["two barcodes in two pictures", [barcode(virginia), barcode(ontario)], {}, "failed", /two different/],
    ["two barcodes in one picture", [barcode(virginia, ontario)], {}, "failed", /two different/],
    ["the same barcode twice", [barcode(virginia, virginia)], {}, "passed", /barcode/],
    [
      "two zones of one number",
      [zone(), zone(passport.lines.map((line) => line.replace("7408122", "7508129")))],
      {},
      "failed",
      /two different/,
    ],
    [
      "a zone that was typed beside another's barcode",
      [barcode(virginia)],
      { mrz: passport.lines },
      "failed",
      /differs/,
    ],
    [
      "a zone that cannot be understood beside a barcode",
      [barcode(virginia)],
      { mrz: ["P<UTO"] },
      "error",
      /typed/,
    ],
    ["an unclear picture beside a typed zone", [unclear], { mrz: passport.lines }, "error", /with certainty/],
    ["an unclear picture beside a zone", [unclear, zone()], {}, "error", /with certainty/],
    ["a picture that failed beside a typed zone", [null], { mrz: passport.lines }, "error", /looked at/],
    ["a picture that failed beside a zone", [zone(), null], {}, "error", /looked at/],
    ["a number of the optional data", [zone()], { document_number: "ze 184226 b" }, "passed", /was read/],
    [
      "a passport that is called a card",
      [zone()],
      { document_type: "national_id" },
      "failed",
      /document type/,
    ],
    [
      "a card that is called a passport",
      [zone(card?.lines)],
      { document_type: "passport" },
      "failed",
      /document type/,
    ],
    [
      "a passport card",
      [zone(card?.lines.map((line) => line.replace("IDCHE", "IPCHE")))],
      { document_type: "passport" },
      "passed",
      /was read/,
    ],
    [
      "a permit by its name",
      [zone(permit?.lines)],
      { document_type: "residence_permit" },
      "passed",
      /was read/,
    ],
    [
      "a barcode that is called a passport",
      [barcode(virginia)],
      { document_type: "passport" },
      "failed",
      /document type/,
    ],
    [
      "a barcode of an identity card",
      [barcode(virginia)],
      { document_type: "national_id" },
      "passed",
      /barcode/,
    ],
    ["another nationality", [zone(card?.lines)], { nationality: "French" }, "failed", /nationality/],
    ["another issuer", [zone(card?.lines)], { document_issuing_state: "Austria" }, "failed", /issuing state/],
    ["a visa", [zone(visa?.lines)], {}, "error", /visa/],
    [
      "a typed difference in a part that was read",
      [zone(withoutNames, ["names"])],
      { mrz: [passport.lines[0], `${passport.lines[1]?.slice(0, 38)}A${passport.lines[1]?.slice(39)}`] },
      "failed",
      /differs/,
    ],
    [
      "a typed zone with the names that were not read",
      [zone(withoutNames, ["names"])],
      { mrz: passport.lines },
      "error",
      /names/,
    ],
  ])("says of %s what it is", (_, looks, fields, status, reason) => {
    expect(answerTo(looks, fields)).toMatchObject({ status, reason: expect.stringMatching(reason) });
  });
});

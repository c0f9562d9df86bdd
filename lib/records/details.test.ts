import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type PiiField, piiFields } from "@/lib/contract/vocabulary";
import { viewDetails } from "@/lib/records/details";
import { hidden, type View } from "@/lib/records/view";

const masked: View = { sight: "masked", whitelist: [] };
const listed = (...whitelist: PiiField[]): View => ({ sight: "listed", whitelist });

/** What sources write: known places, unknown names, values as keys, numbers that are identifiers, any depth. */
const details = {
  passed: true,
  similarity: 0.93,
  threshold: 0.8,
  reason_code: "low_contrast",
  message: "Anna Eriksson, 12 Main Street",
  extracted: { document_number: "L898902C", lastName: "Eriksson", deeper: [{ surname: "Eriksson" }] },
  email: "anna@mail.example",
  phone: 4915112345678,
  ip: "203.0.113.42",
  zip: 90210,
  birth_year: 1974,
  whatever: { who: "Anna" },
  "anna@mail.example": true,
  L898902C36: { seen: 3 },
  mrz_lines: ["P<UTOERIKSSON<<ANNA"],
  visual: { surname: "Eriksson", number: "L898902C", place_of_birth: "Zenith" },
};
const personal = [
  ...["Anna", "Eriksson", "ERIKSSON", "L898902C", "mail.example", "4915112345678", "203.0.113", "90210"],
  ...["1974", "Main Street", "Zenith"],
];
const leaks = (value: unknown) => personal.filter((each) => JSON.stringify(value)?.includes(each));

describe("the details of a source", () => {
  it("show measures and codes, and no personal data at any depth, to people who have not claimed the case", () => {
    const shown = viewDetails(masked, details);
    expect(leaks(shown)).toEqual([]);
    expect(shown).toMatchObject({
      passed: true,
      similarity: 0.93,
      threshold: 0.8,
      reason_code: "low_contrast",
      message: hidden,
      extracted: { document_number: hidden, lastName: hidden, deeper: [{ surname: hidden }] },
      mrz_lines: [hidden],
    });
  });

  it("show everything to the case's reviewer, and only their existence to roles without personal data", () => {
    expect(viewDetails({ sight: "clear", whitelist: [] }, details)).toEqual(details);
    expect(viewDetails({ sight: "hidden", whitelist: [] }, details)).toBe(hidden);
  });

  it("are complete for API keys with the whole whitelist, and without personal data for an empty one", () => {
    expect(viewDetails(listed(...piiFields), details)).toEqual(details);
    expect(leaks(viewDetails(listed(), details))).toEqual([]);
    expect(viewDetails(listed(), details)).toMatchObject({ passed: true, similarity: 0.93 });
  });

  it("show API keys a whitelisted field wherever it occurs, and no other", () => {
    expect(viewDetails(listed("last_name"), details)).toMatchObject({
      extracted: { lastName: "Eriksson", deeper: [{ surname: "Eriksson" }] },
      visual: { surname: "Eriksson" },
    });
    expect(leaks(viewDetails(listed("last_name"), details))).toEqual(["Eriksson"]);
    const nested = { last_name: { value: "Eriksson", document_number: "L898902C" } };
    expect(viewDetails(listed("last_name"), nested)).toEqual({ last_name: { value: "Eriksson" } });
  });

  it.each(["Anna Eriksson", ["Anna Eriksson"], 4915112345678, [[["Anna Eriksson"]]]])(
    "that are no object are no way around the mask: %j",
    (value) => {
      expect(leaks(viewDetails(masked, value))).toEqual([]);
      expect(leaks(viewDetails(listed(), value))).toEqual([]);
    },
  );

  it("never show a marked value, wherever a source puts it", () => {
    const marker = "Eriksson-L898902C";
    const value = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: "medium" },
        fc.constant(marker),
        fc.array(tie("tree"), { maxLength: 3 }),
        fc.dictionary(
          fc.oneof(
            fc.constantFrom("status", "kind", "country", "score", "text", "value", "x", "extracted", "name"),
            fc.constant(marker),
          ),
          tie("tree"),
          { maxKeys: 4 },
        ),
      ),
    })).tree;
    fc.assert(
      fc.property(value, (tree) => {
        for (const view of [masked, listed()])
          expect(JSON.stringify(viewDetails(view, tree)) ?? "").not.toContain(marker);
      }),
    );
  });

  it("are null when there are none", () => {
    for (const view of [masked, listed()]) {
      expect(viewDetails(view, null)).toBeNull();
      expect(viewDetails(view, undefined)).toBeNull();
    }
  });
});

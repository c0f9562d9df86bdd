import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Bundle } from "@/lib/contract/bundle";
import { profileOn } from "@/lib/law/profiles";
import {
  answerOf,
  markedText,
  removalsIn,
  suspicionIn,
  textDigest,
  withheldFrom,
} from "@/lib/remarks/policy";
import { type Mark, removalGrounds } from "@/lib/remarks/schema";
import { sampleAs } from "@/test/factories";

const jurisdiction = "gdpr" as const;
const named = { keys: ["sar_reference", "Suspicion"], tags: ["sar"] };
const none = { keys: [], tags: [] };
const answer = (bundle: Bundle, suspicion = named, marks = new Map()) =>
  answerOf(bundle, { law: profileOn("gdpr", "2026-01-01"), marks, suspicion });

const names = fc.constantFrom("a", "b", "colour");
const free = fc.dictionary(names, fc.oneof(fc.string(), fc.integer(), fc.dictionary(names, fc.string())));
const secret = fc.dictionary(fc.constantFrom("sar_reference", "SUSPICION"), fc.string(), { minKeys: 1 });

describe("suspicion material", () => {
  it("leaves an answer identical to that of a session without it", () => {
    const all = fc.record({
      metadata: free,
      custom: free,
      added: secret,
      tags: fc.array(names),
      at: fc.nat(3),
    });
    fc.assert(
      fc.property(all, ({ metadata, custom, added, tags, at }) => {
        const of = (more: object, moreTags: string[]) => {
          const { session, review_case: found, ...rest } = sampleAs("ses_x");
          const inside = { ...metadata, nested: { ...metadata, ...more } };
          return {
            ...rest,
            session: { ...session, metadata: { ...inside, ...more }, tags: moreTags },
            review_case: found && { ...found, custom_fields: { ...custom, ...more } },
          } as Bundle;
        };
        const with_ = of(added, [...tags.slice(0, at), "SAR", ...tags.slice(at)]);
        expect(JSON.stringify(answer(with_))).toBe(JSON.stringify(answer(of({}, tags))));
      }),
    );
  });

  it("leaves no empty map behind", () => {
    const { session, review_case: found, ...rest } = sampleAs("ses_x");
    const held = { sar_reference: "SAR-1" };
    const with_ = {
      ...rest,
      session: { ...session, metadata: held },
      review_case: { ...found, custom_fields: held },
    } as Bundle;
    const without = { ...rest, session: { ...session, metadata: null }, review_case: found } as Bundle;
    const empty = { ...without, session: { ...session, metadata: {} } } as Bundle;
    expect(answer(with_)).toEqual(answer(without));
    expect(answer(empty, none)).toEqual(answer(without, none));
    expect(suspicionIn(with_, named)).toEqual(["custom_fields.sar_reference", "metadata.sar_reference"]);
  });
});

describe("a marked passage", () => {
  const text = "Her brother John Doe called. Counsel says no.";
  const passages: Mark["passages"] = [
    { from: 12, to: 20, ground: "other_person" },
    { from: 29, to: text.length, ground: "legal_privilege" },
  ];

  it("is replaced by its ground, and the text around it stays", () => {
    expect(markedText(text, { text: textDigest(text), passages }, jurisdiction)).toBe(
      "Her brother [removed: data about another person (GDPR Art. 15(4))] called. [removed: legally privileged (GDPR Art. 15(4), 23(1))]",
    );
  });

  it("removes the whole remark when the text has changed", () => {
    const shown = markedText(`${text}!`, { text: textDigest(text), passages }, jurisdiction);
    expect(shown).toBe("[removed: data about another person (GDPR Art. 15(4))]");
  });

  it("never lets a marked letter through, whatever is marked", () => {
    const cut = fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })));
    fc.assert(
      fc.property(cut, fc.constantFrom(...removalGrounds), (cuts, ground) => {
        let at = 0;
        const made = cuts.map(([gap, length]) => {
          const from = at + gap;
          at = from + length;
          return { from, to: at, ground };
        });
        const given = Array.from({ length: at + 3 }, (_, place) =>
          made.some(({ from, to }) => place >= from && place < to) ? "§" : "·",
        ).join("");
        const shown = markedText(given, { text: textDigest(given), passages: made }, jurisdiction);
        expect(shown.replaceAll(/\[removed:[^\]]*\]/g, "")).toBe(given.replaceAll("§", ""));
      }),
    );
  });

  it("is counted by its ground; suspicion material is never counted", () => {
    const bundle = sampleAs("ses_x");
    const [first, second] = (bundle.case_notes ?? []).filter(({ content }) => content);
    const marks = new Map<string, Mark>([
      [`note:${first?.note_id}`, { text: "", whole: "internal_remark" }],
      [`note:${second?.note_id}`, { text: "", isSuspicion: true }],
    ]);
    expect(removalsIn(bundle, marks)).toEqual(first ? ["internal_remark"] : []);
    expect(first).toBeDefined();
  });
});

describe("a Californian answer", () => {
  const law = profileOn("ccpa", "2026-01-01");
  const sample = sampleAs("ses_1");
  const bundle: Bundle = {
    ...sample,
    session: {
      ...sample.session,
      metadata: { passportNumber: "P-4711", plan: "gold", sar_account_number: "4712" },
    },
    result: sample.result && {
      ...sample.result,
      extracted_data: { ...sample.result.extracted_data, license_number: "L-4713", ssn: "4714" },
    },
    checks: [
      { details: { mrz_text: "P<4715", barcode: "DL4716", chip: { daq: "4717", first_name: "Nobody" } } },
    ],
  } as unknown as Bundle;
  const out = { law, marks: new Map(), suspicion: { keys: ["sar_account_number"], tags: [] } };

  it("withholds a class under every name, and nothing else", () => {
    const text = JSON.stringify(answerOf(bundle, out));
    for (const number of ["P-4711", "L-4713", "4714", "4715", "4716", "4717"])
      expect(text).not.toContain(number);
    expect(text).toContain("gold");
    expect(text).toContain("Nobody");
  });

  it("names the classes that are held, and not what it may not tell", () => {
    expect(new Set(withheldFrom(bundle, out))).toEqual(new Set(["government_id", "social_security"]));
    const european = { ...out, law: profileOn("gdpr", "2026-01-01") };
    expect(withheldFrom(bundle, european)).toEqual([]);
    expect(JSON.stringify(answerOf(bundle, european))).toContain("P-4711");
  });
});

import { describe, expect, it } from "vitest";
import { letterLanguages } from "@/lib/contract/vocabulary";
import type { InvolvementFacts } from "@/lib/involvement/policy";
import { subjectWords } from "@/lib/letters/involved";

const facts = (more: Partial<InvolvementFacts> = {}): InvolvementFacts =>
  ({
    ...{ door: "desk", decision: "approved", heldSeconds: 180, openSeconds: 3_725 },
    ...{ imagesStored: ["id_front", "selfie"], imagesShown: ["selfie"], acts: [], by: "Anna Vogel" },
    ...more,
  }) as unknown as InvolvementFacts;

describe("what the subject is told of a person's part", () => {
  it("is how long, and which images, and names no member", () => {
    expect(subjectWords(facts())).toEqual([
      "A person made the decision on our desk for reviews.",
      "This person first opened the case 1 hour 2 minutes before the decision.",
      "It was claimed 3 minutes before.",
      "Images on the screen before: selfie.",
      "Not shown: id front.",
    ]);
    expect(subjectWords(facts(), "de")).toContain(
      "Zwischen dem ersten Öffnen des Falls durch diese Person und der Entscheidung lag: 1 Stunde 2 Minuten.",
    );
  });

  it("is nothing of a screen that is not known", () => {
    for (const door of ["api", "unknown"] as const)
      for (const language of letterLanguages) expect(subjectWords(facts({ door }), language)).toHaveLength(1);
  });

  it("is complete in every language, also where little is known", () => {
    const cases = [
      facts({ openSeconds: 0.2, heldSeconds: null }),
      facts({ openSeconds: null, imagesStored: [] }),
      facts({ imagesShown: [] }),
      facts({ imagesStored: null, imagesShown: [] }),
    ];
    for (const language of letterLanguages)
      for (const each of cases) {
        const said = subjectWords(each, language);
        expect(said.join(" ")).not.toMatch(/[{}]|undefined|NaN|Anna/);
        expect(said.length).toBeGreaterThan(2);
      }
    expect(subjectWords(facts({ openSeconds: 0.2 }), "fr").join(" ")).toContain("moins d’une seconde");
  });
});

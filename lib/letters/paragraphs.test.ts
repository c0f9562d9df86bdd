import { describe, expect, it } from "vitest";
import { letterKinds, letterLanguages } from "@/lib/contract/vocabulary";
import { jurisdictionIds } from "@/lib/law/jurisdictions";
import {
  type LetterPlace,
  ourText,
  paragraphsOf,
  placeholdersOf,
  whyNotPlaceholders,
} from "@/lib/letters/paragraphs";
import type { Paper } from "@/lib/letters/pdf";
import { specimenLetter } from "@/lib/letters/specimen";

const places: LetterPlace[] = letterKinds
  .flatMap((letter) =>
    jurisdictionIds.flatMap((law) => letterLanguages.map((language) => ({ letter, law, language }))),
  )
  .filter((place) => paragraphsOf(place).length > 0);

const said = ({ title, intro = [], sections }: Paper) =>
  [title, ...intro, ...sections.flatMap((each) => [each.title, ...(each.paragraphs ?? [])])].join("\n");

describe("the paragraphs of letters", () => {
  it("need the same names in braces in every language", () => {
    for (const place of places)
      for (const name of paragraphsOf(place)) {
        const english = placeholdersOf(ourText({ ...place, language: "en" }, name));
        expect(placeholdersOf(ourText(place, name)).sort(), `${place.language} ${name}`).toEqual(
          english.sort(),
        );
      }
  });

  it("are all in the specimen of their letter, with an own text in place of ours", () => {
    for (const place of places)
      for (const name of paragraphsOf(place)) {
        const ours = ourText(place, name);
        const own = `Own ${name} ${placeholdersOf(ours)
          .map((each) => `{${each}}`)
          .join(" ")}`;
        const text = said(specimenLetter(place, { [name]: own }));
        expect(text, `${place.letter} ${place.law} ${name}`).toContain(`Own ${name}`);
        expect(text).not.toMatch(/[{}]|undefined/);
        expect(said(specimenLetter(place, {}))).not.toContain("Own");
      }
  });

  it("refuse an own text that lacks a name in braces or has another one", () => {
    expect(whyNotPlaceholders("{id} of {received}", ["received", "id"])).toBeNull();
    expect(whyNotPlaceholders("{id}", ["received", "id"])).toBe("must contain {received}");
    expect(whyNotPlaceholders("{id} {x}", ["id"])).toBe("must not contain {x}");
    for (const text of ["{id} {", "{id} }", "{id} {a b}", "{id} {}"])
      expect(whyNotPlaceholders(text, ["id"]), text).toBe("must not contain another brace");
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { languages } from "./languages";
import { acceptedLanguage, visitorLanguage } from "./visitor";

describe("the language that a browser asks for", () => {
  it.each([
    ["de", "de"],
    ["de-AT", "de"],
    ["DE-de", "de"],
    ["de-DE,de;q=0.9,en;q=0.8", "de"],
    ["en-US,en;q=0.9,de;q=0.8", "en"],
    ["en;q=0.2, de;q=0.9", "de"],
    ["it, de;q=0.5, en;q=0.1", "de"],
    ["fr-CA, en;q=0.5", "fr"],
    ["es-419,es;q=0.9", "es"],
    ["de;q=0, en;q=0.1", "en"],
  ])("follows the order and the weights of %j: %s", (header, language) => {
    expect(acceptedLanguage(header)).toBe(language);
  });

  it.each([
    ["*", "en"],
    ["it, *;q=0.1", "en"],
    ["de, *;q=0.5", "de"],
    ["en;q=0, *", "de"],
  ])("takes the first that is left for the wildcard of %j: %s", (header, language) => {
    expect(acceptedLanguage(header)).toBe(language);
  });

  it.each([
    undefined,
    null,
    "",
    "pt",
    "pt-BR, it;q=0.4",
    "de;q=0",
    "de;q=many",
    ";;q=,,",
    "de_DE",
    "deutsch",
    "\0",
    "x".repeat(20_000),
    ",".repeat(20_000),
  ])("is English for a header without one of ours: %j", (header) => {
    expect(acceptedLanguage(header)).toBe("en");
  });

  it("is one of ours for every header", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."deEN-;,=q01.* \t") }), (header) => {
        expect(languages).toContain(acceptedLanguage(header));
      }),
    );
  });
});

describe("the language of a visitor", () => {
  it("is the one that they chose, if it is one of ours", () => {
    expect(visitorLanguage("en", "de")).toBe("en");
    expect(visitorLanguage("de", "en")).toBe("de");
    for (const forged of ["pt", "", "__proto__", "de "]) expect(visitorLanguage(forged, "de")).toBe("de");
    expect(visitorLanguage(undefined, "de")).toBe("de");
    expect(visitorLanguage("constructor", null)).toBe("en");
  });
});

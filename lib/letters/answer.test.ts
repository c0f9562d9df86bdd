import { describe, expect, it } from "vitest";
import { checkStatuses } from "@/lib/checks/schema";
import { type LetterLanguage, letterLanguages } from "@/lib/contract/vocabulary";
import { sentence } from "@/lib/format/words";
import type { JurisdictionId } from "@/lib/law/jurisdictions";
import { withheldWords } from "@/lib/law/withheld";
import { type LetterFacts, type LetterSession, letterOf } from "@/lib/letters/answer";
import { type Decider, type DecisionFacts, deciderOf } from "@/lib/letters/decided";
import { phrase, phrases } from "@/lib/letters/phrases";
import { grounds } from "@/lib/remarks/policy";
import { missingParts } from "@/lib/settings/policy";
import { testRecord } from "@/test/factories";

const told = {
  ...testRecord,
  controller: "Test organization, 1 Test Street",
  contact: "privacy@test.example",
  dataProtectionOfficer: "",
  hasNoOfficer: true,
};

const session = (more: Partial<LetterSession> = {}): LetterSession => ({
  id: "ses_1",
  createdOn: "2026-11-01",
  source: "verifa",
  status: "completed",
  outcome: "rejected",
  processingMode: "auto",
  review: null,
  kept: "We have not set a date for automatic erasure.",
  checks: [{ policy: "face_match", score: 40, threshold: 80, status: "failed" }],
  categories: ["Check results"],
  recipients: [],
  ...more,
});

const search = { on: "2026-11-02", by: ["e-mail address"], found: 2, accepted: 1, excluded: 1 };

const letter = (
  sessions: LetterSession[],
  jurisdiction: JurisdictionId = "gdpr",
  record = told,
  isEncrypted = false,
  language: LetterLanguage = "en",
  more: Partial<LetterFacts> = {},
) =>
  JSON.stringify(
    letterOf({
      requestId: "dsr_1",
      jurisdiction,
      language,
      receivedOn: "2026-11-02",
      answeredOn: "2026-11-03",
      requester: "Nobody Known",
      record,
      sessions,
      search: sessions.length > 0 ? search : null,
      isEncrypted,
      withheld: [],
      unreadable: [],
      openReview: jurisdiction === "ccpa" ? "scores" : "scores (Art. 15(4))",
      removed: [],
      dataFrom: null,
      dataTo: null,
      ...more,
    }),
  );

describe("who decided a verification", () => {
  it.each<[string, Partial<DecisionFacts>, Decider]>([
    ["checks alone", {}, "checks"],
    ["checks alone, spelled otherwise", { processingMode: "AUTOMATIC" }, "checks"],
    ["a person, as the source says", { processingMode: "manual" }, "person"],
    ["a person on its case, whatever the source says", { review: { decision: "rejected" } }, "person"],
    ["nobody yet: its case is open", { review: { decision: null } }, "pending"],
    ["nobody yet: it waits for review", { outcome: "needs_review" }, "pending"],
    ["nobody yet: it goes on", { outcome: null, status: "capturing" }, "pending"],
    ["nobody: it expired", { outcome: null, status: "expired" }, "nobody"],
    ["not known", { processingMode: null }, "unknown"],
    ["not known by a word of the source", { processingMode: "hybrid" }, "unknown"],
  ])("is %s", (_name, more, decider) => {
    expect(deciderOf(session(more))).toBe(decider);
  });
});

it("translates every word of a record that letters quote", () => {
  const quoted = [...Object.values(withheldWords), ...Object.values(grounds).map(({ text }) => text)];
  for (const english of quoted) expect(Object.keys(phrases)).toContain(english);
  for (const status of checkStatuses) expect(Object.keys(phrases)).toContain(sentence(status).toLowerCase());
  expect(phrase("data about another person", "de")).toBe("Daten über eine andere Person");
  expect(phrase("toString", "de")).toBe("toString");
});

describe("the letter", () => {
  it("names a decision by checks alone, and the right to a person's review (Art. 22)", () => {
    const said = letter([session()]);
    expect(said).toContain(
      "Automated checks made the decision without a person (rejected: we did not accept your identity",
    );
    expect(said).toContain("Art. 22(3)");
    expect(said).not.toContain("A person made the decision");
    expect(letter([session()], "uk_gdpr")).toContain("Art. 22C");
  });

  it("claims neither a person's nor an automated decision where there was none", () => {
    const said = letter([session({ processingMode: "manual" })]);
    expect(said).toContain("A person made the decision");
    expect(said).not.toContain("Art. 22");
    expect(letter([session({ processingMode: null })])).toContain(
      "Our records do not show whether a person took part",
    );
    expect(letter([session({ review: { decision: null } })])).toContain("No decision has been made yet.");
  });

  it("names a data protection officer only if there is one", () => {
    expect(letter([])).not.toContain("Data protection officer");
    expect(letter([], "gdpr", { ...told, dataProtectionOfficer: "dpo@test.example" })).toContain(
      "Data protection officer: dpo@test.example",
    );
  });

  it("says which programs open the package only if it has a password", () => {
    expect(letter([session()], "gdpr", told, true)).toContain("7-Zip or WinZip");
    expect(letter([session()])).not.toContain("7-Zip");
  });

  it("claims no data where none is stored", () => {
    const said = letter([]);
    expect(said).toContain("Apart from your request, we store no personal data about you.");
    for (const claim of ["Images", "Signals", "automated check", "verification"])
      expect(said.replace("To verify who applies to us.", "")).not.toContain(claim);
  });

  it.each([
    ["en", "from 1 Jan 2026 to 31 Jan 2026"],
    ["de", "vom 1. Januar 2026 bis zum 31. Januar 2026"],
    ["fr", "du 1"],
    ["es", "del 1 de enero de 2026 al 31 de enero de 2026"],
  ] as const)("claims nothing of days that were not searched: %s", (language, part) => {
    const range = { dataFrom: "2026-01-01", dataTo: "2026-01-31", search: { ...search, found: 0 } };
    const said = letter([], "gdpr", told, false, language, range);
    expect(said.split(part)).toHaveLength(3);
    const all = letter([], "gdpr", told, false, language, { search: range.search });
    const claims = /store no personal data about you\.|We found no records\./;
    expect(said).not.toMatch(claims);
    if (language === "en") expect(all).toMatch(claims);
    for (const more of [{ dataTo: null }, { dataFrom: null }])
      expect(letter([], "gdpr", told, false, language, { ...range, ...more })).not.toMatch(
        /\{(range|from|to)\}/,
      );
  });

  it("names what is withheld of an open review, its legal ground, and the way to complain", () => {
    const open = { review: { decision: null }, outcome: null, status: "under_review", checks: null };
    const said = letter([session(open), session({ id: "ses_2" })]);
    expect(said).toContain(
      "A person has not yet decided ses_1. Until then we withhold of it: scores (Art. 15(4)).",
    );
    expect(said).toContain("You may complain about this to the supervisory authority");
    expect(letter([session()])).not.toContain("withhold");
  });

  it("under the CCPA names no supervisory authority, no court and no article of the GDPR", () => {
    const said = letter([session(), session({ checks: null, review: { decision: null } })], "ccpa");
    for (const european of ["supervisory", "uthority", "Art.", "court", told.legalBasis, told.biometricBasis])
      expect(said).not.toContain(european);
    expect(said).toContain("Cal. Civ. Code");
  });

  it("says the same in each language, in its own words", () => {
    const open = session({ id: "ses_2", review: { decision: null }, checks: null });
    const english = letter([session(), open], "gdpr", told, true);
    const words = (text: string) => new Set(text.match(/\p{L}{9,}/gu));
    for (const language of letterLanguages) {
      const said = letter([session(), open], "gdpr", told, true, language);
      for (const each of ["dsr_1", "ses_1", "ses_2", told.purposes, told.authority, told.contact])
        expect(said).toContain(each);
      expect(said).not.toMatch(/\{\w+\}|undefined/);
      expect(letter([session(), open], "ccpa", told, true, language)).not.toMatch(/Art\.|art[ií]c/);
      if (language === "en") continue;
      const shared = [...words(said)].filter((each) => words(english).has(each));
      const record = words(JSON.stringify([told, session()]));
      const known = ["SIGNATURE", "Unarchiver", "organization", "paragraphs"];
      expect(shared.filter((each) => !record.has(each) && !known.includes(each))).toEqual([]);
    }
  });

  it("says by what was searched and what was left out", () => {
    const said = letter([session()]);
    expect(said).toContain(
      "On 2 Nov 2026 we searched the records of our identity verifications by: e-mail address.",
    );
    expect(said).toContain("Verifications that we found: 2.");
    expect(letter([session()], "uk_gdpr", told, false, "fr")).toContain("adresse électronique");
  });

  it("waits until everything its law requires is filled in", () => {
    const empty = {
      ...(Object.fromEntries(Object.keys(told).map((part) => [part, ""])) as unknown as typeof told),
      hasNoOfficer: false,
    };
    expect(missingParts(told, "gdpr")).toEqual([]);
    expect(missingParts({ ...told, biometricBasis: "" }, "uk_gdpr")).toEqual(["biometricBasis"]);
    expect(missingParts(empty, "gdpr")).toEqual(
      "controller dataProtectionOfficer purposes legalBasis biometricBasis transfers authority".split(" "),
    );
    expect(missingParts({ ...told, hasNoOfficer: false }, "gdpr")).toEqual(["dataProtectionOfficer"]);
    const officer = { hasNoOfficer: false, dataProtectionOfficer: "dpo@test.example" };
    expect(missingParts({ ...told, ...officer }, "gdpr")).toEqual([]);
    expect(missingParts(empty, "ccpa")).toEqual(["controller", "purposes"]);
  });
});

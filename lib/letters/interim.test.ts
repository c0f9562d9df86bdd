import { describe, expect, it } from "vitest";
import { letterKinds, letterLanguages } from "@/lib/contract/vocabulary";
import { jurisdictionIds } from "@/lib/law/jurisdictions";
import { filledIn, type InterimFacts, interimLetterOf, whyNoLetter } from "@/lib/letters/interim";
import { letterTexts } from "@/lib/letters/texts";

const facts = (more: Partial<InterimFacts> = {}): InterimFacts => ({
  requestId: "dsr_1",
  kind: "access",
  jurisdiction: "gdpr",
  lawVersion: "gdpr/2018-05-25",
  requester: "Ada Byron",
  receivedOn: "2026-11-02",
  today: "2026-11-05",
  dueOn: "2026-12-02",
  isLate: false,
  hasNoTerm: false,
  isVerified: false,
  identity: "suspends",
  reasons: { identity: "Send a code.", extension: "There is much data." },
  isExtended: true,
  isOpen: true,
  fee: { ground: "excessive", amount: "EUR 20", reason: "Ten requests in a week." },
  refusal: { ground: "unfounded", reason: "Nothing is processed." },
  notices: {
    corrections: [{ sessionId: "ses_1", fields: ["last_name"], reason: "" }],
    restrictedOn: "2026-11-05",
    whyNotLift: null,
    recipients: ["hooks.example"],
  },
  record: {
    controller: "C, 1 Street",
    contact: "c@x.example",
    dataProtectionOfficer: "",
    authority: "The authority",
  },
  ...more,
});

const said = (...[letter, language, given]: Parameters<typeof interimLetterOf>) => {
  const { title, intro = [], sections } = interimLetterOf(letter, language, given);
  return [title, ...intro, ...sections.flatMap((each) => [each.title, ...(each.paragraphs ?? [])])].join(
    "\n",
  );
};

describe("a letter of an open request", () => {
  it("says what is so, in every language and under every law, with nothing left to fill in", () => {
    for (const letter of letterKinds)
      for (const language of letterLanguages)
        for (const jurisdiction of jurisdictionIds) {
          const text = said(letter, language, facts({ jurisdiction }));
          expect(text).not.toMatch(/[{}]|undefined|Data protection officer|Délégué|Delegado|beauftragte/);
          for (const each of ["dsr_1", "Ada Byron", "c@x.example"]) expect(text).toContain(each);
          // What the clock waits for is in no other letter.
          expect(text.includes("Send a code.")).toBe(letter === "identity_question");
          expect(text.includes("There is much data.")).toBe(letter === "extension");
        }
  });

  it("cites the article of its own right for the rights of others", () => {
    const refusal = { ground: "third_party", reason: "It names a flatmate." } as const;
    expect(said("refusal", "en", facts({ refusal }))).toContain("(GDPR Art. 15(4))");
    expect(said("refusal", "de", facts({ refusal, kind: "portability" }))).toContain(
      "(Art. 20 Abs. 4 DSGVO)",
    );
  });

  it("names no day where the law names none", () => {
    const text = said("acknowledgement", "en", facts({ kind: "complaint", hasNoTerm: true, isLate: true }));
    expect(text).toContain("an answer to your complaint");
    expect(text).toContain("We will tell you the outcome without undue delay.");
    expect(text).not.toContain("We will answer by");
    expect(whyNoLetter("acknowledgement", facts({ hasNoTerm: true, isLate: true }))).toBeNull();
  });

  it("has dates and articles as the language writes them", () => {
    expect(said("extension", "en", facts())).toContain(
      "extend the time limit (GDPR Art. 12(3)). We will answer by 2 December 2026.",
    );
    expect(said("extension", "de", facts())).toContain(
      "verlängern die Frist (Art. 12 Abs. 3 DSGVO). Wir antworten bis zum 2. Dezember 2026.",
    );
    expect(said("identity_question", "fr", facts())).toContain("(article 12, paragraphe 6, du RGPD)");
    expect(said("acknowledgement", "es", facts())).toContain("a más tardar el 2 de diciembre de 2026");
  });

  it.each([
    ["uk_gdpr", "uk_gdpr/2021-01-01", "UK GDPR Art. 12(3)"],
    ["uk_gdpr", "uk_gdpr/2026-02-05", "UK GDPR Art. 12A"],
    ["ccpa", "ccpa/2026-01-01", "Cal. Civ. Code § 1798.130(a)(2)(A)"],
  ] as const)("an extension under %s, rules of %s, rests on %s", (jurisdiction, lawVersion, source) => {
    const text = said("extension", "en", facts({ jurisdiction, lawVersion }));
    expect(text).toContain(`(${source})`);
    expect(text).not.toContain("(GDPR");
  });

  it("says what waiting does to the time limit under the law of its day", () => {
    expect(said("identity_question", "en", facts())).toContain("our time limit is suspended");
    expect(said("identity_question", "en", facts({ identity: "starts" }))).toContain("time limit begins on");
  });

  it("promises no day that is not known or has passed", () => {
    const waiting = facts({ dueOn: null });
    expect(said("acknowledgement", "en", waiting)).toContain("depends on the day on which we receive it");
    expect(whyNoLetter("extension", waiting)).toContain("paused");
    for (const letter of ["acknowledgement", "extension"] as const)
      expect(whyNoLetter(letter, facts({ isLate: true }))).toContain("has passed");
  });

  it("is not written before there is something to say", () => {
    expect(whyNoLetter("identity_question", facts({ identity: null }))).toContain("Pause the clock");
    expect(whyNoLetter("extension", facts({ isExtended: false }))).toContain("Extend the deadline");
    for (const letter of letterKinds) expect(whyNoLetter(letter, facts())).toBeNull();
  });

  it("addresses who gave no name in its language, and names the officer only if there is one", () => {
    expect(said("acknowledgement", "fr", facts({ requester: "" }))).toContain(
      "À la personne qui a présenté cette demande, le 5 novembre 2026",
    );
    const record = { ...facts().record, dataProtectionOfficer: "dpo@x.example" };
    expect(said("acknowledgement", "de", facts({ record }))).toContain(
      "Datenschutzbeauftragte: dpo@x.example",
    );
  });

  it("has the same names in braces in each language", () => {
    const names = (value: unknown): unknown =>
      typeof value === "string"
        ? [...value.matchAll(/\{\w+\}/g)].map(([name]) => name).sort()
        : Object.fromEntries(Object.entries(value as object).map(([key, each]) => [key, names(each)]));
    for (const language of letterLanguages)
      expect(names(letterTexts[language])).toEqual(names(letterTexts.en));
    expect(() => filledIn("{nothing}", {})).toThrow("{nothing}");
  });
});

describe("a letter about what was done", () => {
  const done = (more: Partial<InterimFacts["notices"]>) => ({ ...facts().notices, ...more });

  it("says what was corrected and what was not, with the reason and the rights only then", () => {
    const all = said("rectified", "de", facts({ kind: "rectification" }));
    expect(all).toContain("(Art. 16 DSGVO)");
    expect(all).not.toContain("beschweren");
    const corrections = [
      { sessionId: "ses_1", fields: ["last_name", "date_of_birth"], reason: "" },
      { sessionId: "ses_2", fields: null, reason: "The passport says so." },
    ];
    const letter = interimLetterOf("rectified", "de", facts({ notices: done({ corrections }) }));
    expect(letter.sections[0]?.pairs).toEqual([
      ["ses_1", "Berichtigt: Nachname, Geburtsdatum."],
      ["ses_2", "Nicht geändert. Der Grund: The passport says so."],
    ]);
    expect(said("rectified", "de", facts({ notices: done({ corrections }) }))).toContain("beschweren");
    const none = facts({ notices: done({ corrections: corrections.slice(1) }) });
    expect(said("rectified", "de", none)).not.toContain("Wir haben Daten über Sie berichtigt");
    expect(whyNoLetter("rectified", facts({ notices: done({ corrections: [] }) }))).not.toBeNull();
  });

  it("says since when, why and how long the processing is restricted, also of a closed request", () => {
    expect(whyNoLetter("restricted", facts({ isOpen: false }))).toBeNull();
    const text = said("restricted", "en", facts({ kind: "restriction" }));
    expect(text).toContain("Since 5 November 2026");
    expect(text).toContain("(GDPR Art. 18(1))");
    expect(text).toContain("(GDPR Art. 18(3))");
    expect(text).not.toContain("objection");
    const objection = said("restricted", "fr", facts({ kind: "objection" }));
    expect(objection).toContain("(article 18, paragraphe 1, point d), du RGPD)");
    expect(objection).toContain("votre opposition");
    expect(whyNoLetter("restricted", facts({ notices: done({ restrictedOn: null }) }))).not.toBeNull();
  });

  it("cites no European article under the law of California, which knows neither notice nor recipients", () => {
    const ccpa = { jurisdiction: "ccpa", kind: "restriction" } as const;
    for (const letter of ["rectified", "restricted", "identity_question"] as const)
      for (const language of letterLanguages) {
        const text = said(letter, language, facts(ccpa));
        expect(text).not.toMatch(/GDPR|DSGVO|RGPD|Art\.|article \d|artículo/);
        expect(text).toMatch(/Cal\. Civ\. Code §|11 CCR §/);
      }
    for (const letter of ["lifting", "recipients"] as const)
      expect(whyNoLetter(letter, facts(ccpa))).not.toBeNull();
  });

  it("announces the lifting only where the restriction may be lifted, and names recipients as recorded", () => {
    expect(whyNoLetter("lifting", facts())).toBeNull();
    const upheld = facts({ notices: done({ whyNotLift: "The objection was upheld." }) });
    expect(whyNoLetter("lifting", upheld)).toBe("The objection was upheld.");
    expect(said("recipients", "es", facts())).toContain("(artículo 19 del RGPD): hooks.example.");
    const nobody = said("recipients", "es", facts({ notices: done({ recipients: [] }) }));
    expect(nobody).toContain("no nombran a ningún destinatario");
    expect(whyNoLetter("recipients", facts({ notices: done({ recipients: null }) }))).not.toBeNull();
  });
});

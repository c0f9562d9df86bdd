import type { LetterKind, LetterLanguage } from "@/lib/contract/vocabulary";
import type { JurisdictionId } from "@/lib/law/jurisdictions";
import { type InterimFacts, interimLetterOf } from "@/lib/letters/interim";
import { isNotice } from "@/lib/letters/notices";
import type { LetterPlace, Wording } from "@/lib/letters/paragraphs";
import type { Paper } from "@/lib/letters/pdf";

const notes: Readonly<Record<LetterLanguage, { fictional: string; otherwise: string }>> = {
  en: {
    fictional: "Preview. The request, the people, the dates and the reasons are fictional.",
    otherwise: "In other cases this letter says",
  },
  de: {
    fictional: "Vorschau. Der Antrag, die Personen, die Tage und die Gründe sind erfunden.",
    otherwise: "In anderen Fällen sagt dieser Brief",
  },
  fr: {
    fictional: "Aperçu. La demande, les personnes, les dates et les motifs sont fictifs.",
    otherwise: "Dans d’autres cas, cette lettre indique",
  },
  es: {
    fictional: "Vista previa. La solicitud, las personas, las fechas y los motivos son ficticios.",
    otherwise: "En otros casos, esta carta dice",
  },
};

const factsOf = (law: JurisdictionId, letter: LetterKind): InterimFacts => ({
  requestId: "dsr_example",
  kind: letter === "rectified" ? "rectification" : isNotice(letter) ? "restriction" : "access",
  jurisdiction: law,
  lawVersion: `${law}/example`,
  requester: "Max Example",
  receivedOn: "2030-01-02",
  today: "2030-01-03",
  dueOn: "2030-02-01",
  isLate: false,
  hasNoTerm: false,
  isVerified: false,
  identity: law === "uk_gdpr" ? "starts" : "suspends",
  reasons: { identity: "(an example of a question)", extension: "(an example of a reason)" },
  isExtended: true,
  isOpen: true,
  fee: { ground: "excessive", amount: "EUR 10", reason: "(an example of a reason)" },
  refusal: {
    ground: "not_controller",
    controller: "Another Example Ltd",
    reason: "(an example of a reason)",
  },
  notices: {
    corrections: [
      { sessionId: "ses_example", fields: ["last_name", "date_of_birth"], reason: "" },
      { sessionId: "ses_another", fields: null, reason: "(an example of a reason)" },
    ],
    restrictedOn: "2030-01-03",
    whyNotLift: null,
    recipients: ["Another Example Ltd"],
  },
  record: {
    controller: "Example Ltd, 1 Example Street, Example Town",
    contact: "privacy@example.org",
    dataProtectionOfficer: "Eve Example, officer@example.org",
    authority: "Example Authority, 2 Example Street",
  },
});

/** The other cases in which a letter says something else. */
function otherwise(letter: LetterKind, facts: InterimFacts): InterimFacts[] {
  if (letter === "restricted" && facts.jurisdiction !== "ccpa") return [{ ...facts, kind: "objection" }];
  if (letter === "recipients") return [{ ...facts, notices: { ...facts.notices, recipients: [] } }];
  if (letter !== "acknowledgement") return [];
  return [
    { ...facts, isVerified: true, ...(facts.jurisdiction !== "ccpa" && { dueOn: null }) },
    ...(facts.jurisdiction === "uk_gdpr" ? [{ ...facts, kind: "complaint" as const, hasNoTerm: true }] : []),
  ];
}

/**
 * Writes a letter with fictional facts, which says so. What the letter says in other cases follows, so that every
 * paragraph is seen.
 */
export function specimenLetter({ letter, law, language }: LetterPlace, wording: Wording): Paper {
  const facts = factsOf(law, letter);
  const { title, intro = [], sections } = interimLetterOf(letter, language, facts, wording);
  const others = otherwise(letter, facts).flatMap(
    (each) => interimLetterOf(letter, language, each, wording).intro ?? [],
  );
  const more = [...new Set(others)].filter((each) => !intro.includes(each));
  const { fictional, otherwise: heading } = notes[language];
  return {
    title,
    language,
    intro: [fictional, ...intro],
    sections: [...sections, ...(more.length > 0 ? [{ title: heading, paragraphs: more }] : [])],
  };
}

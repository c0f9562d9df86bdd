import type { LetterKind, LetterLanguage } from "@/lib/contract/vocabulary";
import type { Day } from "@/lib/format/day";
import { isolated } from "@/lib/format/visible";
import type { JurisdictionId } from "@/lib/law/jurisdictions";
import type { Paper } from "@/lib/letters/pdf";
import { type LetterTexts, letterTexts } from "@/lib/letters/texts";
import type { LetterRecord } from "@/lib/settings/policy";

/** What a letter of an open request may say. */
export type InterimFacts = {
  requestId: string;
  kind: keyof LetterTexts["kinds"];
  jurisdiction: JurisdictionId;
  lawVersion: string;
  /** The name of the requester; empty if none was given. */
  requester: string;
  receivedOn: Day;
  today: Day;
  /** The last day to answer; null while the time limit depends on an answer of the requester. */
  dueOn: Day | null;
  isLate: boolean;
  isVerified: boolean;
  /** What waiting for the proof of identity does to the time limit; null when it is not awaited. */
  identity: "suspends" | "starts" | "excludes" | null;
  /** What the requester is asked, and why the time limit is extended, in the words of who decided it. */
  reasons: { identity: string; extension: string };
  isExtended: boolean;
  record: Pick<LetterRecord, "controller" | "contact" | "dataProtectionOfficer">;
};

/** Says why a letter cannot be written now; null when it can. A letter never promises a day that has passed. */
export function whyNoLetter(letter: LetterKind, facts: InterimFacts): string | null {
  if (letter === "identity_question")
    return facts.identity && facts.reasons.identity
      ? null
      : "Pause the clock for the proof of identity first. The letter contains the reason that you give there.";
  if (letter === "extension" && !(facts.isExtended && facts.reasons.extension))
    return "Extend the deadline first. The letter contains the reason that you give there.";
  if (letter === "extension" && !facts.dueOn)
    return "The clock is paused, so the letter cannot name the last day. Resume the clock first.";
  return facts.isLate && facts.dueOn ? "The deadline has passed, and this letter would promise it." : null;
}

const locales = { en: "en-GB", de: "de", fr: "fr", es: "es" } as const satisfies Record<
  LetterLanguage,
  string
>;

const dayIn = (language: LetterLanguage, day: Day) =>
  new Intl.DateTimeFormat(locales[language], { dateStyle: "long", timeZone: "UTC" }).format(new Date(day));

/** Fills in the names in braces of a text. */
export function filledIn(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) throw new Error(`A letter has no value for {${name}}.`);
    return value;
  });
}

/** The rule that a time limit is extended by. */
function extensionSource({ sources }: LetterTexts, { jurisdiction, lawVersion }: InterimFacts): string {
  if (jurisdiction === "gdpr") return sources.extension;
  if (jurisdiction === "ccpa") return sources.extensionCcpa;
  return lawVersion < "uk_gdpr/2026" ? sources.extensionUk : sources.extensionUk12a;
}

/** Lists the sentences of a letter, with names in braces. */
function sentencesOf(letter: LetterKind, facts: InterimFacts, texts: LetterTexts): string[] {
  const { received, toVerify, verified, due, waiting, doubts, question, extended, reason } = texts;
  if (letter === "extension") return [received, extended, reason];
  if (letter === "acknowledgement")
    return [received, facts.isVerified ? verified : toVerify, facts.dueOn ? due : waiting];
  return [received, doubts, question, facts.identity === "starts" ? texts.starts : texts.suspends];
}

/** Writes a letter of an open request. Everything in it is known when it is written. */
export function interimLetterOf(letter: LetterKind, language: LetterLanguage, facts: InterimFacts): Paper {
  const texts = letterTexts[language];
  const { record, reasons, jurisdiction } = facts;
  const identitySource = jurisdiction === "uk_gdpr" ? texts.sources.identityUk : texts.sources.identity;
  const values = {
    id: facts.requestId,
    requester: isolated(facts.requester) || texts.nameless,
    today: dayIn(language, facts.today),
    received: dayIn(language, facts.receivedOn),
    ...(facts.dueOn && { due: dayIn(language, facts.dueOn) }),
    kind: texts.kinds[facts.kind],
    law: texts.laws[jurisdiction],
    source: letter === "extension" ? extensionSource(texts, facts) : identitySource,
    reason: isolated(letter === "extension" ? reasons.extension : reasons.identity),
    controller: record.controller,
    contact: record.contact,
    officer: record.dataProtectionOfficer,
  };
  const fill = (text: string) => filledIn(text, values);
  return {
    title: fill(texts.titles[letter]),
    language,
    intro: [texts.to, ...sentencesOf(letter, facts, texts)].map(fill),
    sections: [
      {
        title: texts.reach,
        paragraphs: [texts.write, ...(record.dataProtectionOfficer ? [texts.officer] : [])].map(fill),
      },
    ],
  };
}

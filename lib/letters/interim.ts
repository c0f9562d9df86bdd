import type { LetterKind, LetterLanguage } from "@/lib/contract/vocabulary";
import { day } from "@/lib/format/date";
import type { Day } from "@/lib/format/day";
import { isolated } from "@/lib/format/visible";
import type { JurisdictionId } from "@/lib/law/jurisdictions";
import { cite } from "@/lib/letters/cite";
import {
  articleOfNotice,
  isNotice,
  type NoticeFacts,
  noticeHasRights,
  noticeSentences,
  whyNoNotice,
} from "@/lib/letters/notices";
import { type Wording, wordedTexts } from "@/lib/letters/paragraphs";
import type { Paper, PaperSection } from "@/lib/letters/pdf";
import type { LetterTexts } from "@/lib/letters/texts";
import { articleOf, isVerifiedForFree, mayVerifyInCalifornia } from "@/lib/refusals/policy";
import type { RefusalGround } from "@/lib/refusals/schema";
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
  /** The law names no last day for the answer, as for a complaint. */
  hasNoTerm: boolean;
  isVerified: boolean;
  /** What waiting for the proof of identity does to the time limit; null when it is not awaited. */
  identity: "suspends" | "starts" | "excludes" | null;
  /** What the requester is asked, and why the time limit is extended, in the words of who decided it. */
  reasons: { identity: string; extension: string };
  isExtended: boolean;
  isOpen: boolean;
  /** The fee that is asked for in place of a refusal, in the words of who decided it. */
  fee: { ground: RefusalGround; amount: string; reason: string } | null;
  /** A refusal that is in force. */
  refusal: { ground: RefusalGround; provision?: string; controller?: string; reason: string } | null;
  notices: NoticeFacts;
  record: Pick<LetterRecord, "controller" | "contact" | "dataProtectionOfficer" | "authority">;
};

/** Says why nobody is asked to prove an identity; null when the question can be asked. */
function whyNoQuestion({ jurisdiction, kind, isVerified, identity, reasons }: InterimFacts): string | null {
  if (jurisdiction !== "ccpa")
    return identity && reasons.identity
      ? null
      : "Pause the clock for the proof of identity first. The letter contains the reason that you give there.";
  if (isVerified) return "The requester is verified.";
  if (!mayVerifyInCalifornia(kind))
    return "For such a request no identity may be asked for (11 CCR § 7060(b)).";
  return reasons.identity ? null : "Enter what you ask for, and why. The letter contains it.";
}

/** Says why a letter cannot be written now; null when it can. A letter never promises a day that has passed. */
export function whyNoLetter(letter: LetterKind, facts: InterimFacts): string | null {
  if (isNotice(letter)) return whyNoNotice(letter, facts);
  if (letter === "refusal")
    return facts.refusal ? null : "Refuse the request first. The letter contains the ground and the reason.";
  if (!facts.isOpen) return "This request is closed.";
  if (letter === "fee_question")
    return facts.fee ? null : "Ask for a fee first. The letter contains its amount and the reason.";
  if (letter === "identity_question") return whyNoQuestion(facts);
  if (letter === "extension" && !(facts.isExtended && facts.reasons.extension))
    return "Extend the deadline first. The letter contains the reason that you give there.";
  if (letter === "extension" && !facts.dueOn)
    return "The clock is paused, so the letter cannot name the last day. Resume the clock first.";
  return facts.isLate && facts.dueOn && !facts.hasNoTerm
    ? "The deadline has passed, and this letter would promise it."
    : null;
}

const locales = { en: "en-GB", de: "de", fr: "fr", es: "es" } as const satisfies Record<
  LetterLanguage,
  string
>;

/** Writes a day as a language does. */
export const letterDay = (language: LetterLanguage, day: Day) =>
  new Intl.DateTimeFormat(locales[language], { dateStyle: "long", timeZone: "UTC" }).format(new Date(day));

/** Writes a day of an answer: in English as the data beside it does. */
export const answerDay = (language: LetterLanguage, on: Day): string =>
  language === "en" ? day(on) : letterDay(language, on);

/** Fills in the names in braces of a text. */
export function filledIn(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) throw new Error(`A letter has no value for {${name}}.`);
    return value;
  });
}

/** The rule that a letter rests on. */
function sourceOf(letter: LetterKind, facts: InterimFacts, language: LetterLanguage): string {
  const { jurisdiction, lawVersion, kind } = facts;
  const cited = (article: string) => cite(article, jurisdiction, language);
  if (isNotice(letter)) return cited(articleOfNotice(letter, facts));
  if (letter === "refusal" || letter === "fee_question") {
    const { ground } = (letter === "refusal" ? facts.refusal : facts.fee) ?? {};
    return cited((ground && articleOf(ground, jurisdiction, kind)) || "");
  }
  if (letter !== "extension") return jurisdiction === "ccpa" ? "11 CCR § 7060(d)" : cited("12(6)");
  if (jurisdiction === "ccpa") return "Cal. Civ. Code § 1798.130(a)(2)(A)";
  return cited(jurisdiction === "gdpr" || lawVersion < "uk_gdpr/2026" ? "12(3)" : "12A");
}

/** Lists the sentences of a letter, with names in braces. */
function sentencesOf(letter: LetterKind, facts: InterimFacts, texts: LetterTexts): string[] {
  const { received, verifying, verified, due, waiting, doubts, question, extended, reason } = texts;
  if (isNotice(letter)) return [received, ...noticeSentences(letter, facts, texts)];
  if (letter === "refusal" && facts.refusal) {
    const { ground, controller } = facts.refusal;
    return [received, texts.refused, texts.grounds[ground], reason, ...(controller ? [texts.other] : [])];
  }
  if (letter === "fee_question" && facts.fee)
    return [received, texts.grounds[facts.fee.ground], texts.fee, reason, texts.payment];
  if (letter === "extension") return [received, extended, reason];
  if (facts.hasNoTerm) return [received, texts.undelayed];
  if (letter === "acknowledgement")
    return [received, facts.isVerified ? verified : verifying, facts.dueOn ? due : waiting];
  const asked = [received, doubts[facts.jurisdiction], question];
  if (facts.jurisdiction === "ccpa")
    return [...asked, texts.usage, ...(isVerifiedForFree(facts.kind) ? [texts.free] : []), texts.runs];
  return [...asked, facts.identity === "starts" ? texts.starts : texts.suspends];
}

/** Where the requester can complain about a refusal or a fee (GDPR Art. 12(4), 77, 79). */
function rightsOf(
  { jurisdiction, record }: InterimFacts,
  language: LetterLanguage,
  { rights, object, complain, court }: LetterTexts,
): PaperSection {
  const values = {
    contact: record.contact,
    authority: record.authority,
    complaint: cite("77", jurisdiction, language),
    remedy: cite("79", jurisdiction, language),
  };
  // Californian law gives the requester no way to court over a request of their own (Cal. Civ. Code § 1798.150(c)).
  const lines = [object, complain[jurisdiction], ...(jurisdiction === "ccpa" ? [] : [court])];
  return { title: rights, paragraphs: lines.map((text) => filledIn(text, values)) };
}

/** Lists what became of each session of a rectification. */
function correctionsOf(
  { notices }: InterimFacts,
  { details, changed, kept, fields }: LetterTexts,
): PaperSection {
  const nameOf = (field: string) => Object.entries(fields).find(([name]) => name === field)?.[1] ?? field;
  return {
    title: details,
    pairs: notices.corrections.map(({ sessionId, fields: corrected, reason }) => [
      sessionId,
      corrected
        ? filledIn(changed, { fields: corrected.map(nameOf).join(", ") })
        : filledIn(kept, { why: isolated(reason) }),
    ]),
  };
}

const hasRights = (letter: LetterKind, facts: InterimFacts): boolean =>
  isNotice(letter) ? noticeHasRights(letter, facts) : letter === "refusal" || letter === "fee_question";

/**
 * Writes a letter of an open request. Everything in it is known when it is written.
 * @param wording the organization's own words, in place of ours
 */
export function interimLetterOf(
  letter: LetterKind,
  language: LetterLanguage,
  facts: InterimFacts,
  wording: Wording = {},
): Paper {
  const { record, reasons, jurisdiction, refusal, fee } = facts;
  const texts = wordedTexts({ letter, law: jurisdiction, language }, wording);
  const said: Partial<Record<LetterKind, string>> = {
    extension: reasons.extension,
    identity_question: reasons.identity,
    refusal: refusal?.reason ?? "",
    fee_question: fee?.reason ?? "",
  };
  const values = {
    id: facts.requestId,
    requester: isolated(facts.requester) || texts.nameless,
    today: letterDay(language, facts.today),
    received: letterDay(language, facts.receivedOn),
    ...(facts.dueOn && { due: letterDay(language, facts.dueOn) }),
    kind: texts.kinds[facts.kind],
    law: texts.laws[jurisdiction],
    source: sourceOf(letter, facts, language),
    reason: isolated(said[letter] ?? ""),
    amount: isolated(fee?.amount ?? ""),
    provision: isolated(refusal?.provision ?? ""),
    other: isolated(refusal?.controller ?? ""),
    controller: record.controller,
    contact: record.contact,
    officer: record.dataProtectionOfficer,
    ...(facts.notices.restrictedOn && { restricted: letterDay(language, facts.notices.restrictedOn) }),
    exceptions: cite("18(2)", jurisdiction, language),
    informing: cite("18(3)", jurisdiction, language),
    recipients: (facts.notices.recipients ?? []).map(isolated).join("; "),
  };
  const fill = (text: string) => filledIn(text, values);
  return {
    title: fill(texts.titles[letter]),
    language,
    intro: [texts.to, ...sentencesOf(letter, facts, texts)].map(fill),
    sections: [
      ...(letter === "rectified" ? [correctionsOf(facts, texts)] : []),
      ...(hasRights(letter, facts) ? [rightsOf(facts, language, texts)] : []),
      {
        title: texts.reach,
        paragraphs: [texts.write, ...(record.dataProtectionOfficer ? [texts.officer] : [])].map(fill),
      },
    ],
  };
}

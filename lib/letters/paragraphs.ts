import type { LetterKind, LetterLanguage } from "@/lib/contract/vocabulary";
import type { JurisdictionId } from "@/lib/law/jurisdictions";
import { type LetterTexts, letterTexts } from "@/lib/letters/texts";

/** The paragraphs of letters that an organization may word itself. */
export const paragraphNames = [
  "title",
  "received",
  "verifying",
  "verified",
  "due",
  "waiting",
  "undelayed",
  "doubts",
  "question",
  "suspends",
  "starts",
  "extended",
  "refused",
  "fee",
  "reason",
  "payment",
  "other",
  "object",
  "complain",
  "court",
  "usage",
  "free",
  "runs",
  "corrected",
  "unchanged",
  "restricted",
  "examined",
  "exceptions",
  "informing",
  "lifting",
  "afterwards",
  "named",
  "unnamed",
  "write",
  "officer",
] as const;
export type ParagraphName = (typeof paragraphNames)[number];

/** An organization's own words of a letter, by paragraph. What is missing has ours. */
export type Wording = Readonly<Partial<Record<ParagraphName, string>>>;

/** A letter under one law in one language. */
export type LetterPlace = { letter: LetterKind; law: JurisdictionId; language: LetterLanguage };

const rights: Readonly<Record<JurisdictionId, readonly ParagraphName[]>> = {
  gdpr: ["object", "complain", "court"],
  uk_gdpr: ["object", "complain", "court"],
  ccpa: ["object", "complain"],
};

/** How the answer is promised: under the CCPA no time limit waits, and only a complaint in the UK has none. */
const promises: Readonly<Record<JurisdictionId, readonly ParagraphName[]>> = {
  gdpr: ["due", "waiting"],
  uk_gdpr: ["due", "waiting", "undelayed"],
  ccpa: ["due"],
};

/** What waiting for the proof of an identity does to the time limit, and what becomes of the proof. */
const waits: Readonly<Record<JurisdictionId, readonly ParagraphName[]>> = {
  gdpr: ["suspends"],
  uk_gdpr: ["starts"],
  ccpa: ["usage", "free", "runs"],
};

/** A letter that a law does not know has no paragraphs (GDPR Art. 18(3), 19). */
const european = (law: JurisdictionId, names: readonly ParagraphName[]) => (law === "ccpa" ? [] : names);

/** Lists the paragraphs of a letter that can be worded, in the order in which they are printed. */
export function paragraphsOf({ letter, law }: Pick<LetterPlace, "letter" | "law">): ParagraphName[] {
  const matter: Readonly<Record<LetterKind, readonly ParagraphName[]>> = {
    acknowledgement: ["received", "verifying", "verified", ...promises[law]],
    identity_question: ["received", "doubts", "question", ...waits[law]],
    extension: ["received", "extended", "reason"],
    fee_question: ["received", "fee", "reason", "payment", ...rights[law]],
    refusal: ["received", "refused", "reason", "other", ...rights[law]],
    rectified: ["received", "corrected", "unchanged", ...rights[law]],
    restricted: ["received", "restricted", ...european(law, ["examined", "exceptions", "informing"])],
    lifting: european(law, ["received", "lifting", "afterwards", ...rights[law]]),
    recipients: european(law, ["received", "named", "unnamed"]),
  };
  if (matter[letter].length === 0) return [];
  return ["title", ...matter[letter], "write", "officer"];
}

/** Our text of a paragraph. */
export function ourText({ letter, law, language }: LetterPlace, name: ParagraphName): string {
  const ours = letterTexts[language];
  if (name === "title") return ours.titles[letter];
  return name === "complain" || name === "doubts" ? ours[name][law] : ours[name];
}

/** Our texts of a letter with an organization's own words in place of ours. */
export function wordedTexts(
  { letter, law, language }: LetterPlace,
  { title, complain, doubts, ...paragraphs }: Wording,
): LetterTexts {
  const ours = letterTexts[language];
  return {
    ...ours,
    ...paragraphs,
    titles: { ...ours.titles, ...(title && { [letter]: title }) },
    complain: { ...ours.complain, ...(complain && { [law]: complain }) },
    doubts: { ...ours.doubts, ...(doubts && { [law]: doubts }) },
  };
}

const placeholder = /\{(\w+)\}/g;

/** Lists the names in braces of a text, each once, in the order in which they come. */
export const placeholdersOf = (text: string): string[] => [
  ...new Set([...text.matchAll(placeholder)].map(([, name = ""]) => name)),
];

/**
 * Returns what is wrong with the names in braces of an own text, or null. It has those of ours and no other, because
 * each stands for a fact that the letter must contain.
 */
export function whyNotPlaceholders(text: string, needed: readonly string[]): string | null {
  const named = placeholdersOf(text);
  const missing = needed.filter((each) => !named.includes(each));
  const unknown = named.filter((each) => !needed.includes(each));
  const braced = (names: readonly string[]) => names.map((each) => `{${each}}`).join(", ");
  if (missing.length > 0) return `must contain ${braced(missing)}`;
  if (unknown.length > 0) return `must not contain ${braced(unknown)}`;
  if (/[{}]/.test(text.replaceAll(placeholder, ""))) return "must not contain another brace";
  return null;
}

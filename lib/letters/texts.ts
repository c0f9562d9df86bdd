import type { LetterKind, LetterLanguage, PiiField } from "@/lib/contract/vocabulary";
import type { JurisdictionId } from "@/lib/law/jurisdictions";
import type { RequestKind } from "@/lib/law/kinds";
import { de } from "@/lib/letters/texts.de";
import { en } from "@/lib/letters/texts.en";
import { es } from "@/lib/letters/texts.es";
import { fr } from "@/lib/letters/texts.fr";
import type { RefusalGround } from "@/lib/refusals/schema";

/** What a letter says. Names in braces are filled in. */
export type LetterTexts = {
  titles: Readonly<Record<LetterKind, string>>;
  to: string;
  /** The addressee who gave no name. */
  nameless: string;
  kinds: Readonly<Record<RequestKind, string>>;
  laws: Readonly<Record<JurisdictionId, string>>;
  received: string;
  due: string;
  /** The time limit is not known while an answer of the requester is awaited. */
  waiting: string;
  /** In place of a day, where the law names none. */
  undelayed: string;
  verifying: string;
  verified: string;
  doubts: Readonly<Record<JurisdictionId, string>>;
  question: string;
  /** What waiting does to the time limit. */
  suspends: string;
  starts: string;
  extended: string;
  reason: string;
  reach: string;
  write: string;
  officer: string;
  refused: string;
  grounds: Readonly<Record<RefusalGround, string>>;
  /** Who the controller is, as far as is known. */
  other: string;
  fee: string;
  payment: string;
  rights: string;
  object: string;
  complain: Readonly<Record<JurisdictionId, string>>;
  court: string;
  /** What becomes of what a Californian sends to be verified, and what it costs (11 CCR § 7060(d), (e)). */
  usage: string;
  free: string;
  runs: string;
  corrected: string;
  unchanged: string;
  restricted: string;
  /** Of an objection. */
  examined: string;
  /** What restricted data may be used for (GDPR Art. 18(2)). */
  exceptions: string;
  informing: string;
  lifting: string;
  afterwards: string;
  named: string;
  unnamed: string;
  /** The heading of what became of each session, and a line for one. */
  details: string;
  changed: string;
  kept: string;
  fields: Readonly<Record<PiiField, string>>;
};

export const letterTexts: Readonly<Record<LetterLanguage, LetterTexts>> = { en, de, fr, es };

import type { LetterLanguage } from "@/lib/contract/vocabulary";
import { de } from "@/lib/letters/answer-texts.de";
import { en } from "@/lib/letters/answer-texts.en";
import { es } from "@/lib/letters/answer-texts.es";
import { fr } from "@/lib/letters/answer-texts.fr";

/** What the letter of an answer says. Names in braces are filled in. */
export type AnswerTexts = {
  title: string;
  intro: string;
  none: string;
  /** In place of `none`, when the requester named a period. */
  noneIn: string;
  ranges: Readonly<Record<"from" | "to" | "both", string>>;
  one: string;
  many: string;
  files: string;
  titles: Readonly<
    Record<
      | "purposes"
      | "categories"
      | "recipients"
      | "kept"
      | "rights"
      | "complaints"
      | "sources"
      | "decided"
      | "transfers"
      | "search"
      | "review"
      | "unreadable"
      | "removed"
      | "withheld",
      string
    >
  >;
  ownCategory: string;
  noRecipient: string;
  keptRequest: string;
  controller: string;
  write: string;
  officer: string;
  rights: string;
  rightsCcpa: string;
  complain: string;
  sources: string;
  score: string;
  checks: Readonly<Record<"none" | "withheld" | "score" | "threshold", string>>;
  deciders: Readonly<Record<"pending" | "nobody" | "person" | "checks" | "unknown", string>>;
  meanings: Readonly<Record<string, string>>;
  automated: string;
  kept: Readonly<
    Record<
      | "erased"
      | "sensitive"
      | "active"
      | "automatic"
      | "open"
      | "undecided"
      | "free"
      | "retained"
      | "retainedUntil",
      string
    >
  >;
  search: Readonly<Record<"by" | "none" | "range" | "noneIn" | "found" | "backups", string>>;
  review: Readonly<Record<"text" | "again" | "complain", string>>;
  unreadable: string;
  removed: string;
  place: string;
  places: string;
  withheld: string;
  /** Who gave no name. */
  known: string;
  unknown: string;
  /** An agent asks. */
  behalf: string;
};

export const answerTexts: Readonly<Record<LetterLanguage, AnswerTexts>> = { en, de, fr, es };

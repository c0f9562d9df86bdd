import { aesHelp, type UnreadableDto } from "@/lib/contract/answer";
import type { LetterLanguage } from "@/lib/contract/vocabulary";
import { visible } from "@/lib/format/visible";
import type { JurisdictionId } from "@/lib/law/jurisdictions";
import { type AnswerTexts, answerTexts } from "@/lib/letters/answer-texts";
import { citeArticle, lawName } from "@/lib/letters/cite";
import {
  automatedRights,
  type CheckFacts,
  checkLines,
  type DecisionFacts,
  decisionWords,
} from "@/lib/letters/decided";
import { answerDay, filledIn } from "@/lib/letters/interim";
import type { Paper, PaperSection } from "@/lib/letters/pdf";
import { phrase } from "@/lib/letters/phrases";
import { rangeWords, type SearchFacts, searchSection } from "@/lib/letters/searched";
import type { LetterRecord } from "@/lib/settings/policy";

/** One session in the letter. */
export type LetterSession = DecisionFacts & {
  id: string;
  createdOn: string;
  source: string;
  /** Sentences on how long the session is stored. */
  kept: string;
  /** Null while the session's review is open, because they are withheld. */
  checks: readonly CheckFacts[] | null;
  /** Categories of data stored for the session, in words. */
  categories: readonly string[];
  recipients: readonly string[];
};

export type LetterFacts = {
  requestId: string;
  jurisdiction: JurisdictionId;
  language: LetterLanguage;
  receivedOn: string;
  answeredOn: string;
  requester: string;
  record: LetterRecord;
  sessions: readonly LetterSession[];
  /** The first and last day that the requester means; null without a limit. */
  dataFrom: string | null;
  dataTo: string | null;
  /** Null before the search. */
  search: SearchFacts | null;
  /** The package needs a password to open. */
  isEncrypted: boolean;
  /** Fields that the law excludes from the package, in words. */
  withheld: readonly string[];
  /** The data withheld during an open review and the legal ground, in words. */
  openReview: string;
  /** Data that could not be read and is missing from the package. */
  unreadable: readonly UnreadableDto[];
  /** Passages removed from notes, one line for each ground. */
  removed: readonly string[];
};

const unique = (values: readonly string[]) => [...new Set(values)].sort();

/** A letter that is being written: its facts and the texts of its language. */
type Writing = { facts: LetterFacts; texts: AnswerTexts };

/** A title with the article of its point. Only the European laws number the points. */
function titled({ facts, texts }: Writing, title: keyof AnswerTexts["titles"], point?: string): string {
  const { jurisdiction, language } = facts;
  const article = point && jurisdiction !== "ccpa" ? ` (${citeArticle(point, language)})` : "";
  return `${texts.titles[title]}${article}`;
}

/** A section; none when it has no text. */
const optional = (title: string, paragraphs: readonly string[]): PaperSection[] =>
  paragraphs.some(Boolean) ? [{ title, paragraphs: paragraphs.filter(Boolean) }] : [];

/**
 * Writes the cover letter: every point of GDPR Art. 15(1)(a) to (h) and 15(2), or what the CCPA requires. Every
 * statement comes from the record of processing or from the data.
 */
export function letterOf(facts: LetterFacts): Paper {
  const writing = { facts, texts: answerTexts[facts.language] };
  return {
    title: filledIn(writing.texts.title, { id: facts.requestId }),
    language: facts.language,
    intro: introOf(writing),
    sections: [
      ...aboutProcessing(writing),
      ...rightsOf(writing),
      ...aboutSessions(writing),
      ...searchSection(facts, writing.texts),
      ...optional(titled(writing, "transfers", "15(2)"), [facts.record.transfers]),
      ...omissionsOf(writing),
    ],
  };
}

function introOf({ facts, texts }: Writing): string[] {
  const { requester, receivedOn, answeredOn, jurisdiction, language, sessions, isEncrypted } = facts;
  const count = sessions.length;
  const values = {
    requester: visible(requester),
    received: answerDay(language, receivedOn),
    today: answerDay(language, answeredOn),
    law: lawName(jurisdiction, language),
  };
  const stored = filledIn(count === 1 ? texts.one : texts.many, { count: String(count) });
  const range = rangeWords(facts);
  const none = range ? filledIn(texts.noneIn, { range }) : texts.none;
  return [
    filledIn(texts.intro, values),
    count === 0 ? none : `${stored} ${texts.files}`,
    ...(isEncrypted ? [aesHelp[language]] : []),
  ];
}

function aboutProcessing(writing: Writing): PaperSection[] {
  const { facts, texts } = writing;
  const { record, sessions, jurisdiction, language } = facts;
  const recipients = unique([
    ...(record.recipients ? [record.recipients] : []),
    ...sessions.flatMap((each) => each.recipients),
  ]);
  const bases = jurisdiction === "ccpa" ? [] : [record.legalBasis, record.biometricBasis];
  const categories = sessions.flatMap((each) => each.categories.map((name) => phrase(name, language)));
  return [
    {
      title: titled(writing, "purposes", "15(1)(a)"),
      paragraphs: [record.purposes, ...bases],
    },
    {
      title: titled(writing, "categories", "15(1)(b)"),
      paragraphs: [`${unique([texts.ownCategory, ...categories]).join("; ")}.`],
    },
    {
      title: titled(writing, "recipients", "15(1)(c)"),
      paragraphs: [recipients.length > 0 ? recipients.join("; ") : texts.noRecipient],
    },
    {
      title: titled(writing, "kept", "15(1)(d)"),
      pairs: sessions.map(({ id, kept }) => [id, kept] as const),
      paragraphs: sessions.length === 0 ? [texts.keptRequest] : [],
    },
  ];
}

function rightsOf(writing: Writing): PaperSection[] {
  const { facts, texts } = writing;
  const { controller, contact, dataProtectionOfficer: officer, authority } = facts.record;
  const reach = [
    filledIn(texts.controller, { controller }),
    filledIn(texts.write, { contact }),
    ...(officer ? [filledIn(texts.officer, { officer })] : []),
  ];
  if (facts.jurisdiction === "ccpa")
    return [{ title: texts.titles.rights, paragraphs: [texts.rightsCcpa, ...reach] }];
  return [
    { title: titled(writing, "rights", "15(1)(e)"), paragraphs: [texts.rights, ...reach] },
    {
      title: titled(writing, "complaints", "15(1)(f)"),
      paragraphs: [filledIn(texts.complain, { authority })],
    },
  ];
}

function aboutSessions(writing: Writing): PaperSection[] {
  const { facts, texts } = writing;
  const { sessions, jurisdiction, record, language } = facts;
  if (sessions.length === 0) return [];
  return [
    {
      title: titled(writing, "sources", "15(1)(g)"),
      paragraphs: [texts.sources],
      pairs: sessions.map(
        ({ id, source, createdOn }) => [id, `${source}, ${answerDay(language, createdOn)}`] as const,
      ),
    },
    {
      title: titled(writing, "decided", "15(1)(h)"),
      paragraphs: [texts.score, ...automatedRights(sessions, jurisdiction, record.contact, language)],
      pairs: sessions.map(
        (each) => [each.id, `${decisionWords(each, language)} ${checkLines(each.checks, language)}`] as const,
      ),
    },
  ];
}

/** GDPR Art. 12(4): the letter names the data it withholds, the reason, and the right to complain. */
function openReviewSection({ facts, texts }: Writing): PaperSection[] {
  const { sessions, openReview, jurisdiction } = facts;
  const open = sessions.filter(({ checks }) => checks === null).map(({ id }) => id);
  if (open.length === 0) return [];
  const { text, again, complain } = texts.review;
  return [
    {
      title: texts.titles.review,
      paragraphs: [
        filledIn(text, { ids: open.join(", "), what: openReview }),
        jurisdiction === "ccpa" ? again : `${again} ${complain}`,
      ],
    },
  ];
}

function omissionsOf(writing: Writing): PaperSection[] {
  const { facts, texts } = writing;
  const { removed, withheld, unreadable } = facts;
  const missing: PaperSection = {
    title: texts.titles.unreadable,
    paragraphs: [texts.unreadable],
    pairs: unreadable.map(({ sessionId, item, reason }) => [sessionId, `${item}: ${reason}`] as const),
  };
  const list = withheld.map((each) => phrase(each, facts.language)).join(", ");
  return [
    ...openReviewSection(writing),
    ...(unreadable.length > 0 ? [missing] : []),
    ...optional(
      texts.titles.removed,
      removed.length > 0 ? [texts.removed, ...removed.map((line) => `${line}.`)] : [],
    ),
    ...optional(texts.titles.withheld, list ? [filledIn(texts.withheld, { list })] : []),
  ];
}

import type { LetterLanguage } from "@/lib/contract/vocabulary";
import { type AnswerTexts, answerTexts } from "@/lib/letters/answer-texts";
import { answerDay, filledIn } from "@/lib/letters/interim";
import type { PaperSection } from "@/lib/letters/pdf";
import { phrase } from "@/lib/letters/phrases";

/** What was searched: the details of the requester that were used, and what a member said of the sessions found. */
export type SearchFacts = {
  on: string;
  by: readonly string[];
  found: number;
  accepted: number;
  excluded: number;
};

/** The first and last day that the requester means; null without a limit. */
type RangeFacts = { dataFrom: string | null; dataTo: string | null; language: LetterLanguage };

/** The period that the requester means, in words; null when they mean everything. */
export function rangeWords({ dataFrom, dataTo, language }: RangeFacts): string | null {
  if (!dataFrom && !dataTo) return null;
  const { ranges } = answerTexts[language];
  const text = dataFrom && dataTo ? ranges.both : dataFrom ? ranges.from : ranges.to;
  const said = (on: string | null) => (on ? answerDay(language, on) : "");
  return filledIn(text, { from: said(dataFrom), to: said(dataTo) });
}

/** Says where and by what was searched, and what was left out (UK GDPR Art. 15(1A)). */
export function searchSection(
  facts: RangeFacts & { search: SearchFacts | null },
  { titles, search: texts }: AnswerTexts,
): PaperSection[] {
  const { search, language } = facts;
  if (!search) return [];
  const { on, by, found, accepted, excluded } = search;
  const details = by.map((each) => phrase(each, language)).join(", ");
  const counts = { found: String(found), accepted: String(accepted), excluded: String(excluded) };
  const range = rangeWords(facts);
  return [
    {
      title: titles.search,
      paragraphs: [
        filledIn(texts.by, { day: answerDay(language, on), by: details }),
        ...(range ? [filledIn(texts.range, { range })] : []),
        found > 0 ? filledIn(texts.found, counts) : range ? texts.noneIn : texts.none,
        texts.backups,
      ],
    },
  ];
}

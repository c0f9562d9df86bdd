import { useSuspenseQuery } from "@tanstack/react-query";
import type { Change } from "@/components/settings/changes";
import { useSettingsDraft } from "@/components/settings/use-settings-draft";
import { useEnvironment } from "@/components/shell/environment";
import type { ParagraphName } from "@/lib/letters/paragraphs";
import { saveWording, wordingQueries } from "@/lib/wordings/client";
import { type WordingDto, type WordingPlace, wordingInput, wordingOfLetter } from "@/lib/wordings/schema";
import { paragraphWords } from "./words";

type Draft = Partial<Record<ParagraphName, string>>;

const draftOf = ({ paragraphs }: WordingDto): Draft =>
  Object.fromEntries(paragraphs.map(({ name, own, ours }) => [name, own ?? ours]));

/** The changed texts, as the operation takes them: null for the standard text. */
export const changedTexts = ({ paragraphs }: WordingDto, draft: Draft) =>
  Object.fromEntries(
    paragraphs.flatMap(({ name, own, ours }) => {
      const text = draft[name] ?? "";
      if (text === (own ?? ours)) return [];
      return [[name, text === ours ? null : text]];
    }),
  );

const changesOf = (wording: WordingDto, draft: Draft): Change[] => {
  const changed = changedTexts(wording, draft);
  return wording.paragraphs
    .filter(({ name }) => Object.hasOwn(changed, name))
    .map(({ name, own }) => ({
      name: paragraphWords[name],
      before: own === null ? "standard text" : "own text",
      after: changed[name] === null ? "standard text" : own === null ? "own text" : "another text",
    }));
};

/** Manages an organization's own texts of a letter. */
export function useWording(place: WordingPlace) {
  const query = wordingQueries.one(useEnvironment(), place);
  const { paragraphs } = useSuspenseQuery(query).data;
  const { letter, law, language } = place;
  return useSettingsDraft({
    part: `letters/${letter}/${law}/${language}`,
    query,
    schema: wordingInput.extend({ texts: wordingOfLetter(paragraphs) }),
    draftOf,
    inputOf: (_, draft) => ({
      ...{ letter, law, language },
      texts: changedTexts({ ...place, paragraphs, version: 0, versions: [] }, draft),
    }),
    changesOf,
    inputs: paragraphs.map(({ name }) => `texts.${name}`),
    save: saveWording,
    saved: { title: "Texts of the letter saved" },
  });
}
export type WordingAccess = ReturnType<typeof useWording>;

import type { LetterLanguage } from "@/lib/contract/vocabulary";
import { sentence } from "@/lib/format/words";
import type { InvolvementFacts } from "@/lib/involvement/policy";
import { filledIn } from "@/lib/letters/interim";
import { involvedTexts } from "@/lib/letters/involved-texts";
import { phrase } from "@/lib/letters/phrases";

const locales = { en: "en-GB", de: "de", fr: "fr", es: "es" } as const satisfies Record<
  LetterLanguage,
  string
>;

const units = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

/** Writes a time in its largest unit, and the next smaller one, as a language does. @param seconds rounded down */
function spanWords(seconds: number, language: LetterLanguage): string {
  const first = units.findIndex(([, length]) => seconds >= length);
  if (first < 0) return involvedTexts[language].moment;
  let left = Math.floor(seconds);
  const parts = units.slice(first, first + 2).flatMap(([unit, length]) => {
    const count = Math.floor(left / length);
    left -= count * length;
    const style = { style: "unit", unit, unitDisplay: "long" } as const;
    return count > 0 ? [new Intl.NumberFormat(locales[language], style).format(count)] : [];
  });
  return parts.join(" ");
}

/**
 * Says to the subject of a decision what part a person had in it, as far as the records show (11 CCR § 7222: how the
 * decision came about). It names no member.
 */
export function subjectWords(facts: InvolvementFacts, language: LetterLanguage = "en"): string[] {
  const texts = involvedTexts[language];
  const said = [texts.doors[facts.door]];
  if (facts.door !== "desk") return said;
  const { heldSeconds, openSeconds, imagesStored, imagesShown } = facts;
  const span = (seconds: number) => spanWords(seconds, language);
  said.push(openSeconds === null ? texts.unopened : filledIn(texts.opened, { span: span(openSeconds) }));
  if (heldSeconds !== null) said.push(filledIn(texts.claimed, { span: span(heldSeconds) }));
  const named = (types: readonly string[]) =>
    types.map((type) => phrase(sentence(type).toLowerCase(), language)).join(", ");
  if (imagesStored?.length === 0) return [...said, texts.noImages];
  if (imagesShown.length === 0) return [...said, imagesStored ? texts.noneShown : texts.unknownShown];
  const hidden = imagesStored?.filter((each) => !imagesShown.includes(each)) ?? [];
  said.push(filledIn(texts.shown, { images: named(imagesShown) }));
  return hidden.length > 0 ? [...said, filledIn(texts.hidden, { images: named(hidden) })] : said;
}

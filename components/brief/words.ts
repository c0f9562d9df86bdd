import { fieldLabel } from "@/components/cases/field-labels";
import { documentName } from "@/components/documents/document-name";
import type { BriefSentence } from "@/lib/brief/schema";
import type { ComparedField } from "@/lib/contract/vocabulary";
import { countryName } from "@/lib/format/country";
import { sentence, words } from "@/lib/format/words";
import type { translatorOf } from "@/lib/language/translate";
import type { en } from "./messages.en";

/** Translates the texts of a brief. The page has them, in the language of the reader. */
export type Translate = ReturnType<typeof translatorOf<typeof en>>;

const text = (value: string | number | undefined) => String(value ?? "");

/** The words that stand in a sentence for its values: names as the desk shows them, levels and kinds translated. */
function wordsOf(t: Translate, { values }: BriefSentence): Record<string, string | number> {
  const { policy, field, source, signal, type, list, document, level, kind, country, risk } = values;
  const alike = [
    document && `${t("alike.document")}: ${sentence(text(document))}`,
    country && `${t("alike.country")}: ${countryName(text(country))}`,
    risk && `${t("alike.risk")}: ${levelName(t, text(risk))}`,
  ];
  return {
    ...values,
    ...(policy && { policy: sentence(text(policy)) }),
    ...(field && { field: fieldLabel(text(field) as ComparedField) }),
    ...(source && { source: sentence(text(source)) }),
    ...(signal && { signal: sentence(text(signal)) }),
    ...(type && {
      type: sentence(text(type)),
      hit: [words(text(type)), text(list)].filter(Boolean).join(", "),
    }),
    ...(document && { document: documentName(text(document)) }),
    ...(level && { level: levelName(t, text(level)) }),
    ...(kind && { kind: t(`kind.${text(kind)}` as "kind.email") }),
    alike: alike.filter(Boolean).join(", "),
  };
}

const levelName = (t: Translate, level: string) => t(`level.${level}` as "level.low");

/** Words one sentence of a brief. */
export function wordSentence(t: Translate, said: BriefSentence): string {
  const { code, values } = said;
  // The types of the values differ from code to code; a test words every code in every language.
  const worded = t(`code.${code}`, wordsOf(t, said) as never);
  return values.more ? `${worded} ${t("capped", { count: text(values.count) })}` : worded;
}

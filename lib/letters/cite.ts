import type { LetterLanguage } from "@/lib/contract/vocabulary";
import type { JurisdictionId } from "@/lib/law/jurisdictions";

/** What a law is called in a language. */
const laws: Readonly<Record<LetterLanguage, Partial<Record<JurisdictionId, string>>>> = {
  en: { gdpr: "GDPR", uk_gdpr: "UK GDPR" },
  de: { gdpr: "DSGVO", uk_gdpr: "UK GDPR" },
  fr: { gdpr: "RGPD", uk_gdpr: "UK GDPR" },
  es: { gdpr: "RGPD", uk_gdpr: "UK GDPR" },
};

type Place = { article: string; paragraph?: string; point?: string; law: string };

const inWords: Readonly<Record<LetterLanguage, (place: Place) => string>> = {
  en: ({ article, paragraph, point, law }) =>
    `${law} Art. ${article}${paragraph ? `(${paragraph})` : ""}${point ? `(${point})` : ""}`,
  de: ({ article, paragraph, point, law }) =>
    `Art. ${article}${paragraph ? ` Abs. ${paragraph}` : ""}${point ? ` Buchst. ${point}` : ""} ${law}`,
  fr: ({ article, paragraph, point, law }) =>
    paragraph
      ? `article ${article}, paragraphe ${paragraph}${point ? `, point ${point})` : ""}, du ${law}`
      : `article ${article} du ${law}`,
  es: ({ article, paragraph, point, law }) =>
    paragraph
      ? `artículo ${article}, apartado ${paragraph}${point ? `, letra ${point})` : ""}, del ${law}`
      : `artículo ${article} del ${law}`,
};

/** The definitions of Article 4 are numbers in place of paragraphs. */
const definitions: Readonly<Record<LetterLanguage, (number: string, law: string) => string>> = {
  en: (number, law) => `${law} Art. 4(${number})`,
  de: (number, law) => `Art. 4 Nr. ${number} ${law}`,
  fr: (number, law) => `article 4, point ${number}), du ${law}`,
  es: (number, law) => `artículo 4, punto ${number}, del ${law}`,
};

/**
 * Cites an article of a European law, such as `12(5)(b)`, as a language does. What is no article of these laws, such as
 * a section of a code, stays as it is.
 */
export function cite(article: string, jurisdiction: JurisdictionId, language: LetterLanguage): string {
  const law = laws[language][jurisdiction];
  const [, number, paragraph, point] = /^(\d+[A-Z]?)(?:\((\d+)\))?(?:\(([a-z])\))?$/.exec(article) ?? [];
  if (!law || !number) return article;
  if (number === "4" && paragraph) return definitions[language](paragraph, law);
  return inWords[language]({
    article: number,
    law,
    ...(paragraph && { paragraph }),
    ...(point && { point }),
  });
}

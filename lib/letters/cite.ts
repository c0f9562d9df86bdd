import type { LetterLanguage } from "@/lib/contract/vocabulary";
import type { JurisdictionId } from "@/lib/law/jurisdictions";

/** What a law is called in a language. */
const laws: Readonly<Record<LetterLanguage, Partial<Record<JurisdictionId, string>>>> = {
  en: { gdpr: "GDPR", uk_gdpr: "UK GDPR" },
  de: { gdpr: "DSGVO", uk_gdpr: "UK GDPR" },
  fr: { gdpr: "RGPD", uk_gdpr: "UK GDPR" },
  es: { gdpr: "RGPD", uk_gdpr: "UK GDPR" },
};

type Place = { article: string; paragraph?: string; point?: string };

const inWords: Readonly<Record<LetterLanguage, (place: Place) => string>> = {
  en: ({ article, paragraph, point }) =>
    `Art. ${article}${paragraph ? `(${paragraph})` : ""}${point ? `(${point})` : ""}`,
  de: ({ article, paragraph, point }) =>
    `Art. ${article}${paragraph ? ` Abs. ${paragraph}` : ""}${point ? ` Buchst. ${point}` : ""}`,
  fr: ({ article, paragraph, point }) =>
    `article ${article}${paragraph ? `, paragraphe ${paragraph}` : ""}${point ? `, point ${point})` : ""}`,
  es: ({ article, paragraph, point }) =>
    `artículo ${article}${paragraph ? `, apartado ${paragraph}` : ""}${point ? `, letra ${point})` : ""}`,
};

/** The definitions of Article 4 are numbers in place of paragraphs. */
const definition: Readonly<Record<LetterLanguage, (number: string) => string>> = {
  en: (number) => `Art. 4(${number})`,
  de: (number) => `Art. 4 Nr. ${number}`,
  fr: (number) => `article 4, point ${number})`,
  es: (number) => `artículo 4, punto ${number}`,
};

/** Puts a law beside an article. An article with parts needs a comma before it. */
const ofLaw: Readonly<Record<LetterLanguage, (place: string, law: string) => string>> = {
  en: (place, law) => `${law} ${place}`,
  de: (place, law) => `${place} ${law}`,
  fr: (place, law) => `${place}${place.includes(",") ? "," : ""} du ${law}`,
  es: (place, law) => `${place}${place.includes(",") ? "," : ""} del ${law}`,
};

const parts = /^(\d+[A-Z]?)(?:\((\d+)\))?(?:\(([a-z])\))?$/;

/**
 * Cites an article, such as `12(5)(b)`, as a language does, without its law. What is no article, such as a section of a
 * code, stays as it is.
 */
export function citeArticle(article: string, language: LetterLanguage): string {
  const [, number, paragraph, point] = parts.exec(article) ?? [];
  if (!number) return article;
  if (number === "4" && paragraph) return definition[language](paragraph);
  return inWords[language]({ article: number, ...(paragraph && { paragraph }), ...(point && { point }) });
}

/** What a law is called in a language. */
export const lawName = (jurisdiction: JurisdictionId, language: LetterLanguage): string =>
  laws[language][jurisdiction] ?? "CCPA";

/** {@link citeArticle} of a European law, with its name. Under another law the text stays as it is. */
export function cite(article: string, jurisdiction: JurisdictionId, language: LetterLanguage): string {
  const law = laws[language][jurisdiction];
  return law && parts.test(article) ? ofLaw[language](citeArticle(article, language), law) : article;
}

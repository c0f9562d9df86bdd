/** The languages of the interface. English is complete; the others cover the public pages, mails and the shell. */
export const languages = ["en", "de", "fr", "es"] as const;
export type Language = (typeof languages)[number];

/** Each language's own name, which stays the same in every language. */
export const languageNames = {
  en: "English",
  de: "Deutsch",
  fr: "Français",
  es: "Español",
} as const satisfies Record<Language, string>;

/** The cookie with the language that a visitor has chosen. */
export const languageCookie = "language";

/** Returns the language of a cookie or a form; undefined for anything else. */
export const readLanguage = (value: string | undefined): Language | undefined =>
  languages.find((each) => each === value);

import type { Language } from "@/lib/language/languages";

/** Messages of the same keys in another language. A key too few or too many fails the types. */
export type Translated<M> = {
  readonly [K in keyof M]: M[K] extends string ? string : Translated<M[K]>;
};

/** The messages of one noun. The English ones say which keys there are, and which values each takes. */
export type Catalogue<M> = { readonly en: M } & {
  readonly [L in Exclude<Language, "en">]: Translated<M>;
};

/**
 * Returns the messages of a language, with the types of the English ones. A test checks that both take the same
 * values.
 */
export const messagesIn = <M>(catalogue: Catalogue<M>, language: Language): M =>
  catalogue[language] as unknown as M;

import "server-only";
import { createTranslator } from "use-intl/core";
import type { Language } from "@/lib/language/languages";
import { type Catalogue, messagesIn } from "@/lib/language/messages";

/** Returns the function that translates a noun's messages on the server. */
export const translatorOf = <M extends Record<string, unknown>>(
  catalogue: Catalogue<M>,
  language: Language,
) => createTranslator<M>({ locale: language, messages: messagesIn(catalogue, language) });

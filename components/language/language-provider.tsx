"use client";

import type { ReactNode } from "react";
import { IntlProvider, type Messages, useMessages } from "use-intl";
import { UiWordsProvider } from "@/components/ui/words-context";
import type { Language } from "@/lib/language/languages";

type LanguageProviderProps = {
  language: Language;
  messages: Pick<Messages, "language">;
  children: ReactNode;
};

/** Provides a visitor's language, and what all pages outside the dashboard say. */
export function LanguageProvider({ language, messages, children }: LanguageProviderProps) {
  return (
    <IntlProvider locale={language} timeZone="UTC" messages={messages}>
      <UiWordsProvider words={messages.language.kit}>{children}</UiWordsProvider>
    </IntlProvider>
  );
}

type NounMessagesProps = {
  language: Language;
  messages: Partial<Omit<Messages, "language">>;
  children: ReactNode;
};

/** Adds the messages of the nouns that a page shows. */
export function NounMessages({ language, messages, children }: NounMessagesProps) {
  const shared = useMessages();
  return (
    <IntlProvider locale={language} timeZone="UTC" messages={{ ...shared, ...messages }}>
      {children}
    </IntlProvider>
  );
}

import type { ReactNode } from "react";
import { LanguageProvider } from "@/components/language/language-provider";
import { messages } from "@/components/language/messages";
import type { Language } from "@/lib/language/languages";
import { messagesIn } from "@/lib/language/messages";

/** Speaks a language to a visitor: what all pages outside the dashboard say. */
export function VisitorLanguage({ language, children }: { language: Language; children: ReactNode }) {
  return (
    <LanguageProvider language={language} messages={{ language: messagesIn(messages, language) }}>
      {children}
    </LanguageProvider>
  );
}

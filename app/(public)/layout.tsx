import type { ReactNode } from "react";
import { LanguageProvider } from "@/components/language/language-provider";
import { messages } from "@/components/language/messages";
import { pageLanguage } from "@/lib/http/language";
import { messagesIn } from "@/lib/language/messages";

/** The pages for people without an account speak their language. */
export default async function PublicLayout({ children }: { children: ReactNode }) {
  const language = await pageLanguage();
  return (
    <LanguageProvider language={language} messages={{ language: messagesIn(messages, language) }}>
      {children}
    </LanguageProvider>
  );
}

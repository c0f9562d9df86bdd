import type { en as ask } from "@/components/ask/messages.en";
import type { en as auth } from "@/components/auth/messages.en";
import type { en as capture } from "@/components/capture/messages.en";
import type { en as delivery } from "@/components/delivery/messages.en";
import type { Language } from "@/lib/language/languages";
import type { en as language } from "./messages.en";

declare module "use-intl" {
  /** The messages that `useTranslations` knows: of the nouns with pages outside the dashboard. */
  interface AppConfig {
    Locale: Language;
    Messages: {
      ask: typeof ask;
      capture: typeof capture;
      auth: typeof auth;
      delivery: typeof delivery;
      language: typeof language;
    };
  }
}

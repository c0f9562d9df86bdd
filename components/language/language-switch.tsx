"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { rememberChoice } from "@/components/shell/cookies";
import { type Language, languageNames, languages } from "@/lib/language/languages";

/** Changes the language of a visitor. The page is drawn anew, and keeps what was typed into it. */
export function LanguageSwitch({ language }: { language: Language }) {
  const t = useTranslations("language");
  const router = useRouter();
  const choose = (each: Language) => {
    rememberChoice("language", each);
    router.refresh();
  };
  return (
    <fieldset aria-label={t("switch")} className="-mx-1 flex flex-wrap gap-x-1 text-sm">
      {languages.map((each) => (
        <button
          key={each}
          type="button"
          lang={each}
          aria-pressed={each === language}
          onClick={() => choose(each)}
          className="min-h-6 rounded-sm px-1 text-ink-muted hover:text-ink aria-pressed:font-medium aria-pressed:text-ink aria-pressed:underline"
        >
          {languageNames[each]}
        </button>
      ))}
    </fieldset>
  );
}

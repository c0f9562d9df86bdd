"use client";

import { Check } from "lucide-react";
import { useRouter } from "next/navigation";
import { useId } from "react";
import { menuItemClass } from "@/components/ui/menu";
import { accountActions } from "@/lib/account/client";
import { type Language, languageNames, languages } from "@/lib/language/languages";
import { rememberChoice } from "./cookies";
import { useEnvironment } from "./environment";
import { toastProblem } from "./problem";
import { useShellLabels } from "./shell-labels";

/** The member's language, as a part of the account menu. */
export default function LanguageChoice({ close }: { close: () => void }) {
  const environment = useEnvironment();
  const labels = useShellLabels();
  const router = useRouter();
  const id = useId();
  const choose = async (language: Language) => {
    close();
    try {
      await accountActions.update(environment, { language });
      // The sign-in page follows the cookie.
      rememberChoice("language", language);
      router.refresh();
    } catch (error) {
      toastProblem(labels.languageFailed, error);
    }
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a menu may contain a group, but no fieldset
    <div role="group" aria-label={labels.languageLabel} aria-describedby={id} className="mt-1 border-t pt-1">
      <span aria-hidden className="block px-2 pt-1 text-sm font-medium text-ink-muted">
        {labels.languageLabel}
      </span>
      {languages.map((each) => (
        <button
          key={each}
          type="button"
          role="menuitemradio"
          aria-checked={each === labels.language}
          tabIndex={-1}
          lang={each}
          className={menuItemClass()}
          onClick={() => void choose(each)}
        >
          <span className="flex-1">{languageNames[each]}</span>
          {each === labels.language ? <Check aria-hidden /> : null}
        </button>
      ))}
      <span id={id} className="block max-w-60 px-2 py-1 text-sm text-ink-muted">
        {labels.languageHint}
      </span>
    </div>
  );
}

import type { Environment } from "@/lib/actor/actor";
import type { Language } from "@/lib/language/languages";
import { messagesIn } from "@/lib/language/messages";
import { translatorOf } from "@/lib/language/translate";
import { messages } from "./messages";

const themes = ["system", "light", "dark"] as const;
type PerTheme = Record<(typeof themes)[number], string>;
/** The order in which the button changes themes. */
const next = { system: "light", light: "dark", dark: "system" } as const;

/**
 * Returns every text of the shell in a language, for `ShellLabelsProvider`. The texts are finished on the server, so
 * that neither the messages nor what formats them comes to the browser.
 */
export function shellLabels(language: Language, environment: Environment, viewer: { name: string }) {
  const t = translatorOf(messages, language);
  const { plain, kit, environments, groups, commands } = messagesIn(messages, language);
  const perTheme = (text: (theme: (typeof themes)[number]) => string) =>
    Object.fromEntries(themes.map((theme) => [theme, text(theme)])) as PerTheme;
  return {
    ...plain,
    languageLabel: plain.language,
    ...{ language, kit, environments, groups },
    claim: commands.claim,
    switchTo: { live: commands.toLive, sandbox: commands.toSandbox },
    lists: listsIn(environment, commands),
    account: t("account", { name: viewer.name }),
    themeIs: perTheme((theme) => t("themeIs", { theme: t(`themes.${theme}`) })),
    themeChange: perTheme((theme) =>
      t("themeChange", { theme: t(`themes.${theme}`), next: t(`themes.${next[theme]}`) }),
    ),
  };
}

/** The lists that the palette opens. */
const listsIn = (environment: Environment, words: (typeof messages)["en"]["commands"]) => ({
  cases: [
    { label: words.mine, href: `/${environment}/queue?tab=mine` },
    { label: words.overdue, href: `/${environment}/queue?tab=all&sla=overdue` },
  ],
  sessions: [
    { label: words.underReview, href: `/${environment}/sessions?status=under_review` },
    { label: words.risky, href: `/${environment}/sessions?risk=high,critical` },
    { label: words.rejected, href: `/${environment}/sessions?result=rejected` },
  ],
});

export type ShellLabels = ReturnType<typeof shellLabels>;

"use client";

import { usePathname, useRouter } from "next/navigation";
import { useTakeNext } from "@/components/cases/use-take-next";
import { toastProblem } from "@/components/shell/problem";
import type { Environment } from "@/lib/actor/actor";
import { signOut } from "@/lib/auth/client";
import type { Language } from "@/lib/language/languages";
import { updateMe } from "@/lib/members/client";
import { rememberChoice } from "./cookies";
import { useEnvironment } from "./environment";
import { useGo } from "./leaving";
import type { NavItem } from "./rail";
import { useShellLabels } from "./shell-labels";
import { Shortcuts } from "./shortcuts";
import { TopControls } from "./top-controls";

type DeskControlsProps = {
  theme: "system" | "light" | "dark";
  me: { name: string; email: string; roles: string };
  nav: readonly NavItem[];
  mayClaim: boolean;
};

const pageKeys: Partial<Record<string, string>> = {
  overview: "g o",
  queue: "g q",
  sessions: "g s",
  requests: "g r",
  audit: "g a",
  settings: "g t",
};

/**
 * The address of the same list in the other environment. A single record exists in one environment only, so it leads
 * to its list.
 */
function environmentHref(pathname: string, environment: Environment): string {
  const [, , area = "overview", page] = pathname.split("/");
  return area === "settings" && page ? `/${environment}/settings/${page}` : `/${environment}/${area}`;
}

/** What the account menu does; the page says when it failed. */
function useAccount() {
  const environment = useEnvironment();
  const router = useRouter();
  const labels = useShellLabels();
  const leave = (everywhere: boolean) => () => {
    signOut(everywhere).catch((error) => toastProblem(labels.stillSignedIn, error));
  };
  const speak = (language: Language) => {
    updateMe(environment, { language })
      .then(() => {
        // So that the sign-in page speaks it too.
        rememberChoice("language", language);
        router.refresh();
      })
      .catch((error) => toastProblem(labels.languageFailed, error));
  };
  return { leave, speak };
}

/** The shell's controls with this dashboard's pages and keys. */
export function DeskControls({ theme, me, nav, mayClaim }: DeskControlsProps) {
  const environment = useEnvironment();
  const labels = useShellLabels();
  const { groups, commands: words } = labels;
  const { leave, speak } = useAccount();
  const go = useGo();
  const pathname = usePathname();
  const take = useTakeNext("unassigned");
  const hrefs = { live: environmentHref(pathname, "live"), sandbox: environmentHref(pathname, "sandbox") };
  const other = environment === "live" ? "sandbox" : "live";
  const pages = nav.flatMap((item) => {
    const keys = pageKeys[item.icon];
    return keys ? [{ keys, label: item.label, href: item.href }] : [];
  });
  const commands = [
    {
      label: labels.goTo,
      commands: pages.map(({ keys, ...page }) => ({ ...page, hint: keys.toUpperCase() })),
    },
    {
      label: groups.cases,
      commands: [
        ...(mayClaim ? [{ label: words.claim, keywords: ["claim", "review"], onSelect: take.run }] : []),
        { label: words.mine, href: `/${environment}/queue?tab=mine` },
        { label: words.overdue, href: `/${environment}/queue?tab=all&sla=overdue` },
      ],
    },
    {
      label: groups.sessions,
      commands: [
        { label: words.underReview, href: `/${environment}/sessions?status=under_review` },
        { label: words.risky, href: `/${environment}/sessions?risk=high,critical` },
        { label: words.rejected, href: `/${environment}/sessions?result=rejected` },
      ],
    },
    {
      label: groups.desk,
      commands: [
        { label: other === "live" ? words.toLive : words.toSandbox, href: hrefs[other] },
        { label: labels.signOut, onSelect: leave(false) },
      ],
    },
  ];
  return (
    <>
      <TopControls
        environmentHrefs={hrefs}
        theme={theme}
        me={{ ...me, onLanguage: speak, onSignOut: leave(false), onSignOutEverywhere: leave(true) }}
        commands={commands}
        onSearch={(text) => go(`/${environment}/search?q=${encodeURIComponent(text)}`)}
      />
      <Shortcuts pages={pages} />
    </>
  );
}

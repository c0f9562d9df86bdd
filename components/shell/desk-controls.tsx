"use client";

import { usePathname } from "next/navigation";
import { useTakeNext } from "@/components/cases/use-take-next";
import { toastProblem } from "@/components/shell/problem";
import type { Environment } from "@/lib/actor/actor";
import { signOut } from "@/lib/auth/client";
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
  identities: "g i",
  screening: "g c",
  quality: "g u",
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

/** The shell's controls with this dashboard's pages and keys. */
export function DeskControls({ theme, me, nav, mayClaim }: DeskControlsProps) {
  const environment = useEnvironment();
  const labels = useShellLabels();
  const { groups, lists } = labels;
  const leave = (everywhere: boolean) => () => {
    signOut(everywhere).catch((error) => toastProblem(labels.stillSignedIn, error));
  };
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
        ...(mayClaim ? [{ label: labels.claim, keywords: ["claim", "review"], onSelect: take.run }] : []),
        ...lists.cases,
      ],
    },
    {
      label: groups.sessions,
      commands: lists.sessions,
    },
    {
      label: groups.desk,
      commands: [
        { label: labels.switchTo[other], href: hrefs[other] },
        { label: labels.signOut, onSelect: leave(false) },
      ],
    },
  ];
  return (
    <>
      <TopControls
        environmentHrefs={hrefs}
        theme={theme}
        me={{ ...me, onSignOut: leave(false), onSignOutEverywhere: leave(true) }}
        commands={commands}
        onSearch={(text) => go(`/${environment}/search?q=${encodeURIComponent(text)}`)}
      />
      <Shortcuts pages={pages} />
    </>
  );
}

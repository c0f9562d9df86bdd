"use client";

import { usePathname } from "next/navigation";
import { useTakeNext } from "@/components/cases/use-take-next";
import { toastProblem } from "@/components/shell/problem";
import type { Environment } from "@/lib/actor/actor";
import { signOut } from "@/lib/auth/client";
import { useEnvironment } from "./environment";
import { useGo } from "./leaving";
import type { NavItem } from "./rail";
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

const leave = (everywhere: boolean) => () => {
  signOut(everywhere).catch((error) => toastProblem("You are still signed in", error));
};

/** The shell's controls with this dashboard's pages and keys. */
export function DeskControls({ theme, me, nav, mayClaim }: DeskControlsProps) {
  const environment = useEnvironment();
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
      label: "Go to",
      commands: pages.map(({ keys, ...page }) => ({ ...page, hint: keys.toUpperCase() })),
    },
    {
      label: "Cases",
      commands: [
        ...(mayClaim
          ? [{ label: "Claim next case", keywords: ["claim", "review"], onSelect: take.run }]
          : []),
        { label: "My cases", href: `/${environment}/queue?tab=mine` },
        { label: "Overdue cases", href: `/${environment}/queue?tab=all&sla=overdue` },
      ],
    },
    {
      label: "Sessions",
      commands: [
        { label: "Sessions under review", href: `/${environment}/sessions?status=under_review` },
        { label: "Sessions at high or critical risk", href: `/${environment}/sessions?risk=high,critical` },
        { label: "Rejected sessions", href: `/${environment}/sessions?result=rejected` },
      ],
    },
    {
      label: "Desk",
      commands: [
        { label: `Switch to ${other}`, href: hrefs[other] },
        { label: "Sign out", onSelect: leave(false) },
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

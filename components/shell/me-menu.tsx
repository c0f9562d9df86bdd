"use client";

import { CircleUser, LogOut, MonitorX } from "lucide-react";
import { lazy, Suspense } from "react";
import { Menu } from "@/components/ui/menu";
import { missingPart } from "@/components/ui/missing-part";
import { initials } from "@/lib/format/name";
import { useEnvironment } from "./environment";
import { useShellLabels } from "./shell-labels";

export type MeMenuProps = {
  name: string;
  email: string;
  /** "Lead · Compliance" */
  roles: string;
  onSignOut: () => void;
  onSignOutEverywhere: () => void;
};

// Most members choose a language once, so it is loaded when the menu opens.
const LanguageChoice = lazy(() => import("./language-choice").catch(missingPart));

export function MeMenu({ name, email, roles, onSignOut, onSignOutEverywhere }: MeMenuProps) {
  const environment = useEnvironment();
  const labels = useShellLabels();
  return (
    <Menu
      label={labels.account}
      iconOnly
      align="end"
      triggerClassName="grid size-7 shrink-0 place-items-center rounded-full bg-accent-soft text-xs font-semibold text-accent"
      trigger={initials(name)}
      header={
        <>
          <div className="font-medium">{name}</div>
          <div className="text-sm text-ink-muted">{roles}</div>
          <div className="text-sm text-ink-muted">{email}</div>
        </>
      }
      more={(close) => (
        <Suspense fallback={null}>
          <LanguageChoice close={close} />
        </Suspense>
      )}
      items={[
        { label: labels.myAccount, icon: <CircleUser aria-hidden />, href: `/${environment}/account` },
        { label: labels.signOut, icon: <LogOut aria-hidden />, onSelect: onSignOut },
        {
          label: labels.signOutEverywhere,
          icon: <MonitorX aria-hidden />,
          onSelect: onSignOutEverywhere,
          danger: true,
        },
      ]}
    />
  );
}

"use client";

import { LogOut, MonitorX } from "lucide-react";
import { Menu } from "@/components/ui/menu";
import { initials } from "@/lib/format/name";
import { type Language, languageNames, languages } from "@/lib/language/languages";
import { useShellLabels } from "./shell-labels";

export type MeMenuProps = {
  name: string;
  email: string;
  /** "Lead · Compliance" */
  roles: string;
  onLanguage: (language: Language) => void;
  onSignOut: () => void;
  onSignOutEverywhere: () => void;
};

const options = languages.map((value) => ({ value, label: languageNames[value], lang: value }));

export function MeMenu({ name, email, roles, onLanguage, onSignOut, onSignOutEverywhere }: MeMenuProps) {
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
      choice={{
        label: labels.languageLabel,
        hint: labels.languageHint,
        value: labels.language,
        options,
        onChoose: (value) => onLanguage(value as Language),
      }}
      items={[
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

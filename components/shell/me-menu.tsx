"use client";

import { LogOut, MonitorX } from "lucide-react";
import { Menu } from "@/components/ui/menu";
import { initials } from "@/lib/format/name";

export type MeMenuProps = {
  name: string;
  email: string;
  /** "Lead · Compliance" */
  roles: string;
  onSignOut: () => void;
  onSignOutEverywhere: () => void;
};

export function MeMenu({ name, email, roles, onSignOut, onSignOutEverywhere }: MeMenuProps) {
  return (
    <Menu
      label={`${name}, your account`}
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
      items={[
        { label: "Sign out", icon: <LogOut aria-hidden />, onSelect: onSignOut },
        {
          label: "Sign out everywhere",
          icon: <MonitorX aria-hidden />,
          onSelect: onSignOutEverywhere,
          danger: true,
        },
      ]}
    />
  );
}

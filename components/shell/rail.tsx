"use client";

import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { Suspense, useState } from "react";
import { cx } from "@/components/ui/cx";
import { IconButton } from "@/components/ui/icon-button";
import { rememberChoice } from "./cookies";
import { type NavIcon, navIcons } from "./icons";
import { LateMark, QueueCount, type Waiting } from "./queue-count";
import { useShellLabels } from "./shell-labels";

export type NavItem = {
  href: string;
  label: string;
  icon: NavIcon;
  /** "41", "2 due" */
  count?: string;
  tone?: "muted" | "bad";
};

type RailProps = {
  items: readonly NavItem[];
  tight: boolean;
  viewer: { name: string; roles: string };
  /** Unassigned and overdue cases, once they are known; the page does not wait for them. */
  waiting: Promise<Waiting | null>;
};

const isOpen = (pathname: string, href: string) =>
  pathname === href || (href !== "/" && pathname.startsWith(`${href}/`));

type RailLinkProps = { item: NavItem; current: boolean; waiting: Promise<Waiting | null> };

function RailLink({ item, current, waiting }: RailLinkProps) {
  const Icon = navIcons[item.icon];
  return (
    <Link
      href={item.href}
      prefetch={false}
      title={item.count ? `${item.label}: ${item.count}` : item.label}
      aria-current={current ? "page" : undefined}
      className={cx(
        "relative flex min-h-7.75 items-center gap-2.25 rounded-md px-2 text-ink-2 hover:bg-surface-3 hover:text-ink",
        "aria-[current]:bg-surface-3 aria-[current]:font-medium aria-[current]:text-ink rail-tight:justify-center",
      )}
    >
      <Icon aria-hidden className="size-3.75 shrink-0" />
      <span className="rail-tight:sr-only">{item.label}</span>
      {item.icon === "queue" ? (
        <Suspense fallback={null}>
          <QueueCount waiting={waiting} />
        </Suspense>
      ) : null}
      {item.count ? (
        <span
          className={cx(
            "ml-auto text-sm font-normal rail-tight:sr-only",
            item.tone === "bad" ? "font-semibold text-bad" : "text-ink-muted",
          )}
        >
          {item.count}
        </span>
      ) : null}
      {item.tone === "bad" ? <LateMark /> : null}
    </Link>
  );
}

/** The navigation rail. `items` contains only what the viewer may use. */
export function Rail({ items, tight: initial, viewer, waiting }: RailProps) {
  const labels = useShellLabels();
  const pathname = usePathname();
  const [tight, setTight] = useState(initial);
  const toggle = () => {
    rememberChoice("rail", tight ? "wide" : "tight");
    setTight(!tight);
  };
  const Toggle = tight ? PanelLeftOpen : PanelLeftClose;
  return (
    <aside
      aria-label="Countersign"
      data-rail={tight ? "tight" : "wide"}
      data-print="hide"
      className="flex shrink-0 border-r bg-surface-2"
    >
      <div className="flex w-52 flex-col gap-0.5 overflow-y-auto px-2 py-2.5 rail-tight:w-13">
        <div className="flex items-center gap-2 px-2 pt-1.5 pb-3 font-semibold tracking-tight rail-tight:justify-center">
          <span
            aria-hidden
            className="grid size-5 shrink-0 place-items-center rounded-md bg-ink text-sm text-surface"
          >
            C
          </span>
          <span className="rail-tight:sr-only">Countersign</span>
        </div>
        <nav aria-label={labels.main} className="flex flex-col gap-0.5">
          {items.map((item) => (
            <RailLink key={item.href} item={item} current={isOpen(pathname, item.href)} waiting={waiting} />
          ))}
        </nav>
        <div className="mt-auto flex items-center gap-2 border-t px-1.5 pt-2.5 rail-tight:justify-center rail-tight:px-0">
          <div className="min-w-0 flex-1 leading-snug rail-tight:hidden">
            <div className="truncate font-medium">{viewer.name}</div>
            <div className="truncate text-xs text-ink-muted">{viewer.roles}</div>
          </div>
          <IconButton
            label={tight ? labels.expand : labels.collapse}
            onClick={toggle}
            className="max-lg:hidden"
          >
            <Toggle aria-hidden />
          </IconButton>
        </div>
      </div>
    </aside>
  );
}

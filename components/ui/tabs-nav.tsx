import Link from "next/link";
import type { ReactNode } from "react";
import { thousands } from "@/lib/format/number";
import { cx } from "./cx";
import { Kbd } from "./kbd";

export type TabLink = {
  key: string;
  href: string;
  label: string;
  count?: number;
  icon?: ReactNode;
  shortcut?: string;
};

/** Tabs live in the URL, so they are links. */
export function TabsNav({
  label,
  items,
  current,
}: {
  label: string;
  items: readonly TabLink[];
  current: string;
}) {
  return (
    <nav aria-label={label} className="flex min-w-0 flex-wrap gap-0.5 p-px">
      {items.map((item) => (
        <Link
          key={item.key}
          href={item.href}
          prefetch={false}
          scroll={false}
          aria-current={item.key === current ? "page" : undefined}
          aria-keyshortcuts={item.shortcut}
          className={cx(
            "flex min-h-7 shrink-0 items-center gap-1.5 rounded-md px-2.25 text-ui text-ink-muted hover:text-ink",
            "-outline-offset-2 aria-[current]:bg-surface-3 aria-[current]:font-medium aria-[current]:text-ink [&_svg]:size-3.75",
          )}
        >
          {item.icon}
          {item.label}
          {item.count === undefined ? null : (
            <span className="text-sm font-normal text-ink-muted">{thousands(item.count)}</span>
          )}
          {item.shortcut ? <Kbd>{item.shortcut}</Kbd> : null}
        </Link>
      ))}
    </nav>
  );
}

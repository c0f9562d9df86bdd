"use client";

import { Search } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { cx } from "@/components/ui/cx";
import { useHotkeys } from "@/components/ui/hotkeys";
import { Kbd } from "@/components/ui/kbd";
import type { Environment } from "@/lib/actor/actor";
import { type CommandGroup, CommandPalette, loadCommands } from "./command-palette";
import { useEnvironment } from "./environment";
import { MeMenu, type MeMenuProps } from "./me-menu";
import { useShellLabels } from "./shell-labels";
import { type Theme, ThemeToggle } from "./theme-toggle";

type TopControlsProps = {
  environmentHrefs: Record<Environment, string>;
  theme: Theme;
  me: MeMenuProps;
  commands: readonly CommandGroup[];
  /** Called with free text from the palette, such as a pasted id. */
  onSearch?: (text: string) => void;
};

function EnvironmentSwitch({ hrefs }: { hrefs: Record<Environment, string> }) {
  const environment = useEnvironment();
  const labels = useShellLabels();
  return (
    <nav aria-label={labels.environment} className="flex rounded-md border text-sm">
      {(["live", "sandbox"] as const).map((each) => (
        <Link
          key={each}
          href={hrefs[each]}
          prefetch={false}
          aria-current={each === environment ? "true" : undefined}
          className={cx(
            "flex min-h-6.5 items-center px-2.25 first:rounded-l-md last:rounded-r-md hover:text-ink",
            "aria-[current]:font-medium",
            each === environment ? null : "text-ink-muted",
            each === environment &&
              (each === "sandbox" ? "bg-warn-soft text-warn hover:text-warn" : "bg-surface-3"),
          )}
        >
          {labels.environments[each]}
        </Link>
      ))}
    </nav>
  );
}

/** Search and commands, environment, theme, and the viewer's menu. */
export function TopControls(props: TopControlsProps) {
  const { environmentHrefs, theme, me, commands, onSearch } = props;
  const labels = useShellLabels();
  const [open, setOpen] = useState(false);
  useHotkeys(labels.everywhere, [
    { keys: "mod+k", label: labels.searchKeys, run: () => setOpen(true) },
    { keys: "/", label: labels.searchKeys, run: () => setOpen(true) },
  ]);
  return (
    <div className="flex items-center gap-2.5">
      <button
        type="button"
        onClick={() => setOpen(true)}
        onPointerEnter={() => void loadCommands().catch(() => null)}
        aria-haspopup="dialog"
        aria-keyshortcuts="Meta+K Control+K"
        aria-label={labels.search}
        className="flex min-h-7 items-center gap-2 rounded-md border px-2 text-ui text-ink-muted hover:bg-surface-3 xl:w-65"
      >
        <Search aria-hidden className="size-3.75" />
        <span className="flex-1 text-left max-xl:hidden">{labels.search}</span>
        <span className="max-xl:hidden">
          <Kbd>⌘K</Kbd>
        </span>
      </button>
      <EnvironmentSwitch hrefs={environmentHrefs} />
      <div className="flex items-center gap-1">
        <ThemeToggle initial={theme} />
        <MeMenu {...me} />
      </div>
      <CommandPalette open={open} onClose={() => setOpen(false)} groups={commands} onSearch={onSearch} />
    </div>
  );
}

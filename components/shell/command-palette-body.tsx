"use client";

import { Command as List } from "cmdk";
import { Search } from "lucide-react";
import { useLayoutEffect, useRef } from "react";
import type { Command, CommandGroup } from "./command-palette";
import { useGo } from "./leaving";
import { PaletteLine, paletteInputClass } from "./palette-line";
import { useShellLabels } from "./shell-labels";

type BodyProps = {
  /** The text typed so far. */
  text: string;
  onText: (text: string) => void;
  groups: readonly CommandGroup[];
  onSearch?: (text: string) => void;
  onClose: () => void;
};

const itemClass =
  "flex min-h-8.5 cursor-pointer items-center gap-2 rounded-md px-2.5 data-[selected=true]:bg-surface-3";
const headingClass =
  "[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-sm [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-muted";

function SearchItem({ text, onSelect }: { text: string; onSelect: () => void }) {
  const labels = useShellLabels();
  return (
    <List.Item forceMount value={`search ${text}`} onSelect={onSelect} className={itemClass}>
      <Search aria-hidden className="size-3.75 shrink-0 text-ink-muted" />
      <span className="shrink-0">{labels.searchFor}</span>
      <span className="truncate font-mono text-sm">{text}</span>
    </List.Item>
  );
}

function Group({ group, run }: { group: CommandGroup; run: (command: Command) => void }) {
  return (
    <List.Group heading={group.label} className={headingClass}>
      {group.commands.map((command) => (
        <List.Item
          key={command.label}
          value={`${group.label} ${command.label}`}
          keywords={command.keywords}
          onSelect={() => run(command)}
          className={itemClass}
        >
          <span className="flex-1 truncate">{command.label}</span>
          {command.hint ? <span className="text-sm text-ink-muted">{command.hint}</span> : null}
        </List.Item>
      ))}
    </List.Group>
  );
}

export default function CommandPaletteBody({ text, onText, groups, onSearch, onClose }: BodyProps) {
  const go = useGo();
  const labels = useShellLabels();
  const input = useRef<HTMLInputElement>(null);
  const wanted = text.trim();
  useLayoutEffect(() => {
    input.current?.focus();
    input.current?.setSelectionRange(-1, -1);
  }, []);
  const run = (command: Command) => {
    onClose();
    if (command.href) go(command.href);
    command.onSelect?.();
  };
  const search = () => {
    onClose();
    onSearch?.(wanted);
  };
  return (
    <List label={labels.search} loop>
      <PaletteLine>
        <List.Input
          ref={input}
          value={text}
          onValueChange={onText}
          placeholder={labels.searchHint}
          className={paletteInputClass}
        />
      </PaletteLine>
      <List.List className="h-84 overflow-y-auto p-1.5">
        <List.Empty className="px-2.5 py-8 text-center text-ink-muted">{labels.noCommand}</List.Empty>
        {groups.map((group) => (
          <Group key={group.label} group={group} run={run} />
        ))}
        {wanted && onSearch ? <SearchItem text={wanted} onSelect={search} /> : null}
      </List.List>
    </List>
  );
}

"use client";

import { Fragment, useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { type HotkeyGroup, hotkeyStore } from "@/components/ui/hotkey-store";
import { useHotkeys } from "@/components/ui/hotkeys";
import { Kbd } from "@/components/ui/kbd";
import { Switch } from "@/components/ui/switch";
import { useGo } from "./leaving";

export type PageShortcut = { keys: string; label: string; href: string };

const KEY_NAMES: Record<string, string> = {
  arrowdown: "↓",
  arrowup: "↑",
  arrowleft: "←",
  arrowright: "→",
  enter: "↵",
  space: "Space",
  shift: "⇧",
};
const keyName = (key: string) => KEY_NAMES[key] ?? (key === "mod" ? "⌘/Ctrl" : key.toUpperCase());

function Keys({ keys }: { keys: string }) {
  return (
    <span className="flex items-center gap-1">
      {keys.split(" ").map((step, index) => (
        <Fragment key={`${keys}-${step}`}>
          {index > 0 ? <span className="text-xs text-ink-muted">then</span> : null}
          {(step === "+" ? [step] : step.split("+")).map((key) => (
            <Kbd key={key}>{keyName(key)}</Kbd>
          ))}
        </Fragment>
      ))}
      <span className="sr-only">{keys}</span>
    </span>
  );
}

/** Merges the keys of the same action into one line. */
function byLabel(hotkeys: HotkeyGroup["hotkeys"]): [string, string[]][] {
  const lines = new Map<string, string[]>();
  for (const { label, keys } of hotkeys) lines.set(label, [...(lines.get(label) ?? []), keys]);
  return [...lines];
}

function Group({ group, hotkeys }: HotkeyGroup) {
  return (
    <section className="mb-4 break-inside-avoid">
      <h3 className="mb-1 text-sm font-semibold text-ink-muted">{group}</h3>
      <dl>
        {byLabel(hotkeys).map(([label, keys]) => (
          <div key={label} className="flex min-h-6.5 items-center justify-between gap-4">
            <dt>{label}</dt>
            <dd className="flex shrink-0 gap-2.5">
              {keys.map((each) => (
                <Keys key={each} keys={each} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Lists every key of this page, opened with `?`. The keys that open pages (`g s`) come as props. */
export function Shortcuts({ pages }: { pages: readonly PageShortcut[] }) {
  const go = useGo();
  const [groups, setGroups] = useState<HotkeyGroup[] | null>(null);
  const [single, setSingle] = useState(true);
  useHotkeys("Everywhere", [
    {
      keys: "?",
      label: "All keys",
      run: () => {
        setSingle(hotkeyStore.singleKeys());
        setGroups(hotkeyStore.list());
      },
    },
  ]);
  useHotkeys(
    "Go to",
    pages.map((page) => ({ keys: page.keys, label: page.label, run: () => go(page.href) })),
  );
  const change = (on: boolean) => {
    hotkeyStore.setSingleKeys(on);
    setSingle(on);
  };
  return (
    <Dialog open={groups !== null} onClose={() => setGroups(null)} title="Keyboard" size="md">
      <div className="columns-2 gap-8 max-sm:columns-1">
        {groups?.map((each) => (
          <Group key={each.group} {...each} />
        ))}
      </div>
      <Switch
        label="Single-key shortcuts"
        hint="Switch off single keys if you dictate or use another tool that types letters. ⌘K and Ctrl+K keep working."
        checked={single}
        onChange={(event) => change(event.target.checked)}
        className="mt-2 border-t pt-3"
      />
    </Dialog>
  );
}

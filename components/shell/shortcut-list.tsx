"use client";

import { Fragment, useState } from "react";
import { type HotkeyGroup, hotkeyStore } from "@/components/ui/hotkey-store";
import { Kbd } from "@/components/ui/kbd";
import { Switch } from "@/components/ui/switch";
import type { ShellLabels } from "./labels";
import { useShellLabels } from "./shell-labels";

const KEY_NAMES: Record<string, string> = {
  arrowdown: "↓",
  arrowup: "↑",
  arrowleft: "←",
  arrowright: "→",
  enter: "↵",
  shift: "⇧",
};
const keyName = (key: string, { space, mod }: ShellLabels) =>
  ({ ...KEY_NAMES, space, mod })[key] ?? key.toUpperCase();

function Keys({ keys }: { keys: string }) {
  const labels = useShellLabels();
  return (
    <span className="flex items-center gap-1">
      {keys.split(" ").map((step, index) => (
        <Fragment key={`${keys}-${step}`}>
          {index > 0 ? <span className="text-xs text-ink-muted">{labels.andThen}</span> : null}
          {(step === "+" ? [step] : step.split("+")).map((key) => (
            <Kbd key={key}>{keyName(key, labels)}</Kbd>
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
  const { everywhere, goTo } = useShellLabels();
  // The pages name their own keys in English.
  const lang = group === everywhere || group === goTo ? undefined : "en";
  return (
    <section lang={lang} className="mb-4 break-inside-avoid">
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

/** Lists every key of this page, and switches single keys off. */
export default function ShortcutList({ groups }: { groups: readonly HotkeyGroup[] }) {
  const labels = useShellLabels();
  const [single, setSingle] = useState(hotkeyStore.singleKeys);
  const change = (on: boolean) => {
    hotkeyStore.setSingleKeys(on);
    setSingle(on);
  };
  return (
    <>
      <div className="columns-2 gap-8 max-sm:columns-1">
        {groups.map((each) => (
          <Group key={each.group} {...each} />
        ))}
      </div>
      <Switch
        label={labels.singleKeys}
        hint={labels.singleKeysHint}
        checked={single}
        onChange={(event) => change(event.target.checked)}
        className="mt-2 border-t pt-3"
      />
    </>
  );
}

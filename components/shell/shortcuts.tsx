"use client";

import { lazy, Suspense, useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { type HotkeyGroup, hotkeyStore } from "@/components/ui/hotkey-store";
import { useHotkeys } from "@/components/ui/hotkeys";
import { missingPart } from "@/components/ui/missing-part";
import { useGo } from "./leaving";
import { useShellLabels } from "./shell-labels";

export type PageShortcut = { keys: string; label: string; href: string };

const ShortcutList = lazy(() => import("./shortcut-list").catch(missingPart));

/** Lists every key of this page, opened with `?`. The keys that open pages (`g s`) come as props. */
export function Shortcuts({ pages }: { pages: readonly PageShortcut[] }) {
  const go = useGo();
  const labels = useShellLabels();
  const [groups, setGroups] = useState<HotkeyGroup[] | null>(null);
  useHotkeys(labels.everywhere, [
    { keys: "?", label: labels.allKeys, run: () => setGroups(hotkeyStore.list()) },
  ]);
  useHotkeys(
    labels.goTo,
    pages.map((page) => ({ keys: page.keys, label: page.label, run: () => go(page.href) })),
  );
  return (
    <Dialog open={groups !== null} onClose={() => setGroups(null)} title={labels.keyboard} size="md">
      <Suspense fallback={<div className="h-96" aria-busy />}>
        {groups ? <ShortcutList groups={groups} /> : null}
      </Suspense>
    </Dialog>
  );
}

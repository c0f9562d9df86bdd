"use client";

import { useEffect, useEffectEvent, useId } from "react";
import { type Hotkey, hotkeyStore } from "./hotkey-store";

export type { Hotkey } from "./hotkey-store";

/**
 * Registers the keys of a page or a widget, listed under `group` in the `?` dialog while it is on the screen. `"a"`,
 * `"shift+j"`, `"g s"` (one after the other), `"mod+k"` (⌘ or Ctrl), `"enter"`, `"arrowdown"`. Keys are ignored while
 * typing, in dialogs and in popovers. The newest registration of a key wins.
 */
export function useHotkeys(group: string, hotkeys: readonly Hotkey[], enabled = true): void {
  const id = useId();
  const update = useEffectEvent(() => hotkeyStore.set(id, { group, hotkeys }));
  useEffect(() => {
    if (!enabled) return;
    hotkeyStore.add(id);
    update();
    return () => hotkeyStore.remove(id);
  }, [id, enabled]);
  useEffect(() => {
    if (enabled) update();
  });
}

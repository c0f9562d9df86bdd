"use client";

import { type RefObject, useEffect, useRef, useState } from "react";

export type Align = "start" | "end";

const GAP = 4;
const EDGE = 8;

/** Places a native popover below its button, or above it where there is more room. */
function place(button: HTMLElement, panel: HTMLElement, align: Align) {
  const box = button.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  const below = clientHeight - box.bottom - GAP - EDGE;
  const above = box.top - GAP - EDGE;
  const up = below < 220 && above > below;
  const width = panel.offsetWidth;
  const wanted = align === "start" ? box.left : box.right - width;
  const left = Math.max(EDGE, Math.min(wanted, clientWidth - width - EDGE));
  Object.assign(panel.style, {
    left: `${left}px`,
    top: up ? "auto" : `${box.bottom + GAP}px`,
    bottom: up ? `${clientHeight - box.top + GAP}px` : "auto",
    maxHeight: `${up ? above : below}px`,
  });
}

type Anchored = {
  open: boolean;
  close: () => void;
  button: RefObject<HTMLButtonElement | null>;
  panel: RefObject<HTMLDivElement | null>;
};

/** Manages a `popover="auto"` panel: an outside click or Escape closes it, and the browser returns the focus. */
export function useAnchored(align: Align): Anchored {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = panel.current;
    if (!element) return;
    const sync = () => setOpen(element.matches(":popover-open"));
    sync();
    element.addEventListener("toggle", sync);
    return () => element.removeEventListener("toggle", sync);
  }, []);
  useEffect(() => {
    if (!open) return;
    const follow = () => {
      if (button.current && panel.current) place(button.current, panel.current, align);
    };
    follow();
    window.addEventListener("resize", follow);
    window.addEventListener("scroll", follow, true);
    return () => {
      window.removeEventListener("resize", follow);
      window.removeEventListener("scroll", follow, true);
    };
  }, [open, align]);
  return { open, close: () => panel.current?.hidePopover(), button, panel };
}

/** Fixed position, thin border, no motion; invisible for the one frame before it is placed. */
export const panelClass =
  "fixed inset-auto m-0 max-w-[calc(100vw-1rem)] overflow-y-auto rounded-lg border border-line-strong bg-surface text-ink data-[placed=false]:invisible";

"use client";

import { type ReactNode, useEffect, useId } from "react";
import { buttonClass } from "./button";
import { cx } from "./cx";
import { type Align, panelClass, useAnchored } from "./use-anchored";

type PopoverProps = {
  /** The panel's name for screen readers; also the button's when `trigger` is only an icon. */
  label: string;
  trigger: ReactNode;
  triggerClassName?: string;
  iconOnly?: boolean;
  /** The id of the panel, for a key that opens it: `togglePopover()` on that element. */
  id?: string;
  /** That key, to be shown; register it with `useHotkeys`. */
  shortcut?: string;
  align?: Align;
  className?: string;
  children: ReactNode | ((close: () => void) => ReactNode);
};

/** A button with a panel. The focus goes to the first control in the panel, or to the one with `data-autofocus`. */
export function Popover(props: PopoverProps) {
  const {
    label,
    trigger,
    triggerClassName,
    iconOnly,
    shortcut,
    align = "start",
    className,
    children,
  } = props;
  const own = useId();
  const id = props.id ?? own;
  const { open, close, button, panel } = useAnchored(align);
  useEffect(() => {
    if (!open) return;
    const first =
      panel.current?.querySelector<HTMLElement>("[data-autofocus]") ??
      panel.current?.querySelector<HTMLElement>("input, select, textarea, button, a[href]");
    first?.focus({ preventScroll: true });
  }, [open, panel]);
  return (
    <>
      <button
        ref={button}
        type="button"
        popoverTarget={id}
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-label={iconOnly ? label : undefined}
        aria-keyshortcuts={shortcut}
        title={iconOnly ? [label, shortcut ? `(${shortcut})` : ""].join(" ").trim() : undefined}
        className={triggerClassName ?? buttonClass()}
      >
        {trigger}
      </button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={label}
        data-placed={open}
        className={cx(panelClass, "p-2", className)}
      >
        {open ? (typeof children === "function" ? children(close) : children) : null}
      </div>
    </>
  );
}

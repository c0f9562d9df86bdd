"use client";

import Link from "next/link";
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useId } from "react";
import { buttonClass } from "./button";
import { cx } from "./cx";
import { Kbd } from "./kbd";
import { type Align, panelClass, useAnchored } from "./use-anchored";

export type MenuItem = {
  label: string;
  href?: string;
  onSelect?: () => void;
  icon?: ReactNode;
  shortcut?: string;
  danger?: boolean;
  disabled?: boolean;
  /** Draws a line above this item. */
  separated?: boolean;
};

type MenuProps = {
  label: string;
  trigger: ReactNode;
  triggerClassName?: string;
  iconOnly?: boolean;
  align?: Align;
  header?: ReactNode;
  items: MenuItem[];
  /** Further items, below the others, drawn when the menu opens. */
  more?: (close: () => void) => ReactNode;
};

const itemsOf = (panel: HTMLElement | null) => [
  ...(panel?.querySelectorAll<HTMLElement>('[role^="menuitem"]:not(:disabled)') ?? []),
];

/** Arrows, Home, End and first letters move the focus; Tab leaves the menu. */
function moveFocus(event: KeyboardEvent, panel: RefObject<HTMLElement | null>, close: () => void) {
  const items = itemsOf(panel.current);
  const at = items.indexOf(document.activeElement as HTMLElement);
  const steps: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
  const step = event.key === "ArrowUp" && at < 0 ? -1 : steps[event.key];
  if (event.key === "Tab") close();
  if (step !== undefined) {
    event.preventDefault();
    items.at(step % items.length)?.focus();
  } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
    const letter = event.key.toLowerCase();
    const order = [...items.slice(at + 1), ...items.slice(0, at + 1)];
    order.find((item) => item.textContent?.trim().toLowerCase().startsWith(letter))?.focus();
  }
}

/** The classes of an item. */
export const menuItemClass = (danger?: boolean) =>
  cx(
    "flex min-h-7.5 w-full items-center gap-2 rounded-sm px-2 text-left text-ui disabled:opacity-50 [&_svg]:size-3.75",
    danger ? "text-bad hover:bg-bad-soft focus:bg-bad-soft" : "hover:bg-surface-3 focus:bg-surface-3",
  );

function MenuEntry({ item, close }: { item: MenuItem; close: () => void }) {
  const content = (
    <>
      {item.icon}
      <span className="flex-1">{item.label}</span>
      {item.shortcut ? <Kbd>{item.shortcut}</Kbd> : null}
    </>
  );
  const select = () => {
    close();
    item.onSelect?.();
  };
  const shared = { role: "menuitem", tabIndex: -1, className: menuItemClass(item.danger), onClick: select };
  return (
    <>
      {item.separated ? <hr className="my-1" /> : null}
      {item.href ? (
        <Link href={item.href} prefetch={false} {...shared}>
          {content}
        </Link>
      ) : (
        <button type="button" disabled={item.disabled} {...shared}>
          {content}
        </button>
      )}
    </>
  );
}

export function Menu(props: MenuProps) {
  const { label, trigger, triggerClassName, iconOnly, align = "start", header, items, more } = props;
  const id = useId();
  const { open, close, button, panel } = useAnchored(align);
  useEffect(() => {
    if (open) itemsOf(panel.current)[0]?.focus({ preventScroll: true });
  }, [open, panel]);
  return (
    <>
      <button
        ref={button}
        type="button"
        popoverTarget={id}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={iconOnly ? label : undefined}
        title={iconOnly ? label : undefined}
        className={triggerClassName ?? buttonClass()}
      >
        {trigger}
      </button>
      <div ref={panel} id={id} popover="auto" data-placed={open} className={cx(panelClass, "min-w-48 p-1")}>
        {header ? <div className="border-b px-2 py-1.5">{header}</div> : null}
        <div
          role="menu"
          tabIndex={-1}
          aria-label={label}
          onKeyDown={(event) => moveFocus(event, panel, close)}
        >
          {open ? items.map((item) => <MenuEntry key={item.label} item={item} close={close} />) : null}
          {open ? more?.(close) : null}
        </div>
      </div>
    </>
  );
}

import type { ComponentProps, ReactNode } from "react";
import { cx } from "@/components/ui/cx";
import { Kbd } from "@/components/ui/kbd";

export const toolClass = cx(
  "inline-flex h-7.5 shrink-0 items-center gap-1.25 rounded-md px-1.75 text-ink-2 [&_svg]:size-3.75",
  "hover:bg-surface-3 hover:text-ink aria-expanded:bg-surface-3",
  "aria-pressed:bg-accent-soft aria-pressed:text-accent disabled:opacity-45",
);

/** The key is left out where there is little room; the button's tooltip still names it. */
export function ToolFace({ shortcut, children }: { shortcut: string; children: ReactNode }) {
  return (
    <>
      {children}
      <span className="flex @max-xl:hidden">
        <Kbd>{shortcut}</Kbd>
      </span>
    </>
  );
}

type ToolButtonProps = Omit<ComponentProps<"button">, "aria-label"> & { label: string; shortcut: string };

/** An icon with the key that does the same. */
export function ToolButton({ label, shortcut, children, ...props }: ToolButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-keyshortcuts={shortcut}
      title={`${label} (${shortcut})`}
      {...props}
      className={toolClass}
    >
      <ToolFace shortcut={shortcut.toUpperCase()}>{children}</ToolFace>
    </button>
  );
}

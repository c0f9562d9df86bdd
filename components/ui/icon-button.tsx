import type { ComponentProps } from "react";
import { cx } from "./cx";

type IconButtonProps = Omit<ComponentProps<"button">, "aria-label"> & {
  label: string;
  variant?: "ghost" | "outline";
  size?: "sm" | "md";
  shortcut?: string;
};

export function iconButtonClass(variant: "ghost" | "outline" = "ghost", size: "sm" | "md" = "md"): string {
  return cx(
    "inline-grid shrink-0 place-items-center rounded-md border text-ink-2 [&_svg]:size-3.75",
    "hover:bg-surface-3 hover:text-ink disabled:opacity-45 aria-disabled:opacity-45 aria-pressed:bg-surface-3",
    variant === "outline" ? "border-line-strong bg-surface" : "border-transparent",
    size === "sm" ? "size-6" : "size-7.5",
  );
}

/** A button with only an icon; `label` is its name and its tooltip. */
export function IconButton({ label, variant, size, shortcut, className, ...props }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-keyshortcuts={shortcut}
      title={shortcut ? `${label} (${shortcut})` : label}
      {...props}
      className={cx(iconButtonClass(variant, size), className)}
    />
  );
}

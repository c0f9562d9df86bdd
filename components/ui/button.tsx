import { LoaderCircle } from "lucide-react";
import Link from "next/link";
import type { ComponentProps, MouseEvent, ReactNode } from "react";
import { cx } from "./cx";
import { Kbd } from "./kbd";

export type ButtonVariant = "primary" | "secondary" | "ok" | "danger" | "danger-outline" | "ghost";
export type ButtonSize = "sm" | "md" | "lg";

type Look = {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: ReactNode;
  /** The key that does the same; shown on the button. Register it with `useHotkeys`. */
  shortcut?: string;
};

const VARIANTS: Record<ButtonVariant, string> = {
  primary: "border-ink bg-ink text-surface hover:bg-ink-2 hover:border-ink-2",
  secondary: "border-line-strong bg-surface text-ink hover:bg-surface-3",
  ok: "border-good bg-good text-surface hover:opacity-90",
  danger: "border-bad bg-bad text-surface hover:opacity-90",
  "danger-outline": "border-bad bg-surface text-bad hover:bg-bad-soft",
  ghost: "border-transparent text-ink-2 hover:bg-surface-3 hover:text-ink",
};

const SIZES: Record<ButtonSize, string> = {
  sm: "min-h-6 gap-1.5 px-2.25 text-sm",
  md: "min-h-7.5 gap-1.75 px-2.75 text-ui",
  lg: "min-h-9 gap-2 px-4 text-base",
};

const SOLID: ButtonVariant[] = ["primary", "ok", "danger"];

export function buttonClass({ variant = "secondary", size = "md" }: Look = {}): string {
  return cx(
    "inline-flex shrink-0 items-center justify-center rounded-md border font-medium whitespace-nowrap select-none",
    "disabled:opacity-55 aria-disabled:opacity-55 [&_svg]:size-3.75 [&_svg]:shrink-0",
    VARIANTS[variant],
    SIZES[size],
  );
}

function Content({ icon, shortcut, variant, children }: Look & { children?: ReactNode }) {
  return (
    <>
      {icon}
      {children}
      {shortcut ? <Kbd inherit={variant !== undefined && SOLID.includes(variant)}>{shortcut}</Kbd> : null}
    </>
  );
}

const block = (event: MouseEvent) => event.preventDefault();

export type ButtonProps = ComponentProps<"button"> & Look & { pending?: boolean };

/** A button. With `pending` it keeps its size and focus, shows a spinner and ignores clicks. */
export function Button({ variant, size, icon, shortcut, pending, className, ...props }: ButtonProps) {
  const spinner = <LoaderCircle className="animate-spin" aria-hidden />;
  return (
    <button
      type="button"
      aria-keyshortcuts={shortcut}
      {...props}
      {...(pending ? { onClick: block, "aria-busy": true, "aria-disabled": true } : null)}
      className={cx(buttonClass({ variant, size }), className)}
    >
      <Content icon={pending ? spinner : icon} shortcut={shortcut} variant={variant}>
        {props.children}
      </Content>
    </button>
  );
}

export type ButtonLinkProps = ComponentProps<typeof Link> & Look;

/** A link that looks like a button, for navigation. */
export function ButtonLink({ variant, size, icon, shortcut, className, ...props }: ButtonLinkProps) {
  return (
    <Link
      prefetch={false}
      aria-keyshortcuts={shortcut}
      {...props}
      className={cx(buttonClass({ variant, size }), className)}
    >
      <Content icon={icon} shortcut={shortcut} variant={variant}>
        {props.children}
      </Content>
    </Link>
  );
}

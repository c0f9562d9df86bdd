import { cx } from "./cx";

/** `inherit` is for solid buttons, whose own text colour it takes. It is decoration: the owner names the key. */
export function Kbd({ children, inherit }: { children: string; inherit?: boolean }) {
  return (
    <kbd
      aria-hidden
      className={cx(
        "inline-block rounded-sm border border-b-2 px-1 font-mono text-2xs leading-4 font-medium",
        inherit ? "border-current" : "border-line-strong bg-surface text-ink-muted",
      )}
    >
      {children}
    </kbd>
  );
}

import { cx } from "./cx";

/** Shows a key. `inherit` takes the text colour of a solid button. It is decoration: the owner announces the key. */
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

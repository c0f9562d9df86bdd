import type { ReactNode } from "react";
import { cx } from "./cx";
import { softTone, type Tone } from "./tone";

type PillProps = {
  tone?: Tone;
  icon?: ReactNode;
  /** The state is changing right now. */
  pulse?: boolean;
  title?: string;
  className?: string;
  children: ReactNode;
};

/** A state, shown by colour, icon and always a word. */
export function Pill({ tone = "neutral", icon, pulse, title, className, children }: PillProps) {
  return (
    <span
      title={title}
      className={cx(
        "inline-flex items-center gap-1.25 rounded-full py-px pr-2 text-sm font-medium whitespace-nowrap",
        "[&_svg]:size-3 [&_svg]:shrink-0 [&_svg]:stroke-[2.25]",
        icon || pulse ? "pl-1.5" : "pl-2",
        softTone[tone],
        className,
      )}
    >
      {pulse && !icon ? <span className="size-1.5 animate-breathe rounded-full bg-current" /> : null}
      {icon ? (
        <span aria-hidden className={cx("contents", pulse && "[&_svg]:animate-breathe")}>
          {icon}
        </span>
      ) : null}
      {children}
    </span>
  );
}

"use client";

import type { ComponentProps, ReactNode } from "react";
import { cx } from "./cx";

type CheckboxProps = Omit<ComponentProps<"input">, "type"> & {
  label: ReactNode;
  hideLabel?: boolean;
  hint?: ReactNode;
  /** Some but not all are checked. */
  mixed?: boolean;
};

/** A checkbox whose whole label is the target, at least 24 px high. */
export function Checkbox({ label, hideLabel, hint, mixed = false, className, ref, ...props }: CheckboxProps) {
  const mark = (element: HTMLInputElement | null) => {
    if (element) element.indeterminate = mixed;
    if (typeof ref === "function") ref(element);
    else if (ref) ref.current = element;
  };
  return (
    <label className={cx("inline-flex min-h-6 min-w-6 gap-2", hideLabel && "justify-center", className)}>
      <input {...props} ref={mark} type="checkbox" className="mt-[0.28rem] size-3.75 shrink-0" />
      <span className={hideLabel ? "sr-only" : "py-0.5"}>
        {label}
        {hint ? <span className="block text-sm text-ink-muted">{hint}</span> : null}
      </span>
    </label>
  );
}

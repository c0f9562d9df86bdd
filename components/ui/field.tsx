import type { ReactNode } from "react";
import { cx } from "./cx";
import { RequiredMark } from "./words-context";

export type FieldText = { label: ReactNode; hint?: ReactNode; error?: ReactNode; hideLabel?: boolean };

/** The classes of a control: a border with 3:1 contrast, and a button's height. */
export const controlClass = cx(
  "min-h-7.5 w-full min-w-0 rounded-md border border-control bg-surface px-2.5 text-ui text-ink",
  "aria-invalid:border-bad disabled:bg-surface-3 disabled:text-ink-muted",
);

/** The ARIA attributes that connect a control with its hint and error. */
export function describedBy(id: string, { hint, error }: FieldText) {
  const ids = [error ? `${id}-error` : "", hint ? `${id}-hint` : ""].filter(Boolean).join(" ");
  return { id, "aria-invalid": error ? true : undefined, "aria-describedby": ids || undefined } as const;
}

type FieldProps = FieldText & { id: string; required?: boolean; className?: string; children: ReactNode };

/**
 * A control with its label above, and hint and error below. For your own control: `<Field id={id} …><input
 * {...describedBy(id, …)} /></Field>`
 */
export function Field({ id, label, hint, error, hideLabel, required, className, children }: FieldProps) {
  return (
    <div className={cx("flex min-w-0 flex-col gap-1", className)}>
      <label htmlFor={id} className={hideLabel ? "sr-only" : "text-ui font-medium"}>
        {label}
        {required ? <RequiredMark /> : null}
      </label>
      {children}
      {hint ? (
        <p id={`${id}-hint`} className="text-sm text-ink-muted">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={`${id}-error`} role="alert" className="text-sm text-bad">
          {error}
        </p>
      ) : null}
    </div>
  );
}

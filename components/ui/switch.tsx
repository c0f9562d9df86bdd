import { type ComponentProps, type ReactNode, useId } from "react";
import { cx } from "./cx";

type SwitchProps = Omit<ComponentProps<"input">, "type" | "role"> & {
  label: ReactNode;
  hideLabel?: boolean;
  hint?: ReactNode;
};

/**
 * A native checkbox with the role of a switch: takes `checked` + `onChange`, or `name` + `defaultChecked` in a form.
 */
export function Switch({ label, hideLabel, hint, className, ...props }: SwitchProps) {
  const id = useId();
  return (
    <label className={cx("flex min-h-6 items-start gap-3", className)}>
      <span className={hideLabel ? "sr-only" : "min-w-0 flex-1 py-0.5"}>
        <span id={`${id}-label`} className="font-medium">
          {label}
        </span>
        {hint ? (
          <span id={`${id}-hint`} className="block text-sm text-ink-muted">
            {hint}
          </span>
        ) : null}
      </span>
      <input
        {...props}
        type="checkbox"
        aria-labelledby={`${id}-label`}
        aria-describedby={hint ? `${id}-hint` : undefined}
        // biome-ignore lint/a11y/useAriaPropsForRole: a native checkbox tells whether it is checked
        role="switch"
        className={cx(
          "relative mt-1 h-4 w-7 shrink-0 appearance-none rounded-full border border-control bg-surface-3",
          "before:absolute before:top-0.5 before:left-0.5 before:size-2.5 before:rounded-full before:bg-control",
          "before:transition-transform checked:border-good checked:bg-good checked:before:translate-x-3",
          "checked:before:bg-surface disabled:opacity-50",
        )}
      />
    </label>
  );
}

import { type ComponentProps, type ReactNode, useId } from "react";
import { cx } from "./cx";
import { controlClass, describedBy, Field, type FieldText } from "./field";

type TextFieldProps = ComponentProps<"input"> & FieldText & { icon?: ReactNode; fieldClassName?: string };

export function TextField(props: TextFieldProps) {
  const { label, hint, error, hideLabel, icon, fieldClassName, className, id, ...input } = props;
  const own = useId();
  const text = { label, hint, error, hideLabel };
  const control = (
    <input
      {...describedBy(id ?? own, text)}
      {...input}
      className={cx(controlClass, "read-only:bg-surface-2", icon ? "pl-8" : null, className)}
    />
  );
  return (
    <Field id={id ?? own} {...text} required={input.required} className={fieldClassName}>
      {icon ? (
        <div className="relative">
          <span
            aria-hidden
            className="pointer-events-none absolute inset-y-0 left-2.5 grid place-items-center text-ink-muted [&_svg]:size-3.75"
          >
            {icon}
          </span>
          {control}
        </div>
      ) : (
        control
      )}
    </Field>
  );
}

type TextAreaProps = ComponentProps<"textarea"> & FieldText & { fieldClassName?: string };

export function TextArea(props: TextAreaProps) {
  const { label, hint, error, hideLabel, fieldClassName, className, id, ...input } = props;
  const own = useId();
  const text = { label, hint, error, hideLabel };
  return (
    <Field id={id ?? own} {...text} required={input.required} className={fieldClassName}>
      <textarea
        rows={3}
        {...describedBy(id ?? own, text)}
        {...input}
        className={cx(controlClass, "py-1.5 read-only:bg-surface-2", className)}
      />
    </Field>
  );
}

import { ChevronDown } from "lucide-react";
import { type ComponentProps, useId } from "react";
import { cx } from "./cx";
import { controlClass, describedBy, Field, type FieldText } from "./field";

export type SelectOption = { value: string; label: string; disabled?: boolean };

type SelectProps = Omit<ComponentProps<"select">, "children"> &
  FieldText & { options: readonly SelectOption[]; fieldClassName?: string };

export function Select(props: SelectProps) {
  const { label, hint, error, hideLabel, options, fieldClassName, className, id, ...select } = props;
  const own = useId();
  const text = { label, hint, error, hideLabel };
  return (
    <Field id={id ?? own} {...text} required={select.required} className={fieldClassName}>
      <div className="relative">
        <select
          {...describedBy(id ?? own, text)}
          {...select}
          className={cx(controlClass, "appearance-none pr-7", className)}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.disabled}>
              {option.label}
            </option>
          ))}
        </select>
        <ChevronDown
          aria-hidden
          className="pointer-events-none absolute top-1/2 right-2 size-3.75 -translate-y-1/2 text-ink-muted"
        />
      </div>
    </Field>
  );
}

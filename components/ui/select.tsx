import { ChevronDown } from "lucide-react";
import { type ComponentProps, useId } from "react";
import { cx } from "./cx";
import { controlClass, describedBy, Field, type FieldText } from "./field";

/** Consecutive options with the same group are shown under its name. */
export type SelectOption = { value: string; label: string; disabled?: boolean; group?: string };

const toOption = ({ value, label, disabled }: SelectOption) => (
  <option key={value} value={value} disabled={disabled}>
    {label}
  </option>
);

function grouped(options: readonly SelectOption[]) {
  const groups: { name: string | undefined; options: SelectOption[] }[] = [];
  for (const option of options) {
    const last = groups.at(-1);
    if (last && last.name === option.group) last.options.push(option);
    else groups.push({ name: option.group, options: [option] });
  }
  return groups.map(({ name, options: members }) =>
    name === undefined ? (
      members.map(toOption)
    ) : (
      <optgroup key={name} label={name}>
        {members.map(toOption)}
      </optgroup>
    ),
  );
}

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
          {grouped(options)}
        </select>
        <ChevronDown
          aria-hidden
          className="pointer-events-none absolute top-1/2 right-2 size-3.75 -translate-y-1/2 text-ink-muted"
        />
      </div>
    </Field>
  );
}

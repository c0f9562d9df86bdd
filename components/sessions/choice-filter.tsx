"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Chip, chipClass } from "@/components/ui/chip";
import { Popover } from "@/components/ui/popover";
import { TextField } from "@/components/ui/text-field";

export type ChoiceOption = { value: string; label: string };

type ChoiceFilterProps = {
  label: string;
  options: readonly ChoiceOption[];
  chosen: readonly string[];
  /** Only one can be chosen. */
  single?: boolean;
  onChange: (chosen: string[]) => void;
};

const searchableFrom = 12;

function summary({ options, chosen }: ChoiceFilterProps): string {
  const [only] = chosen;
  if (chosen.length > 1) return `any of ${chosen.length}`;
  return options.find((option) => option.value === only)?.label ?? only ?? "";
}

function Options(props: ChoiceFilterProps & { close: () => void }) {
  const { label, options, chosen, single, onChange, close } = props;
  const [wanted, setWanted] = useState("");
  const shown = options.filter((option) => option.label.toLowerCase().includes(wanted.trim().toLowerCase()));
  const toggle = (value: string, isOn: boolean) => {
    const others = single ? [] : chosen.filter((each) => each !== value);
    onChange(isOn ? [...others, value] : [...others]);
    if (single) close();
  };
  return (
    <fieldset className="flex w-56 flex-col gap-1">
      <legend className="sr-only">{label}</legend>
      {options.length >= searchableFrom ? (
        <TextField
          label={`Find in ${label}`}
          hideLabel
          placeholder="Find"
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
        />
      ) : null}
      <div className="flex max-h-72 flex-col overflow-y-auto">
        {shown.map((option) => (
          <Checkbox
            key={option.value}
            label={option.label}
            checked={chosen.includes(option.value)}
            onChange={(event) => toggle(option.value, event.target.checked)}
            className="rounded-sm px-1 hover:bg-surface-3"
          />
        ))}
        {shown.length === 0 ? <p className="px-1 py-2 text-ink-muted">Nothing to choose.</p> : null}
      </div>
      {chosen.length > 0 ? (
        <Button size="sm" variant="ghost" onClick={() => onChange([])} className="self-start">
          Clear
        </Button>
      ) : null}
    </fieldset>
  );
}

/** One filter of the row: a dashed button while it is off, a chip with its value when it is on. */
export function ChoiceFilter(props: ChoiceFilterProps) {
  const { label, chosen, onChange } = props;
  const isOn = chosen.length > 0;
  const body = (close: () => void) => <Options {...props} close={close} />;
  if (!isOn)
    return (
      <Popover
        label={label}
        triggerClassName={chipClass(true)}
        trigger={
          <>
            <Plus aria-hidden />
            {label}
          </>
        }
      >
        {body}
      </Popover>
    );
  return (
    <Chip removeLabel={`Remove filter ${label}`} onRemove={() => onChange([])}>
      <Popover
        label={label}
        triggerClassName="inline-flex min-h-6.5 items-center gap-1.25 rounded-md pl-2"
        trigger={
          <>
            <b className="font-medium">{label}</b>
            {summary(props)}
          </>
        }
      >
        {body}
      </Popover>
    </Chip>
  );
}

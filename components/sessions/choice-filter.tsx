"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { TextField } from "@/components/ui/text-field";
import { FilterChip } from "./filter-chip";

export type ChoiceOption = { value: string; label: string };

type ChoiceFilterProps = {
  label: string;
  options: readonly ChoiceOption[];
  chosen: readonly string[];
  /** Only one value can be chosen. */
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
  const { label, options, single, onChange, close } = props;
  const [wanted, setWanted] = useState("");
  const [chosen, setChosen] = useState(props.chosen);
  const shown = options.filter((option) => option.label.toLowerCase().includes(wanted.trim().toLowerCase()));
  const choose = (next: string[]) => {
    setChosen(next);
    onChange(next);
    if (single) close();
  };
  const toggle = (value: string, isOn: boolean) => {
    const others = single ? [] : chosen.filter((each) => each !== value);
    choose(isOn ? [...others, value] : [...others]);
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
        {shown.length === 0 ? <p className="px-1 py-2 text-ink-muted">No options.</p> : null}
      </div>
      {chosen.length > 0 ? (
        <Button size="sm" variant="ghost" onClick={() => choose([])} className="self-start">
          Clear
        </Button>
      ) : null}
    </fieldset>
  );
}

/** One filter of the row: dashed without a value, a chip with one. */
export function ChoiceFilter(props: ChoiceFilterProps) {
  const { label, chosen, onChange } = props;
  const isOn = chosen.length > 0;
  return (
    <FilterChip label={label} value={isOn ? summary(props) : undefined} onRemove={() => onChange([])}>
      {(close) => <Options {...props} close={close} />}
    </FilterChip>
  );
}

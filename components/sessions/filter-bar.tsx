"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { FindBox } from "@/components/ui/find-box";
import { ChoiceFilter, type ChoiceOption } from "./choice-filter";
import { DateFilter } from "./date-filter";
import { type Choice, choices, isFiltered, type ListState, unfiltered } from "./list-state";

export type FilterOptions = Record<Choice, readonly ChoiceOption[]>;

type FilterBarProps = {
  state: ListState;
  options: FilterOptions;
  onChange: (part: Partial<ListState>) => void;
  /** Shown at the end of the row. */
  children?: ReactNode;
};

const labels: Record<Choice, string> = {
  status: "Status",
  result: "Result",
  risk: "Risk",
  document: "Document",
  country: "Country",
  source: "Source",
  tag: "Tag",
};

export function FilterBar({ state, options, onChange, children }: FilterBarProps) {
  return (
    <div className="flex min-h-12 shrink-0 flex-wrap items-center gap-2 border-b px-4 py-2">
      <FindBox
        value={state.q}
        onFind={(q) => onChange({ q })}
        keysOf="Sessions"
        keyLabel="Find a session"
        label="Find a session by ID, external reference or exact document number"
        placeholder="ID, external reference, document number"
        fieldClassName="w-75"
      />
      {choices.map((choice) => (
        <ChoiceFilter
          key={choice}
          label={labels[choice]}
          options={options[choice]}
          chosen={state[choice]}
          single={choice === "tag"}
          onChange={(chosen) => onChange({ [choice]: chosen })}
        />
      ))}
      <DateFilter from={state.from} to={state.to} onChange={onChange} />
      {isFiltered(state) ? (
        <Button variant="ghost" size="sm" onClick={() => onChange(unfiltered)}>
          Clear
        </Button>
      ) : null}
      {children ? <div className="ml-auto flex items-center gap-1">{children}</div> : null}
    </div>
  );
}

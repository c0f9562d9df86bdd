"use client";

import { ChoiceFilter, type ChoiceOption } from "@/components/sessions/choice-filter";
import { FindBox } from "@/components/ui/find-box";
import { Select } from "@/components/ui/select";
import type { WorklistState } from "./worklist-state";

export type WorklistOptions = Record<"kind" | "source" | "country", readonly ChoiceOption[]>;

type WorklistFiltersProps = {
  state: WorklistState;
  options: WorklistOptions;
  onChange: (part: Partial<WorklistState>) => void;
};

const labels = { kind: "Kind", source: "Source", country: "Country" } as const;

export function WorklistFilters({ state, options, onChange }: WorklistFiltersProps) {
  return (
    <>
      <FindBox
        value={state.q}
        onFind={(q) => onChange({ q })}
        keysOf="Screening"
        keyLabel="Find hits by ID"
        label="Find hits by the ID of a session, case or check, or by external reference"
        placeholder="Session, case or check ID"
        fieldClassName="w-60"
      />
      {(["kind", "source", "country"] as const).map((name) => (
        <ChoiceFilter
          key={name}
          label={labels[name]}
          options={options[name]}
          chosen={state[name]}
          onChange={(chosen) => onChange({ [name]: chosen })}
        />
      ))}
      <Select
        label="Age"
        hideLabel
        value={state.age}
        options={[
          { value: "", label: "Any age" },
          { value: "1", label: "Older than a day" },
          { value: "7", label: "Older than 7 days" },
          { value: "30", label: "Older than 30 days" },
        ]}
        onChange={(event) => onChange({ age: event.target.value as WorklistState["age"] })}
      />
      <Select
        label="Order"
        hideLabel
        value={state.newest ? "newest" : "oldest"}
        options={[
          { value: "oldest", label: "Oldest first" },
          { value: "newest", label: "Newest first" },
        ]}
        onChange={(event) => onChange({ newest: event.target.value === "newest" })}
      />
    </>
  );
}

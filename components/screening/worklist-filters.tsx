"use client";

import { Search } from "lucide-react";
import { type FormEvent, useEffect, useRef } from "react";
import { ChoiceFilter, type ChoiceOption } from "@/components/sessions/choice-filter";
import { useHotkeys } from "@/components/ui/hotkeys";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import type { WorklistState } from "./worklist-state";

export type WorklistOptions = Record<"kind" | "source" | "country", readonly ChoiceOption[]>;

type WorklistFiltersProps = {
  state: WorklistState;
  options: WorklistOptions;
  onChange: (part: Partial<WorklistState>) => void;
};

const labels = { kind: "Kind", source: "Source", country: "Country" } as const;

function SearchBox({ state: { q }, onChange }: Pick<WorklistFiltersProps, "state" | "onChange">) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (input.current) input.current.value = q;
  }, [q]);
  useHotkeys("Screening", [{ keys: "f", label: "Find hits by ID", run: () => input.current?.focus() }]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onChange({ q: input.current?.value.trim() ?? "" });
  };
  return (
    <search>
      <form onSubmit={submit}>
        <TextField
          ref={input}
          label="Find hits by the ID of a session, case or check, or by external reference"
          hideLabel
          type="search"
          name="q"
          defaultValue={q}
          placeholder="Session, case or check ID"
          icon={<Search />}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => {
            if (event.target.value === "" && q) onChange({ q: "" });
          }}
          fieldClassName="w-60"
        />
      </form>
    </search>
  );
}

export function WorklistFilters({ state, options, onChange }: WorklistFiltersProps) {
  return (
    <>
      <SearchBox state={state} onChange={onChange} />
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

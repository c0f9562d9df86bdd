"use client";

import { Search } from "lucide-react";
import { type FormEvent, useRef } from "react";
import { Chip } from "@/components/ui/chip";
import { useHotkeys } from "@/components/ui/hotkeys";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import type { QueueSla, QueueState } from "./queue-state";

type QueueFiltersProps = { state: QueueState; onChange: (part: Partial<QueueState>) => void };

const ages: { value: QueueSla; label: string }[] = [
  { value: "", label: "Any age" },
  { value: "overdue", label: "Overdue" },
  { value: "approaching", label: "Approaching" },
  { value: "on_track", label: "On track" },
];

const orders = [
  { value: "oldest", label: "Oldest first" },
  { value: "newest", label: "Newest first" },
];

export function QueueFilters({ state, onChange }: QueueFiltersProps) {
  const input = useRef<HTMLInputElement>(null);
  useHotkeys("Queue", [{ keys: "f", label: "Find a case", run: () => input.current?.focus() }]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onChange({ q: input.current?.value.trim() ?? "" });
  };
  const removable = [
    { key: "queue", label: "Queue", value: state.queue },
    { key: "assignee", label: "Assignee", value: state.assignee },
    { key: "status", label: "Decided", value: state.status },
  ] as const;
  return (
    <>
      <search>
        <form onSubmit={submit}>
          <TextField
            key={state.q}
            ref={input}
            type="search"
            name="q"
            label="Find a case by id, session, external reference or exact document number"
            hideLabel
            defaultValue={state.q}
            placeholder="Case, session, document number"
            icon={<Search />}
            autoComplete="off"
            spellCheck={false}
            fieldClassName="w-56"
          />
        </form>
      </search>
      <Select
        label="Age"
        hideLabel
        value={state.sla}
        options={ages}
        onChange={(event) => onChange({ sla: event.target.value as QueueSla })}
      />
      <Select
        label="Order"
        hideLabel
        value={state.newest ? "newest" : "oldest"}
        options={orders}
        onChange={(event) => onChange({ newest: event.target.value === "newest" })}
      />
      {removable.map(({ key, label, value }) =>
        value ? (
          <Chip key={key} label={label} value={value} onRemove={() => onChange({ [key]: "" })} />
        ) : null,
      )}
    </>
  );
}

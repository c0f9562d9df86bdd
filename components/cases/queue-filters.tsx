"use client";

import { Chip } from "@/components/ui/chip";
import { FindBox } from "@/components/ui/find-box";
import { Select } from "@/components/ui/select";
import { exactUtc } from "@/lib/format/date";
import { words } from "@/lib/format/words";
import type { QueueSla, QueueState } from "./queue-state";

type QueueFiltersProps = {
  state: QueueState;
  /** The queues that contain cases. */
  queues: readonly string[];
  onChange: (part: Partial<QueueState>) => void;
};

const ages: { value: QueueSla; label: string }[] = [
  { value: "", label: "Any age" },
  { value: "overdue", label: "Overdue" },
  { value: "approaching", label: "SLA warning" },
  { value: "on_track", label: "On track" },
];

const priorities = [
  { value: "", label: "Any priority" },
  { value: "high,urgent", label: "High and urgent" },
  { value: "urgent", label: "Urgent" },
  { value: "normal", label: "Normal" },
  { value: "low", label: "Low" },
];

const orders = [
  { value: "oldest", label: "Oldest first" },
  { value: "newest", label: "Newest first" },
];

const shortInstant = (at: string) => (at ? exactUtc(at).replace(/:\d\d UTC/, " UTC") : "");

function decidedWhen({ decidedFrom, decidedTo }: QueueState): string {
  if (!decidedFrom || !decidedTo) return decidedFrom && `since ${shortInstant(decidedFrom)}`;
  return `${shortInstant(decidedFrom)} to ${shortInstant(decidedTo)}`;
}

/** Filters that an address may set, in addition to the inputs that are always visible. */
const chipsOf = (state: QueueState) => [
  { label: "Assignee", value: state.assignee, off: { assignee: "" } },
  {
    label: "Status",
    value: state.status ? state.status.split(",").map(words).join(", ") : "",
    off: { status: "" },
  },
  { label: "Decided by", value: state.decider, off: { decider: "" } },
  { label: "Decided", value: decidedWhen(state), off: { decidedFrom: "", decidedTo: "" } },
  {
    label: "First decision",
    value: state.opinion === "overturned" ? "overturned" : state.opinion && "given",
    off: { opinion: "" as const },
  },
];

/** Adds the address's value to the choices if it is not among them. */
const withChosen = (options: { value: string; label: string }[], chosen: string) =>
  options.some(({ value }) => value === chosen)
    ? options
    : [...options, { value: chosen, label: chosen.split(",").map(words).join(", ") }];

export function QueueFilters({ state, queues, onChange }: QueueFiltersProps) {
  const removable = chipsOf(state);
  return (
    <>
      <FindBox
        value={state.q}
        onFind={(q) => onChange({ q })}
        keysOf="Queue"
        keyLabel="Find a case"
        label="Find a case by ID, session, external reference or exact document number"
        placeholder="Case, session, document number"
        fieldClassName="w-56"
      />
      <Select
        label="Age"
        hideLabel
        value={state.sla}
        options={ages}
        onChange={(event) => onChange({ sla: event.target.value as QueueSla })}
      />
      <Select
        label="Queue"
        hideLabel
        value={state.queue}
        options={withChosen(
          [{ value: "", label: "Any queue" }, ...queues.map((queue) => ({ value: queue, label: queue }))],
          state.queue,
        )}
        onChange={(event) => onChange({ queue: event.target.value })}
      />
      <Select
        label="Priority"
        hideLabel
        value={state.priority}
        options={withChosen(priorities, state.priority)}
        onChange={(event) => onChange({ priority: event.target.value })}
      />
      <Select
        label="Order"
        hideLabel
        value={state.newest ? "newest" : "oldest"}
        options={orders}
        onChange={(event) => onChange({ newest: event.target.value === "newest" })}
      />
      {removable.map(({ label, value, off }) =>
        value ? <Chip key={label} label={label} value={value} onRemove={() => onChange(off)} /> : null,
      )}
    </>
  );
}

"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";
import { day } from "@/lib/format/date";
import { dayOf, daysAgo } from "@/lib/format/day";
import { FilterChip } from "./filter-chip";

type Range = { from: string; to: string };
type DateFilterProps = Range & { onChange: (range: Range) => void };

function summary({ from, to }: Range): string {
  if (from && to) return from === to ? day(from) : `${day(from)} – ${day(to)}`;
  return from ? `since ${day(from)}` : `until ${day(to)}`;
}

/** The list shows and filters days in UTC. */
const dayBefore = (days: number) => dayOf(daysAgo(days));
const presets = [
  { label: "Today (UTC)", days: 0 },
  { label: "Last 7 days", days: 6 },
  { label: "Last 30 days", days: 29 },
];

function Dates(props: DateFilterProps) {
  const [{ from, to }, setRange] = useState<Range>(props);
  const change = (range: Range) => {
    setRange(range);
    props.onChange(range);
  };
  return (
    <div className="flex w-64 flex-col gap-2">
      <div className="grid grid-cols-2 gap-2">
        <TextField
          label="From (UTC)"
          type="date"
          value={from}
          max={to || undefined}
          onChange={(event) => change({ from: event.target.value, to })}
        />
        <TextField
          label="To, inclusive (UTC)"
          type="date"
          value={to}
          min={from || undefined}
          onChange={(event) => change({ from, to: event.target.value })}
        />
      </div>
      <div className="flex flex-wrap gap-1">
        {presets.map((preset) => (
          <Button
            key={preset.label}
            size="sm"
            onClick={() => change({ from: dayBefore(preset.days), to: "" })}
          >
            {preset.label}
          </Button>
        ))}
      </div>
    </div>
  );
}

export function DateFilter(props: DateFilterProps) {
  const isOn = Boolean(props.from || props.to);
  return (
    <FilterChip
      label="Created"
      value={isOn ? summary(props) : undefined}
      onRemove={() => props.onChange({ from: "", to: "" })}
    >
      {() => <Dates {...props} />}
    </FilterChip>
  );
}

"use client";

import { Plus } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Chip, chipClass } from "@/components/ui/chip";
import { Popover } from "@/components/ui/popover";
import { TextField } from "@/components/ui/text-field";
import { day } from "@/lib/format/date";

type Range = { from: string; to: string };
type DateFilterProps = Range & { onChange: (range: Range) => void };

function summary({ from, to }: Range): string {
  if (from && to) return from === to ? day(from) : `${day(from)} – ${day(to)}`;
  return from ? `since ${day(from)}` : `until ${day(to)}`;
}

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
const presets = [
  { label: "Today", days: 0 },
  { label: "Last 7 days", days: 6 },
  { label: "Last 30 days", days: 29 },
];

function Dates({ from, to, onChange }: DateFilterProps) {
  return (
    <div className="flex w-64 flex-col gap-2">
      <div className="grid grid-cols-2 gap-2">
        <TextField
          label="From (UTC)"
          type="date"
          value={from}
          max={to || undefined}
          onChange={(event) => onChange({ from: event.target.value, to })}
        />
        <TextField
          label="To, inclusive"
          type="date"
          value={to}
          min={from || undefined}
          onChange={(event) => onChange({ from, to: event.target.value })}
        />
      </div>
      <div className="flex flex-wrap gap-1">
        {presets.map((preset) => (
          <Button
            key={preset.label}
            size="sm"
            onClick={() => onChange({ from: daysAgo(preset.days), to: "" })}
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
  const label = isOn ? (
    <>
      <b className="font-medium">Created</b>
      {summary(props)}
    </>
  ) : (
    <>
      <Plus aria-hidden />
      Created
    </>
  );
  const popover = (
    <Popover
      label="Created"
      triggerClassName={
        isOn ? "inline-flex min-h-6.5 items-center gap-1.25 rounded-md pl-2" : chipClass(true)
      }
      trigger={label}
    >
      <Dates {...props} />
    </Popover>
  );
  if (!isOn) return popover;
  return (
    <Chip removeLabel="Remove filter Created" onRemove={() => props.onChange({ from: "", to: "" })}>
      {popover}
    </Chip>
  );
}

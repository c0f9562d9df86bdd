import { Plus, X } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import type { Outcome } from "@/lib/vendors/bundle";
import { statusesIn, withStatuses } from "./source-draft";

const words: Record<Outcome, string> = {
  pending: "Pending",
  processing: "Processing",
  approved: "Completed, approved",
  rejected: "Completed, rejected",
  needs_review: "Under review, needs review",
  expired: "Expired",
  failed: "Failed",
};
const options = Object.entries(words).map(([value, label]) => ({ value, label }));

type StatusTableProps = { settings: string; onChange: (settings: string) => void };

/** Edits what each status of a vendor means here; nothing where the settings have no statuses, or cannot be read. */
export function StatusTable({ settings, onChange }: StatusTableProps) {
  const [added, setAdded] = useState("");
  const statuses = statusesIn(settings);
  if (!statuses) return null;
  const rows = Object.entries(statuses);
  const raw = added.trim();
  const isKnown = Object.hasOwn(statuses, raw);
  const add = () => {
    if (raw === "" || isKnown) return;
    onChange(withStatuses(settings, { ...statuses, [raw]: "needs_review" }));
    setAdded("");
  };
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 font-medium">What the vendor’s statuses mean</legend>
      <p className="text-sm text-ink-muted">A status that is not listed needs review.</p>
      {rows.map(([name, outcome]) => (
        <div key={name} className="grid grid-cols-[minmax(6rem,1fr)_2fr_auto] items-center gap-2">
          <span className="font-mono text-sm wrap-anywhere">{name}</span>
          <Select
            label={`Status ${name}`}
            hideLabel
            value={outcome}
            options={options}
            onChange={(event) =>
              onChange(withStatuses(settings, { ...statuses, [name]: event.target.value as Outcome }))
            }
          />
          <IconButton
            label={`Remove status ${name}`}
            onClick={() =>
              onChange(withStatuses(settings, Object.fromEntries(rows.filter(([other]) => other !== name))))
            }
          >
            <X aria-hidden />
          </IconButton>
        </div>
      ))}
      <div className="flex items-end gap-2">
        <TextField
          label="Another status"
          value={added}
          error={isKnown ? "This status is listed above." : undefined}
          onChange={(event) => setAdded(event.target.value)}
          onKeyDown={(event) => {
            // Enter would save the form without the status that was typed.
            if (event.key !== "Enter") return;
            event.preventDefault();
            add();
          }}
          className="font-mono"
          fieldClassName="flex-1"
        />
        <Button icon={<Plus />} disabled={raw === "" || isKnown} onClick={add}>
          Add
        </Button>
      </div>
    </fieldset>
  );
}
